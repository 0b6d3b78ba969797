"""The verbs: file a complaint, take it on, name rules and people, move it on. Each leaves an entry with a leaf."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.company.models import Location
from handbook.complaints import lifecycle, policy
from handbook.complaints.lifecycle import EntryKind, Move, Stage
from handbook.complaints.models import Complaint, ComplaintEntry, ComplaintIdentity, ComplaintPerson, ComplaintRule
from handbook.complaints.policy import Parties
from handbook.complaints.queries import find_by_key, not_found, parties_of
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.core.transaction import session_of_transaction
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee
from handbook.permissions import Permission
from handbook.rules.models import RuleText

_MADE = {
    Move.ASSESS: EntryKind.ASSESSED,
    Move.INVESTIGATE: EntryKind.INVESTIGATING,
    Move.OPEN_CASE: EntryKind.CASE_OPENED,
    Move.CLOSE: EntryKind.CLOSED,
}


@dataclass(frozen=True, slots=True)
class ComplaintDraft:
    """What a form hands over. `happened_at` is aware; rules and people may be named later."""

    idempotency_key: str
    words: str
    location_id: str
    place: str
    happened_at: datetime
    rule_id: str | None = None
    person_id: str | None = None
    customer_name: str = ""
    customer_contact: str = ""


def file_complaint(actor: Actor, draft: ComplaintDraft) -> str:
    """Write a complaint down and return its id; the same form sent twice is one complaint.

    Raises Invalid for an unknown location, an incident in the future, and where the actor names themself.
    """
    session, now = session_of_transaction(), clock.now()
    # Equal forms stand in line here, so that the second finds what the first has written.
    session.execute(select(Employee.id).where(Employee.id == actor.employee_id).with_for_update(key_share=True))
    earlier = find_by_key(actor, draft.idempotency_key)
    if earlier is not None:
        return earlier
    location = session.get(Location, draft.location_id)
    if location is None:
        raise Invalid(_("Where it happened: choose one of the locations."))
    if draft.happened_at > now:
        raise Invalid(_("When it happened: this day and time are still to come."))
    said = ComplaintEntry(
        kind=EntryKind.RECEIVED.value,
        words=draft.words,
        location=location.name,
        place=draft.place,
        happened_at=draft.happened_at,
        zone=location.zone,
    )
    complaint = Complaint(
        id=new_id(),
        reference=free_reference("C", clock.local(now, location.zone).year, _is_taken),
        idempotency_key=draft.idempotency_key,
        stage=Stage.RECEIVED,
        filed_by=actor.employee_id,
        filed_at=now,
        # Whoever reads complaints keeps what they wrote down until HR takes it on; a colleague's waits for HR.
        handler_id=actor.employee_id if actor.may(Permission.COMPLAINT_READ) else None,
        location_id=location.id,
        place="",
        happened_at=draft.happened_at,
        zone=location.zone,
    )
    _record(actor, complaint, said)
    complaint.place = said.place or ""  # as the ledger normalised it
    session.add(complaint)
    session.flush()
    if draft.customer_name or draft.customer_contact:
        _seal_identity(actor, complaint.id, draft)
    if draft.person_id:
        _add_person(actor, complaint, draft.person_id)
    if draft.rule_id:
        _add_rule(actor, complaint, draft.rule_id, draft.person_id)
    return complaint.id


def take_on(actor: Actor, complaint_id: str, row_version: int) -> None:
    """Become the handler in place of the one before. Raises Refused for whoever may not oversee complaints."""
    complaint, parties = _locked(actor, complaint_id)
    if not policy.may_take_on(actor, parties):
        raise Refused(_("Only HR takes a complaint on."))
    _next_version(complaint, row_version)
    complaint.handler_id = actor.employee_id
    _record(actor, complaint, ComplaintEntry(kind=EntryKind.TAKEN_ON.value, words="", person_id=parties.handler_id))


def name_person(actor: Actor, complaint_id: str, employee_id: str, row_version: int) -> None:
    """Name a person whom the complaint is said to be about; from then on that person sees nothing of it."""
    complaint, parties = _handled(actor, complaint_id)
    _next_version(complaint, row_version)
    if employee_id not in parties.named:
        _add_person(actor, complaint, employee_id)


def name_rule(actor: Actor, complaint_id: str, rule_id: str, employee_id: str | None, row_version: int) -> None:
    """Name a rule that the complaint is said to touch, of one of the people named or (None) of all of them."""
    complaint, parties = _handled(actor, complaint_id)
    if employee_id is not None and employee_id not in parties.named:
        raise Invalid(_("Person: name the person first, then the rule."))
    _next_version(complaint, row_version)
    same = (
        ComplaintRule.complaint_id == complaint_id,
        ComplaintRule.rule_id == rule_id,
        ComplaintRule.employee_id.is_not_distinct_from(employee_id),
    )
    if session_of_transaction().scalar(select(ComplaintRule.id).where(*same)) is None:
        _add_rule(actor, complaint, rule_id, employee_id)


def move(actor: Actor, complaint_id: str, step: Move, words: str, row_version: int) -> None:
    """Move a complaint on and keep the handler's words about it. Raises Conflict where the stage does not allow it."""
    complaint, _parties = _handled(actor, complaint_id)
    _next_version(complaint, row_version)
    complaint.stage = lifecycle.after(Stage(complaint.stage), step)
    _record(actor, complaint, ComplaintEntry(kind=_MADE[step].value, words=words))


