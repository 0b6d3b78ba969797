"""Rows for tests, with safe defaults and people who have names."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import update

from handbook.company.models import CompanyProfile, Location
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.transaction import end_read, transaction
from handbook.people import sessions
from handbook.people.models import Account, Employee, Placement, RoleGrant
from handbook.people.passwords import hash_password
from handbook.people.queries import account_id, employee_by_number, roles_of
from handbook.permissions import Role

PASSWORD = "quiet-river-copper-42"


@dataclass(frozen=True)
class Person:
    """Somebody in the tests: `boss` by name."""

    number: str
    name: str
    language: str = "en"
    job: str = "cashier"
    boss: str | None = None
    roles: tuple[Role, ...] = ()


# olga audits, dmitri decides, nandini is HR beside meera; ravi and stranger work elsewhere; the two in OUTSIDE
# have accounts and no work: milda has left, viktor is a guest.
PEOPLE = {
    "asha": Person("000512", "Asha Reddy", "te", boss="janis"),
    "lakshmi": Person("000513", "లక్ష్మీ దేవి", "te", boss="janis"),
    "ravi": Person("000516", "Ravi Kumar", boss="dmitri"),
    "stranger": Person("000599", "Kristīne Bērziņa", "lv", boss="dmitri"),
    "janis": Person("000201", "Jānis Ozols", job="shop supervisor", boss="dmitri", roles=(Role.SUPERVISOR,)),
    "meera": Person("000102", "Meera Nair", job="head of personnel", boss="dmitri", roles=(Role.HR,)),
    "nandini": Person("000103", "नंदिनी राव", job="personnel officer", boss="meera", roles=(Role.HR,)),
    "dmitri": Person("000101", "Dmitrijs Liepa", job="director", roles=(Role.DECISION_MAKER,)),
    "inese": Person("000104", "Inese Kalniņa", job="systems manager", boss="dmitri", roles=(Role.ADMINISTRATOR,)),
    "olga": Person("000105", "Olga Bondare", job="auditor", boss="dmitri", roles=(Role.AUDITOR,)),
}
OUTSIDE = {
    "milda": Person("000490", "Milda Krūmiņa", "lv", boss="janis"),
    "viktor": Person("G-0001", "Viktors Balodis", roles=(Role.GUEST,)),
}
KNOWN = PEOPLE | OUTSIDE


def found_company() -> None:
    """Write the company, its two locations and its people, each able to sign in with PASSWORD."""
    hashed = hash_password(PASSWORD)
    with transaction() as session:
        session.add(CompanyProfile(name="Lotus & Linden", contact="personnel@lotus-linden.example", second_step=False))
        hyderabad = Location(id=new_id(), name="Banjara Hills", zone="Asia/Kolkata")
        riga = Location(id=new_id(), name="Rīga, Centrs", zone="Europe/Riga")
        session.add_all([hyderabad, riga])
        ids = {key: new_id() for key in KNOWN}
        session.add_all(
            Employee(id=ids[key], staff_number=one.number, name=one.name, language=one.language)
            for key, one in KNOWN.items()
        )
        session.flush()
        started = clock.now().date() - timedelta(days=400)
        for key, one in KNOWN.items():
            place = riga if key in ("stranger", "ravi") else hyderabad
            boss = ids[one.boss] if one.boss else None
            if key != "viktor":
                session.add(placement(ids[key], place.id, one.job, boss, started))
            account = Account(id=new_id(), employee_id=ids[key], password_hash=hashed, password_set_at=clock.now())
            session.add(account)
            session.flush()
            for role in one.roles if key == "viktor" else (Role.EMPLOYEE, *one.roles):
                session.add(RoleGrant(account_id=account.id, role=role.value, from_on=started))
        session.flush()
        session.execute(
            update(Placement).where(Placement.employee_id == ids["milda"]).values(to_on=started + timedelta(days=390))
        )


def placement(employee_id: str, location_id: str, job: str, boss: str | None, started: date) -> Placement:
    """Return a placement from a day on, at the profile everyone."""
    return Placement(
        employee_id=employee_id,
        location_id=location_id,
        job=job,
        supervisor_id=boss,
        from_on=started,
        profile="everyone",
    )


def person_id(name: str) -> str:
    """Return the employee id of somebody by first name."""
    return employee_by_number(KNOWN[name].number).id


def actor(name: str) -> Actor:
    """Return somebody as an operation receives them."""
    employee = person_id(name)
    today = clock.now().date()
    roles = roles_of(employee, today) or frozenset({Role.FORMER_EMPLOYEE})  # as a session of theirs has it
    return Actor(account_id(employee), employee, KNOWN[name].name, roles, via="test")


def session_of(name: str) -> str:
    """Begin a session of somebody, as after the right password, and return its token."""
    account = account_id(person_id(name))
    end_read()
    with transaction():
        return sessions.begin_session(account, sessions.BY_PASSWORD, sessions.NOWHERE)


def more_people(count: int) -> None:
    """Write so many more people in Riga: noise, so that a filter is truly tested."""
    with transaction() as session:
        place = session.query(Location).filter_by(name="Rīga, Centrs").one().id
        for number in range(count):
            employee = Employee(id=new_id(), staff_number=f"9{number:05}", name=f"Noise {number}", language="en")
            session.add(employee)
            session.flush()
            session.add(placement(employee.id, place, "cashier", None, date(2020, 1, 1)))
