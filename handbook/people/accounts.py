"""Accounts: made on first need, without any credential; a person chooses password and PIN alone."""

from sqlalchemy import select

from handbook.core import clock
from handbook.core.db import new_id
from handbook.core.errors import NotFound
from handbook.core.transaction import session_of_transaction
from handbook.people.models import Account, Employee, RoleGrant
from handbook.permissions import Role


def account_for(employee_id: str, by: str | None = None) -> str:
    """Return the id of a person's account; make one with the role of an employee where there is none yet.

    Inside a transaction. `by` is the employee id of who asked for it. Raises NotFound for an unknown person.
    """
    session = session_of_transaction()
    person = session.scalar(select(Employee.id).where(Employee.id == employee_id).with_for_update(key_share=True))
    if person is None:
        raise NotFound("There is no such person.")
    found = session.scalar(select(Account.id).where(Account.employee_id == employee_id))
    if found is not None:
        return found
    account = Account(id=new_id(), employee_id=employee_id)
    session.add(account)
    session.flush()
    session.add(RoleGrant(account_id=account.id, role=Role.EMPLOYEE.value, from_on=clock.now().date(), granted_by=by))
    session.flush()
    return account.id
