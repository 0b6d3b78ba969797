"""Placing somebody again whose work was ended and should not have been: as they were placed last, without a gap."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import or_, select

from handbook.company.models import Location
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import Conflict
from handbook.core.transaction import session_of_transaction
from handbook.people.accounts import account_for
from handbook.people.directory.locking import HELD, not_found
from handbook.people.directory.placements import PlacementDraft, add_placement
from handbook.people.directory.words import ROLES
from handbook.people.models import Account, Employee, Placement, RoleGrant
from handbook.people.placing import DAY
from handbook.people.queries import find_placed
from handbook.permissions import Role


@dataclass(frozen=True, slots=True)
class LastPlacement:
    """How somebody was placed until their work was ended, and from which day they would be again.

    `supervisor` is empty where there was none, or where they no longer work here on that day. `roles`: in words, what
    ended with the work; whoever gives roles gives them again, or not.
    """

    from_on: date
    job: str
    profile: str
    location_id: str
    location: str
    supervisor_id: str | None
    supervisor: str
    roles: tuple[str, ...]


def find_last_placement(employee_id: str, ended_on: date) -> LastPlacement | None:
    """Return the placement that ended on this day, or None where the person is placed again already."""
    mine = Placement.employee_id == employee_id
    query = select(Placement, Location.name).join(Location, Location.id == Placement.location_id).where(mine)
    row = db.session.execute(query.order_by(Placement.from_on.desc()).limit(1)).first()
    if row is None or row[0].to_on != ended_on:
        return None
    last, location = row
    first_day = ended_on + DAY
    boss = find_placed(last.supervisor_id, first_day) if last.supervisor_id else None
    return LastPlacement(
        from_on=first_day,
        job=last.job,
        profile=last.profile,
        location_id=last.location_id,
        location=location,
        supervisor_id=boss.employee_id if boss else None,
        supervisor=boss.name if boss else "",
        roles=_ended_roles(employee_id, ended_on),
    )


def resume_work(actor: Actor, employee_id: str, ended_on: date) -> tuple[str, date]:
    """Place a person again from the day after `ended_on`, as they were placed last, with the access of an employee.

    Returns the placement's id and its first day. Raises NotFound, and Conflict where they are placed again already.
    """
    session = session_of_transaction()
    person = session.get(Employee, employee_id, with_for_update=HELD, populate_existing=True)
    if person is None:
        raise not_found()
    last = find_last_placement(employee_id, ended_on)
    if last is None:
        raise Conflict(_("This person is placed again already, or the last day was changed. Look at their placements."))
    person.row_version += 1
    draft = PlacementDraft(last.from_on, last.location_id, last.job, last.profile, last.supervisor_id)
    placement_id = add_placement(actor, employee_id, draft)
    _give_access(actor, employee_id)
    return placement_id, last.from_on


def _give_access(actor: Actor, employee_id: str) -> None:
    """Let the person do again what every employee may, from today on."""
    session, today, account_id = session_of_transaction(), clock.now().date(), account_for(employee_id)
    lasting = (RoleGrant.role == Role.EMPLOYEE.value, or_(RoleGrant.to_on.is_(None), RoleGrant.to_on >= today))
    if session.scalar(select(RoleGrant.id).where(RoleGrant.account_id == account_id, *lasting).limit(1)) is None:
        granted = {"role": Role.EMPLOYEE.value, "from_on": today, "granted_by": actor.employee_id}
        session.add(RoleGrant(account_id=account_id, **granted))
        session.flush()


def _ended_roles(employee_id: str, ended_on: date) -> tuple[str, ...]:
    """Return the roles beside that of an employee that ended when the work did."""
    query = (
        select(RoleGrant.role)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            Account.employee_id == employee_id,
            RoleGrant.role != Role.EMPLOYEE.value,
            RoleGrant.ended_at.is_not(None),
            RoleGrant.to_on >= ended_on - DAY - DAY,
        )
        .distinct()
        .order_by(RoleGrant.role)
    )
    return tuple(str(ROLES[Role(role)]) for role in db.session.scalars(query))
