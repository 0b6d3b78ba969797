"""Reading letters to customers: for the customer, for the handler who writes one, and for the job that mails it."""

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.company.models import Location
from handbook.complaints.models import Complaint, ComplaintIdentity
from handbook.complaints.queries import Stage, complaint_in_hand, outside_recourse
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.customers.addresses import address_in
from handbook.customers.lifecycle import LetterKind, Manner
from handbook.customers.models import CustomerLetter
from handbook.customers.pages import LetterHead, SentLetter
from handbook.ledger.models import Leaf


def letters_of(complaint_id: str, zone: str) -> tuple[SentLetter, ...]:
    """Return the letters sent about a complaint, oldest first, on the clocks of a zone."""
    query = (
        select(CustomerLetter)
        .join(Leaf, Leaf.record_id == CustomerLetter.id)
        .where(CustomerLetter.complaint_id == complaint_id)
        .order_by(Leaf.index)
    )
    return tuple(_sent(letter, zone) for letter in db.session.scalars(query))


def letter_of(complaint_id: str, letter_id: str, zone: str) -> SentLetter:
    """Return one letter sent about a complaint; raise NotFound, the same for a foreign and a missing one."""
    for letter in letters_of(complaint_id, zone):
        if letter.id == letter_id:
            return letter
    raise NotFound(_("There is no such letter."))


def find_letter(letter_id: str) -> SentLetter | None:
    """Return a letter for the job that mails it (in UTC), or None."""
    row = db.session.get(CustomerLetter, letter_id)
    return _sent(row, "UTC") if row else None


def letter_head(actor: Actor, complaint_id: str) -> LetterHead:
    """Return what a letter says of a complaint, to its handler alone; raise NotFound for everybody else.

    Whoever shows it notes before that the actor reads who the customer is.
    """
    complaint_in_hand(actor, complaint_id)
    complaint, place = db.session.execute(
        select(Complaint, Location.name)
        .join(Location, Location.id == Complaint.location_id)
        .where(Complaint.id == complaint_id)
    ).one()
    name, contact = _identity(complaint_id)
    return LetterHead(
        complaint_id=complaint_id,
        reference=complaint.reference,
        stage=Stage(complaint.stage),
        language=complaint.customer_language or "en",
        customer=name,
        has_address=address_in(contact) is not None,
        location_id=complaint.location_id,
        location=place,
        zone=complaint.zone,
        happened_on=clock.local(complaint.happened_at, complaint.zone).date(),
        due_on=complaint.due_on,
        row_version=complaint.row_version,
        recourse=outside_recourse(),
    )


def find_letter_by_key(complaint_id: str, idempotency_key: str) -> str | None:
    """Return the letter that this form has already sent, or None."""
    same = (CustomerLetter.idempotency_key == idempotency_key, CustomerLetter.complaint_id == complaint_id)
    return db.session.scalar(select(CustomerLetter.id).where(*same))


def find_address(complaint_id: str) -> str | None:
    """Return the mail address that the customer left, or None: for what writes to it, and never for a page."""
    return address_in(_identity(complaint_id)[1])


def _sent(letter: CustomerLetter, zone: str) -> SentLetter:
    return SentLetter(
        id=letter.id,
        complaint_id=letter.complaint_id,
        kind=LetterKind(letter.kind),
        title=letter.title,
        language=letter.language,
        words=letter.words,
        html=letter.html,
        manner=Manner(letter.manner),
        at=clock.local(letter.recorded_at, zone),
        by_name=letter.by_name,
    )


def _identity(complaint_id: str) -> tuple[str, str]:
    """Return name and contact of the customer as told last; empty where nothing is known."""
    query = (
        select(ComplaintIdentity.name, ComplaintIdentity.contact)
        .join(Leaf, Leaf.record_id == ComplaintIdentity.id)
        .where(ComplaintIdentity.complaint_id == complaint_id)
        .order_by(Leaf.index.desc())
    )
    row = db.session.execute(query.limit(1)).first()
    return (row.name, row.contact) if row else ("", "")
