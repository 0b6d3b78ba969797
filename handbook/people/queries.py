"""Reading people: who is signed in, who works where on a day, who is placed with whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, Select, and_, bindparam, or_, select

from handbook.company.models import Location
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.people.models import Account, Employee, Placement, RoleGrant, SignInSession
from handbook.people.sign_in import token_hash
from handbook.permissions import Role

NEXT_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a request needs of the person behind a session token."""

    actor: Actor
    language: str
    profile: str


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


def on_day(dated: type[Placement] | type[RoleGrant], day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Return the condition that a dated row counts on this day (both ends included)."""
    return and_(dated.from_on <= day, or_(dated.to_on.is_(None), dated.to_on >= day))


# Built once: each request of each page runs it, and putting it together costs more than the database takes.
_SIGNED_IN = (
    select(
        SignInSession.id,
        Account.id.label("account_id"),
        Employee.id.label("employee_id"),
        Employee.name,
        Employee.language,
        RoleGrant.role,
        Placement.profile,
        Placement.from_on,
        Placement.to_on,
        Location.zone,
    )
    .join(Account, Account.id == SignInSession.account_id)
    .join(Employee, Employee.id == Account.employee_id)
    .join(RoleGrant, and_(RoleGrant.account_id == Account.id, on_day(RoleGrant, bindparam("day"))), isouter=True)
    # One row is the newest placement that has begun, anywhere on earth; whether it still lasts there is asked below.
    .join(
        Placement,
        Placement.id
        == select(Placement.id)
        .where(Placement.employee_id == Employee.id, Placement.from_on <= bindparam("tomorrow"))
        .order_by(Placement.from_on.desc(), Placement.id)
        .limit(1)
        .correlate(Employee)
        .scalar_subquery(),
        isouter=True,
    )
    .join(Location, Location.id == Placement.location_id, isouter=True)
    .where(
        SignInSession.token_hash == bindparam("token_hash"),
        SignInSession.ended_at.is_(None),
        SignInSession.ends_at > bindparam("now"),
        Account.disabled_at.is_(None),
    )
)


def find_signed_in(token: str) -> SignedIn | None:
    """Return the person of a live session, or None. One SELECT; an ended session or disabled account gives None.

    Whose last placement is over, by the clocks of that place, keeps nothing but the access of a former employee.
    """
    now = clock.now()
    values = {"token_hash": token_hash(token), "now": now, "day": now.date(), "tomorrow": now.date() + NEXT_DAY}
    rows = db.session.connection().execute(_SIGNED_IN, values).all()
    if not rows:
        return None
    first = rows[0]
    roles = frozenset(Role(row.role) for row in rows if row.role is not None)
    if first.to_on is not None and clock.today(first.zone) > first.to_on:
        roles = frozenset({Role.FORMER_EMPLOYEE})
    actor = Actor(first.account_id, first.employee_id, first.name, roles, session_id=first.id)
    return SignedIn(actor, first.language, first.profile or "everyone")


def placed_on(day: date) -> Select[*tuple[Any, ...]]:
    """Return the SELECT of everybody placed somewhere on a day, in the columns of `Placed`."""
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
        .join(Placement, and_(Placement.employee_id == Employee.id, on_day(Placement, day)))
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


def people_of(supervisor_id: str, day: date) -> list[Placed]:
    """Return the people placed with a supervisor on a day: the supervisor's own people."""
    query = placed_on(day).where(Placement.supervisor_id == supervisor_id).order_by(Employee.name)
    return [_placed(row) for row in db.session.execute(query)]


def employee_by_number(staff_number: str) -> Employee:
    """Return the employee with this staff number; raise NotFound with the number."""
    found = db.session.scalar(select(Employee).where(Employee.staff_number == staff_number.strip()))
    if found is None:
        raise NotFound(f"Nobody has the staff number {staff_number}. Check the number.")
    return found


def names(employee_ids: Sequence[str]) -> dict[str, str]:
    """Return the names of these people by id (one query)."""
    if not employee_ids:
        return {}
    rows = db.session.execute(select(Employee.id, Employee.name).where(Employee.id.in_(set(employee_ids))))
    return {row.id: row.name for row in rows}


def roles_of(employee_id: str, day: date) -> frozenset[Role]:
    """Return the roles that a person's account holds on a day."""
    query = (
        select(RoleGrant.role)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(Account.employee_id == employee_id, on_day(RoleGrant, day))
    )
    return frozenset(Role(role) for role in db.session.scalars(query))


def account_id(employee_id: str) -> str:
    """Return the id of a person's account; raise NotFound where the person has none."""
    found = db.session.scalar(select(Account.id).where(Account.employee_id == employee_id))
    if found is None:
        raise NotFound("This person has no account.")
    return found


def _placed(row: Row[*tuple[Any, ...]]) -> Placed:
    return Placed(**row._mapping)
