"""Reading the ways in: whose they are, what happened to them, which sessions live, which one-time secret is out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Row, and_, select

from handbook.company.models import Location
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.people.credential_kinds import CHANNEL_WORDS, WHAT_WORDS, Channel, What
from handbook.people.credentials_policy import Subject, why_not_issue, why_not_remove_second_step, why_not_switch
from handbook.people.models import (
    Account,
    CredentialEvent,
    Deputy,
    Employee,
    OneTimeSecret,
    Placement,
    RoleGrant,
    SharedDevice,
    SignInSession,
)
from handbook.people.one_time import find_by_id
from handbook.people.queries import lasts, on_day
from handbook.permissions import Role

SHOWN_EVENTS = 20


@dataclass(frozen=True, slots=True)
class Pending:
    """A link or slip that is out and was not used: which kind, since when and until when."""

    kind: str
    made_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a person's ways in."""

    what: str
    at: datetime
    by_employee_id: str | None
    by_name: str
    reason: str
    told: Sequence[str]

    @property
    def words(self) -> str:
        """What happened, for a reader."""
        return str(WHAT_WORDS[What(self.what)])

    @property
    def told_words(self) -> list[str]:
        """How the person was told, for a reader."""
        return [str(CHANNEL_WORDS[Channel(channel)]) for channel in self.told]


@dataclass(frozen=True, slots=True)
class WaysIn:
    """How a person signs in, as HR and administrators see it: never a secret, only that there is one."""

    subject: Subject
    pending: Pending | None
    events: Sequence[Event]

    def why_not_issue(self, actor: Actor) -> str | None:
        """Return why this actor may not hand out a link or slip, or None."""
        return why_not_issue(actor, self.subject)

    def why_not_switch(self, actor: Actor) -> str | None:
        """Return why this actor may not switch the account off or on, or None."""
        return why_not_switch(actor, self.subject)

    def why_not_remove_second_step(self, actor: Actor) -> str | None:
        """Return why this actor may not take the second step away, or None."""
        return why_not_remove_second_step(actor, self.subject)


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One of a person's own live sessions. `shared_device` is the name of the tablet, where it is one."""

    id: str
    device: str
    address: str
    method: str
    created_at: datetime
    ends_at: datetime
    shared_device: str | None


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """What a person sees of the own account. `news`: what others did, is told here, and is not seen yet."""

    person: Subject
    sessions: Sequence[OwnSession]
    events: Sequence[Event]

    @property
    def news(self) -> list[Event]:
        """What others did since the person last looked."""
        seen, own = self.person.news_seen_at, self.person.employee_id
        told = (one for one in self.events if one.by_employee_id != own and Channel.START_PAGE in one.told)
        return [one for one in told if seen is None or one.at > seen]


@dataclass(frozen=True, slots=True)
class HalfIn:
    """Somebody whose password was right and whose code is still to come."""

    account_id: str
    staff_number: str
    number_key: str
    password_set_at: datetime


@dataclass(frozen=True, slots=True)
class Chooser:
    """Somebody who holds a link or slip that counts, and is about to choose a password."""

    secret_id: str
    account_id: str
    employee_id: str
    name: str
    latin_name: str
    staff_number: str
    has_second_step: bool

    def own_words(self, company: str) -> list[str]:
        """Return what everybody knows of this person: no password may be made of it."""
        return [self.name, self.latin_name, self.staff_number, company]


def find_half_in(account_id: str, password_set_at: datetime) -> HalfIn | None:
    """Return whose code is awaited; None where the account was switched off or reset since the password was typed."""
    query = (
        select(Account.id, Employee.staff_number, Employee.number_key)
        .join(Employee, Employee.id == Account.employee_id)
        .where(
            Account.id == account_id,
            Account.password_set_at == password_set_at,
            Account.disabled_at.is_(None),
            Account.totp_confirmed_at.is_not(None),
        )
    )
    row = db.session.execute(query).first()
    return HalfIn(*row, password_set_at) if row else None


def is_still_half_in(half: HalfIn) -> bool:
    """Lock the account (inside a transaction) and tell whether the code is still awaited after that password."""
    db.session.execute(select(Account.id).where(Account.id == half.account_id).with_for_update(key_share=True))
    return find_half_in(half.account_id, half.password_set_at) is not None


def find_chooser(secret_id: str) -> Chooser | None:
    """Return who may choose a password with this link or slip, or None where it no longer counts."""
    found = find_by_id(secret_id)
    if found is None:
        return None
    latin_name = db.session.scalar(select(Employee.latin_name).where(Employee.id == found.employee_id))
    person = subject(found.employee_id)
    return Chooser(
        secret_id=secret_id,
        account_id=found.account_id,
        employee_id=found.employee_id,
        name=person.name,
        latin_name=latin_name or "",
        staff_number=person.staff_number,
        has_second_step=person.second_step_at is not None,
    )


def own_account(actor: Actor) -> OwnAccount:
    """Return what the actor sees of the own account."""
    return OwnAccount(subject(actor.employee_id), sessions_of(actor), events_of(actor.employee_id))


