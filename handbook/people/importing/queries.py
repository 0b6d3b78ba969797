"""Reading imports: the own ones for pages, one with all its choices for the work itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.core.jobs import Job
from handbook.people.importing.choices import Choices
from handbook.people.importing.register import mark_of
from handbook.people.importing.tables import Shape
from handbook.people.models import Employee, PeopleImport, Placement

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Plan:
    """An import as the work needs it; `places` gives the place of each mapped field among the cells of a row."""

    id: str
    owner_id: str | None
    shape: Shape
    choices: Choices
    places: dict[str, int]
    language: str
    lines_total: int
    lines_done: int
    preview: dict[str, Any]
    report: dict[str, Any]


def imports_for(actor: Actor) -> Sequence[PeopleImport]:
    """Return the newest imports of the actor, who alone sees them."""
    query = select(PeopleImport).where(PeopleImport.owner_id == actor.employee_id)
    return db.session.scalars(query.order_by(PeopleImport.created_at.desc(), PeopleImport.id).limit(20)).all()


def import_for(actor: Actor, import_id: str) -> PeopleImport:
    """Return an import of the actor; raise NotFound."""
    mine = (PeopleImport.id == import_id, PeopleImport.owner_id == actor.employee_id)
    found = db.session.scalar(select(PeopleImport).where(*mine))
    if found is None:
        raise NotFound("There is no such import.")
    return found


def find_job(one: PeopleImport) -> Job | None:
    """Return the job that works or worked last for an import."""
    job_id = one.options.get("job_id")
    return db.session.get(Job, job_id) if job_id else None


def plan_of(import_id: str) -> Plan:
    """Return what the work needs of an import that was mapped."""
    one = db.session.get_one(PeopleImport, import_id)
    shape = Shape.from_json(one.options["shape"])
    return Plan(
        id=one.id,
        owner_id=one.owner_id,
        shape=shape,
        choices=Choices.from_json(one.options["choices"]),
        places={key: shape.columns.index(column) for key, column in one.mapping.items()},
        language=one.options["words_in"],
        lines_total=one.lines_total,
        lines_done=one.lines_done,
        preview=one.preview or {},
        report=one.report or {},
    )


def present(day: date) -> Iterator[tuple[int, int]]:
    """Yield the marks of everybody who is known, and of the supervisor on this day; nothing of it is kept in memory."""
    boss = aliased(Employee)
    that_day = and_(Placement.from_on <= day, or_(Placement.to_on.is_(None), Placement.to_on >= day))
    query = (
        select(Employee.number_key, boss.number_key)
        .join(Placement, and_(Placement.employee_id == Employee.id, that_day), isouter=True)
        .join(boss, boss.id == Placement.supervisor_id, isouter=True)
    )
    for number, above in db.session.execute(query.execution_options(yield_per=_AT_ONCE)):
        yield mark_of(number), mark_of(above or "")


def working_after(day: date) -> Iterator[tuple[str, int]]:
    """Yield id and mark of everybody with a placement that lasts beyond this day, by staff number."""
    lasts = or_(Placement.to_on.is_(None), Placement.to_on > day)
    working = select(Placement.employee_id).where(lasts)
    query = select(Employee.id, Employee.number_key).where(Employee.id.in_(working)).order_by(Employee.number_key)
    for row in db.session.execute(query.execution_options(yield_per=_AT_ONCE)):
        yield row.id, mark_of(row.number_key)
