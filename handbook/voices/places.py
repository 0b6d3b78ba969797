"""The places that somebody looks after today: where they work themself, and where their own people do."""

from collections.abc import Collection

from sqlalchemy import or_, select

from handbook.company.models import Location
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.people.models import Placement
from handbook.people.queries import days_at, own_people_today


def own_places(actor: Actor, people: Collection[str] | None = None) -> frozenset[str]:
    """Return the ids of these locations, by the clocks of each: two queries, one where the own `people` are known."""
    own = {actor.employee_id, *(own_people_today(actor.employee_id) if people is None else people)}
    now = clock.now()
    first, last = days_at(now)
    near = (Placement.from_on <= last, or_(Placement.to_on.is_(None), Placement.to_on >= first))
    columns = (Placement.location_id, Placement.from_on, Placement.to_on, Location.zone)
    query = select(*columns).join(Location, Location.id == Placement.location_id)
    rows = db.session.execute(query.where(Placement.employee_id.in_(own), *near).distinct())
    return frozenset(
        row.location_id
        for row in rows
        if row.from_on <= clock.local(now, row.zone).date()
        and (row.to_on is None or clock.today(row.zone) <= row.to_on)
    )
