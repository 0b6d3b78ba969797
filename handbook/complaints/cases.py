"""The other record: that a case was opened from a complaint, and that the person was told; facts, and no stages."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.complaints.acts import handled, of_customer, record
from handbook.complaints.finding import why_no_case
from handbook.complaints.lifecycle import EntryKind, Finding, Stage
from handbook.complaints.models import Complaint, ComplaintPerson, ComplaintRule
from handbook.complaints.pages import ComplaintPage
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import session_of_transaction


def mark_case_opened(actor: Actor, complaint_id: str, employee_id: str, rule_id: str, words: str) -> Complaint:
    """Note that a case about one person named and one rule named was opened; return the complaint's head.

    The customer's side goes on beside it. Raises NotFound and Refused for whoever does not handle it, Invalid where
    person or rule are not named, Conflict (in words) where the finding blocks a case or nobody has looked into it.
    """
    complaint, _parties = handled(actor, complaint_id)
    session = session_of_transaction()
    person = session.get(ComplaintPerson, (complaint_id, employee_id))
    if person is None:
        raise Invalid(_("Person: the complaint does not name this person."))
    named = select(ComplaintRule.employee_id).where(
        ComplaintRule.complaint_id == complaint_id, ComplaintRule.rule_id == rule_id
    )
    if not {None, employee_id} & set(session.scalars(named)):
        raise Invalid(_("Rule: the complaint does not name this rule for this person."))
    why_not = why_no_case(Stage(complaint.stage), Finding(complaint.finding) if complaint.finding else None)
    if why_not is not None:
        raise Conflict(why_not)
    complaint.row_version += 1
    person.case_opened_at = person.case_opened_at or clock.now()
    record(actor, complaint, EntryKind.CASE_OPENED, words, rule_id=rule_id, person_id=employee_id)
    return complaint


def mark_told(complaint_id: str, employee_id: str, at: datetime) -> None:
    """Note that a person named was told of it in writing, for the rooms that tell; the first time counts.

    From then on a complaint that was found to be so stands on the person's own file. Raises NotFound, and Invalid where
    the complaint does not name the person.
    """
    complaint = of_customer(complaint_id)
    person = session_of_transaction().get(ComplaintPerson, (complaint.id, employee_id))
    if person is None:
        raise Invalid(_("Person: the complaint does not name this person."))
    person.told_at = person.told_at or at


def why_no_case_from(page: ComplaintPage) -> str | None:
    """Return in words why no case may be opened from a complaint that the reader handles, or None where one may."""
    return why_no_case(page.stage, page.handling.finding if page.handling else None)
