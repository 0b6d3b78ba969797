"""The list of people: a page of it, or every row that fits; a page takes the same number of queries for any company."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, union

from handbook.company.models import Location
from handbook.core.db import db
from handbook.core.pagination import Paged
from handbook.people import placing
from handbook.people.directory.filters import PAGE, Filters, conditions, order
from handbook.people.models import Absence, Account, Employee, JobTitle, Placement, RoleGrant
from handbook.people.placing import Span, Standing
from handbook.people.queries import on_day

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """One person of the list. Work is that of the day, else the next, else the last; `last_on` is its planned end."""

    employee_id: str
    staff_number: str
    name: str
    latin_name: str
    language: str
    kind: str
    email: str
    mobile: str
    standing: Standing
    job: str
    profile: str
    location: str
    supervisor_number: str
    first_on: date | None
    last_on: date | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing(Paged):
    """One page of the list and how many people fit in all."""

    size = PAGE
    rows: list[Listed]
    total: int
    page: int


def people_page(filters: Filters, day: date) -> Listing:
    """Return one page of the people who fit on a day."""
    fits = conditions(filters, day)
    total = db.session.scalar(select(func.count()).select_from(Employee).where(*fits)) or 0
    ids = select(Employee.id).where(*fits).order_by(*order(filters)).limit(PAGE).offset((filters.page - 1) * PAGE)
    return Listing(_load(db.session.scalars(ids).all(), day), total, filters.page)


def everybody_who_fits(filters: Filters, day: date) -> Iterator[Listed]:
    """Yield all people who fit, in the order of the list, AT_ONCE loaded at a time."""
    ids = db.session.scalars(select(Employee.id).where(*conditions(filters, day)).order_by(*order(filters))).all()
    for start in range(0, len(ids), AT_ONCE):
        yield from _load(ids[start : start + AT_ONCE], day)


def jobs_in_use() -> list[str]:
    """Return every job that the list of jobs or a placement names, by title."""
    titles = db.session.scalars(union(select(JobTitle.title), select(Placement.job))).all()
    return sorted(titles, key=str.casefold)


def _load(ids: Sequence[str], day: date) -> list[Listed]:
    """Return these people in this order (four queries)."""
    people = {person.id: person for person in db.session.scalars(select(Employee).where(Employee.id.in_(ids)))}
    work, away, roles = _placements(ids), _absent(ids, day), _roles(ids, day)
    return [_listed(people[each], work.get(each, {}), each in away, roles.get(each, []), day) for each in ids]


@dataclass(frozen=True, slots=True)
class _Work:
    span: Span
    job: str
    profile: str
    location: str
    supervisor_number: str


def _placements(ids: Sequence[str]) -> dict[str, dict[str, _Work]]:
    """Return the placements of these people: employee -> placement -> work."""
    boss = select(Employee.staff_number).where(Employee.id == Placement.supervisor_id).correlate(Placement)
    query = (
        select(Placement, Location.name, boss.scalar_subquery())
        .join(Location, Location.id == Placement.location_id)
        .where(Placement.employee_id.in_(ids))
    )
    found: dict[str, dict[str, _Work]] = defaultdict(dict)
    for row, location, number in db.session.execute(query):
        span = Span(row.id, row.from_on, row.to_on)
        found[row.employee_id][row.id] = _Work(span, row.job, row.profile, location, number or "")
    return found


def _absent(ids: Sequence[str], day: date) -> set[str]:
    query = select(Absence.employee_id).where(Absence.employee_id.in_(ids), on_day(Absence, day))
    return set(db.session.scalars(query))


def _roles(ids: Sequence[str], day: date) -> dict[str, list[str]]:
    query = (
        select(Account.employee_id, RoleGrant.role)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(Account.employee_id.in_(ids), on_day(RoleGrant, day))
        .order_by(RoleGrant.role)
        .distinct()
    )
    found: dict[str, list[str]] = defaultdict(list)
    for employee_id, role in db.session.execute(query):
        found[employee_id].append(role)
    return found


def _listed(person: Employee, work: dict[str, _Work], absent: bool, roles: list[str], day: date) -> Listed:
    spans = [each.span for each in work.values()]
    shown = placing.shown(spans, day)
    now = work[shown.id] if shown else None
    return Listed(
        employee_id=person.id,
        staff_number=person.staff_number,
        name=person.name,
        latin_name=person.latin_name,
        language=person.language,
        kind=person.kind,
        email=person.email or "",
        mobile=person.mobile or "",
        standing=placing.standing(spans, day, absent=absent),
        job=now.job if now else "",
        profile=now.profile if now else "",
        location=now.location if now else "",
        supervisor_number=now.supervisor_number if now else "",
        first_on=min((span.from_on for span in spans), default=None),
        last_on=shown.to_on if shown else None,
        roles=tuple(roles),
    )
