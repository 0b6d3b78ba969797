"""Rules that were followed and still left a customer worse off: opened by a finding, done when the rule is better."""

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from handbook.complaints.models import Complaint, RuleImprovement
from handbook.complaints.pages import PAGE, Improvement
from handbook.complaints.policy import has_oversight
from handbook.complaints.reach import visible_to
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, NotFound
from handbook.core.moments import language_now
from handbook.core.transaction import session_of_transaction
from handbook.people.models import Employee

OPEN, DONE = "open", "done"


def open_improvement(actor: Actor, complaint: Complaint, rule_id: str, problem: str) -> None:
    """Open an improvement of a rule (inside a transaction); the same rule of the same complaint once."""
    session = session_of_transaction()
    same = (
        RuleImprovement.complaint_id == complaint.id,
        RuleImprovement.rule_id == rule_id,
        RuleImprovement.state == OPEN,
    )
    if session.scalar(select(RuleImprovement.id).where(*same)) is None:
        session.add(
            RuleImprovement(
                id=new_id(),
                rule_id=rule_id,
                complaint_id=complaint.id,
                problem=problem,
                written_in=language_now(),
                opened_by=actor.employee_id,
                opened_at=clock.now(),
                state=OPEN,
            )
        )


def finish_improvement(actor: Actor, improvement_id: str, words: str, row_version: int) -> None:
    """Say what was done about a rule. Raises NotFound, and Conflict where somebody else was faster."""
    query = select(RuleImprovement).where(RuleImprovement.id == improvement_id).with_for_update(key_share=True)
    row = session_of_transaction().scalar(query.execution_options(populate_existing=True))
    if row is None or not _may_see(actor, row.complaint_id):
        raise NotFound(_("There is no such improvement, or it is not yours to see."))
    if row.row_version != row_version or row.state != OPEN:
        raise Conflict(_("Somebody else has changed this meanwhile. Look at it again."))
    row.state, row.row_version = DONE, row.row_version + 1
    row.done_words, row.done_written_in = words, language_now()
    row.done_by, row.done_at = actor.employee_id, clock.now()


def improvements_for(actor: Actor, page: int) -> tuple[list[Improvement], int]:
    """Return one page of the improvements that HR may know of, open ones and newest first, and how many there are.

    What comes from a complaint that the reader may not know of is not among them.
    """
    opener, doer = aliased(Employee), aliased(Employee)
    seen = visible_to(actor)
    query = (
        select(RuleImprovement, Complaint.reference, opener.name, doer.name)
        .join(Complaint, Complaint.id == RuleImprovement.complaint_id)
        .join(opener, opener.id == RuleImprovement.opened_by)
        .join(doer, doer.id == RuleImprovement.done_by, isouter=True)
        .where(seen)
        .order_by(RuleImprovement.state.desc(), RuleImprovement.opened_at.desc(), RuleImprovement.id)
    )
    total = select(func.count()).select_from(RuleImprovement).join(Complaint).where(seen)
    rows = db.session.execute(query.limit(PAGE).offset((page - 1) * PAGE)).all()
    found = [_improvement(*row) for row in rows]
    return found, db.session.scalar(total) or 0


def _improvement(row: RuleImprovement, reference: str, opened_by: str, done_by: str | None) -> Improvement:
    return Improvement(
        id=row.id,
        rule_id=row.rule_id,
        complaint_id=row.complaint_id,
        reference=reference,
        problem=row.problem,
        written_in=row.written_in,
        opened_by=opened_by,
        opened_at=row.opened_at,
        is_done=row.state == DONE,
        done_words=row.done_words,
        done_written_in=row.done_written_in,
        done_by=done_by,
        done_at=row.done_at,
        row_version=row.row_version,
    )


def _may_see(actor: Actor, complaint_id: str) -> bool:
    query = select(Complaint.id).where(Complaint.id == complaint_id, visible_to(actor))
    return has_oversight(actor) and session_of_transaction().scalar(query) is not None
