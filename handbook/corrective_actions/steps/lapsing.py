"""The routine that tells a person, once, that a step has lapsed: a letter in the file, a mail without its name."""

from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from handbook.core import clock
from handbook.core.db import db
from handbook.core.transaction import end_read, transaction
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.changing import enqueue_seal, of_action
from handbook.corrective_actions.steps.letter_words import language_for
from handbook.corrective_actions.steps.lifecycle import SERVED_STATES, Standing
from handbook.corrective_actions.steps.models import CorrectiveAction
from handbook.corrective_actions.steps.models_appeals import StepLapsed
from handbook.corrective_actions.steps.standing import days_of, stand_on
from handbook.corrective_actions.steps.telling import tell_person
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee
from handbook.people.queries import days_at

MOST = 200  # each time; the next hour goes on


def tell_lapsed() -> int:
    """Write the letter for every step that has lapsed at its own place and was not told yet; return how many."""
    _first, furthest = days_at(clock.now())
    query = select(CorrectiveAction.id).where(_may_have_lapsed(furthest)).limit(MOST)
    ids = list(db.session.scalars(query.order_by(CorrectiveAction.lapses_on, CorrectiveAction.id)))
    end_read()
    return sum(_tell(action_id) for action_id in ids)


def _tell(action_id: str) -> bool:
    with transaction() as session:
        query = select(CorrectiveAction).where(CorrectiveAction.id == action_id)
        action = session.scalars(query.with_for_update(key_share=True)).one()
        stand = stand_on(days_of(action), clock.today(action.zone))
        told = session.scalar(select(StepLapsed.id).where(StepLapsed.action_id == action_id))
        if stand.standing is not Standing.LAPSED or stand.lapses_on is None or told is not None:
            return False
        subject = session.get_one(Employee, action.subject_id)
        lapsed = StepLapsed(
            subject_id=action.subject_id,
            lapsed_on=stand.lapses_on,
            language=language_for(subject.language, "step-lapsed"),
            zone=action.zone,
            **of_action(action),
        )
        record_evidence(lapsed)
        enqueue_seal(action_id, lapsed.id)
        tell_person(lapsed.id, action.subject_id, action_id)
        return True


def _may_have_lapsed(furthest: date) -> ColumnElement[bool]:
    """Return the condition that a step has lapsed somewhere on earth, still counted, and was not told."""
    told = select(StepLapsed.id).where(StepLapsed.action_id == CorrectiveAction.id)
    last = func.coalesce(CorrectiveAction.reduced_lapses_on, CorrectiveAction.lapses_on)
    counted = or_(CorrectiveAction.outcome.is_(None), CorrectiveAction.outcome != Outcome.ALLOWED.value)
    return and_(CorrectiveAction.state.in_(SERVED_STATES), last < furthest, counted, ~told.exists())
