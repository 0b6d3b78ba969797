"""The last administrator stays: otherwise nobody could give the role to anybody again."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import exists, or_, select

from handbook.core.db import db
from handbook.core.errors import Refused
from handbook.core.transaction import session_of_transaction
from handbook.people.models import Account, Placement, RoleGrant
from handbook.people.placing import DAY
from handbook.permissions import Role


def require_another_administrator(employee_id: str, last_on: date) -> None:
    """Raise Refused where this person administers after a day, and nobody else would then.

    All grants of the role are locked first, so that two who end each other at once do not both succeed.
    """
    hold_administrators()
    if administrators_after(last_on) == {employee_id}:
        raise Refused(_("This is the last administrator. Give somebody else the role first."))


def hold_administrators() -> None:
    """Lock all grants of the role until COMMIT."""
    held = select(RoleGrant.id).where(RoleGrant.role == Role.ADMINISTRATOR.value).order_by(RoleGrant.id)
    session_of_transaction().execute(held.with_for_update(key_share=True))


def administrators_after(last_on: date) -> set[str]:
    """Return the employee ids of everybody who administers on the day after: at work, account switched on."""
    after = last_on + DAY
    placed = exists().where(
        Placement.employee_id == Account.employee_id,
        Placement.from_on <= after,
        or_(Placement.to_on.is_(None), Placement.to_on >= after),
    )
    counts = select(Account.employee_id).join(RoleGrant, RoleGrant.account_id == Account.id)
    counts = counts.where(
        RoleGrant.role == Role.ADMINISTRATOR.value,
        RoleGrant.from_on <= after,
        or_(RoleGrant.to_on.is_(None), RoleGrant.to_on >= after),
        Account.disabled_at.is_(None),
        placed,
    )
    return set(db.session.scalars(counts))
