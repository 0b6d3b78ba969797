"""The clock: the only caller of datetime.now in the program."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_shift: ContextVar[timedelta] = ContextVar("shift", default=timedelta())


def now() -> datetime:
    """Return the present moment in UTC, cut to whole milliseconds."""
    moment = datetime.now(UTC) + _shift.get()
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def today(zone: str) -> date:
    """Return the present day in the given IANA time zone."""
    return local(now(), zone).date()


def local(moment: datetime, zone: str) -> datetime:
    """Return the same moment on the clocks of the given IANA time zone."""
    return moment.astimezone(ZoneInfo(zone))


@contextmanager
def shifted(shift: timedelta) -> Iterator[None]:
    """Let this piece of work happen earlier or later: only the demo company's invented past may ask for it."""
    token = _shift.set(shift)
    try:
        yield
    finally:
        _shift.reset(token)
