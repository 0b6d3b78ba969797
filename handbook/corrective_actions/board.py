"""Numbers and first lines of cases and steps, for the boards of HR and of whoever looks after people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.moments import day_words
from handbook.corrective_actions.cases.lifecycle import CaseState
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.models_hearing import HearingSet
from handbook.corrective_actions.cases.models_telling import CaseSuspension
from handbook.corrective_actions.cases.queries import concerns, is_open
from handbook.corrective_actions.ladders.ladder import step_words
from handbook.corrective_actions.steps.appeals import AppealState
from handbook.corrective_actions.steps.lifecycle import Standing, State
from handbook.corrective_actions.steps.models import CorrectiveAction, StepLaidOpen
from handbook.corrective_actions.steps.models_appeals import Appeal
from handbook.corrective_actions.steps.standing import days_of, stand_on
from handbook.people.models import Employee
from handbook.people.queries import days_at
from handbook.permissions import Permission

SOON, MOST = timedelta(days=30), 10


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many cases stand at a state, and since when the oldest of them is open."""

    state: CaseState
    number: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One line of a board: whom or which letter it is about, what, and since or until which day; `url` may lack."""

    about: str
    words: str
    on: date
    url: str | None = None


@dataclass(frozen=True, slots=True)
class LiveOf:
    """A step of one of the own people that counts today."""

    employee_id: str
    name: str
    sentence: str


def cases_by_state(actor: Actor) -> list[StateCount]:
    """Return how many open cases stand where, without those that concern the actor; nothing but to HR (one query)."""
    if not actor.may(Permission.WORK_FILE_READ):
        return []
    query = (
        select(Case.state, func.count(), func.min(Case.opened_at)).where(is_open, ~concerns(actor)).group_by(Case.state)
    )
    found = {CaseState(row[0]): StateCount(CaseState(row[0]), row[1], row[2]) for row in db.session.execute(query)}
    return [found[state] for state in CaseState if state in found]


def lapsing_soon(actor: Actor) -> list[BoardLine]:
    """Return to HR the steps of others that lapse within 30 days, the next first (one query)."""
    first, last = days_at(clock.now())
    ends = func.coalesce(CorrectiveAction.reduced_lapses_on, CorrectiveAction.lapses_on)
    query = _served(actor).where(ends >= first, ends <= last + SOON).order_by(ends, CorrectiveAction.reference)
    lines = []
    for row in db.session.execute(query.limit(MOST)) if _is_hr(actor) else ():
        stand = stand_on(days_of(row.CorrectiveAction), clock.today(row.CorrectiveAction.zone))
        if stand.standing is Standing.LIVE and stand.lapses_on:
            words = _("%(step)s, live through %(day)s", step=step_words(stand.step), day=day_words(stand.lapses_on))
            lines.append(BoardLine(row.name, words, stand.lapses_on, _url(row.CorrectiveAction.id)))
    return lines


def open_appeals(actor: Actor) -> list[BoardLine]:
    """Return to HR the appeals of others that are not decided, the oldest first (one query)."""
    query = (
        _served(actor)
        .add_columns(Appeal.lodged_at, Appeal.state.label("appeal_state"))
        .join(Appeal, Appeal.action_id == CorrectiveAction.id)
        .where(Appeal.state.in_((AppealState.LODGED.value, AppealState.ARRANGED.value)))
        .order_by(Appeal.lodged_at)
    )
    return [
        BoardLine(
            row.name,
            _("%(reference)s: somebody must be named who hears it", reference=row.CorrectiveAction.reference)
            if row.appeal_state == AppealState.LODGED
            else _("%(reference)s: the hearer decides", reference=row.CorrectiveAction.reference),
            clock.local(row.lodged_at, row.CorrectiveAction.zone).date(),
            _url(row.CorrectiveAction.id),
        )
        for row in (db.session.execute(query.limit(MOST)) if _is_hr(actor) else ())
    ]


def letters_not_opened(actor: Actor) -> list[BoardLine]:
    """Return to HR the letters that lie in somebody's file and were not opened yet, the oldest first (one query)."""
    query = (
        select(CorrectiveAction, Employee.name, StepLaidOpen.recorded_at)
        .join(Employee, Employee.id == CorrectiveAction.subject_id)
        .join(Case, Case.id == CorrectiveAction.case_id)
        .join(StepLaidOpen, StepLaidOpen.action_id == CorrectiveAction.id)
        .where(CorrectiveAction.state == State.LAID_OPEN.value, ~concerns(actor))
        .order_by(StepLaidOpen.recorded_at)
    )
    return [
        BoardLine(
            row.name,
            _("%(reference)s lies open and is not served yet", reference=row.CorrectiveAction.reference),
            clock.local(row.recorded_at, row.CorrectiveAction.zone).date(),
            _url(row.CorrectiveAction.id),
        )
        for row in (db.session.execute(query.limit(MOST)) if _is_hr(actor) else ())
    ]


