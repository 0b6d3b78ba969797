"""Writing a complaint down: by somebody who works here, or by the customer at the public door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.company.models import Location
from handbook.complaints.acts import CUSTOMER, free_reference, record
from handbook.complaints.lifecycle import Category, Channel, Confidentiality, EntryKind, Stage
from handbook.complaints.models import Complaint, ComplaintIdentity
from handbook.complaints.naming import add_person, add_rule, give_outside
from handbook.complaints.photos import keep_photos
from handbook.complaints.policy import has_oversight
from handbook.complaints.promises import first_dates
from handbook.complaints.queries import find_by_key
from handbook.complaints.reach import workplace
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Invalid
from handbook.core.transaction import session_of_transaction
from handbook.documents.pictures import Encoded
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee
from handbook.permissions import Permission


@dataclass(frozen=True, slots=True)
class ComplaintDraft:
    """What a form hands over; rules and people may be named later.

    `happened_at` is aware; where the time of day was not told, it is when the day began. `is_about_leadership`: the
    customer says that it is about HR or whoever leads the company.
    """

    idempotency_key: str
    words: str
    location_id: str
    place: str
    happened_at: datetime
    happened_time_known: bool = True
    rule_id: str | None = None
    person_id: str | None = None
    customer_name: str = ""
    customer_contact: str = ""
    channel: Channel = Channel.COUNTER
    category: Category | None = None
    order_number: str = ""
    customer_language: str = ""
    confidentiality: Confidentiality = Confidentiality.KEPT_BACK
    is_about_leadership: bool = False


def file_complaint(actor: Actor, draft: ComplaintDraft, pictures: Sequence[Encoded] = ()) -> str:
    """Write a complaint down and return its id; the same form sent twice is one complaint.

    `pictures` lie in the store already. Raises Invalid for an unknown location, an incident in the future, and where
    the actor names themself.
    """
    # Equal forms stand in line here, so that the second finds what the first has written.
    mine = select(Employee.id).where(Employee.id == actor.employee_id).with_for_update(key_share=True)
    session_of_transaction().execute(mine)
    earlier = find_by_key(actor, draft.idempotency_key)
    if earlier is not None:
        return earlier
    complaint = _written(actor, draft)
    keep_photos(actor, complaint, pictures)
    if draft.person_id:
        add_person(actor, complaint, draft.person_id)
    if draft.rule_id:
        add_rule(actor, complaint, draft.rule_id, draft.person_id)
    return complaint.id


def file_from_customer(draft: ComplaintDraft, pictures: Sequence[Encoded] = ()) -> str:
    """Write down what a customer says at the public door, and return its id; nobody handles it yet.

    The same form sent twice is one complaint. Whom or which rule a customer means is named by a person later.
    Raises Invalid for an unknown location and an incident in the future.
    """
    where = select(Location.id).where(Location.id == draft.location_id).with_for_update(key_share=True)
    session_of_transaction().execute(where)  # equal forms stand in line here
    earlier = find_by_key(None, draft.idempotency_key)
    if earlier is not None:
        return earlier
    complaint = _written(None, draft)
    keep_photos(None, complaint, pictures)
    if draft.is_about_leadership:
        give_outside(None, complaint)
    return complaint.id


def _written(actor: Actor | None, draft: ComplaintDraft) -> Complaint:
    """Write head, first entry and sealed identity."""
    session = session_of_transaction()
    location = session.get(Location, draft.location_id)
    if location is None:
        raise Invalid(_("Where it happened: choose one of the locations."))
    if draft.happened_at > clock.now():
        raise Invalid(_("When it happened: this day and time are still to come."))
    complaint = _head(actor, draft, location)
    session.add(complaint)
    session.flush()
    said = record(
        actor,
        complaint,
        EntryKind.RECEIVED,
        draft.words,
        location=location.name,
        place=draft.place,
        happened_at=draft.happened_at,
        happened_time_known=draft.happened_time_known,
        zone=location.zone,
    )
    complaint.place = said.place or ""  # as the ledger normalised it
    seal_identity(actor, complaint.id, draft.customer_name, draft.customer_contact)
    return complaint


def _head(actor: Actor | None, draft: ComplaintDraft, location: Location) -> Complaint:
    now = clock.now()
    today = clock.local(now, location.zone).date()
    dates = first_dates(location.id, today)
    return Complaint(
        id=new_id(),
        reference=free_reference("C", today.year, _is_taken),
        idempotency_key=draft.idempotency_key,
        stage=Stage.RECEIVED,
        filed_by=actor.employee_id if actor else None,
        via=actor.via if actor else CUSTOMER,
        filed_at=now,
        handler_id=_first_handler(actor, location.id),
        location_id=location.id,
        place="",
        happened_at=draft.happened_at,
        happened_time_known=draft.happened_time_known,
        zone=location.zone,
        channel=draft.channel,
        category=draft.category,
        order_number=draft.order_number,
        customer_language=draft.customer_language,
        confidentiality=draft.confidentiality,
        acknowledge_by=dates.acknowledge_by,
        due_on=dates.due_on,
        update_due_on=dates.acknowledge_by,
    )


def _first_handler(actor: Actor | None, location_id: str) -> str | None:
    """A supervisor keeps what they wrote down where they work until HR takes it on; all others' waits for HR."""
    if actor is None or has_oversight(actor) or not actor.may(Permission.COMPLAINT_READ):
        return None
    return actor.employee_id if workplace(actor.employee_id) == location_id else None


def seal_identity(actor: Actor | None, complaint_id: str, name: str, contact: str) -> None:
    """Keep who the customer is, apart from everything else; nothing where nothing is known."""
    if name or contact:
        by_id = actor.employee_id if actor else None
        record_evidence(ComplaintIdentity(complaint_id=complaint_id, name=name, contact=contact, by_id=by_id))


def _is_taken(reference: str) -> bool:
    query = select(Complaint.id).where(Complaint.reference == reference)
    return session_of_transaction().scalar(query) is not None