def mark_case_opened(actor: Actor, complaint_id: str, employee_id: str, rule_id: str, words: str) -> Complaint:
    """Note that a case about one person named and one rule named was opened; return the complaint's head.

    Raises NotFound and Refused for whoever does not handle it, Invalid where person or rule are not named.
    """
    complaint, parties = _handled(actor, complaint_id)
    if employee_id not in parties.named:
        raise Invalid(_("Person: the complaint does not name this person."))
    named = select(ComplaintRule.employee_id).where(
        ComplaintRule.complaint_id == complaint_id, ComplaintRule.rule_id == rule_id
    )
    if not {None, employee_id} & set(session_of_transaction().scalars(named)):
        raise Invalid(_("Rule: the complaint does not name this rule for this person."))
    complaint.row_version += 1
    complaint.stage = lifecycle.after(Stage(complaint.stage), Move.OPEN_CASE)
    opened = ComplaintEntry(kind=EntryKind.CASE_OPENED.value, words=words, rule_id=rule_id, person_id=employee_id)
    _record(actor, complaint, opened)
    return complaint


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


def _is_taken(reference: str) -> bool:
    query = select(Complaint.id).where(Complaint.reference == reference)
    return session_of_transaction().scalar(query) is not None


def _locked(actor: Actor, complaint_id: str) -> tuple[Complaint, Parties]:
    """Load a complaint under a row lock; raise NotFound, the same for a foreign and a missing one."""
    query = select(Complaint).where(Complaint.id == complaint_id).with_for_update(key_share=True)
    complaint = session_of_transaction().scalar(query)
    if complaint is None:
        raise not_found()
    parties = parties_of(complaint)
    if policy.sight_of(actor, parties) is None:
        raise not_found()
    return complaint, parties


def _handled(actor: Actor, complaint_id: str) -> tuple[Complaint, Parties]:
    complaint, parties = _locked(actor, complaint_id)
    if not policy.may_handle(actor, parties):
        raise Refused(_("Somebody else handles this complaint now. Ask HR."))
    if not lifecycle.moves_from(Stage(complaint.stage)):
        raise Conflict(_("This complaint is closed."))
    return complaint, parties


def _next_version(complaint: Complaint, row_version: int) -> None:
    if complaint.row_version != row_version:
        raise Conflict(_("The complaint was changed while you were writing. Nothing of yours was saved yet."))
    complaint.row_version += 1


def _add_person(actor: Actor, complaint: Complaint, employee_id: str) -> None:
    if employee_id == actor.employee_id:
        raise Invalid(_("Person: nobody handles a complaint about themself. Ask HR to write it down."))
    session_of_transaction().add(ComplaintPerson(complaint_id=complaint.id, employee_id=employee_id))
    _record(actor, complaint, ComplaintEntry(kind=EntryKind.PERSON_NAMED.value, words="", person_id=employee_id))


def _add_rule(actor: Actor, complaint: Complaint, rule_id: str, employee_id: str | None) -> None:
    session = session_of_transaction()
    if session.scalar(select(RuleText.rule_id).where(RuleText.rule_id == rule_id).limit(1)) is None:
        raise Invalid(_("Rule: no edition of the handbook holds this rule."))
    session.add(ComplaintRule(id=new_id(), complaint_id=complaint.id, rule_id=rule_id, employee_id=employee_id))
    named = ComplaintEntry(kind=EntryKind.RULE_NAMED.value, words="", rule_id=rule_id, person_id=employee_id)
    _record(actor, complaint, named)


def _seal_identity(actor: Actor, complaint_id: str, draft: ComplaintDraft) -> None:
    record_evidence(
        ComplaintIdentity(
            complaint_id=complaint_id,
            name=draft.customer_name,
            contact=draft.customer_contact,
            by_id=actor.employee_id,
        )
    )


def _record(actor: Actor, complaint: Complaint, entry: ComplaintEntry) -> None:
    entry.complaint_id, entry.reference = complaint.id, complaint.reference
    entry.by_id, entry.by_name, entry.via = actor.employee_id, actor.name, actor.via
    record_evidence(entry)
