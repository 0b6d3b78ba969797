"""What the handler adds later: all that nobody had time to ask at the counter, and what belongs to it."""

from dataclasses import asdict, dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select

from handbook.complaints.acts import handled, handled_and_open, next_version, record, today_at
from handbook.complaints.filing import seal_identity
from handbook.complaints.lifecycle import Category, Channel, Confidentiality, EntryKind, Kinship, allows_more
from handbook.complaints.models import Complaint, ComplaintLink
from handbook.complaints.reach import visible_to
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Invalid
from handbook.core.transaction import session_of_transaction


@dataclass(frozen=True, slots=True)
class Description:
    """How it came in, what it is about, and how the customer wants to be answered; empty where nobody knows."""

    channel: Channel
    category: Category | None
    order_number: str
    customer_language: str
    customer_zone: str
    customer_hours: str
    confidentiality: Confidentiality
    remedy_sought: str


@dataclass(frozen=True, slots=True)
class Consent:
    """That the customer allows more than before: how and on which day they said so, in their words."""

    how: Channel
    said_on: date
    words: str


def describe(
    actor: Actor, complaint_id: str, description: Description, row_version: int, consent: Consent | None = None
) -> None:
    """Keep the description on the head, and as an entry what it said from then on.

    What the customer allows may be narrowed by anybody who handles it; more only on the customer's own word, which is
    kept as an entry of its own. Raises Invalid where that word is missing, or said on a day that cannot be.
    """
    complaint, _parties = handled_and_open(actor, complaint_id, row_version)
    before = Confidentiality(complaint.confidentiality)
    if allows_more(before, description.confidentiality):
        _keep_consent(actor, complaint, before, description.confidentiality, consent)
    elif consent is not None:
        raise Invalid(_("What the customer allows: choose what they allow now, or leave out what they said about it."))
    values = asdict(description)
    for name, value in values.items():
        setattr(complaint, name, value)
    record(actor, complaint, EntryKind.DESCRIBED, facts={name: value for name, value in values.items() if value})


def identify(actor: Actor, complaint_id: str, name: str, contact: str, row_version: int) -> None:
    """Keep anew who the customer is and how to reach them, sealed; the newest counts. Raises Invalid for nothing."""
    complaint, _parties = handled(actor, complaint_id)
    next_version(complaint, row_version)
    if not (name or contact):
        raise Invalid(_("The customer: give a name or a way to reach them."))
    seal_identity(actor, complaint.id, name, contact)


def link(actor: Actor, complaint_id: str, reference: str, kinship: Kinship, row_version: int) -> None:
    """Note that another complaint belongs to this one; shown from both sides. Twice is once.

    Raises Invalid for a reference that does not exist or that the actor may not know of (the same words).
    """
    complaint, _parties = handled(actor, complaint_id)
    next_version(complaint, row_version)
    session = session_of_transaction()
    wanted = " ".join(reference.split()).upper()
    other = session.scalar(select(Complaint).where(Complaint.reference == wanted, visible_to(actor)))
    if other is None or other.id == complaint_id:
        raise Invalid(_("The other complaint: no other complaint that you may see has this number."))
    if session.scalar(select(ComplaintLink.id).where(_between(complaint_id, other.id))) is not None:
        return
    session.add(ComplaintLink(id=new_id(), complaint_id=complaint_id, other_id=other.id, kinship=kinship.value))
    record(actor, complaint, EntryKind.LINKED, facts={"reference": other.reference, "kinship": kinship.value})


def _keep_consent(
    actor: Actor, complaint: Complaint, before: Confidentiality, after: Confidentiality, consent: Consent | None
) -> None:
    if consent is None:
        raise Invalid(
            _(
                "What the customer allows: more than before only on the customer's own word. Write down how and on "
                "which day they said so, and their words."
            )
        )
    if not clock.local(complaint.filed_at, complaint.zone).date() <= consent.said_on <= today_at(complaint):
        raise Invalid(_("On which day the customer said so: give a day from the complaint until today."))
    facts = {
        "before": before.value,
        "allowed": after.value,
        "how": consent.how.value,
        "on": consent.said_on.isoformat(),
    }
    record(actor, complaint, EntryKind.ALLOWED, consent.words, facts=facts)


def _between(one: str, other: str) -> ColumnElement[bool]:
    forth = (ComplaintLink.complaint_id == one) & (ComplaintLink.other_id == other)
    back = (ComplaintLink.complaint_id == other) & (ComplaintLink.other_id == one)
    return or_(forth, back)
