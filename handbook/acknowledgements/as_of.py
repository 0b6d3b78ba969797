"""The day of a board: now, or the end of a past day, by the clocks of each person's place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, case, literal
from sqlalchemy.orm import InstrumentedAttribute

from handbook.core import clock
from handbook.core.db import UtcDateTime

NEXT_DAY, INSTANT = timedelta(days=1), timedelta(milliseconds=1)
ELSEWHERE = "UTC"  # for a person who has no place yet
Zone = ColumnElement[str] | InstrumentedAttribute[str]


@dataclass(frozen=True, slots=True)
class AsOf:
    """Which day it is in each IANA zone, and the last moment that counts there; `day` is None for "as it is now"."""

    day: date | None
    days: Mapping[str, date]
    ends: Mapping[str, datetime]

    @property
    def is_one_day(self) -> bool:
        """Whether it is the same day everywhere; then nobody's zone has to be known for it."""
        return len(set(self.days.values())) == 1

    def day_in(self, zone: Zone) -> ColumnElement[date]:
        """Return the day as SQL, by the zone of a row."""
        return _by_zone(zone, self.days, Date())

    def end_in(self, zone: Zone) -> ColumnElement[datetime]:
        """Return the last moment that counts as SQL, by the zone of a row."""
        return _by_zone(zone, self.ends, UtcDateTime())


def as_of(day: date | None, zones: Sequence[str]) -> AsOf:
    """Return a day until its end; None, and a day that has begun nowhere, mean the present moment."""
    everywhere = {*zones, ELSEWHERE}
    today = {zone: clock.today(zone) for zone in everywhere}
    if day is None or day > max(today.values()):
        now = clock.now()
        return AsOf(None, today, dict.fromkeys(everywhere, now))
    return AsOf(day, dict.fromkeys(everywhere, day), {zone: end_of(day, zone) for zone in everywhere})


def end_of(day: date, zone: str) -> datetime:
    """Return the last millisecond of a day on the clocks of an IANA zone, in UTC."""
    midnight = datetime.combine(day + NEXT_DAY, time(), ZoneInfo(zone))
    return midnight.astimezone(UTC) - INSTANT


def is_over(day: date, zones: Sequence[str]) -> bool:
    """Tell whether a day has ended at every place."""
    return all(clock.today(zone) > day for zone in zones or [ELSEWHERE])


def _by_zone(zone: Zone, values: Mapping[str, Any], kind: Any) -> ColumnElement[Any]:
    """Return one value where all are the same, else a CASE over the zone."""
    if len(set(values.values())) == 1:
        return literal(values[ELSEWHERE], kind)
    branches = [(zone == name, literal(value, kind)) for name, value in sorted(values.items()) if name != ELSEWHERE]
    return case(*branches, else_=literal(values[ELSEWHERE], kind))
