"""Filling an empty installation with the demo company, by the same operations that real people use."""

import random
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from handbook.company.models import CompanyProfile, Location
from handbook.complaints.models import ComplaintSettings
from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import transaction
from handbook.demo import story
from handbook.demo.people import FAMILY, GIVEN, GUESTS, HYDERABAD, LEFT, PEOPLE, RIGA, ZONES, Invented
from handbook.people.models import Account, Employee, JobTitle, Placement, RoleGrant
from handbook.people.passwords import hash_password
from handbook.permissions import Role
from handbook.settings import ROOT
from handbook.setup.operations import bring_up_to_date

COMPANY = "Lotus & Linden"
# Named in the letters to customers: the consumer helpline of India, and the consumer authority of Latvia.
RECOURSE = "National Consumer Helpline, 1915, or the Patērētāju tiesību aizsardzības centrs, ptac.gov.lv"
FOUNDED = timedelta(days=200)
STARTER = ROOT / "rules"
_WORDS = ("lotus", "linden", "river", "lamp", "bread", "window", "garden", "copper", "letter", "morning")


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """How to sign in as one of the invented people."""

    role: str
    staff_number: str
    password: str
    name: str
    language: str

    def as_dict(self) -> dict[str, str]:
        """Return the fields by name, for JSON."""
        return asdict(self)


def load(employees: int, seed: int, say: Callable[[str], None], texts: Path = STARTER) -> list[DemoSignIn]:
    """Fill an empty data folder, migrating it first; return one sign-in per role and some more.

    `employees` work here today; who has left and the guests come on top. `texts` is the folder of the handbook. Raises
    Conflict where people are there already, for invented and real people never share an installation, and Invalid where
    the handbook lacks the rule that the second edition changes.
    """
    if not any(texts.glob(f"*/{story.CHANGED}.md")):
        raise Invalid(f"The second edition of the demo changes the rule {story.CHANGED}, which is not in {texts}.")
    bring_up_to_date()
    if db.session.scalar(select(Employee.id).limit(1)) is not None:
        raise Conflict("This installation has people already. The demo company needs an empty data folder.")
    chance = random.Random(seed)  # noqa: S311  # invented people, not secrets of real ones
    passwords = {number: _password(chance) for number in (*(each.staff_number for each in PEOPLE), *GUESTS)}
    say(f"Founding {COMPANY} with {employees} people ...")
    with clock.shifted(-FOUNDED):
        _found(passwords, employees + 1 - len(PEOPLE), chance)
    story.tell(passwords, texts, say)
    here = [_sign_in(each, passwords[each.staff_number]) for each in PEOPLE]
    outside = [
        DemoSignIn(Role.GUEST.value, number, passwords[number], one.name, one.language)
        for number, one in GUESTS.items()
    ]
    return [*here, *outside]


def _found(passwords: dict[str, str], more: int, chance: random.Random) -> None:
    hashes = {each.staff_number: hash_password(passwords[each.staff_number]) for each in PEOPLE}
    with transaction() as session:
        contact = "office@lotus-linden.example"
        address = "Road No. 12, Banjara Hills, Hyderabad · Brīvības iela 40, Rīga"
        session.add(CompanyProfile(name=COMPANY, address=address, contact=contact, is_demo=True, second_step=False))
        session.add(ComplaintSettings(id=new_id(), from_at=clock.now(), recourse=RECOURSE, changed_by=COMPANY))
        places = {name: Location(id=new_id(), name=name, zone=zone) for name, zone in ZONES.items()}
        session.add_all(places.values())
        session.add_all(JobTitle(title=job, profile=profile) for job, profile in _jobs().items())
        people = {each.staff_number: _employee(each) for each in PEOPLE}
        session.add_all(people.values())
        session.flush()
        started = clock.now().date()
        for each in PEOPLE:
            boss = people[each.supervisor].id if each.supervisor else None
            session.add(
                _placement(people[each.staff_number], places[each.location], each.job, each.profile, boss, started)
            )
            account = Account(
                id=new_id(),
                employee_id=people[each.staff_number].id,
                password_hash=hashes[each.staff_number],
                password_set_at=clock.now(),
            )
            session.add(account)
            session.flush()
            for role in (Role.EMPLOYEE, *each.roles):
                session.add(RoleGrant(account_id=account.id, role=role.value, from_on=started))
        for count in range(more):
            person = _somebody(count, chance)
            place = chance.choice((HYDERABAD, RIGA))
            boss = people["000202" if place == HYDERABAD else "000201"].id
            session.add(person)
            session.add(_placement(person, places[place], "sales assistant", "counter", boss, started))


def _jobs() -> dict[str, str]:
    """Return the jobs of the invented people with their profiles, and the one of everybody else."""
    return {each.job: each.profile for each in PEOPLE} | {"sales assistant": "counter"}


def _employee(each: Invented) -> Employee:
    return Employee(
        id=new_id(),
        staff_number=each.staff_number,
        name=each.name,
        latin_name=each.latin_name,
        language=each.language,
        email=f"{each.latin_name.split()[0].lower()}@lotus-linden.example",
    )


def _placement(person: Employee, place: Location, job: str, profile: str, boss: str | None, started: date) -> Placement:
    return Placement(
        employee_id=person.id,
        location_id=place.id,
        job=job,
        profile=profile,
        supervisor_id=boss,
        from_on=started,
    )


def _somebody(count: int, chance: random.Random) -> Employee:
    """Invent one more person; without an account, since nobody will sign in as them."""
    given, language = chance.choice(GIVEN)
    name = f"{given} {chance.choice(FAMILY)}"
    return Employee(id=new_id(), staff_number=f"{1000 + count:06}", name=name, language=language)


def _password(chance: random.Random) -> str:
    return "-".join(chance.sample(_WORDS, 3)) + f"-{chance.randrange(10, 100)}"


def _sign_in(each: Invented, password: str) -> DemoSignIn:
    role = each.roles[0] if each.roles else Role.FORMER_EMPLOYEE if each.staff_number == LEFT else Role.EMPLOYEE
    return DemoSignIn(role.value, each.staff_number, password, each.name, each.language)
