"""The routine that closes a decided case once the last day for an appeal is over and no appeal is open."""

from datetime import date

from sqlalchemy import ColumnElement, and_, select

from handbook.core import clock
from handbook.core.db import db
from handbook.core.transaction import end_read, transaction
from handbook.corrective_actions.cases.ending import end_decided
from handbook.corrective_actions.cases.lifecycle import CaseState
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.steps.appeals import AppealState
from handbook.corrective_actions.steps.lifecycle import SERVED_STATES
from handbook.corrective_actions.steps.models import CorrectiveAction, StepServed
from handbook.corrective_actions.steps.models_appeals import Appeal
from handbook.corrective_actions.steps.telling import tell_person
from handbook.people.queries import days_at

MOST = 200  # each time; the next hour goes on


def end_cases() -> int:
    """Close every decided case of which nothing can follow any more, by the clock of its place; return how many."""
    _first, furthest = days_at(clock.now())
    query = (
        select(CorrectiveAction.id)
        .join(Case, Case.id == CorrectiveAction.case_id)
        .join(StepServed, StepServed.action_id == CorrectiveAction.id)
        .where(_may_be_over(furthest))
        .order_by(StepServed.appeal_until, CorrectiveAction.id)
        .limit(MOST)
    )
    ids = list(db.session.scalars(query))
    end_read()
    return sum(_end(action_id) for action_id in ids)


def _end(action_id: str) -> bool:
    with transaction() as session:
        query = select(CorrectiveAction).where(CorrectiveAction.id == action_id)
        # Who appeals takes the same row: an appeal comes either before this or after it.
        action = session.scalars(query.with_for_update(key_share=True)).one()
        served = session.scalars(select(StepServed).where(StepServed.action_id == action_id)).one()
        opened = session.scalar(select(Appeal.id).where(Appeal.action_id == action_id, _is_open()))
        if opened is not None or clock.today(action.zone) <= served.appeal_until:
            return False
        ended = end_decided(action.case_id, action.reference, served.appeal_until)
        if ended is not None:
            tell_person(ended.id, action.subject_id, action.id)
        return ended is not None


def _may_be_over(furthest: date) -> ColumnElement[bool]:
    """Return the condition that the days for an appeal are over somewhere on earth, and no appeal is open."""
    appeal = select(Appeal.id).where(Appeal.action_id == CorrectiveAction.id, _is_open())
    decided = and_(Case.state == CaseState.DECIDED.value, Case.has_step_under_way.is_(False))
    served = and_(CorrectiveAction.state.in_(SERVED_STATES), StepServed.appeal_until < furthest)
    return and_(decided, served, ~appeal.exists())


def _is_open() -> ColumnElement[bool]:
    return Appeal.state != AppealState.DECIDED.value
