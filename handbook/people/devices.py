"""Shared devices: tablets that many people use, each known by a token of its own, on which a PIN is enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, select, update

from handbook.company.models import Location
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.errors import Invalid, NotFound, Refused
from handbook.core.transaction import session_of_transaction
from handbook.people.models import Employee, SharedDevice, SignInSession
from handbook.people.tokens import new_token, token_hash
from handbook.permissions import Permission

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Device:
    """A shared device with the place where it stands, who enrolled it, and when it was ended, if it was."""

    id: str
    name: str
    location: str
    zone: str
    enrolled_at: datetime
    enrolled_by: str
    ended_at: datetime | None


def find_device(token: str | None) -> Device | None:
    """Return the shared device that carries this token, or None; an ended one is none."""
    if not token:
        return None
    row = db.session.execute(
        _query().where(SharedDevice.token_hash == token_hash(token), SharedDevice.ended_at.is_(None))
    ).first()
    return Device(*row) if row else None


def devices() -> Sequence[Device]:
    """Return all shared devices, those in use first."""
    query = _query().order_by(SharedDevice.ended_at.is_not(None), Location.name, SharedDevice.name, SharedDevice.id)
    return [Device(*row) for row in db.session.execute(query)]


def enrol_device(actor: Actor, name: str, location_id: str) -> str:
    """Make the device at hand a shared one (inside a transaction); return its token, which is kept nowhere else."""
    _refuse_others(actor)
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise Invalid(_("Give the device a name by which colleagues find it."))
    session = session_of_transaction()
    if session.scalar(select(Location.id).where(Location.id == location_id)) is None:
        raise Invalid(_("Choose one of the places in the list."))
    token = new_token()
    session.add(
        SharedDevice(
            id=new_id(),
            name=name,
            location_id=location_id,
            token_hash=token_hash(token),
            enrolled_at=clock.now(),
            enrolled_by=actor.employee_id,
        )
    )
    return token


def end_device(actor: Actor, device_id: str) -> None:
    """End a shared device and every session on it, at once (inside a transaction); raise NotFound."""
    _refuse_others(actor)
    session, now = session_of_transaction(), clock.now()
    live = update(SharedDevice).where(SharedDevice.id == device_id, SharedDevice.ended_at.is_(None))
    if session.execute(live.values(ended_at=now).returning(SharedDevice.id)).first() is None:
        raise NotFound(_("There is no such device."))
    sessions = update(SignInSession).where(
        SignInSession.shared_device_id == device_id, SignInSession.ended_at.is_(None)
    )
    session.execute(sessions.values(ended_at=now))


def _refuse_others(actor: Actor) -> None:
    if not actor.may(Permission.DEVICE_ENROL):
        raise Refused(_("HR or an administrator can do this."))


def _query() -> Select[*tuple[Any, ...]]:
    """Return the columns of Device, in order."""
    return (
        select(
            SharedDevice.id,
            SharedDevice.name,
            Location.name,
            Location.zone,
            SharedDevice.enrolled_at,
            Employee.name,
            SharedDevice.ended_at,
        )
        .join(Location, Location.id == SharedDevice.location_id)
        .join(Employee, Employee.id == SharedDevice.enrolled_by)
    )
