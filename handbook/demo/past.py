"""How the demo company's invented past is told: by whom, and how long ago."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.people import queries as people
from handbook.people.sign_in import Proof

SAYS_WHO = "command line, the demo company"


def acting(number: str, proof: Proof | None = None) -> Actor:
    """Return the person with this staff number, as they act on the day that is told."""
    employee = people.employee_by_number(number)
    account_id = proof.account_id if proof else people.account_id(employee.id)
    roles = people.roles_of(employee.id, clock.now().date())
    return Actor(account_id, employee.id, employee.name, roles, via=SAYS_WHO)


@contextmanager
def days_ago(days: int) -> Iterator[None]:
    """Let this piece of work have happened so many days ago."""
    with clock.shifted(timedelta(days=-days)):
        yield
