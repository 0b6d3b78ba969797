"""A person's steps over time: which counted on any day, as it was known on any day, from the evidence alone."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from handbook.core import clock
from handbook.core.db import db
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.lifecycle import Standing
from handbook.corrective_actions.steps.models import CorrectiveAction, StepServed
from handbook.corrective_actions.steps.models_appeals import AppealDecided
from handbook.corrective_actions.steps.standing import Days, Stand, stand_on


@dataclass(frozen=True, slots=True)
class LiveRow:
    """A step and what it is on a day. `step` and `lapses_on` are those after an appeal, `was` the one before."""

    action_id: str
    reference: str
    rule_id: str
    step: Step
    served_on: date
    lapses_on: date | None
    stand: Stand
    overturned_on: date | None
    was: Step


def live_on(employee_id: str, day: date, known_on: date | None = None) -> list[LiveRow]:
    """Return the steps that count against a person on a day, as known on another (None: the same), oldest first.

    Only what was served, has not lapsed and is not overturned.
    """
    return [row for row in history(employee_id, day, known_on) if row.stand.standing is Standing.LIVE]


def history(employee_id: str, day: date, known_on: date | None = None) -> list[LiveRow]:
    """Return every step that was served to a person through a day, whatever became of it, oldest first (one query)."""
    query = (
        select(CorrectiveAction.id, Case.rule_id, CorrectiveAction.step, StepServed, AppealDecided)
        .join(Case, Case.id == CorrectiveAction.case_id)
        .join(StepServed, StepServed.action_id == CorrectiveAction.id)
        .join(AppealDecided, AppealDecided.action_id == CorrectiveAction.id, isouter=True)
        .where(CorrectiveAction.subject_id == employee_id, StepServed.served_on <= day)
        .order_by(StepServed.served_on, CorrectiveAction.reference)
    )
    found = db.session.execute(query)
    rows = [_live_row(row.id, row.rule_id, row.step, row[3], row[4], day, known_on) for row in found]
    return [row for row in rows if row.stand.standing is not Standing.NOT_SERVED]


def _live_row(
    action_id: str,
    rule_id: str,
    step: str,
    served: StepServed,
    decided: AppealDecided | None,
    day: date,
    known: date | None,
) -> LiveRow:
    stand = stand_on(evidence_days(Step(step), served, decided), day, known)
    overturned = decided.decided_on if decided and stand.standing is Standing.OVERTURNED else None
    return LiveRow(
        action_id,
        served.reference,
        rule_id,
        stand.step,
        served.served_on,
        stand.lapses_on,
        stand,
        overturned,
        Step(step),
    )


def evidence_days(step: Step, served: StepServed, decided: AppealDecided | None) -> Days:
    """Return the days of a step as its evidence says them; a service was known from the day of its recording."""
    return Days(
        step=step,
        served_on=served.served_on,
        known_on=clock.local(served.recorded_at, served.zone).date(),
        lapses_on=served.lapses_on,
        outcome=Outcome(decided.outcome) if decided else None,
        outcome_on=decided.decided_on if decided else None,
        reduced_step=Step(decided.reduced_step) if decided and decided.reduced_step else None,
        reduced_lapses_on=decided.reduced_lapses_on if decided else None,
    )
