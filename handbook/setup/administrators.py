"""The first administrator of an installation, and the way back for one who has lost every way in."""

from dataclasses import dataclass
from zoneinfo import available_timezones

from sqlalchemy import select

from handbook.company.models import CompanyProfile, Location
from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, Invalid, NotFound
from handbook.core.transaction import session_of_transaction
from handbook.people.accounts import account_for
from handbook.people.credential_events import By
from handbook.people.credentials import Slip, issue_slip_from_host
from handbook.people.credentials_queries import subject
from handbook.people.folding import clean_name, clean_number, number_key
from handbook.people.models import Account, Employee, Placement, RoleGrant
from handbook.people.queries import on_day
from handbook.people.second_step import remove_from_host
from handbook.permissions import Role


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the first page of a new installation is made of; `zone` is an IANA time zone."""

    staff_number: str
    name: str
    company: str
    location: str
    zone: str


def appoint_first(beginning: Beginning, by: By) -> Slip:
    """Write company, location and first administrator down (inside a transaction) and return a slip to begin with.

    Raises Conflict where there is an administrator or this number is taken, Invalid where something is missing.
    """
    if _has_administrator():
        raise Conflict("There is an administrator already. Who has lost every way in gets a new slip with --again.")
    if "" in (clean_number(beginning.staff_number), clean_name(beginning.name), beginning.company.strip()):
        raise Invalid("Staff number, name and company cannot be empty.")
    if beginning.zone not in available_timezones():
        raise Invalid(f"{beginning.zone} is not a time zone. Write it like Europe/Riga or Asia/Kolkata.")
    number = clean_number(beginning.staff_number)
    if _find(number) is not None:
        raise Conflict(f"The staff number {number} is taken. Name another one.")
    session = session_of_transaction()
    if session.scalar(select(CompanyProfile.id).limit(1)) is None:
        session.add(CompanyProfile(name=beginning.company.strip()))
    person = Employee(id=new_id(), staff_number=number, name=clean_name(beginning.name))
    session.add(person)
    session.flush()
    place, placed_on = _location(beginning), clock.today(beginning.zone)
    session.add(Placement(employee_id=person.id, location_id=place, job="administrator", from_on=placed_on))
    account_id = account_for(person.id)
    # Roles begin and end with the day of UTC, which everybody shares; placements with the day of their place.
    session.add(RoleGrant(account_id=account_id, role=Role.ADMINISTRATOR.value, from_on=clock.now().date()))
    session.flush()
    return issue_slip_from_host(person.id, by)


def help_back_in(staff_number: str, by: By, *, telephone_is_lost: bool = False) -> Slip:
    """Return a new slip for an administrator who has lost every way in (inside a transaction).

    The second step stays unless the telephone is lost as well. Raises NotFound.
    """
    person_id = _find(staff_number)
    if person_id is None or not _has_administrator(person_id):
        raise NotFound(f"No administrator has the staff number {staff_number}. Check the number.")
    if telephone_is_lost:
        remove_from_host(subject(person_id), by)
    return issue_slip_from_host(person_id, by)


def _find(staff_number: str) -> str | None:
    return db.session.scalar(select(Employee.id).where(Employee.number_key == number_key(staff_number)))


def _has_administrator(employee_id: str | None = None) -> bool:
    """Tell whether anybody administers today, or this very person."""
    grants = select(RoleGrant.id).join(Account, Account.id == RoleGrant.account_id)
    grants = grants.where(RoleGrant.role == Role.ADMINISTRATOR.value, on_day(RoleGrant, clock.now().date()))
    if employee_id is not None:
        grants = grants.where(Account.employee_id == employee_id)
    return db.session.scalar(grants.limit(1)) is not None


def _location(beginning: Beginning) -> str:
    session, name = session_of_transaction(), beginning.location.strip()
    found = session.scalar(select(Location.id).where(Location.name == name))
    if found is not None:
        return found
    if not name:
        raise Invalid("The location cannot be empty.")
    location = Location(id=new_id(), name=name, zone=beginning.zone)
    session.add(location)
    session.flush()
    return location.id
