"""Since when somebody works here without a gap, and the day that follows from it."""

from datetime import date, timedelta

import pytest

from handbook.acknowledgements.beginnings import Beginning, Span, beginning, deadline_of

JANUARY, MARCH, MAY = date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1)


@pytest.mark.parametrize(
    ("spans", "today", "expected"),
    [
        ([], MARCH, None),
        ([Span(MAY, None)], MARCH, None),
        ([Span(JANUARY, date(2026, 2, 1))], MARCH, None),
        ([Span(JANUARY, None)], JANUARY, Beginning(JANUARY, False)),
        ([Span(JANUARY, MARCH)], MARCH, Beginning(JANUARY, False)),
        ([Span(MARCH, None), Span(JANUARY, date(2026, 2, 28))], MAY, Beginning(JANUARY, False)),
        ([Span(JANUARY, date(2026, 2, 27)), Span(MARCH, None)], MAY, Beginning(MARCH, True)),
        (
            [Span(JANUARY, date(2026, 1, 31)), Span(MARCH, date(2026, 4, 30)), Span(MAY, None)],
            MAY,
            Beginning(MARCH, True),
        ),
    ],
)
def test_a_move_is_no_gap_and_a_return_is_one(spans: list[Span], today: date, expected: Beginning | None):
    assert beginning(spans, today) == expected


def test_the_time_counts_from_the_first_day():
    assert deadline_of(MARCH, MARCH) == MARCH + timedelta(days=14)
    assert deadline_of(MARCH, MARCH + timedelta(days=1)) == MARCH + timedelta(days=14)


def test_who_was_entered_late_gets_the_whole_time_all_the_same():
    assert deadline_of(JANUARY, MARCH) == MARCH + timedelta(days=14)
