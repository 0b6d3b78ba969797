"""Reading people: who is signed in, who works where on a day, who is placed with whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Row, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from handbook.company.models import CompanyProfile, Location
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.people.credential_kinds import Channel
from handbook.people.credentials_policy import NEED_SECOND_STEP
from handbook.people.device_words import device_words as device_words
from handbook.people.folding import folded, number_key
from handbook.people.models import (
    Account,
    CredentialEvent,
    Employee,
    Placement,
    RoleGrant,
    SharedDevice,
    SignInSession,
)
from handbook.people.placed import Placed as Placed
from handbook.people.placed import find_placed as find_placed
from handbook.people.placed import on_day as on_day
from handbook.people.placed import people_of as people_of
from handbook.people.placed import placed as placed
from handbook.people.placed import placed_on as placed_on
from handbook.people.placed import placed_people as placed_people
from handbook.people.placed_today import AHEAD as AHEAD
from handbook.people.placed_today import BEHIND as BEHIND
from handbook.people.placed_today import days_at as days_at
from handbook.people.placed_today import find_placed_at as find_placed_at
from handbook.people.placed_today import find_placed_today as find_placed_today
from handbook.people.placed_today import own_people_today as own_people_today
from handbook.people.placed_today import placed_today as placed_today
from handbook.people.places import NOWHERE as NOWHERE
from handbook.people.places import zone_of as zone_of
from handbook.people.same_person import records_of as records_of
from handbook.people.same_person import same_people as same_people
from handbook.people.sessions import BY_PIN
from handbook.people.tokens import token_hash
from handbook.permissions import Role

NEXT_DAY = timedelta(days=1)
_ANY_PLACEMENT = aliased(Placement)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a request needs of the person behind a session token.

    `zone` is that of the place of work. `on_shared_device`: the session began on a tablet that many people use.
    `lacks_second_step`: the roles need a code beside the password, and none is set up yet.
    """

    actor: Actor
    language: str
    profile: str
    zone: str = "UTC"
    on_shared_device: bool = False
    lacks_second_step: bool = False


