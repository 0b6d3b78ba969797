"""The list of cases, and the letters that could not be sealed."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, and_, false, func, or_, select, true
from sqlalchemy.orm import aliased

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.jobs import Job
from handbook.core.pagination import Paged
from handbook.corrective_actions.cases.lifecycle import CaseState
from handbook.corrective_actions.cases.limits import Limit, limits_of
from handbook.corrective_actions.cases.models import Case, CasePart
from handbook.corrective_actions.cases.queries import concerns, is_open, visible_to, works_on
from handbook.corrective_actions.cases.seal_jobs import SEAL as CASE_SEAL
from handbook.corrective_actions.steps.asked import waits_for
from handbook.corrective_actions.steps.lifecycle import ENDED_STATES
from handbook.corrective_actions.steps.models import CorrectiveAction
from handbook.corrective_actions.steps.operations import SEAL
from handbook.corrective_actions.steps.pages import FailedSeal, StepLine
from handbook.corrective_actions.steps.queries import step_line
from handbook.people.models import Employee
from handbook.permissions import Permission

PAGE = 50


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A line of the list of cases. `days` is the age; `waits_for_me` that the actor is asked to decide or approve.

    `limit`: until when an open one may be acted on, None where no clock counts.
    """

    id: str
    reference: str
    subject: str
    rule_id: str
    state: CaseState
    days: int
    limit: Limit | None
    step: StepLine | None
    waits_for_me: bool


@dataclass(frozen=True, slots=True)
class CaseList(Paged):
    """One page of the list and the number of all cases that the actor may see."""

    size = PAGE
    rows: list[ListedCase]
    total: int
    page: int


def cases_for(actor: Actor, page: int, state: CaseState | None = None) -> CaseList:
    """Return one page of the actor's cases, first those that wait for the actor; a fixed number of queries.

    `state`: only those that stand there.
    """
    waiting, shown = _ids_of_page(actor, (page - 1) * PAGE, state)
    rows = db.session.execute(
        select(Case, Employee.name, CorrectiveAction)
        .join(Employee, Employee.id == Case.subject_id)
        .join(CorrectiveAction, CorrectiveAction.id == _newest_step(), isouter=True)
        .where(Case.id.in_(shown))
    )
    found = {row.Case.id: row for row in rows}
    limits = limits_of([one for one in shown if found[one].Case.state != CaseState.CLOSED])
    listed = [_listed(*found[one], is_waiting=one in waiting, limit=limits.get(one)) for one in shown]
    return CaseList(listed, _count(actor, state), page)


def _ids_of_page(actor: Actor, first: int, state: CaseState | None) -> tuple[set[str], list[str]]:
    """Return the ids of all cases that wait for the actor, and those of the page that begins after so many lines.

    Few wait, and of the thousands of others only those of the page are looked at: two queries, the newest first.
    """
    visible = and_(visible_to(actor), Case.state == state.value if state else true())
    newest = select(Case.id).where(visible).order_by(Case.opened_at.desc(), Case.id)
    waits = _waits_for(actor)
    waiting = db.session.scalars(newest.where(waits)).all()
    shown = waiting[first : first + PAGE]
    rest = newest.where(~waits).limit(PAGE - len(shown)).offset(max(0, first - len(waiting)))
    return set(waiting), [*shown, *db.session.scalars(rest)]


def _count(actor: Actor, state: CaseState | None) -> int:
    """Count by the parts, which one index holds: no case is opened for it but those that concern the actor."""
    parts = select(func.count(CasePart.case_id.distinct())).where(*works_on(actor))
    parts = parts.where(CasePart.case_id.not_in(select(Case.id).where(concerns(actor))))
    if state:
        parts = parts.where(CasePart.case_id.in_(select(Case.id).where(Case.state == state.value)))
    return db.session.scalar(parts) or 0


def _waits_for(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Case that the actor is to decide or to approve something in it."""
    asked = select(CorrectiveAction.case_id).join(Case, Case.id == CorrectiveAction.case_id).where(waits_for(actor))
    has_step = select(CorrectiveAction.id).where(
        CorrectiveAction.case_id == Case.id, CorrectiveAction.state.not_in(ENDED_STATES)
    )
    undecided = and_(Case.decider_id == actor.employee_id, is_open, ~has_step.exists())
    return or_(undecided, Case.id.in_(asked))


def _newest_step() -> ScalarSelect[str]:
    """Return the id of the newest step of a case."""
    other = aliased(CorrectiveAction)
    of_case = select(other.id).where(other.case_id == Case.id).order_by(other.proposed_at.desc(), other.id)
    return of_case.limit(1).correlate(Case).scalar_subquery()


def failed_seals(actor: Actor) -> list[FailedSeal]:
    """Return the letters that were tried three times in vain, to those who may serve; never one about the actor.

    Those of a case go to the people of the case alone. Four queries at most.
    """
    if not actor.may(Permission.STEP_SERVE):
        return []
    return [*_failed_letters(actor), *_failed_case_letters(actor)]


def _failed_letters(actor: Actor) -> list[FailedSeal]:
    words = _errors(SEAL, "action_id")
    files = true() if actor.may(Permission.WORK_FILE_READ) else false()
    shown = or_(visible_to(actor), and_(files, ~concerns(actor)))
    query = select(CorrectiveAction.id, CorrectiveAction.reference).join(Case, Case.id == CorrectiveAction.case_id)
    rows = db.session.execute(query.where(CorrectiveAction.id.in_(words), shown)) if words else ()
    return [FailedSeal(row.reference, words[row.id], action_id=row.id) for row in rows]


def _failed_case_letters(actor: Actor) -> list[FailedSeal]:
    words = _errors(CASE_SEAL, "case_id")
    query = select(Case.id, Case.reference).where(Case.id.in_(words), visible_to(actor))
    rows = db.session.execute(query) if words else ()
    return [FailedSeal(row.reference, words[row.id], case_id=row.id) for row in rows]


def _errors(kind: str, owner: str) -> dict[str, str]:
    """Return what went wrong by the id of what the letter belongs to, for the failed jobs of a kind (one query)."""
    jobs = db.session.execute(select(Job.payload, Job.error).where(Job.kind == kind, Job.state == "failed"))
    return {str(job.payload[owner]): job.error or "" for job in jobs}


def _listed(
    case: Case, subject: str, action: CorrectiveAction | None, *, is_waiting: bool, limit: Limit | None
) -> ListedCase:
    return ListedCase(
        id=case.id,
        reference=case.reference,
        subject=subject,
        rule_id=case.rule_id,
        state=CaseState(case.state),
        days=(clock.now() - case.opened_at).days,
        limit=limit,
        step=step_line(action) if action else None,
        waits_for_me=is_waiting,
    )
