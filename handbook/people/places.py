"""By whose clocks a person's days are counted: those of the place where they work, or worked last."""

from typing import Any

from sqlalchemy import ColumnElement, select

from handbook.company.models import Location
from handbook.people.models import Placement

NOWHERE = "UTC"  # for a person who has no place yet


def zone_of(employee_id: Any, day: Any) -> ColumnElement[str | None]:
    """Return the IANA zone of the place where a person of the enclosing query works on a day, or worked last.

    Both may be columns of that query. NULL for a person whose first day is still to come.
    """
    begun = (Placement.employee_id == employee_id, Placement.from_on <= day)
    query = select(Location.zone).join(Placement, Placement.location_id == Location.id).where(*begun)
    newest = query.order_by(Placement.from_on.desc(), Placement.id).limit(1)
    return newest.correlate_except(Placement, Location).scalar_subquery()
