"""The last day on which a step is live: months without such a day, leap years, midnights that clocks skip or repeat."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from handbook.core import clock
from handbook.corrective_actions.ladders.ladder import Step, lapses_on
from handbook.corrective_actions.ladders.recommendation import Past, is_live

# Clocks that change at midnight, in the night, never, and a place that left out a whole day (30 December 2011).
ZONES = ("America/Havana", "Europe/Riga", "Asia/Kolkata", "Pacific/Apia")


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


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 36), st.integers(1, 24))
def test_more_months_never_end_earlier_and_a_month_is_never_lost_by_counting_in_two_parts(
    served: date, months: int, more: int
):
    assert lapses_on(served, months) < lapses_on(served, months + more)
    again = lapses_on(lapses_on(served, months) + timedelta(days=1), more)
    assert abs((again - lapses_on(served, months + more)).days) <= 3  # the end of February and nothing else


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 36), st.integers(-40, 1200))
def test_a_step_is_live_from_its_day_through_its_last_and_on_no_other_day(served: date, months: int, distance: int):
    day, last = served + timedelta(days=distance), lapses_on(served, months)
    past = Past(Step.WRITTEN, "W-1", "never-argue", "rules", served, last)
    assert is_live(past, day) is (served <= day <= last)


@given(
    st.sampled_from(ZONES),
    st.integers(1_262_304_000, 1_893_456_000).map(lambda second: datetime.fromtimestamp(second, UTC)),
    st.integers(1, 12),
)
def test_a_step_lapses_with_the_local_day_wherever_the_clocks_jump(zone: str, served_at: datetime, months: int):
    served = clock.local(served_at, zone).date()
    last = lapses_on(served, months)
    past = Past(Step.WRITTEN, "W-1", "never-argue", "rules", served, last)
    moment = datetime(last.year, last.month, last.day, 12, tzinfo=ZoneInfo(zone)).astimezone(UTC) - timedelta(hours=30)
    for _hour in range(60):
        there = clock.local(moment, zone)
        assert is_live(past, there.date()) is (served <= there.date() <= last), there
        moment += timedelta(hours=1)


@pytest.mark.parametrize(
    ("zone", "moment", "live"),
    [
        ("Europe/Riga", "2026-10-24T20:59:59Z", True),  # the clocks go back in the night that follows
        ("Europe/Riga", "2026-10-24T21:00:00Z", False),
        ("America/Havana", "2026-10-25T03:59:59Z", True),  # midnight is an hour later in Havana
        ("America/Havana", "2026-10-25T04:00:00Z", False),
        ("Asia/Kolkata", "2026-10-24T18:29:59Z", True),
        ("Asia/Kolkata", "2026-10-24T18:30:00Z", False),
        ("Pacific/Apia", "2026-10-24T10:59:59Z", True),
        ("Pacific/Apia", "2026-10-24T11:00:00Z", False),
    ],
)
def test_the_last_day_ends_at_midnight_of_the_place(zone: str, moment: str, live: bool):
    last = date(2026, 10, 24)
    past = Past(Step.VERBAL, "W-1", "never-argue", "rules", date(2026, 4, 25), last)
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        assert is_live(past, clock.today(zone)) is live
