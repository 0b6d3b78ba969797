"""Whether a step counts, as of any day and as known on any day; what an appeal may make of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from handbook.core.errors import Conflict
from handbook.corrective_actions.ladders.ladder import Step, lapses_on
from handbook.corrective_actions.steps import appeals
from handbook.corrective_actions.steps.appeals import AppealMove, AppealState, Outcome, reduction_fault
from handbook.corrective_actions.steps.lifecycle import Standing
from handbook.corrective_actions.steps.standing import Days, stand_on

SERVED, LAST = date(2026, 3, 10), date(2026, 9, 9)
WARNING = Days(Step.WRITTEN, SERVED, SERVED, LAST)
LATE = replace(WARNING, known_on=date(2026, 3, 14))  # handed over on the 10th, recorded on the 14th
OVERTURNED = replace(WARNING, outcome=Outcome.ALLOWED, outcome_on=date(2026, 4, 1))
REDUCED = replace(
    WARNING,
    outcome=Outcome.REDUCED,
    outcome_on=date(2026, 4, 1),
    reduced_step=Step.VERBAL,
    reduced_lapses_on=date(2026, 6, 9),
)
DISMISSED = replace(WARNING, outcome=Outcome.DISMISSED, outcome_on=date(2026, 4, 1))
DISMISSAL = Days(Step.DISMISSAL, SERVED, SERVED, None)
NOT, LIVE, LAPSED, GONE = Standing.NOT_SERVED, Standing.LIVE, Standing.LAPSED, Standing.OVERTURNED


@pytest.mark.parametrize(
    ("days", "day", "known", "expected"),
    [
        (WARNING, "2026-03-09", None, NOT),
        (WARNING, "2026-03-10", None, LIVE),
        (WARNING, "2026-09-09", None, LIVE),
        (WARNING, "2026-09-10", None, LAPSED),
        # Recorded later: nobody knew before, and looking back it was live from the day on which it was handed over.
        (LATE, "2026-03-12", None, NOT),
        (LATE, "2026-03-12", "2026-03-14", LIVE),
        (LATE, "2026-03-14", None, LIVE),
        # Overturned: from the outcome on, and looking back from then for every day.
        (OVERTURNED, "2026-03-31", None, LIVE),
        (OVERTURNED, "2026-04-01", None, GONE),
        (OVERTURNED, "2026-03-20", "2026-04-01", GONE),
        (OVERTURNED, "2026-12-01", None, GONE),
        (OVERTURNED, "2026-03-01", "2026-12-01", NOT),
        # Reduced: the shorter time counts once it is known.
        (REDUCED, "2026-03-31", None, LIVE),
        (REDUCED, "2026-06-09", None, LIVE),
        (REDUCED, "2026-06-10", None, LAPSED),
        (REDUCED, "2026-08-01", "2026-03-31", LIVE),
        (DISMISSED, "2026-09-09", None, LIVE),
        (DISMISSED, "2026-09-10", None, LAPSED),
        (DISMISSAL, "2036-03-10", None, LIVE),
        (Days(Step.FINAL), "2036-03-10", None, NOT),
    ],
)
def test_what_a_step_is_on_a_day_as_known_on_a_day(days: Days, day: str, known: str | None, expected: Standing):
    known_on = date.fromisoformat(known) if known else None
    assert stand_on(days, date.fromisoformat(day), known_on).standing is expected


def test_a_reduced_step_counts_as_the_milder_one_once_that_is_known():
    before, after = stand_on(REDUCED, date(2026, 3, 31)), stand_on(REDUCED, date(2026, 4, 1))
    assert (before.step, before.lapses_on, before.is_reduced) == (Step.WRITTEN, LAST, False)
    assert (after.step, after.lapses_on, after.is_reduced) == (Step.VERBAL, date(2026, 6, 9), True)


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.dates(date(2026, 1, 1), date(2027, 1, 1)))
def test_an_appeal_never_makes_a_day_worse(day: date, known: date):
    for better in (OVERTURNED, REDUCED, DISMISSED):
        if stand_on(better, day, known).standing is LIVE:
            assert stand_on(WARNING, day, known).standing is LIVE


ORDER = tuple(Step)


@pytest.mark.parametrize(
    ("step", "to", "months", "is_fault"),
    [
        (Step.WRITTEN, Step.VERBAL, 6, False),
        (Step.WRITTEN, Step.VERBAL, 7, True),  # milder, but longer
        (Step.WRITTEN, Step.WRITTEN, 5, False),
        (Step.WRITTEN, Step.WRITTEN, 6, True),  # the same
        (Step.WRITTEN, Step.FINAL, 1, True),  # worse, if shorter
        (Step.DISMISSAL, Step.FINAL, 12, False),
        (Step.DISMISSAL, Step.DISMISSAL, 12, True),
    ],
)
def test_a_reduction_is_milder_or_shorter_and_never_longer(
    context: Flask, step: Step, to: Step, months: int, is_fault: bool
):
    through = None if step is Step.DISMISSAL else lapses_on(SERVED, 6)
    assert bool(reduction_fault(ORDER, step, SERVED, through, to, months)) is is_fault


@given(st.sampled_from(ORDER[:-1]), st.integers(1, 24), st.sampled_from(ORDER), st.integers(1, 36))
def test_whatever_passes_as_a_reduction_is_none_the_worse(step: Step, months: int, to: Step, new: int):
    through = lapses_on(SERVED, months)
    try:
        fault = reduction_fault(ORDER, step, SERVED, through, to, new)
    except RuntimeError:  # words are asked for outside of a request: there was a fault
        return
    if fault is None:
        assert ORDER.index(to) <= ORDER.index(step)
        assert lapses_on(SERVED, new) <= through
        assert (to, lapses_on(SERVED, new)) != (step, through)


def test_an_appeal_is_decided_only_after_somebody_was_named_to_hear_it(context: Flask):
    allowed = {(state, move) for state in AppealState for move in AppealMove if (state, move) in appeals.MOVES}
    assert allowed == {
        (AppealState.LODGED, AppealMove.ARRANGE),
        (AppealState.ARRANGED, AppealMove.ARRANGE),
        (AppealState.ARRANGED, AppealMove.DECIDE),
    }
    with pytest.raises(Conflict, match="moved on"):
        appeals.after(AppealState.LODGED, AppealMove.DECIDE)


def test_the_longest_warning_served_on_the_last_of_february_lapses_at_the_end_of_one():
    served = date(2028, 2, 29)
    days = Days(Step.FINAL, served, served, lapses_on(served, 12))
    last = date(2029, 2, 28)
    assert stand_on(days, last).standing is LIVE
    assert stand_on(days, last + timedelta(days=1)).standing is LAPSED
