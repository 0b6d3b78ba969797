"""The list of cases, and the letters that could not be sealed."""

from sqlalchemy import and_, false, func, or_, select, true
from sqlalchemy import case as choose
from sqlalchemy.orm import aliased

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.jobs import Job
from handbook.corrective_actions.lifecycle import State
from handbook.corrective_actions.models import Case, CorrectiveAction
from handbook.corrective_actions.operations import SEAL
from handbook.corrective_actions.pages import PAGE, CaseList, FailedSeal, ListedCase
from handbook.corrective_actions.queries import step_line, visible_to
from handbook.people.models import Employee
from handbook.permissions import Permission


def cases_for(actor: Actor, page: int) -> CaseList:
    """Return one page of the actor's cases, first those that wait for the actor; a fixed number of queries."""
    me = actor.employee_id
    other = aliased(CorrectiveAction)
    newest = (
        select(other.id)
        .where(other.case_id == Case.id)
        .order_by(other.proposed_at.desc(), other.id)
        .limit(1)
        .correlate(Case)
        .scalar_subquery()
    )
    decides = and_(
        Case.decider_id == me, or_(CorrectiveAction.id.is_(None), CorrectiveAction.state == State.DECLINED.value)
    )
    approves = and_(CorrectiveAction.approver_id == me, CorrectiveAction.state == State.PROPOSED.value)
    waits = choose((or_(decides, approves), 1), else_=0)
    visible = visible_to(actor)
    total = db.session.scalar(select(func.count()).select_from(Case).where(visible)) or 0
    rows = db.session.execute(
        select(Case, Employee.name, CorrectiveAction, waits)
        .join(Employee, Employee.id == Case.subject_id)
        .join(CorrectiveAction, CorrectiveAction.id == newest, isouter=True)
        .where(visible)
        .order_by(waits.desc(), Case.opened_at.desc(), Case.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return CaseList([_listed(*row) for row in rows], total, page)


def failed_seals(actor: Actor) -> list[FailedSeal]:
    """Return the letters that were tried three times in vain, to those who may serve; never one about the actor."""
    if not actor.may(Permission.STEP_SERVE):
        return []
    jobs = db.session.execute(select(Job.payload, Job.error).where(Job.kind == SEAL, Job.state == "failed")).all()
    words = {str(job.payload["action_id"]): job.error or "" for job in jobs}
    query = select(CorrectiveAction.id, CorrectiveAction.reference).join(Case, Case.id == CorrectiveAction.case_id)
    files = true() if actor.may(Permission.WORK_FILE_READ) else false()
    shown = or_(visible_to(actor), and_(files, Case.subject_id != actor.employee_id))
    rows = db.session.execute(query.where(CorrectiveAction.id.in_(words), shown))
    return [FailedSeal(row.id, row.reference, words[row.id]) for row in rows]


def _listed(case: Case, subject: str, action: CorrectiveAction | None, waits: int) -> ListedCase:
    return ListedCase(
        id=case.id,
        reference=case.reference,
        subject=subject,
        rule_id=case.rule_id,
        days=(clock.now() - case.opened_at).days,
        step=step_line(action) if action else None,
        waits_for_me=bool(waits),
    )
