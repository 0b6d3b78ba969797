"""Who works where at a moment: each placement begins and ends by the clocks of its own place."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_

from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.people.models import Deputy, Employee, Placement
from handbook.people.placed import Placed, placed_where

# The calendars of the earth at one moment: from the day twelve hours behind UTC to the day fourteen hours before it.
BEHIND, AHEAD = timedelta(hours=12), timedelta(hours=14)
_DATES = (Placement.from_on.label("from_on"), Placement.to_on.label("to_on"))


def days_at(moment: datetime) -> tuple[date, date]:
    """Return the first and the last day that it is somewhere on earth at a moment."""
    there = moment.astimezone(UTC)
    return (there - BEHIND).date(), (there + AHEAD).date()


def find_placed_today(employee_id: str) -> Placed | None:
    """Return a person with the placement of today, by the clocks of the place, or None where there is none."""
    return find_placed_at(employee_id, clock.now())


def find_placed_at(employee_id: str, moment: datetime) -> Placed | None:
    """Return a person with the placement of a moment, by the clocks of the place, or None (one query).

    Where two count for some hours, since somebody moves to a place whose day begins earlier, the newer one does.
    """
    query = placed_where(_near(moment)).add_columns(*_DATES).where(Employee.id == employee_id)
    for row in db.session.execute(query.order_by(Placement.from_on.desc())):
        *values, from_on, to_on = row
        placed = Placed(*values)
        if _covers(clock.local(moment, placed.zone).date(), from_on, to_on):
            return placed
    return None


def placed_today(employee_id: str) -> Placed:
    """Return a person with the placement of today, by the clocks of the place; raise NotFound."""
    found = find_placed_today(employee_id)
    if found is None:
        raise NotFound("This person is placed nowhere today.")
    return found


def own_people_today(employee_id: str) -> set[str]:
    """Return the ids of a person's own people today, by the clocks of each place (one query).

    As `placed.people_of`: placed with them, or with somebody for whom they stand in that day; never themself.
    """
    now = clock.now()
    first, last = days_at(now)
    stood_in_for = and_(
        Deputy.employee_id == Placement.supervisor_id,
        Deputy.deputy_id == employee_id,
        Deputy.from_on <= last,
        Deputy.to_on >= first,
    )
    query = (
        placed_where(_near(now))
        .add_columns(*_DATES, Deputy.from_on.label("deputy_from"), Deputy.to_on.label("deputy_to"))
        .join(Deputy, stood_in_for, isouter=True)
        .where(or_(Placement.supervisor_id == employee_id, Deputy.id.is_not(None)), Employee.id != employee_id)
    )
    own = set()
    for row in db.session.execute(query):
        day = clock.local(now, row.zone).date()
        mine = row.supervisor_id == employee_id or _covers(day, row.deputy_from, row.deputy_to)
        if mine and _covers(day, row.from_on, row.to_on):
            own.add(row.employee_id)
    return own


def _near(moment: datetime) -> ColumnElement[bool]:
    """Return the condition that a placement counts on one of the days that it is somewhere at this moment."""
    first, last = days_at(moment)
    return and_(Placement.from_on <= last, or_(Placement.to_on.is_(None), Placement.to_on >= first))


def _covers(day: date, from_on: date, to_on: date | None) -> bool:
    return from_on <= day and (to_on is None or day <= to_on)
