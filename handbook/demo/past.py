"""How the demo company's invented past is told: by whom, and how long ago."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.people import queries as people
from handbook.people.sign_in import Proof, prove

SAYS_WHO = "command line, the demo company"


def acting(number: str, proof: Proof | None = None) -> Actor:
    """Return the person with this staff number, as they act on the day that is told."""
    employee = people.employee_by_number(number)
    account_id = proof.account_id if proof else people.account_id(employee.id)
    roles = people.roles_of(employee.id, clock.now().date())
    return Actor(account_id, employee.id, employee.name, roles, via=SAYS_WHO)


def proven(number: str, passwords: Mapping[str, str]) -> tuple[Actor, Proof]:
    """Return the person with this staff number and their proof, by the own password like everybody's."""
    proof = prove(number, passwords[number], "127.0.0.1")
    return acting(number, proof), proof


@contextmanager
def days_ago(days: int) -> Iterator[None]:
    """Let this piece of work have happened so many days ago."""
    with clock.shifted(timedelta(days=-days)):
        yield


@contextmanager
def on_day(days: int, hour: int, zone: str) -> Iterator[None]:
    """Let this piece of work have happened so many days ago at an hour of the day, on the clocks of a place."""
    with clock.shifted(moment_of(days, hour, zone) - clock.now()):
        yield


def moment_of(days: int, hour: int, zone: str) -> datetime:
    """Return the moment so many days ago, or to come where `days` is below zero, at an hour of the day at a place."""
    return datetime.combine(clock.today(zone) - timedelta(days=days), time(hour), ZoneInfo(zone))