def ways_in_of(employee_id: str) -> WaysIn:
    """Return how a person signs in, with the newest events; raise NotFound."""
    person = subject(employee_id)
    return WaysIn(person, _pending(person.account_id), events_of(employee_id))


def subject(employee_id: str) -> Subject:
    """Return the person of a page or an act as of today; raise NotFound."""
    found = subjects([employee_id]).get(employee_id)
    if found is None:
        raise NotFound(_("There is no such person."))
    return found


def subjects(employee_ids: Sequence[str]) -> dict[str, Subject]:
    """Return these people by id, as of today; three queries however many they are."""
    people = db.session.execute(
        select(Employee, Account)
        .join(Account, Account.employee_id == Employee.id, isouter=True)
        .where(Employee.id.in_(set(employee_ids)))
    ).all()
    roles = _roles([row.Account.id for row in people if row.Account])
    places = _places(employee_ids)
    return {
        row.Employee.id: _subject(
            row.Employee, row.Account, roles.get(row.Account.id if row.Account else "", []), places
        )
        for row in people
    }


def events_of(employee_id: str) -> list[Event]:
    """Return the newest events of a person's ways in, newest first."""
    return _events(CredentialEvent.employee_id == employee_id)


def sessions_of(actor: Actor) -> list[OwnSession]:
    """Return the actor's own live sessions, newest first."""
    query = (
        select(
            SignInSession.id,
            SignInSession.device,
            SignInSession.address,
            SignInSession.method,
            SignInSession.created_at,
            SignInSession.ends_at,
            SharedDevice.name,
        )
        .join(SharedDevice, SharedDevice.id == SignInSession.shared_device_id, isouter=True)
        .where(
            SignInSession.account_id == actor.account_id,
            SignInSession.ended_at.is_(None),
            SignInSession.ends_at > clock.now(),
        )
        .order_by(SignInSession.created_at.desc(), SignInSession.id)
    )
    return [OwnSession(*row) for row in db.session.execute(query)]


def _events(whose: ColumnElement[bool]) -> list[Event]:
    columns = (
        CredentialEvent.what,
        CredentialEvent.recorded_at,
        CredentialEvent.by_employee_id,
        CredentialEvent.by_name,
        CredentialEvent.reason,
        CredentialEvent.told,
    )
    query = select(*columns).where(whose).order_by(CredentialEvent.recorded_at.desc(), CredentialEvent.id)
    return [Event(*row) for row in db.session.execute(query.limit(SHOWN_EVENTS))]


def _pending(account_id: str | None) -> Pending | None:
    query = (
        select(OneTimeSecret.kind, OneTimeSecret.made_at, OneTimeSecret.ends_at)
        .where(
            OneTimeSecret.account_id == account_id,
            OneTimeSecret.used_at.is_(None),
            OneTimeSecret.ended_at.is_(None),
            OneTimeSecret.ends_at > clock.now(),
        )
        .order_by(OneTimeSecret.made_at.desc())
        .limit(1)
    )
    row = db.session.execute(query).first()
    return Pending(*row) if row else None


def _roles(account_ids: Sequence[str]) -> dict[str, list[str]]:
    """Return the roles that these accounts hold today or later: who will be guarded soon is guarded now."""
    found: dict[str, list[str]] = {}
    query = select(RoleGrant.account_id, RoleGrant.role).where(
        RoleGrant.account_id.in_(account_ids), lasts(RoleGrant, clock.now().date())
    )
    for row in db.session.execute(query):
        found.setdefault(row.account_id, []).append(row.role)
    return found


def _places(employee_ids: Sequence[str]) -> list[Row[*tuple[Any, ...]]]:
    """Return today's placements of these people with supervisor, whoever stands in for that supervisor, and zone."""
    today = clock.now().date()
    query = (
        select(Placement.employee_id, Placement.supervisor_id, Deputy.deputy_id, Location.zone)
        .join(Location, Location.id == Placement.location_id)
        .join(Deputy, and_(Deputy.employee_id == Placement.supervisor_id, on_day(Deputy, today)), isouter=True)
        .where(Placement.employee_id.in_(set(employee_ids)), on_day(Placement, today))
    )
    return list(db.session.execute(query))


def _subject(
    person: Employee, account: Account | None, roles: Sequence[str], places: Sequence[Row[*tuple[Any, ...]]]
) -> Subject:
    own = [row for row in places if row.employee_id == person.id]
    overseers = {one for row in own for one in (row.supervisor_id, row.deputy_id) if one is not None}
    return Subject(
        employee_id=person.id,
        staff_number=person.staff_number,
        name=person.name,
        language=person.language,
        email=person.email,
        email_set_at=person.email_set_at,
        email_set_by=person.email_set_by,
        mobile=person.mobile,
        account_id=account.id if account else None,
        password_set_at=account.password_set_at if account and account.password_hash else None,
        pin_set_at=account.pin_set_at if account and account.pin_hash else None,
        second_step_at=account.totp_confirmed_at if account else None,
        issued_at=account.issued_at if account else None,
        news_seen_at=account.news_seen_at if account else None,
        disabled_at=account.disabled_at if account else None,
        roles=frozenset(Role(role) for role in roles),
        overseers=frozenset(overseers),
        zone=own[0].zone if own else "UTC",
    )
