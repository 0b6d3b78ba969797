"""Which days are working days at a location, and counting them: the dates that are promised to people rest on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import false, literal, or_, select, union_all

from handbook.company.models import ClosedDay, WorkingWeek
from handbook.core.db import db

DAY = timedelta(days=1)
MONDAY_TO_FRIDAY = "12345"  # ISO 8601: Monday is 1, Sunday 7


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of one location.

    `weeks`: from which day on which days of the week are worked, as digits, oldest first; before the first of them, and
    where there is none, Monday to Friday. `closed`: days on which nobody works.
    """

    weeks: tuple[tuple[date, str], ...] = ()
    closed: frozenset[date] = frozenset()

    def weekdays_on(self, day: date) -> str:
        """Return the days of the week that are worked in the week of this day, as ISO digits."""
        begun = [weekdays for from_on, weekdays in self.weeks if from_on <= day]
        return begun[-1] if begun else MONDAY_TO_FRIDAY

    def is_working_day(self, day: date) -> bool:
        """Tell whether people work there on this day."""
        return day not in self.closed and str(day.isoweekday()) in self.weekdays_on(day)

    def add_working_days(self, day: date, days: int) -> date:
        """Return the n-th working day after `day`; of none, `day` itself where it is one, else the next.

        Raises ValueError for a number below nought.
        """
        if days < 0:
            raise ValueError("working days are counted forward")
        found = day
        while not self.is_working_day(found):
            found += DAY
        if days == 0:
            return found
        found = day
        for _nth in range(days):
            found += DAY
            while not self.is_working_day(found):
                found += DAY
        return found

    def working_days_between(self, first: date, last: date) -> int:
        """Return how many working days there are from `first` through `last`, both counted; none where they cross."""
        return sum(self.is_working_day(first + DAY * n) for n in range((last - first).days + 1))


def calendar_of(location_id: str | None) -> Calendar:
    """Return the calendar of a location (one query); of None, what holds at every location: Monday to Friday."""
    of_weeks = WorkingWeek.location_id == location_id if location_id else false()
    weeks = select(literal(0).label("order"), WorkingWeek.from_on.label("day"), WorkingWeek.weekdays.label("weekdays"),
                   WorkingWeek.recorded_at.label("at")).where(of_weeks)  # fmt: skip
    here = or_(ClosedDay.location_id.is_(None), ClosedDay.location_id == location_id)
    closed = select(literal(1), ClosedDay.day, literal(""), ClosedDay.recorded_at).where(
        here, ClosedDay.removed_at.is_(None)
    )
    every = union_all(weeks, closed).subquery()
    rows = db.session.execute(select(every).order_by(every.c.order, every.c.day, every.c.at)).all()
    return _calendar((row.day, row.weekdays) for row in rows)


def add_working_days(location_id: str, day: date, days: int) -> date:
    """Return the n-th working day after `day` at a location (one query), see `Calendar.add_working_days`."""
    return calendar_of(location_id).add_working_days(day, days)


def working_days_between(location_id: str, first: date, last: date) -> int:
    """Return how many working days a location has from `first` through `last`, both counted (one query)."""
    return calendar_of(location_id).working_days_between(first, last)


def is_working_day(location_id: str, day: date) -> bool:
    """Tell whether people work at a location on a day (one query)."""
    return calendar_of(location_id).is_working_day(day)


def _calendar(rows: Iterable[tuple[date, str]]) -> Calendar:
    """Return the calendar of rows in the order of their days; without digits a row is a closed day."""
    found = list(rows)
    weeks = tuple((day, weekdays) for day, weekdays in found if weekdays)
    return Calendar(weeks, frozenset(day for day, weekdays in found if not weekdays))
