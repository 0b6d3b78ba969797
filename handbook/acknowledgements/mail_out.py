"""The job that mails invitations and reminders: one person after another, noted as it goes, so that it can go on."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from handbook.acknowledgements import emails
from handbook.acknowledgements.emails import Asked
from handbook.acknowledgements.inviting import INVITATION, MAIL_OUT
from handbook.acknowledgements.models import Acknowledgement, Invitation, Sending, SigningRound
from handbook.acknowledgements.standing import stands
from handbook.core import clock, jobs, mail
from handbook.core.db import db
from handbook.core.errors import Unavailable
from handbook.core.faults import fault_point
from handbook.core.jobs import JobRun
from handbook.core.transaction import end_read, transaction
from handbook.people.models import Employee
from handbook.people.queries import NOWHERE, zone_of
from handbook.rules.models import Edition

__all__ = ["MAIL_OUT", "mail_out"]

MAIL = "mail"
PIECE = 50
PATIENCE = 3  # so many mails in a row that the server does not take: then the server is the trouble, not the address
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to be mailed."""

    invitation_id: str
    email: str
    asked: Asked


@jobs.handler(MAIL_OUT)
def mail_out(job: JobRun) -> dict[str, Any]:
    """Mail everybody who still waits; who has a mail of this kind since the job began is left out.

    Returns how many were mailed and how many addresses were refused. Raises Unavailable where the server takes none.
    """
    kind, since = str(job.payload["kind"]), datetime.fromisoformat(job.payload["since"])
    waiting = _waiting(str(job.payload["round_id"]), kind, since, job.payload["invitation_ids"])
    end_read()
    sent, refused, in_a_row = 0, 0, 0
    for piece in _pieces(waiting, PIECE):
        for one in _recipients(piece):
            took = _deliver(one, kind, job.owner_id)
            sent, refused, in_a_row = sent + took, refused + (not took), 0 if took else in_a_row + 1
            if in_a_row >= PATIENCE:
                raise Unavailable("The mail server took none of the last mails. Those before have left.")
        job.progress(sent + refused, len(waiting))
    return {"sent": sent, "refused": refused}


def _deliver(one: Recipient, kind: str, by_employee_id: str | None) -> bool:
    """Mail one person and note it; return False where the address or the server refuses."""
    build = emails.invitation if kind == INVITATION else emails.reminder
    try:
        mail.deliver(build(one.email, one.asked))
    except (Unavailable, ValueError, IndexError, MessageError) as fault:  # the library's words for no address at all
        log.warning("the mail for invitation %s did not leave: %s", one.invitation_id, type(fault).__name__)
        return False
    fault_point("after-mailing")
    with transaction() as session:
        session.add(Sending(invitation_id=one.invitation_id, kind=kind, channel=MAIL, by_employee_id=by_employee_id))
    return True


def _waiting(round_id: str, kind: str, since: datetime, ids: Sequence[str] | None) -> list[str]:
    """Return the invitations to be mailed, in a fixed order: with an address, not signed, not mailed yet."""
    sent = [Sending.invitation_id == Invitation.id, Sending.kind == kind, Sending.channel == MAIL]
    if kind != INVITATION:
        sent.append(Sending.at >= since)  # an invitation leaves once for good, a reminder once for each job
    query = (
        select(Invitation.id)
        .join(Employee, Employee.id == Invitation.employee_id)
        .join(SigningRound, SigningRound.id == Invitation.round_id)
        .where(Invitation.round_id == round_id, func.coalesce(Employee.email, "") != "")
        .where(~_has_signed(), ~exists(select(Sending.id).where(*sent).correlate(Invitation)))
        .order_by(Employee.staff_number)
    )
    found = db.session.scalars(query).all()
    wanted = None if ids is None else set(ids)
    return [each for each in found if wanted is None or each in wanted]


def _has_signed() -> ColumnElement[bool]:
    mine = (
        Acknowledgement.employee_id == Invitation.employee_id,
        Acknowledgement.edition_id == SigningRound.edition_id,
    )
    return exists(select(Acknowledgement.id).where(*mine, stands()).correlate(Invitation, SigningRound))


def _recipients(invitation_ids: Sequence[str]) -> list[Recipient]:
    query = (
        select(
            Invitation.id,
            Employee.email,
            Employee.name,
            Employee.language,
            Edition.number,
            func.coalesce(Invitation.deadline_on, SigningRound.deadline_on).label("due_on"),
            SigningRound.note,
            zone_of(Employee.id, clock.now().date()).label("zone"),
        )
        .join(Employee, Employee.id == Invitation.employee_id)
        .join(SigningRound, SigningRound.id == Invitation.round_id)
        .join(Edition, Edition.id == SigningRound.edition_id)
        .where(Invitation.id.in_(list(invitation_ids)))
        .order_by(Employee.staff_number)
    )
    rows = db.session.execute(query).all()
    end_read()
    return [Recipient(row.id, row.email, _asked(row)) for row in rows]


def _asked(row: Any) -> Asked:
    is_late = row.due_on < clock.today(row.zone or NOWHERE)
    return Asked(row.name, row.language, row.number, row.due_on, row.note, is_late)


def _pieces(whole: Sequence[str], size: int) -> Iterator[list[str]]:
    waiting = iter(whole)
    while piece := list(islice(waiting, size)):
        yield piece