def missed_dates(actor: Actor) -> list[BoardLine]:
    """Return to HR what of others' cases should have happened and did not, by number alone (two queries).

    A hearing whose day has passed without notes, a time away from work that nobody has looked at again.
    """
    if not _is_hr(actor):
        return []
    return sorted([*_hearings_without_notes(actor), *_suspensions_not_looked_at(actor)], key=_day)[:MOST]


def live_steps_of(employee_ids: Collection[str]) -> list[LiveOf]:
    """Return the steps of these people that count today, by name and day; the caller asks who may know (one query)."""
    query = (
        select(CorrectiveAction, Employee.name)
        .join(Employee, Employee.id == CorrectiveAction.subject_id)
        .where(CorrectiveAction.subject_id.in_(employee_ids), CorrectiveAction.served_on.is_not(None))
        .order_by(Employee.search, CorrectiveAction.served_on, CorrectiveAction.reference)
    )
    found = []
    for action, name in db.session.execute(query) if employee_ids else ():
        stand = stand_on(days_of(action), clock.today(action.zone))
        if stand.standing is Standing.LIVE:
            found.append(LiveOf(action.subject_id, name, _live_words(action, stand.lapses_on, step_words(stand.step))))
    return found


def _live_words(action: CorrectiveAction, through: date | None, step: str) -> str:
    if through is None:
        return _("%(step)s %(reference)s", step=step, reference=action.reference)
    return _(
        "%(step)s %(reference)s, live through %(day)s", step=step, reference=action.reference, day=day_words(through)
    )  # one sentence


def _hearings_without_notes(actor: Actor) -> list[BoardLine]:
    any_time = aliased(HearingSet)
    newest = select(func.max(any_time.recorded_at)).where(any_time.case_id == Case.id, any_time.starts_at.is_not(None))
    query = (
        select(Case.reference, HearingSet.starts_at, HearingSet.zone)
        .join(HearingSet, HearingSet.case_id == Case.id)
        .where(Case.state == CaseState.SCHEDULED.value, HearingSet.starts_at < clock.now(), ~concerns(actor))
        .where(HearingSet.recorded_at == newest.scalar_subquery())
        .order_by(HearingSet.starts_at)
    )
    words = _("The day of the hearing has passed, and no notes are kept")
    rows = db.session.execute(query.limit(MOST))
    return [BoardLine(row.reference, words, clock.local(row.starts_at, row.zone).date()) for row in rows]


def _suspensions_not_looked_at(actor: Actor) -> list[BoardLine]:
    any_act = aliased(CaseSuspension)
    newest = select(func.max(any_act.recorded_at)).where(any_act.case_id == Case.id)
    query = (
        select(Case.reference, CaseSuspension.review_on, CaseSuspension.zone)
        .join(CaseSuspension, CaseSuspension.case_id == Case.id)
        .where(is_open, ~concerns(actor))
        .where(CaseSuspension.recorded_at == newest.scalar_subquery())
        .where(CaseSuspension.review_on < days_at(clock.now())[1])
        .order_by(CaseSuspension.review_on)
    )
    words = _("The time away from work was to be looked at again")
    rows = db.session.execute(query.limit(MOST))
    return [BoardLine(row.reference, words, row.review_on) for row in rows if row.review_on < clock.today(row.zone)]


def _served(actor: Actor) -> Any:
    """Return the SELECT of served steps with the names of their people, without those that concern the actor."""
    return (
        select(CorrectiveAction, Employee.name)
        .join(Employee, Employee.id == CorrectiveAction.subject_id)
        .join(Case, Case.id == CorrectiveAction.case_id)
        .where(CorrectiveAction.served_on.is_not(None), ~concerns(actor))
    )


def _is_hr(actor: Actor) -> bool:
    return actor.may(Permission.WORK_FILE_READ)


def _day(line: BoardLine) -> date:
    return line.on


def _url(action_id: str) -> str:
    return url_for("corrective_actions.show_action", action_id=action_id)
