"""Whom the program tells about a dispute: those who may examine it and are not involved, and the signer."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from handbook.acknowledgements.involvement import NOT_INVOLVED, involvement
from handbook.acknowledgements.models import Acknowledgement, Dispute, DisputeFinding
from handbook.core import clock
from handbook.core.db import db
from handbook.people.models import Account, Employee, RoleGrant
from handbook.people.queries import on_day
from handbook.permissions import GRANTS, Permission
from handbook.rules.models import Edition

ROLES = tuple(role.value for role, granted in GRANTS.items() if Permission.DISPUTE_EXAMINE in granted)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to whom a mail may go."""

    employee_id: str
    name: str
    language: str
    email: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """What the signer is told: of which signature, and what was found."""

    signer: Reader
    edition: int
    receipt: str
    day: date
    finding: str
    reasons: str


def examiners_of(dispute_id: str) -> list[Reader]:
    """Return who should be asked to examine a dispute: HR; where all of HR are involved, the decision-makers."""
    today = clock.now().date()
    query = (
        select(RoleGrant.role, *_READER)
        .select_from(Dispute)
        .join(Acknowledgement, Acknowledgement.id == Dispute.acknowledgement_id)
        .join(Employee, involvement(Employee.id) == NOT_INVOLVED)
        .join(Account, Account.employee_id == Employee.id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(Dispute.id == dispute_id, Account.disabled_at.is_(None))
        .where(RoleGrant.role.in_(ROLES), on_day(RoleGrant, today))
        .order_by(Employee.staff_number)
    )
    rows = db.session.execute(query).all()
    for role in ROLES:
        found = [Reader(*row[1:]) for row in rows if row.role == role]
        if found:
            return found
    return []


def reader(employee_id: str) -> Reader:
    """Return somebody as a mail needs them."""
    return Reader(*db.session.execute(select(*_READER).where(Employee.id == employee_id)).one())


def told_of(dispute_id: str) -> Told:
    """Return what the signer is told of a dispute, with the finding where there is one."""
    query = (
        select(
            *_READER,
            Edition.number,
            Acknowledgement.receipt,
            Acknowledgement.recorded_at,
            Acknowledgement.zone,
            DisputeFinding.finding,
            DisputeFinding.reasons,
        )
        .select_from(Dispute)
        .join(Acknowledgement, Acknowledgement.id == Dispute.acknowledgement_id)
        .join(Employee, Employee.id == Dispute.employee_id)
        .join(Edition, Edition.id == Acknowledgement.edition_id)
        .join(DisputeFinding, DisputeFinding.dispute_id == Dispute.id, isouter=True)
    )
    row = db.session.execute(query.where(Dispute.id == dispute_id)).one()
    day = clock.local(row.recorded_at, row.zone).date()
    return Told(Reader(*row[:4]), row.number, row.receipt, day, row.finding or "", row.reasons or "")


_READER = (Employee.id, Employee.name, Employee.language, Employee.email)
