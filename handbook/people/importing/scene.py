"""What lines are compared with: the locations, the jobs, and for a handful of lines the people they speak of."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook.company.models import Location
from handbook.people.folding import folded
from handbook.people.importing.fields import PERSONAL
from handbook.people.importing.stays import Stay
from handbook.people.models import Employee, JobTitle, Placement

NEW = "new:"


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it is written, and the profile of people newly placed in it; another one before a day."""

    title: str
    profile: str
    profile_before: str | None = None
    profile_from: date | None = None

    def profile_on(self, day: date) -> str:
        """Return the profile in which somebody who is placed on this day reads."""
        before = self.profile_from is not None and day < self.profile_from
        return self.profile_before or self.profile if before else self.profile


@dataclass(frozen=True, slots=True)
class Scene:
    """Locations by folded name, their names by id, and jobs by folded title."""

    locations: dict[str, str]
    names: dict[str, str]
    jobs: dict[str, Job]

    def add_location(self, name: str) -> str:
        """Let a location count that is to be made, and return what stands for its id."""
        stand_in = self.locations[folded(name)] = NEW + folded(name)
        self.names[stand_in] = name
        return stand_in


@dataclass(slots=True)
class Known:
    """A person whom the program knows already."""

    id: str
    number: str
    facts: dict[str, str | None]
    stays: list[Stay] = field(default_factory=list)


def read_scene(session: Session) -> Scene:
    """Return all locations and jobs; where two names fold alike, the first one made counts."""
    locations = session.execute(select(Location.id, Location.name).order_by(Location.name.desc())).all()
    columns = (JobTitle.title, JobTitle.profile, JobTitle.profile_before, JobTitle.profile_from)
    jobs = session.execute(select(*columns).order_by(JobTitle.title.desc())).all()
    return Scene(
        {folded(row.name): row.id for row in locations},
        {row.id: row.name for row in locations},
        {folded(row.title): Job(*row) for row in jobs},
    )


def known_people(session: Session, keys: Collection[str], *, hold: bool = False) -> dict[str, Known]:
    """Return the people with these number keys (at most some hundreds), with all their placements.

    `hold` keeps others from changing them until the transaction ends, but no evidence from pointing to them.
    """
    facts = [getattr(Employee, key) for key in PERSONAL]
    query = select(Employee.id, Employee.staff_number, Employee.number_key, *facts)
    query = query.where(Employee.number_key.in_(keys)).order_by(Employee.id)
    rows = session.execute(query.with_for_update(key_share=True) if hold else query).all()
    people = {
        row.number_key: Known(row.id, row.staff_number, {key: getattr(row, key) for key in PERSONAL}) for row in rows
    }
    _add_stays(session, people.values())
    return people


def people_by_id(session: Session, ids: Collection[str], *, hold: bool = False) -> dict[str, Known]:
    """Return the people with these ids, with all their placements; `hold` as above."""
    columns = (Employee.id, Employee.staff_number, Employee.name)
    query = select(*columns).where(Employee.id.in_(ids)).order_by(Employee.id)
    rows = session.execute(query.with_for_update(key_share=True) if hold else query).all()
    people = {row.id: Known(row.id, row.staff_number, {"name": row.name}) for row in rows}
    _add_stays(session, people.values())
    return people


def ids_of(session: Session, keys: Collection[str]) -> dict[str, str]:
    """Return the employee ids behind these number keys, as far as there are such people."""
    rows = session.execute(select(Employee.number_key, Employee.id).where(Employee.number_key.in_(keys)))
    return {row.number_key: row.id for row in rows}


def numbers_of(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Return the staff numbers of these people."""
    rows = session.execute(select(Employee.id, Employee.staff_number).where(Employee.id.in_(ids)))
    return {row.id: row.staff_number for row in rows}


def _add_stays(session: Session, people: Iterable[Known]) -> None:
    by_id = {person.id: person for person in people}
    query = select(Placement.employee_id, *(getattr(Placement, one.name) for one in fields(Stay)))
    for employee_id, *stay in session.execute(query.where(Placement.employee_id.in_(by_id))):
        by_id[employee_id].stays.append(Stay(*stay))
