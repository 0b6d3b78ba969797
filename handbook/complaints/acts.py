"""What every verb of this room begins and ends with: load under a lock, ask the policy, count on, write the entry."""

import secrets
from collections.abc import Callable
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.complaints import policy
from handbook.complaints.lifecycle import EntryKind, Stage, is_open
from handbook.complaints.models import Complaint, ComplaintEntry
from handbook.complaints.policy import Parties
from handbook.complaints.reach import not_found, parties_of, unseen
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Refused
from handbook.core.moments import language_now
from handbook.core.transaction import session_of_transaction
from handbook.ledger.appending import record_evidence

# Who wrote an entry where no employee did.
CUSTOMER, PROGRAM = "customer", "program"


def free_reference(letter: str, year: int, is_taken: Callable[[str], bool]) -> str:
    """Return a reference like C-2026-0418 that is not in use.

    The number is drawn and not counted: a gap in a count would tell a reader that there is something hidden.
    """
    for digits in range(4, 12):
        for _draw in range(20):
            reference = f"{letter}-{year}-{secrets.randbelow(10**digits):0{digits}}"
            if not is_taken(reference):
                return reference
    raise Conflict(_("No free number was found. Send it once more."))


def of_customer(complaint_id: str) -> Complaint:
    """Load a complaint under a row lock for what its customer does; raise NotFound."""
    query = select(Complaint).where(Complaint.id == complaint_id).with_for_update(key_share=True)
    complaint = session_of_transaction().scalar(query.execution_options(populate_existing=True))
    if complaint is None:
        raise not_found()
    return complaint


def locked(actor: Actor, complaint_id: str) -> tuple[Complaint, Parties]:
    """Load a complaint under a row lock; raise NotFound, the same for a foreign and a missing one."""
    complaint = of_customer(complaint_id)
    parties = parties_of(complaint)
    if policy.sight_of(actor, parties) is None:
        raise unseen(actor, parties)
    return complaint, parties


def handled(actor: Actor, complaint_id: str) -> tuple[Complaint, Parties]:
    """Load a complaint for its handler; raise Refused for others who know of it."""
    complaint, parties = locked(actor, complaint_id)
    if not policy.may_handle(actor, parties):
        raise Refused(policy.why_not_take_on(actor, parties) or _("Somebody else handles this complaint now. Ask HR."))
    return complaint, parties


def handled_and_open(actor: Actor, complaint_id: str, row_version: int) -> tuple[Complaint, Parties]:
    """Load a complaint that is not closed for its handler, as they saw it; raise Conflict where it has moved on."""
    complaint, parties = handled(actor, complaint_id)
    if not is_open(Stage(complaint.stage)):
        raise Conflict(_("This complaint is closed."))
    next_version(complaint, row_version)
    return complaint, parties


def next_version(complaint: Complaint, row_version: int) -> None:
    """Count the head's version on; raise Conflict for a stale form."""
    if complaint.row_version != row_version:
        raise Conflict(_("The complaint was changed while you were writing. Nothing of yours was saved yet."))
    complaint.row_version += 1


def today_at(complaint: Complaint) -> date:
    """Return the present day at the location of the complaint."""
    return clock.today(complaint.zone)


def record(
    actor: Actor | None, complaint: Complaint, kind: EntryKind, words: str = "", **values: object
) -> ComplaintEntry:
    """Write an entry with its leaf, by somebody (None: the customer), and return it as the ledger keeps it."""
    entry = ComplaintEntry(kind=kind.value, words=words, written_in=language_now(), **values)
    entry.complaint_id, entry.reference = complaint.id, complaint.reference
    entry.by_id = actor.employee_id if actor else None
    entry.by_name = actor.name if actor else CUSTOMER
    entry.via = actor.via if actor else CUSTOMER
    record_evidence(entry)
    return entry


def record_by_program(complaint: Complaint, kind: EntryKind, facts: dict[str, str]) -> None:
    """Write an entry that nobody made: a fact that the program noticed."""
    entry = ComplaintEntry(kind=kind.value, words="", written_in="en", facts=facts, by_name="", via=PROGRAM)
    entry.complaint_id, entry.reference = complaint.id, complaint.reference
    record_evidence(entry)
