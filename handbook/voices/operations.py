"""The verbs of thanks and remarks; those of incidents and of speaking up stand in rooms of their own."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.company.models import Location
from handbook.complaints.operations import Channel as Channel
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import session_of_transaction
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee
from handbook.people.queries import own_people_today, same_people
from handbook.voices.lifecycle import Topic as Topic
from handbook.voices.models import Compliment, ComplimentMatch, CustomerRemark
from handbook.voices.policy import hears_everybody, may_match
from handbook.voices.queries import heard_compliment


@dataclass(frozen=True, slots=True)
class ComplimentDraft:
    """What a form hands over. `person` is a name or nothing, as it was written; `happened_on` a day at the location."""

    idempotency_key: str
    words: str
    language: str
    location_id: str
    happened_on: date
    person: str = ""
    channel: Channel = Channel.COUNTER


@dataclass(frozen=True, slots=True)
class RemarkDraft:
    """What customers keep saying, of a topic or a rule."""

    idempotency_key: str
    words: str
    language: str
    location_id: str
    topic: Topic
    rule_id: str | None = None


def keep_compliment(actor: Actor | None, draft: ComplimentDraft) -> str:
    """Write thanks down and return the id; None is a customer. The same form sent twice is one compliment.

    Raises Invalid for an unknown location and a day to come.
    """
    session = session_of_transaction()
    location = _place(draft.location_id)
    mine = Compliment.by_id.is_not_distinct_from(actor.employee_id if actor else None)
    earlier = session.scalar(select(Compliment.id).where(Compliment.idempotency_key == draft.idempotency_key, mine))
    if earlier is not None:
        return earlier
    if draft.happened_on > clock.today(location.zone):
        raise Invalid(_("On which day: this day is still to come."))
    row = Compliment(
        id=new_id(),
        idempotency_key=draft.idempotency_key,
        words=draft.words,
        language=draft.language,
        person=draft.person,
        location_id=location.id,
        location=location.name,
        zone=location.zone,
        happened_on=draft.happened_on,
        channel=draft.channel.value,
        by_id=actor.employee_id if actor else None,
        by_name=actor.name if actor else "",
        via=actor.via if actor else "public door",
    )
    record_evidence(row)
    return row.id


def match_compliment(actor: Actor, compliment_id: str, employee_id: str | None) -> str:
    """Say who is meant by a compliment (None: all who work there) and return the id; the person is told at once.

    Raises NotFound for a compliment that the actor does not hear, Refused for oneself and for others' people, Conflict
    where it is matched so already.
    """
    session = session_of_transaction()
    compliment = heard_compliment(actor, compliment_id)
    _place(compliment.location_id)
    if employee_id is not None:
        _check_person(actor, employee_id)
    same = ComplimentMatch.employee_id.is_not_distinct_from(employee_id)
    query = select(ComplimentMatch.id).where(ComplimentMatch.compliment_id == compliment_id, same)
    if session.scalar(query) is not None:
        raise Conflict(_("Somebody has said so meanwhile."))
    row = ComplimentMatch(
        id=new_id(),
        compliment_id=compliment_id,
        employee_id=employee_id,
        by_id=actor.employee_id,
        by_name=actor.name,
        via=actor.via,
    )
    record_evidence(row)
    return row.id


def keep_remark(draft: RemarkDraft) -> str:
    """Write down what customers keep saying and return the id; who wrote it is not kept.

    Raises Invalid for an unknown location.
    """
    session = session_of_transaction()
    location = _place(draft.location_id)
    earlier = session.scalar(select(CustomerRemark.id).where(CustomerRemark.idempotency_key == draft.idempotency_key))
    if earlier is not None:
        return earlier
    row = CustomerRemark(
        id=new_id(),
        idempotency_key=draft.idempotency_key,
        words=draft.words,
        language=draft.language,
        topic=draft.topic.value,
        rule_id=draft.rule_id,
        location_id=location.id,
        said_on=clock.today(location.zone),
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row.id


def _place(location_id: str) -> Location:
    """Return a location under a row lock: equal forms stand in line here, so that the second finds the first."""
    found = session_of_transaction().get(Location, location_id, with_for_update={"key_share": True})
    if found is None:
        raise Invalid(_("Where: choose one of the locations."))
    return found


def _check_person(actor: Actor, employee_id: str) -> None:
    """Refuse oneself, by whichever record, and, for who is not HR, those who are not placed with them today."""
    mine = same_people([actor.employee_id])[actor.employee_id]
    if employee_id in mine:
        raise Refused(_("Nobody takes thanks for themself. Ask a colleague of HR to look at it."))
    own = frozenset() if hears_everybody(actor) else own_people_today(actor.employee_id)
    known = session_of_transaction().scalar(select(Employee.id).where(Employee.id == employee_id))
    if known is None or not may_match(actor, employee_id, own, mine):
        raise NotFound(_("There is no such person, or they are not placed with you today."))
