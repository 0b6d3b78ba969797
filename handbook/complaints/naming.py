"""Naming whom and which rule a complaint is said to concern, and what follows at once: who may no longer see it."""

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.complaints.acts import handled_and_open, record
from handbook.complaints.lifecycle import EntryKind
from handbook.complaints.models import Complaint, ComplaintPerson, ComplaintRule
from handbook.complaints.settled import complaint_outsider, concerns_leadership
from handbook.complaints.telling import tell_outsider
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Invalid
from handbook.core.transaction import session_of_transaction
from handbook.people.queries import same_people
from handbook.rules.models import RuleText


def name_person(actor: Actor, complaint_id: str, employee_id: str, row_version: int) -> None:
    """Name a person whom the complaint is said to be about; from then on that person sees nothing of it.

    Where it is somebody of HR or the owner, the named outsider handles it from this moment on.
    """
    complaint, parties = handled_and_open(actor, complaint_id, row_version)
    if employee_id not in parties.named:
        add_person(actor, complaint, employee_id)


def name_rule(actor: Actor, complaint_id: str, rule_id: str, employee_id: str | None, row_version: int) -> None:
    """Name a rule that the complaint is said to touch, of one of the people named or (None) of all of them."""
    complaint, parties = handled_and_open(actor, complaint_id, row_version)
    if employee_id is not None and employee_id not in parties.named:
        raise Invalid(_("Person: name the person first, then the rule."))
    same = (
        ComplaintRule.complaint_id == complaint_id,
        ComplaintRule.rule_id == rule_id,
        ComplaintRule.employee_id.is_not_distinct_from(employee_id),
    )
    if session_of_transaction().scalar(select(ComplaintRule.id).where(*same)) is None:
        add_rule(actor, complaint, rule_id, employee_id)


def add_person(actor: Actor, complaint: Complaint, employee_id: str) -> None:
    """Add a person to those named; raise Invalid where it is the actor, by whichever of their records."""
    records = same_people([employee_id])[employee_id]
    if actor.employee_id in records:
        raise Invalid(_("Person: nobody handles a complaint about themself. Ask HR to write it down."))
    session_of_transaction().add(ComplaintPerson(complaint_id=complaint.id, employee_id=employee_id))
    record(actor, complaint, EntryKind.PERSON_NAMED, person_id=employee_id)
    if complaint.handler_id in records:
        complaint.handler_id = None
    if not complaint.is_outside and concerns_leadership(records):
        give_outside(actor, complaint, records)


def add_rule(actor: Actor, complaint: Complaint, rule_id: str, employee_id: str | None) -> None:
    """Add a rule to those named; raise Invalid for one that was never in an edition."""
    session = session_of_transaction()
    if session.scalar(select(RuleText.rule_id).where(RuleText.rule_id == rule_id).limit(1)) is None:
        raise Invalid(_("Rule: no edition of the handbook holds this rule."))
    session.add(ComplaintRule(id=new_id(), complaint_id=complaint.id, rule_id=rule_id, employee_id=employee_id))
    record(actor, complaint, EntryKind.RULE_NAMED, rule_id=rule_id, person_id=employee_id)


def give_outside(actor: Actor | None, complaint: Complaint, named: frozenset[str] = frozenset()) -> None:
    """Give it to the named outsider, for somebody (None: the customer) who says that it concerns HR or the owner.

    Where the company has none, it stays with those whom it does not concern.
    """
    outsider = complaint_outsider()
    if outsider is None or outsider in named:
        return
    hand_outside(actor, complaint, outsider)


def hand_outside(actor: Actor | None, complaint: Complaint, outsider: str) -> None:
    """Let the outsider handle it from this moment on, and tell them by mail that something waits."""
    complaint.is_outside, complaint.handler_id = True, outsider
    record(actor, complaint, EntryKind.OUTSIDE, person_id=outsider)
    tell_outsider(complaint.id, outsider)
