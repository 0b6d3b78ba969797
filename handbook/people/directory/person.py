"""Reading one person with everything that has been: placements, absences, deputies, roles."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import func, or_, select

from handbook.company.models import Location
from handbook.core import clock
from handbook.core.db import db
from handbook.people import placing
from handbook.people.directory.locking import not_found
from handbook.people.directory.pages import Person, Recorded, ShownDays, ShownPlacement, ShownRole
from handbook.people.models import Absence, Account, Deputy, Employee, Placement, RoleGrant
from handbook.people.placing import Span
from handbook.people.policy import GRANTABLE
from handbook.people.queries import names, on_day
from handbook.permissions import Role

# A placement, where it is, and the supervisor's staff number.
_Placed = Sequence[tuple[Placement, Location, str | None]]


def person_row(employee_id: str) -> Employee:
    """Return a person's row; raise NotFound."""
    found = db.session.get(Employee, employee_id)
    if found is None:
        raise not_found()
    return found


def person(employee_id: str) -> Person:
    """Return a person with everything that has been; raise NotFound. Seven queries, however long the history."""
    row, placed = person_row(employee_id), _placements(employee_id)
    absences, deputies, grants = _absences(employee_id), _deputies(employee_id), _grants(employee_id)
    called = names([*_mentioned([row for row, *_where in placed], absences, deputies, grants)])
    today = _today(placed)
    away = any(each.from_on <= today <= each.to_on for each in absences)
    return Person(
        employee_id=row.id,
        staff_number=row.staff_number,
        name=row.name,
        latin_name=row.latin_name,
        language=row.language,
        email=row.email,
        mobile=row.mobile,
        kind=row.kind,
        row_version=row.row_version,
        today=today,
        standing=placing.standing(_spans(placed), today, absent=away),
        placements=_shown(placed, called, today),
        absences=[_days(each, employee_id, called, today) for each in absences],
        deputies=[_days(each, each.deputy_id, called, today) for each in deputies if each.employee_id == employee_id],
        stands_in_for=[
            _days(each, each.employee_id, called, today) for each in deputies if each.deputy_id == employee_id
        ],
        roles=[_role(each, called) for each in grants],
        own_people=_count_own(employee_id, today),
    )


def _placements(employee_id: str) -> _Placed:
    number = select(Employee.staff_number).where(Employee.id == Placement.supervisor_id).correlate(Placement)
    query = select(Placement, Location, number.scalar_subquery()).join(Location, Location.id == Placement.location_id)
    mine = query.where(Placement.employee_id == employee_id).order_by(Placement.from_on.desc())
    return db.session.execute(mine).all()


def _absences(employee_id: str) -> Sequence[Absence]:
    query = select(Absence).where(Absence.employee_id == employee_id).order_by(Absence.from_on.desc())
    return db.session.scalars(query).all()


def _deputies(employee_id: str) -> Sequence[Deputy]:
    """Return who stands in for this person, and for whom this person stands in."""
    either = or_(Deputy.employee_id == employee_id, Deputy.deputy_id == employee_id)
    return db.session.scalars(select(Deputy).where(either).order_by(Deputy.from_on.desc(), Deputy.id)).all()


def _grants(employee_id: str) -> Sequence[RoleGrant]:
    query = select(RoleGrant).join(Account, Account.id == RoleGrant.account_id)
    mine = query.where(Account.employee_id == employee_id)
    return db.session.scalars(mine.order_by(RoleGrant.from_on.desc(), RoleGrant.granted_at.desc(), RoleGrant.id)).all()


def _count_own(employee_id: str, day: date) -> int:
    """Count the people who are placed with this person on a day."""
    mine = (Placement.supervisor_id == employee_id, on_day(Placement, day))
    return db.session.scalar(select(func.count()).select_from(Placement).where(*mine)) or 0


def _mentioned(
    placements: Iterable[Placement],
    absences: Iterable[Absence],
    deputies: Iterable[Deputy],
    grants: Iterable[RoleGrant],
) -> Iterator[str]:
    """Yield the ids of everybody whom these rows name."""
    found: list[str | None] = []
    for placement in placements:
        found += [placement.supervisor_id, placement.recorded_by, placement.end_recorded_by]
    for absence in absences:
        found += [absence.employee_id, absence.recorded_by]
    for deputy in deputies:
        found += [deputy.employee_id, deputy.deputy_id, deputy.recorded_by]
    for grant in grants:
        found += [grant.granted_by, grant.ended_by]
    return (each for each in found if each)


def _today(placed: _Placed) -> date:
    shown = placing.shown(_spans(placed), clock.now().date())
    zone = next((place.zone for row, place, _number in placed if shown is not None and row.id == shown.id), "UTC")
    return clock.today(zone)


def _spans(placed: _Placed) -> list[Span]:
    return [Span(row.id, row.from_on, row.to_on) for row, *_where in placed]


def _shown(placed: _Placed, called: dict[str, str], today: date) -> list[ShownPlacement]:
    spans = _spans(placed)
    current = placing.shown(spans, today)
    return [
        ShownPlacement(
            id=row.id,
            from_on=row.from_on,
            to_on=row.to_on,
            location_id=place.id,
            location=place.name,
            zone=place.zone,
            job=row.job,
            profile=row.profile,
            supervisor_id=row.supervisor_id,
            supervisor=called.get(row.supervisor_id or "", ""),
            supervisor_number=number or "",
            began=Recorded(row.recorded_at, called.get(row.recorded_by or "", "")),
            ended=Recorded(row.end_recorded_at, called.get(row.end_recorded_by or "", ""))
            if row.end_recorded_at
            else None,
            can_be_taken_back=placing.can_be_taken_back(spans, row.id, today),
            is_current=current is not None and current.id == row.id,
        )
        for row, place, number in placed
    ]


def _days(row: Absence | Deputy, other_id: str, called: dict[str, str], today: date) -> ShownDays:
    recorded = Recorded(row.recorded_at, called.get(row.recorded_by or "", ""))
    return ShownDays(row.id, row.from_on, row.to_on, other_id, called.get(other_id, ""), recorded, row.to_on >= today)


def _role(row: RoleGrant, called: dict[str, str]) -> ShownRole:
    day, role = clock.now().date(), Role(row.role)
    lasts = row.to_on is None or row.to_on >= max(day, row.from_on)
    return ShownRole(
        id=row.id,
        role=role,
        from_on=row.from_on,
        to_on=row.to_on,
        granted=Recorded(row.granted_at, called.get(row.granted_by or "", "")),
        ended=Recorded(row.ended_at, called.get(row.ended_by or "", "")) if row.ended_at else None,
        counts=lasts and row.from_on <= day,
        open=lasts and role in GRANTABLE,
    )
