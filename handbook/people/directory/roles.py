"""The verbs of roles: grant one, end one. Each ends all sessions of that account at once."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import session_of_transaction
from handbook.people import placing
from handbook.people.accounts import account_for
from handbook.people.directory.administrators import require_another_administrator
from handbook.people.directory.locking import spans_of
from handbook.people.guarded import clear_ways_in
from handbook.people.models import Account, RoleGrant
from handbook.people.placing import DAY, Span
from handbook.people.policy import GRANTABLE, may_change_roles
from handbook.people.sessions import end_sessions
from handbook.permissions import Role


def grant_role(actor: Actor, employee_id: str, role: Role, from_on: date, to_on: date | None) -> str:
    """Give a person a role from a day through a day (None: open) and return the grant's id.

    The account is made where there is none yet. A guarded role ends ways in that others may hold (see guarded).
    Raises Refused for the own roles, NotFound, Invalid.
    """
    _refuse_own(actor, employee_id)
    account_id, session = account_for(employee_id, actor.employee_id), session_of_transaction()
    _lock(account_id)
    _check_days(role, from_on, to_on)
    spans = spans_of(employee_id)
    if all(span.is_over(from_on) for span in spans):
        raise Invalid(_("Only people who work here hold a role: this person has no placement on that day or later."))
    if placing.shares_a_day(_grants(account_id, role), from_on, to_on):
        raise Invalid(
            _("Role: this person holds it on some of these days already. Choose other days, or end it first.")
        )
    row = RoleGrant(account_id=account_id, role=role.value, from_on=from_on, to_on=to_on, granted_by=actor.employee_id)
    session.add(row)
    session.flush()
    clear_ways_in(account_id, role)
    end_sessions(account_id)
    return row.id


def end_role(actor: Actor, employee_id: str, grant_id: str, last_on: date | None) -> None:
    """End a role after a day (None: at once).

    Raises Refused for the own roles and for the last administrator, NotFound for a grant of somebody else, Conflict
    where it has ended meanwhile, Invalid for a day that has been.
    """
    _refuse_own(actor, employee_id)
    session, today = session_of_transaction(), clock.now().date()
    query = select(RoleGrant).join(Account, Account.id == RoleGrant.account_id)
    mine = (RoleGrant.id == grant_id, Account.employee_id == employee_id)
    grant = session.scalar(query.where(*mine))
    if grant is None or Role(grant.role) not in GRANTABLE:
        raise NotFound(_("There is no such role."))
    if last_on is not None and not max(today, grant.from_on) <= last_on:
        raise Invalid(_("Last day: this day has been, or the role does not begin before it. Choose a later day."))
    last = last_on or today - DAY
    if grant.role == Role.ADMINISTRATOR:
        require_another_administrator(employee_id, last)
    _lock(grant.account_id)
    session.refresh(grant)
    if grant.to_on is not None and grant.to_on < today:
        raise Conflict(_("This role has ended already."))
    grant.to_on, grant.ended_at, grant.ended_by = last, clock.now(), actor.employee_id
    session.flush()
    end_sessions(grant.account_id)


def _refuse_own(actor: Actor, employee_id: str) -> None:
    if not may_change_roles(actor, employee_id):
        raise Refused(_("Nobody changes their own roles. Another administrator must do it."))


def _check_days(role: Role, from_on: date, to_on: date | None) -> None:
    if role not in GRANTABLE:
        raise Invalid(_("Role: choose one of the list."))
    if from_on < clock.now().date():
        raise Invalid(_("From which day: a role begins today or later."))
    if to_on is not None and to_on < from_on:
        raise Invalid(_("Last day: it lies before the first day."))


def _lock(account_id: str) -> None:
    """Let changes of one account's roles stand in line."""
    session_of_transaction().execute(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True))


def _grants(account_id: str, role: Role) -> list[Span]:
    query = select(RoleGrant.id, RoleGrant.from_on, RoleGrant.to_on)
    mine = query.where(RoleGrant.account_id == account_id, RoleGrant.role == role.value)
    return [
        Span(*row) for row in session_of_transaction().execute(mine) if row.to_on is None or row.to_on >= row.from_on
    ]
