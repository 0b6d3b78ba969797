"""The clock: UTC, whole milliseconds, the day of a place, and the demo company's invented past."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from handbook.core import clock


def test_a_moment_is_in_utc_and_cut_to_milliseconds():
    with time_machine.travel(datetime(2026, 3, 2, 4, 12, 5, 987_654, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2026, 3, 2, 4, 12, 5, 987_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Asia/Kolkata", date(2026, 1, 1)),
        ("Europe/Riga", date(2025, 12, 31)),
        ("Pacific/Kiritimati", date(2026, 1, 1)),
        ("America/New_York", date(2025, 12, 31)),
    ],
)
def test_the_day_is_that_of_the_place(zone: str, day: date):
    with time_machine.travel(datetime(2025, 12, 31, 19, 0, tzinfo=UTC), tick=False):
        assert clock.today(zone) == day


@pytest.mark.parametrize(
    ("moment", "offset"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), timedelta(hours=2)),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), timedelta(hours=3)),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), timedelta(hours=3)),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), timedelta(hours=2)),
    ],
)
def test_the_nights_when_clocks_change_keep_the_moment(moment: datetime, offset: timedelta):
    local = clock.local(moment, "Europe/Riga")
    assert local.astimezone(UTC) == moment
    assert local.utcoffset() == offset


def test_an_invented_past_ends_with_its_piece_of_work():
    with time_machine.travel(datetime(2026, 3, 2, tzinfo=UTC), tick=False):
        with clock.shifted(timedelta(days=-45)):
            assert clock.now() == datetime(2026, 1, 16, tzinfo=UTC)
            with clock.shifted(timedelta(days=-1)):
                assert clock.now() == datetime(2026, 3, 1, tzinfo=UTC)
            assert clock.now() == datetime(2026, 1, 16, tzinfo=UTC)
        assert clock.now() == datetime(2026, 3, 2, tzinfo=UTC)


def test_an_invented_past_ends_also_when_the_work_fails():
    with time_machine.travel(datetime(2026, 3, 2, tzinfo=UTC), tick=False):
        with pytest.raises(ZeroDivisionError), clock.shifted(timedelta(days=-45)):
            raise ZeroDivisionError
        assert clock.now() == datetime(2026, 3, 2, tzinfo=UTC)
