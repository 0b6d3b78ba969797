"""Reading at the customer's door: each SELECT names what a customer may know, and nothing else is loaded."""

from datetime import timedelta
from typing import Any
from unicodedata import normalize

from flask_babel import gettext as _
from sqlalchemy import Row, func, or_, select

from handbook.company.models import Location
from handbook.complaints.models import (
    Complaint,
    ComplaintEntry,
    ComplaintPerson,
    ComplaintPhoto,
)
from handbook.complaints.queries import EntryKind, Stage, outside_recourse
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.customers.codes import code_hash
from handbook.customers.letter_queries import letters_of
from handbook.customers.lifecycle import NEWS, PROGRESS, UNANSWERED, may_be_unsettled
from handbook.customers.models import CustomerCode, CustomerContact
from handbook.customers.pages import Due, Followed, NewsItem
from handbook.ledger.models import Leaf
from handbook.people.models import Employee
from handbook.people.queries import find_placed_today, names

# What staff wrote for the customer's eyes; other words of theirs are for the log.
FOR_CUSTOMER = (EntryKind.ASKED.value, EntryKind.LATE.value, EntryKind.ALLOWED.value)
UNSETTLED = (EntryKind.DISPUTED.value, EntryKind.REOPENED.value)
# So many days before a promised day its handler is reminded.
BEFORE = timedelta(days=2)


def complaint_of(code: str) -> str:
    """Return the complaint that a code opens (one query); raise NotFound, the same for every other text."""
    found = db.session.scalar(select(CustomerCode.complaint_id).where(CustomerCode.code_sha256 == code_hash(code)))
    if found is None:
        raise NotFound(no_such_code())
    return found


def no_such_code() -> str:
    """Return the words for whatever is wrong with a code."""
    return _("No complaint is found under this code. Check it sign by sign: it has five groups of four.")


def followed(code: str) -> Followed:
    """Return what its customer may know of a complaint; raise NotFound where the code opens none.

    Each thing is asked for by itself, so that nothing that the customer may not know is ever at hand.
    """
    wanted = Complaint.id == complaint_of(code)
    complaint, place = db.session.execute(
        select(Complaint, Location.name).join(Location, Location.id == Complaint.location_id).where(wanted)
    ).one()
    stage = Stage(complaint.stage)
    is_open = stage in UNANSWERED
    return Followed(
        complaint_id=complaint.id,
        reference=complaint.reference,
        language=complaint.customer_language or "en",
        location=place,
        zone=complaint.zone,
        received_at=clock.local(complaint.filed_at, complaint.zone),
        progress=PROGRESS[stage],
        looks_after=_looks_after(complaint),
        due_on=complaint.due_on if is_open else None,
        is_missed=is_open and complaint.waiting_since is None and complaint.due_on < clock.today(complaint.zone),
        is_waiting=is_open and complaint.waiting_since is not None,
        may_be_unsettled=may_be_unsettled(stage),
        news=_news(complaint),
        letters=letters_of(complaint.id, complaint.zone),
        photos=_photos(complaint.id),
        recourse=outside_recourse(),
    )


def was_said_last(complaint_id: str, words: str) -> bool:
    """Tell whether the newest thing about a complaint is that its customer said, in these words: it is not settled."""
    query = (
        select(ComplaintEntry.kind, ComplaintEntry.words, ComplaintEntry.by_id)
        .join(Leaf, Leaf.record_id == ComplaintEntry.id)
        .where(ComplaintEntry.complaint_id == complaint_id)
        .order_by(Leaf.index.desc())
    )
    row = db.session.execute(query.limit(1)).first()
    if row is None or row.by_id is not None or row.kind not in UNSETTLED:
        return False
    return row.words == normalize("NFC", words.replace("\r\n", "\n"))  # as the ledger keeps them


def find_contact(location_id: str | None, but_not: frozenset[str] = frozenset()) -> str | None:
    """Return the name that customers of a location are told until there is a handler, or None.

    Nobody who works here no longer, and nobody in `but_not`, is ever named.
    """
    named = _newest_contact(location_id) or (_newest_contact(None) if location_id else None)
    if named is None or named in but_not:
        return None
    placed = find_placed_today(named)
    return placed.name if placed else None


