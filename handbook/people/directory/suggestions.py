"""What forms suggest while somebody types: jobs of the list, and people who may lead or stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from handbook.core.db import db
from handbook.people.models import Account, Employee, JobTitle, RoleGrant
from handbook.people.queries import on_day
from handbook.permissions import Role

_LEAD = (Role.SUPERVISOR, Role.HR, Role.DECISION_MAKER)
# More would make the page slow on a cheap phone; any other number can be typed.
MOST = 300


@dataclass(frozen=True, slots=True)
class Suggested:
    """Titles of jobs, and staff number and name of people."""

    jobs: Sequence[str]
    supervisors: Sequence[tuple[str, str]]


def for_placements(day: date) -> Suggested:
    """Return what a form about a placement suggests (two queries)."""
    titles = db.session.scalars(select(JobTitle.title).order_by(JobTitle.title).limit(MOST)).all()
    return Suggested(titles, supervisors(day))


def supervisors(day: date) -> Sequence[tuple[str, str]]:
    """Return staff number and name of people with a role by which they lead others on a day."""
    query = (
        select(Employee.staff_number, Employee.name)
        .join(Account, Account.employee_id == Employee.id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.role.in_(_LEAD), on_day(RoleGrant, day))
        .distinct()
        .order_by(Employee.name)
        .limit(MOST)
    )
    return [(number, name) for number, name in db.session.execute(query)]
