"""Whom a round asks: by place, job, profile, language, and whether they have signed already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from handbook.acknowledgements.as_of import AsOf, as_of
from handbook.acknowledgements.models import Acknowledgement
from handbook.acknowledgements.standing import stands
from handbook.company.models import Location
from handbook.core.db import db
from handbook.people.models import Employee, Placement

NOT_SIGNED = "not signed"


@dataclass(frozen=True, slots=True)
class Audience:
    """Lists of location ids, jobs, profiles and languages; an empty one means all."""

    locations: Sequence[str] = ()
    jobs: Sequence[str] = ()
    profiles: Sequence[str] = ()
    languages: Sequence[str] = ()
    only: Sequence[str] = ()

    def as_lists(self) -> dict[str, list[str]]:
        """Return the lists that say something, as the round keeps them."""
        return {one.name: list(getattr(self, one.name)) for one in fields(self) if getattr(self, one.name)}

    @classmethod
    def from_lists(cls, kept: Mapping[str, Sequence[str]]) -> "Audience":
        """Return what a round keeps as an audience."""
        return cls(**{one.name: tuple(kept.get(one.name, ())) for one in fields(cls)})


def people_asked(audience: Audience, edition_id: str) -> list[str]:
    """Return the ids of everybody placed today, on the clocks of their place, who fits the audience (two queries)."""
    return list(db.session.scalars(_asked(audience, edition_id, _now()).order_by(Employee.staff_number)))


def count_asked(audience: Audience, edition_id: str) -> int:
    """Return how many people a round with this audience would ask (two queries)."""
    who = _asked(audience, edition_id, _now()).subquery()
    return db.session.scalar(select(func.count()).select_from(who)) or 0


def placed_now(then: AsOf) -> ColumnElement[bool]:
    """Return the condition that a placement holds on the day of its place."""
    day = then.day_in(Location.zone)
    return (Placement.from_on <= day) & or_(Placement.to_on.is_(None), Placement.to_on >= day)


def jobs_and_profiles() -> tuple[list[str], list[str]]:
    """Return the jobs and the profiles that placements name (one query)."""
    rows = db.session.execute(select(Placement.job, Placement.profile).distinct()).all()
    return sorted({row.job for row in rows}), sorted({row.profile for row in rows})


def _now() -> AsOf:
    return as_of(None, list(db.session.scalars(select(Location.zone).distinct())))


def _asked(audience: Audience, edition_id: str, then: AsOf) -> Select[str]:
    query = (
        select(Employee.id)
        .join(Placement, Placement.employee_id == Employee.id)
        .join(Location, Location.id == Placement.location_id)
        .where(placed_now(then))
    )
    chosen: dict[Any, Sequence[str]] = {
        Location.id: audience.locations,
        Placement.job: audience.jobs,
        Placement.profile: audience.profiles,
        Employee.language: audience.languages,
    }
    for column, values in chosen.items():
        if values:
            query = query.where(column.in_(list(values)))
    if NOT_SIGNED in audience.only:
        mine = (Acknowledgement.employee_id == Employee.id, Acknowledgement.edition_id == edition_id, stands())
        query = query.where(~exists(select(Acknowledgement.id).where(*mine).correlate(Employee)))
    return query
