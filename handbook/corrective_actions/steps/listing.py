"""The list of steps: exactly those that open for the reader, narrowed to where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy import case as choose

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.pagination import Paged
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.queries import concerns, visible_to
from handbook.corrective_actions.steps.appeals import AppealState, Outcome
from handbook.corrective_actions.steps.asked import waits_for
from handbook.corrective_actions.steps.lifecycle import ENDED_STATES, SERVED_STATES, State
from handbook.corrective_actions.steps.models import CorrectiveAction
from handbook.corrective_actions.steps.models_appeals import Appeal
from handbook.corrective_actions.steps.pages import StepLine
from handbook.corrective_actions.steps.whole import step_line
from handbook.people.models import Employee
from handbook.permissions import Permission

_IS_SERVED = CorrectiveAction.state.in_(SERVED_STATES)


class Show(StrEnum):
    """What the list is narrowed to."""

    UNDER_WAY = "under_way"
    LIVE = "live"
    APPEAL = "appeal"
    OVER = "over"
    ENDED = "ended"


def show_words() -> Mapping[Show, str]:
    """Return what each choice is called."""
    return {
        Show.UNDER_WAY: _("Not served yet"),
        Show.LIVE: _("Live today"),
        Show.APPEAL: _("An appeal is open"),
        Show.OVER: _("Lapsed or overturned"),
        Show.ENDED: _("Not approved or taken back"),
    }


@dataclass(frozen=True, slots=True)
class ListedStep:
    """A line of the list. `waits_for_me`: the reader is asked to approve it."""

    line: StepLine
    subject: str
    rule_id: str
    waits_for_me: bool


@dataclass(frozen=True, slots=True)
class StepList(Paged):
    """One page of the list, and the number of all steps that fit the filter and open for the reader."""

    size = 50
    rows: list[ListedStep]
    total: int
    page: int


def steps_for(actor: Actor, page: int, show: Show | None = None) -> StepList:
    """Return one page of the steps that open for the actor, first those to approve; a fixed number of queries."""
    days = {zone: clock.today(zone) for zone in db.session.scalars(select(CorrectiveAction.zone).distinct())}
    concerned = concerns(actor)
    asked = waits_for(actor)
    waits = choose((asked, 1), else_=0)
    fits = and_(_opens_for(actor, asked, concerned), _narrowed(show, days))
    query = (
        select(CorrectiveAction, Employee.name, Case.rule_id, waits)
        .join(Case, Case.id == CorrectiveAction.case_id)
        .join(Employee, Employee.id == CorrectiveAction.subject_id)
        .where(fits)
        .order_by(waits.desc(), CorrectiveAction.proposed_at.desc(), CorrectiveAction.id)
    )
    rows = db.session.execute(query.limit(StepList.size).offset((page - 1) * StepList.size))
    listed = [ListedStep(step_line(action), name, rule_id, bool(waiting)) for action, name, rule_id, waiting in rows]
    every = select(func.count()).select_from(CorrectiveAction).join(Case, Case.id == CorrectiveAction.case_id)
    return StepList(listed, db.session.scalar(every.where(fits)) or 0, page)


def _opens_for(actor: Actor, asked: ColumnElement[bool], concerned: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return `policy.may_read_step` of the actor as a condition on CorrectiveAction joined with Case."""
    own = Case.subject_id == actor.employee_id
    mine = and_(own, or_(_IS_SERVED, CorrectiveAction.state == State.LAID_OPEN.value))
    filed = and_(~concerned, _IS_SERVED) if actor.may(Permission.WORK_FILE_READ) else false()
    works = and_(visible_to(actor), ~concerned) if actor.may(Permission.CASE_READ) else false()
    return or_(mine, filed, works, asked)


def _narrowed(show: Show | None, days: Mapping[str, date]) -> ColumnElement[bool]:
    """Return the filter as a condition; what `standing.stand_on` says of today, each step by its own zone's clocks."""
    if show is None:
        return true()
    if show is Show.ENDED:
        return CorrectiveAction.state.in_(ENDED_STATES)
    if show is Show.APPEAL:
        is_open = Appeal.state != AppealState.DECIDED.value
        return select(Appeal.id).where(Appeal.action_id == CorrectiveAction.id, is_open).exists()
    outcome, action = func.coalesce(CorrectiveAction.outcome, ""), CorrectiveAction
    ends = choose((outcome == Outcome.REDUCED.value, action.reduced_lapses_on), else_=action.lapses_on)
    to_come = or_(*(and_(action.zone == zone, action.served_on > day) for zone, day in days.items()), false())
    lapsed = or_(*(and_(action.zone == zone, func.coalesce(ends, day) < day) for zone, day in days.items()), false())
    if show is Show.UNDER_WAY:
        return or_(action.state.not_in(SERVED_STATES | ENDED_STATES), and_(_IS_SERVED, to_come))
    is_over = or_(outcome == Outcome.ALLOWED.value, lapsed)
    return and_(_IS_SERVED, ~to_come, is_over if show is Show.OVER else ~is_over)
