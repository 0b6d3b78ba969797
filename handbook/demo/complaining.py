"""How a complaint of the demo comes in: the supervisor writes it down, and personnel look into it."""

from dataclasses import dataclass
from datetime import timedelta

from handbook.company.calendars import add_working_days
from handbook.company.queries import locations
from handbook.complaints import operations as complaints
from handbook.complaints import queries as complaints_read
from handbook.complaints.operations import Channel, ComplaintDraft
from handbook.complaints.queries import Move
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.transaction import transaction
from handbook.demo.past import acting, days_ago
from handbook.demo.people import HYDERABAD, SUPERVISOR
from handbook.people import queries as people


@dataclass(frozen=True, slots=True)
class Matter:
    """A complaint as it is told: what the customer said, the rule, whom it names, and who handles it.

    `news_in`: after so many days the customer comes back for the answer; 0: nothing of the kind was said.
    """

    words: str
    place: str
    rule_id: str
    person: str
    handler: str
    customer_name: str = ""
    customer_contact: str = ""
    looked_into: str = "Looked into: the till roll and two colleagues."
    news_in: int = 0


def complain(matter: Matter, days: int) -> str:
    """Let the supervisor write a complaint down, and HR a day later name person and rule and look into it."""
    supervisor, handler = acting(SUPERVISOR), acting(matter.handler)
    person = people.employee_by_number(matter.person).id
    with days_ago(days):
        draft = ComplaintDraft(
            idempotency_key=new_id(),
            words=matter.words,
            location_id=shop(),
            place=matter.place,
            happened_at=clock.now() - timedelta(hours=5),
            customer_name=matter.customer_name,
            customer_contact=matter.customer_contact,
        )
        with transaction():
            complaint_id = complaints.file_complaint(supervisor, draft)
    with days_ago(days - 1):
        with transaction():
            complaints.take_on(handler, complaint_id, complaint_version(handler, complaint_id))
        with transaction():
            complaints.name_person(handler, complaint_id, person, complaint_version(handler, complaint_id))
        with transaction():
            complaints.name_rule(
                handler, complaint_id, matter.rule_id, person, complaint_version(handler, complaint_id)
            )
        for move in (Move.ASSESS, Move.INVESTIGATE):
            with transaction():
                complaints.move(
                    handler, complaint_id, move, matter.looked_into, complaint_version(handler, complaint_id)
                )
        if matter.news_in:
            with transaction():
                words = "Told at the counter: we look into it, and the answer lies ready here on that day."
                version = complaint_version(handler, complaint_id)
                news = add_working_days(shop(), clock.now().date() + timedelta(matter.news_in), 0)
                complaints.note_contact(handler, complaint_id, Channel.COUNTER, words, version, next_on=news)
    return complaint_id


def shop() -> str:
    """Return the id of the shop in which the matters of the demo happen."""
    return next(each.id for each in locations() if each.name == HYDERABAD)


def complaint_version(actor: Actor, complaint_id: str) -> int:
    """Return the row version of a complaint as it stands."""
    return complaints_read.complaint_for(actor, complaint_id).row_version