def lasts(dated: type[RoleGrant], day: date) -> ColumnElement[bool]:
    """Return the condition that a grant counts on this day or a later one; one ended before it began never does."""
    return or_(dated.to_on.is_(None), and_(dated.to_on >= day, dated.to_on >= dated.from_on))


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
        SignInSession.method,
        SignInSession.shared_device_id,
        Account.totp_confirmed_at,
        select(CompanyProfile.second_step)
        .order_by(CompanyProfile.from_at.desc())
        .limit(1)
        .scalar_subquery()
        .label("second_step"),
        select(Placement.id)
        .where(Placement.employee_id == Employee.id)
        .correlate(Employee)
        .exists()
        .label("is_placed"),
    )
    .join(Account, Account.id == SignInSession.account_id)
    .join(Employee, Employee.id == Account.employee_id)
    .join(RoleGrant, and_(RoleGrant.account_id == Account.id, on_day(RoleGrant, bindparam("day"))), isouter=True)
    # The two newest placements that have begun anywhere on earth; which has begun there, and lasts, is asked below.
    .join(
        Placement,
        Placement.id.in_(
            select(_ANY_PLACEMENT.id)
            .where(_ANY_PLACEMENT.employee_id == Employee.id, _ANY_PLACEMENT.from_on <= bindparam("tomorrow"))
            .order_by(_ANY_PLACEMENT.from_on.desc(), _ANY_PLACEMENT.id)
            .limit(2)
            .correlate(Employee)
        ),
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

    Whose last placement is over, by the clocks of that place, keeps nothing but the access of a former employee, and
    whose first has not begun has no more. Who was never placed can only be a guest. A PIN never opens what asks for a
    second step.
    """
    now = clock.now()
    values = {"token_hash": token_hash(token), "now": now, "day": now.date(), "tomorrow": now.date() + NEXT_DAY}
    rows = db.session.connection().execute(_SIGNED_IN, values).all()
    if not rows:
        return None
    begun = [row for row in rows if row.from_on is not None and row.from_on <= clock.today(row.zone)]
    first = max(begun, key=lambda row: row.from_on) if begun else rows[0]
    roles = _roles_by_work(first, frozenset(Role(row.role) for row in rows if row.role is not None), bool(begun))
    if first.method == BY_PIN:
        roles -= NEED_SECOND_STEP
    actor = Actor(first.account_id, first.employee_id, first.name, roles, session_id=first.id)
    return SignedIn(
        actor,
        first.language,
        first.profile or "everyone",
        zone=first.zone or "UTC",
        on_shared_device=first.shared_device_id is not None,
        lacks_second_step=bool(first.second_step and roles & NEED_SECOND_STEP and first.totp_confirmed_at is None),
    )


def _roles_by_work(row: Row[*tuple[Any, ...]], granted: frozenset[Role], begun: bool) -> frozenset[Role]:
    """Return what is left of the granted roles: they count only while somebody works here."""
    if not begun:
        return frozenset({Role.GUEST}) & granted | ({Role.FORMER_EMPLOYEE} if row.is_placed else frozenset())
    if row.to_on is not None and clock.today(row.zone) > row.to_on:
        return frozenset({Role.FORMER_EMPLOYEE})
    # Whose last role has ended keeps what who has left may do: the own file, a reply, an appeal.
    return granted or frozenset({Role.FORMER_EMPLOYEE})


def count_by_location(day: date) -> dict[str, int]:
    """Return how many people are placed at each location on a day; a location with nobody is left out."""
    query = select(Placement.location_id, func.count()).where(on_day(Placement, day)).group_by(Placement.location_id)
    return dict(db.session.execute(query).all())


def employee_by_number(staff_number: str) -> Employee:
    """Return the employee with this staff number; raise NotFound with the number."""
    found = db.session.scalar(select(Employee).where(Employee.number_key == number_key(staff_number)))
    if found is None:
        raise NotFound(_("Nobody has the staff number %(number)s. Check the number.", number=staff_number))
    return found


def is_meant_by(text: str) -> ColumnElement[bool]:
    """Return the condition on Employee that this staff number is theirs or, where it is nobody's, these words a name's.

    Case and Latin diacritics do not matter; a part of a name will do.
    """
    bearer = db.session.scalar(select(Employee.id).where(Employee.number_key == number_key(text)))
    return Employee.id == bearer if bearer else Employee.search.contains(folded(text), autoescape=True)


def names(employee_ids: Sequence[str]) -> dict[str, str]:
    """Return the names of these people by id (one query)."""
    if not employee_ids:
        return {}
    rows = db.session.execute(select(Employee.id, Employee.name).where(Employee.id.in_(set(employee_ids))))
    return {row.id: row.name for row in rows}


def find_shared_device(session_id: str | None) -> str | None:
    """Return the name of the shared device on which a session began, or None where it is the person's own."""
    query = select(SharedDevice.name).join(SignInSession, SignInSession.shared_device_id == SharedDevice.id)
    return db.session.scalar(query.where(SignInSession.id == session_id))


def roles_of(employee_id: str, day: date) -> frozenset[Role]:
    """Return the roles that a person's account holds on a day."""
    query = (
        select(RoleGrant.role)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(Account.employee_id == employee_id, on_day(RoleGrant, day))
    )
    return frozenset(Role(role) for role in db.session.scalars(query))


def count_unseen_news(actor: Actor) -> int:
    """Return of how many things that others did to the actor's ways in the start page tells, until marked as seen."""
    query = (
        select(CredentialEvent.told)
        .join(Account, Account.employee_id == CredentialEvent.employee_id)
        .where(
            CredentialEvent.employee_id == actor.employee_id,
            CredentialEvent.by_employee_id.is_distinct_from(actor.employee_id),
            or_(Account.news_seen_at.is_(None), CredentialEvent.recorded_at > Account.news_seen_at),
        )
    )
    return sum(Channel.START_PAGE in told for told in db.session.scalars(query))


def account_id(employee_id: str) -> str:
    """Return the id of a person's account; raise NotFound where the person has none."""
    found = db.session.scalar(select(Account.id).where(Account.employee_id == employee_id))
    if found is None:
        raise NotFound("This person has no account.")
    return found