def contacts() -> dict[str | None, str]:
    """Return the names that customers are told, by location (None: of every place without its own)."""
    newest = select(
        CustomerContact.location_id,
        CustomerContact.employee_id,
        func.row_number()
        .over(partition_by=CustomerContact.location_id, order_by=CustomerContact.from_at.desc())
        .label("place"),
    ).subquery()
    query = select(newest.c.location_id, Employee.name).join(Employee, Employee.id == newest.c.employee_id)
    return {row.location_id: row.name for row in db.session.execute(query.where(newest.c.place == 1))}


def due_for(actor: Actor) -> list[Due]:
    """Return what was promised to customers whom the actor looks after, as far as it comes due or has passed."""
    return [due for due, handler_id in promises_due() if handler_id == actor.employee_id]


def promises_due() -> list[tuple[Due, str]]:
    """Return each promise that comes due within two days or has passed, soonest first, with its handler (one query).

    A promise is the next day on which the customer expects to hear from us, by the clocks of the location. While the
    customer is asked something, none is due.
    """
    last = clock.now().date() + BEFORE + timedelta(days=1)  # somewhere it is a day later than in UTC
    days = (Complaint.due_on, Complaint.update_due_on, Complaint.acknowledge_by)
    query = select(
        Complaint.id, Complaint.reference, Complaint.zone, Complaint.stage, Complaint.handler_id, *days
    ).where(
        Complaint.stage.in_([stage.value for stage in UNANSWERED]),
        Complaint.waiting_since.is_(None),
        Complaint.handler_id.is_not(None),
        or_(*(day <= last for day in days)),
    )
    found = [(_due(row), row.handler_id) for row in db.session.execute(query.order_by(Complaint.reference))]
    return sorted((pair for pair in found if pair[0].days <= BEFORE.days), key=lambda pair: pair[0].due_on)


def _due(row: Row[*tuple[Any, ...]]) -> Due:
    promised = [row.due_on, row.update_due_on, row.acknowledge_by if row.stage == Stage.RECEIVED else None]
    next_day = min(day for day in promised if day is not None)
    return Due(row.id, row.reference, next_day, (next_day - clock.today(row.zone)).days)


def _looks_after(complaint: Complaint) -> str | None:
    """Return who is named to the customer: the handler while they work here, else the contact of the place.

    Never somebody whom the complaint is said to be about.
    """
    query = select(ComplaintPerson.employee_id).where(ComplaintPerson.complaint_id == complaint.id)
    named = frozenset(db.session.scalars(query))
    handler = complaint.handler_id
    if handler is not None and handler not in named:
        if complaint.is_outside:
            return names([handler]).get(handler)
        placed = find_placed_today(handler)
        if placed is not None:
            return placed.name
    return find_contact(complaint.location_id, named)


def _news(complaint: Complaint) -> tuple[NewsItem, ...]:
    query = (
        select(
            ComplaintEntry.kind,
            ComplaintEntry.recorded_at,
            ComplaintEntry.words,
            ComplaintEntry.written_in,
            ComplaintEntry.by_id,
        )
        .join(Leaf, Leaf.record_id == ComplaintEntry.id)
        .where(ComplaintEntry.complaint_id == complaint.id, ComplaintEntry.kind.in_([kind.value for kind in NEWS]))
        .order_by(Leaf.index)
    )
    return tuple(
        NewsItem(
            at=clock.local(row.recorded_at, complaint.zone),
            kind=EntryKind(row.kind),
            words=row.words if row.by_id is None or row.kind in FOR_CUSTOMER else "",
            written_in=row.written_in,
        )
        for row in db.session.execute(query)
    )


def _photos(complaint_id: str) -> int:
    """Return how many photos the customer has added; those of staff are none of theirs."""
    query = select(func.count()).select_from(ComplaintPhoto)
    return (
        db.session.scalar(query.where(ComplaintPhoto.complaint_id == complaint_id, ComplaintPhoto.by_id.is_(None))) or 0
    )


def _newest_contact(location_id: str | None) -> str | None:
    query = select(CustomerContact.employee_id).where(CustomerContact.location_id.is_not_distinct_from(location_id))
    return db.session.scalar(query.order_by(CustomerContact.from_at.desc(), CustomerContact.id).limit(1))
