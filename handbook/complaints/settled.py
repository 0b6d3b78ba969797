"""What the company has settled about complaints, now and before: the outsider, and whom else a customer can turn to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from handbook.complaints.models import ComplaintSettings
from handbook.core import clock
from handbook.core.db import db
from handbook.people.models import Account, Employee, RoleGrant
from handbook.people.queries import on_day
from handbook.permissions import Role

SHOWN = 10
LEADING = (Role.HR.value, Role.DECISION_MAKER.value)


@dataclass(frozen=True, slots=True)
class Settled:
    """What counts from a moment on; `outsider` is the name of the one whose id is beside it, "" for nobody."""

    from_at: datetime | None = None
    outsider_id: str | None = None
    outsider: str = ""
    recourse: str = ""
    changed_by: str = ""


def settled() -> Settled:
    """Return what counts now (one query)."""
    return next(iter(history(1)), Settled())


def history(most: int = SHOWN) -> list[Settled]:
    """Return what was settled, newest first (one query)."""
    query = (
        select(ComplaintSettings, Employee.name)
        .join(Employee, Employee.id == ComplaintSettings.outsider_id, isouter=True)
        .order_by(ComplaintSettings.from_at.desc(), ComplaintSettings.id)
        .limit(most)
    )
    return [
        Settled(row.from_at, row.outsider_id, name or "", row.recourse, row.changed_by)
        for row, name in db.session.execute(query)
    ]


def outside_recourse() -> str:
    """Return whom else a customer can turn to, in the company's words; "" where nothing is settled."""
    return settled().recourse


def complaint_outsider() -> str | None:
    """Return who handles what concerns HR or the owner, as long as they are a guest today; None for nobody."""
    outsider = settled().outsider_id
    return outsider if outsider is not None and outsider in _with_role({outsider}, (Role.GUEST.value,)) else None


def guests() -> dict[str, str]:
    """Return the names of all who are guests today by id: one of them can be the outsider."""
    query = (
        select(Employee.id, Employee.name)
        .join(Account, Account.employee_id == Employee.id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.role == Role.GUEST.value, on_day(RoleGrant, _today()), Account.disabled_at.is_(None))
        .distinct()
        .order_by(Employee.name)
    )
    return {row.id: row.name for row in db.session.execute(query)}


def concerns_leadership(employee_ids: Iterable[str]) -> bool:
    """Tell whether one of these people is HR or decides for the company today."""
    return bool(_with_role(set(employee_ids), LEADING))


def _with_role(employee_ids: set[str], roles: tuple[str, ...]) -> set[str]:
    query = (
        select(Account.employee_id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(Account.employee_id.in_(employee_ids), RoleGrant.role.in_(roles), on_day(RoleGrant, _today()))
    )
    return set(db.session.scalars(query))


def _today() -> date:
    return clock.now().date()  # grants of roles begin and end by UTC, wherever somebody works
