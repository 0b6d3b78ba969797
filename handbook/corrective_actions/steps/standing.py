"""Whether a step counts, as of any day and as known on any day, from its days alone; no database."""

from dataclasses import dataclass
from datetime import date

from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.lifecycle import Standing, standing
from handbook.corrective_actions.steps.models import CorrectiveAction


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a step: when it was served, when that was recorded, through when it is live, what an appeal made."""

    step: Step
    served_on: date | None = None
    known_on: date | None = None
    lapses_on: date | None = None
    outcome: Outcome | None = None
    outcome_on: date | None = None
    reduced_step: Step | None = None
    reduced_lapses_on: date | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """What a step is on a day: whether it counts, as which step, and through which day (None: without end)."""

    standing: Standing
    step: Step
    lapses_on: date | None
    is_reduced: bool = False


def stand_on(days: Days, day: date, known_on: date | None = None) -> Stand:
    """Return what a step is on a day, as it was known on another (None: on the same day).

    A service that was recorded later was not known before. What an appeal decided counts for every day, once it is
    known: looking back from after the outcome, an overturned step never counted.
    """
    known = known_on or day
    if days.known_on is None or days.known_on > known:
        return Stand(Standing.NOT_SERVED, days.step, None)
    decided = days.outcome if days.outcome_on is not None and days.outcome_on <= known else None
    if decided is Outcome.ALLOWED:
        before = standing(days.served_on, None, day)
        return Stand(Standing.OVERTURNED if before is Standing.LIVE else before, days.step, days.lapses_on)
    if decided is Outcome.REDUCED and days.reduced_step is not None:
        last = days.reduced_lapses_on
        return Stand(standing(days.served_on, last, day), days.reduced_step, last, is_reduced=True)
    return Stand(standing(days.served_on, days.lapses_on, day), days.step, days.lapses_on)


def days_of(action: CorrectiveAction) -> Days:
    """Return the days of a step, as its head keeps them."""
    return Days(
        step=Step(action.step),
        served_on=action.served_on,
        known_on=action.known_on,
        lapses_on=action.lapses_on,
        outcome=Outcome(action.outcome) if action.outcome else None,
        outcome_on=action.outcome_on,
        reduced_step=Step(action.reduced_step) if action.reduced_step else None,
        reduced_lapses_on=action.reduced_lapses_on,
    )
