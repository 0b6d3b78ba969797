"""Who works where on a day, as what and for whom."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, Select, and_, or_, select

from handbook.company.models import Location
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.people.models import Absence, Deputy, Employee, Placement, RoleGrant


@dataclass(frozen=True, slots=True)
class Placed:
    """A person with the placement of a day. `zone` is the IANA time zone of the location."""

    employee_id: str
    staff_number: str
    name: str
    latin_name: str
    language: str
    email: str | None
    job: str
    profile: str
    location_id: str
    location: str
    zone: str
    supervisor_id: str | None


def on_day(
    dated: type[Placement] | type[RoleGrant] | type[Absence] | type[Deputy], day: date | BindParameter[date]
) -> ColumnElement[bool]:
    """Return the condition that a dated row counts on this day (both ends included)."""
    return and_(dated.from_on <= day, or_(dated.to_on.is_(None), dated.to_on >= day))


def placed_on(day: date) -> Select[*tuple[Any, ...]]:
    """Return the SELECT of everybody placed somewhere on a day, in the columns of `Placed`."""
    return placed_where(on_day(Placement, day))


def placed_where(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Return the SELECT of everybody with a placement for which this holds, in the columns of `Placed`."""
    return (
        select(
            Employee.id.label("employee_id"),
            Employee.staff_number,
            Employee.name,
            Employee.latin_name,
            Employee.language,
            Employee.email,
            Placement.job,
            Placement.profile,
            Location.id.label("location_id"),
            Location.name.label("location"),
            Location.zone,
            Placement.supervisor_id,
        )
        .join(Placement, and_(Placement.employee_id == Employee.id, condition))
        .join(Location, Location.id == Placement.location_id)
    )


def find_placed(employee_id: str, day: date) -> Placed | None:
    """Return a person with the placement of that day, or None where there was none."""
    row = db.session.execute(placed_on(day).where(Employee.id == employee_id).limit(1)).first()
    return _placed(row) if row else None


def placed(employee_id: str, day: date) -> Placed:
    """Return a person with the placement of that day; raise NotFound."""
    found = find_placed(employee_id, day)
    if found is None:
        raise NotFound("This person is placed nowhere on that day.")
    return found


def placed_people(day: date) -> list[Placed]:
    """Return everybody placed somewhere on a day, by staff number."""
    return [_placed(row) for row in db.session.execute(placed_on(day).order_by(Employee.staff_number))]


def people_of(employee_id: str, day: date) -> list[Placed]:
    """Return a person's own people on a day: placed with them, or with somebody for whom they stand in that day.

    Nobody is ever among the own people. To stand in for somebody passes nothing on: no role, and no third person's.
    """
    stood_in_for = select(Deputy.employee_id).where(Deputy.deputy_id == employee_id, on_day(Deputy, day))
    theirs = or_(Placement.supervisor_id == employee_id, Placement.supervisor_id.in_(stood_in_for))
    query = placed_on(day).where(theirs, Employee.id != employee_id).order_by(Employee.name)
    return [_placed(row) for row in db.session.execute(query)]


def _placed(row: Row[*tuple[Any, ...]]) -> Placed:
    return Placed(**row._mapping)
