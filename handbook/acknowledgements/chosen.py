"""Doing something for chosen people of a round: remind, note a text or slip, move a deadline, write down leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import insert, select, update

from handbook.acknowledgements import board_facts, board_people
from handbook.acknowledgements.as_of import as_of, is_over
from handbook.acknowledgements.board_lines import BoardFilters, RoundRow
from handbook.acknowledgements.board_states import REMINDABLE, State
from handbook.acknowledgements.emails import Asked
from handbook.acknowledgements.inviting import INVITATION, REMINDER, mail_out
from handbook.acknowledgements.models import Invitation, Sending, SigningRound
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.errors import Invalid
from handbook.core.transaction import session_of_transaction
from handbook.people.models import Absence, Account, Employee

TEXT, SLIP = "text", "slip"
PIECE = 500


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who was chosen: by check boxes, or everybody whom the filters leave."""

    invitation_ids: Sequence[str]
    everybody: bool
    filters: BoardFilters


@dataclass(frozen=True, slots=True)
class Target:
    """One chosen person."""

    invitation_id: str
    employee_id: str
    staff_number: str
    state: State
    email: str
    mobile: str
    has_password: bool
    asked: Asked


@dataclass(frozen=True, slots=True)
class Reminded:
    """What came of reminding: mailed, without an address, and left in peace since nothing is to be done by them."""

    by_mail: int
    without_mail: int
    in_peace: int


def targets_for(actor: Actor, round_: RoundRow, chosen: Chosen) -> list[Target]:
    """Return the chosen people whom the actor may see today (two queries); somebody else's id finds nobody."""
    who = board_people.invited([round_.id], as_of(None, board_people.zones()), actor)
    filters = chosen.filters if chosen.everybody else BoardFilters()
    board = board_people.narrowed(who, filters, actor)
    query = (
        select(
            board.c.invitation_id,
            board.c.employee_id,
            board.c.staff_number,
            board.c.state,
            Employee.email,
            Employee.mobile,
            Account.password_hash.is_not(None).label("has_password"),
            Employee.name,
            Employee.language,
            board_facts.due_on().label("due_on"),
            board.c.day,
        )
        .join(Employee, Employee.id == board.c.employee_id)
        .join(Invitation, Invitation.id == board.c.invitation_id)
        .join(SigningRound, SigningRound.id == Invitation.round_id)
        .join(Account, Account.employee_id == Employee.id, isouter=True)
        .order_by(board.c.search, board.c.staff_number)
    )
    if not chosen.everybody:
        query = query.where(board.c.invitation_id.in_(list(chosen.invitation_ids)[:PIECE]))
    if chosen.everybody and filters.states:
        query = query.where(board.c.state.in_([state.value for state in filters.states]))
    return [_target(row, round_) for row in db.session.execute(query)]


def remind(actor: Actor, round_id: str, targets: Sequence[Target]) -> Reminded:
    """Mail a reminder to whoever still has to act and has an address; say how many have none (inside a transaction)."""
    asked = [one for one in targets if one.state in REMINDABLE]
    ids = [one.invitation_id for one in asked if one.email]
    if ids:
        mail_out(round_id, REMINDER, ids, actor.employee_id)
    return Reminded(len(ids), len(asked) - len(ids), len(targets) - len(asked))


def note_sent(actor: Actor, targets: Sequence[Target], channel: str) -> None:
    """Write down that a text was sent or a slip printed: the first time an invitation, then a reminder."""
    session, now = session_of_transaction(), clock.now()
    for piece in _pieces([one.invitation_id for one in targets]):
        known = set(session.scalars(select(Sending.invitation_id).where(Sending.invitation_id.in_(piece))))
        rows = [
            {
                "id": new_id(),
                "invitation_id": each,
                "kind": REMINDER if each in known else INVITATION,
                "channel": channel,
                "at": now,
                "by_employee_id": actor.employee_id,
            }
            for each in piece
        ]
        session.execute(insert(Sending), rows)


def set_deadline(actor: Actor, targets: Sequence[Target], day: date, reason: str) -> int:
    """Give these people a last day of their own, with its reason; return how many. Raises Invalid for a past day."""
    if is_over(day, board_people.zones()):
        raise Invalid(_("Last day to sign: this day has been. Choose today or a later day."))
    if not reason.strip():
        raise Invalid(_("Say why these people get another last day."))
    values = {"deadline_on": day, "deadline_reason": reason.strip(), "deadline_by": actor.employee_id}
    for piece in _pieces([one.invitation_id for one in targets]):
        session_of_transaction().execute(update(Invitation).where(Invitation.id.in_(piece)).values(**values))
    return len(targets)


def excuse(actor: Actor, targets: Sequence[Target], from_on: date, until_on: date) -> int:
    """Write down that these people are on leave; return for how many it is new (inside a transaction).

    Days of leave that are on file already are not written twice. Raises Invalid where the days run backwards.
    """
    if until_on < from_on:
        raise Invalid(_("On leave until: choose the first day or a later one."))
    session, count = session_of_transaction(), 0
    for piece in _pieces([one.employee_id for one in targets]):
        shared = (Absence.from_on <= until_on, Absence.to_on >= from_on, Absence.employee_id.in_(piece))
        known = set(session.scalars(select(Absence.employee_id).where(*shared)))
        days = {"from_on": from_on, "to_on": until_on, "recorded_by": actor.employee_id}
        rows = [{"id": new_id(), "employee_id": each, **days} for each in piece if each not in known]
        count += len(rows)
        if rows:
            session.execute(insert(Absence), rows)
    return count


def _target(row: Any, round_: RoundRow) -> Target:
    asked = Asked(row.name, row.language, round_.edition, row.due_on, round_.note, is_late=row.due_on < row.day)
    return Target(
        row.invitation_id,
        row.employee_id,
        row.staff_number,
        State(row.state),
        row.email or "",
        row.mobile or "",
        bool(row.has_password),
        asked,
    )


def _pieces(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + PIECE] for start in range(0, len(ids), PIECE)]
