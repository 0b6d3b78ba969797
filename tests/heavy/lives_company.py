"""Who else works in the company of a life, so that there are aliases to deal with and enough people to ask."""

from datetime import timedelta

from sqlalchemy import select

from handbook.core import clock
from handbook.core.db import new_id
from handbook.core.transaction import transaction
from handbook.people.models import Account, Employee, RoleGrant
from handbook.permissions import Role
from tests import factories


def found_more() -> str:
    """Give the company two more who may hear appeals, and dmitri a second record; return its id."""
    started = clock.now().date() - timedelta(days=30)
    with transaction() as session:
        session.get_one(Employee, factories.person_id("dmitri")).email = "dmitri@lotus-linden.example"
        double = Employee(id=new_id(), staff_number="000191", name="D. Liepa", email="Dmitri@lotus-linden.example")
        session.add(double)
        session.flush()
        double_id = double.id
        account = Account(id=new_id(), employee_id=double.id, password_set_at=clock.now())
        place = factories.placement(double.id, "", "buyer", None, started)
        place.location_id = session.scalars(select(type(place).location_id).limit(1)).one()
        session.add_all([account, place])
        session.flush()
        grants = [(account.id, role) for role in (Role.EMPLOYEE, Role.HR, Role.DECISION_MAKER)]
        for name in ("ravi", "olga"):
            grants.append((factories.actor(name).account_id, Role.DECISION_MAKER))
        session.add_all(RoleGrant(account_id=one, role=role.value, from_on=started) for one, role in grants)
    return double_id
