"""The ladder as dated data, and the last day on which a step is live."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.corrective_actions.ladder import LADDERS, PROPOSABLE, Ladder, Rung, Step, ladder_on, lapses_on
from handbook.corrective_actions.lifecycle import Standing, standing


@pytest.mark.parametrize(
    ("served", "months", "last"),
    [
        ("2026-03-10", 12, "2027-03-09"),  # the published example: the day of issue counts
        ("2026-03-10", 6, "2026-09-09"),
        ("2026-11-27", 12, "2027-11-26"),
        ("2026-01-01", 12, "2026-12-31"),
        ("2026-12-31", 6, "2027-06-30"),  # there is no 31 June
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-08-29", 6, "2027-02-28"),
        ("2026-08-28", 6, "2027-02-27"),
        ("2026-09-01", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-28"),
        ("2027-03-01", 12, "2028-02-29"),
        ("2023-03-01", 12, "2024-02-29"),
        ("2025-03-01", 12, "2026-02-28"),
    ],
)
def test_the_last_day_counts_from_the_day_of_service(served: str, months: int, last: str):
    assert lapses_on(date.fromisoformat(served), months) == date.fromisoformat(last)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_who_is_served_later_is_never_free_earlier(served: date, months: int):
    assert lapses_on(served, months) <= lapses_on(date.fromordinal(served.toordinal() + 1), months)
    assert (lapses_on(served, months) - served).days in range(28 * months - 1, 31 * months + 1)


def test_a_step_is_live_on_its_first_and_last_day_and_lapsed_on_the_next():
    first, last = date(2026, 3, 10), date(2027, 3, 9)
    found = {day: standing(first, last, day) for day in (date(2026, 3, 9), first, last, date(2027, 3, 10))}
    assert list(found.values()) == [Standing.NOT_SERVED, Standing.LIVE, Standing.LIVE, Standing.LAPSED]


def test_what_is_not_served_is_never_live():
    assert standing(None, None, date(2026, 3, 10)) is Standing.NOT_SERVED


def test_a_newer_ladder_counts_from_its_day_on():
    newer = Ladder(date(2027, 1, 1), (Rung(Step.WRITTEN, 9, 1),))
    both = (*LADDERS, newer)
    assert ladder_on(date(2026, 12, 31), both) is LADDERS[0]
    assert ladder_on(date(2027, 1, 1), both) is newer
    assert newer.rung(Step.WRITTEN).months == 9


def test_no_ladder_before_the_first():
    with pytest.raises(LookupError):
        ladder_on(date(1999, 12, 31))


def test_the_first_ladder_has_every_step_mildest_first():
    (ladder,) = LADDERS
    assert [rung.step for rung in ladder.rungs] == list(Step)
    assert {step: ladder.rung(step).approvers for step in Step} == {
        Step.VERBAL: 0,
        Step.WRITTEN: 1,
        Step.FINAL: 1,
        Step.SUSPENSION: 1,
        Step.DISMISSAL: 2,
    }
    assert all(ladder.rung(step).approvers == 1 and ladder.rung(step).months for step in PROPOSABLE)
