"""Short words for what tests of the directory do below the pages."""

from datetime import date, timedelta

from sqlalchemy import select

from handbook.company.models import Location
from handbook.core import clock
from handbook.core.db import db
from handbook.core.transaction import end_read, transaction
from handbook.people.directory import placements
from handbook.people.directory.placements import PlacementDraft
from handbook.people.models import Employee, Placement, SignInSession
from handbook.people.queries import find_placed
from tests import factories


def in_days(distance: int) -> date:
    return clock.now().date() + timedelta(days=distance)


def location(name: str = "Rīga, Centrs") -> str:
    return db.session.scalars(select(Location.id).where(Location.name == name)).one()


def version(name: str) -> int:
    """Return the version of a person as a form would hold it now."""
    end_read()
    return db.session.scalars(select(Employee.row_version).where(Employee.id == factories.person_id(name))).one()


def work(day: date, job: str = "trainer", boss: str | None = "dmitri", **more: str) -> PlacementDraft:
    supervisor = factories.person_id(boss) if boss else None
    return PlacementDraft(day, location(), job, supervisor_id=supervisor, **more)


def place(name: str, draft: PlacementDraft, by: str = "meera") -> str:
    actor, who, seen = factories.actor(by), factories.person_id(name), version(name)
    with transaction():
        return placements.place(actor, who, draft, seen)


def leave(name: str, last_on: date, by: str = "meera") -> None:
    actor, who, seen = factories.actor(by), factories.person_id(name), version(name)
    with transaction():
        placements.leave(actor, who, last_on, seen)


def stay(name: str) -> None:
    actor, who, seen = factories.actor("meera"), factories.person_id(name), version(name)
    with transaction():
        placements.stay(actor, who, seen)


def take_back(name: str, placement_id: str) -> None:
    actor, who, seen = factories.actor("meera"), factories.person_id(name), version(name)
    with transaction():
        placements.take_back(actor, who, placement_id, seen)


def history(name: str) -> list[tuple[date, date | None, str]]:
    """Return first day, last day and job of every placement, first ones first."""
    end_read()
    query = select(Placement.from_on, Placement.to_on, Placement.job)
    mine = query.where(Placement.employee_id == factories.person_id(name))
    return [tuple(row) for row in db.session.execute(mine.order_by(Placement.from_on))]


def job_on(name: str, day: date) -> str | None:
    found = find_placed(factories.person_id(name), day)
    return found.job if found else None


def live_sessions(name: str) -> int:
    end_read()
    mine = (SignInSession.account_id == factories.actor(name).account_id, SignInSession.ended_at.is_(None))
    return len(db.session.scalars(select(SignInSession.id).where(*mine)).all())
