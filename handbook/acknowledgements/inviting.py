"""Inviting people: into a new round at once, and within an hour whoever begins, comes back, or gets another text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.dialects.postgresql import insert as insert_unless_there

from handbook.acknowledgements.as_of import as_of
from handbook.acknowledgements.audience import placed_now
from handbook.acknowledgements.beginnings import Beginning, Span, beginning, deadline_of
from handbook.acknowledgements.concerned import people_concerned, proposed_by
from handbook.acknowledgements.models import Acknowledgement, Invitation, SigningRound
from handbook.acknowledgements.standing import stands
from handbook.company.models import Location
from handbook.core import clock, jobs
from handbook.core.db import new_id
from handbook.core.transaction import session_of_transaction, transaction
from handbook.people.models import Employee, Placement

INVITATION, REMINDER = "invitation", "reminder"
MAIL_OUT = "acknowledgements.mail_out"
NEW_HIRE, RETURN, OTHER_TEXT = "new hire", "return", "other text"
PIECE = 500


def invite(round_id: str, employee_ids: Iterable[str], reason: str) -> None:
    """Invite these people to a round (inside a transaction); who is invited already stays as they are."""
    now = clock.now()
    _insert(
        {"id": new_id(), "round_id": round_id, "employee_id": each, "reason": reason, "invited_at": now}
        for each in employee_ids
    )


def send_invitations(round_id: str, by_employee_id: str | None) -> None:
    """Let a job mail everybody in the round who has an address and got no mail for it yet (inside a transaction)."""
    with_mail = and_(Invitation.round_id == round_id, Employee.email.is_not(None))
    query = select(Invitation.id).join(Employee, Employee.id == Invitation.employee_id).where(with_mail).limit(1)
    if session_of_transaction().scalar(query) is not None:
        mail_out(round_id, INVITATION, None, by_employee_id)


def mail_out(round_id: str, kind: str, invitation_ids: Sequence[str] | None, by_employee_id: str | None) -> str:
    """Let a job mail these people of a round, or all of them (None); return the job's id (inside a transaction)."""
    ids = None if invitation_ids is None else list(invitation_ids)
    payload = {"round_id": round_id, "kind": kind, "since": clock.now().isoformat(), "invitation_ids": ids}
    return jobs.enqueue(MAIL_OUT, new_id(), payload, by_employee_id)


def keep_up() -> int:
    """Invite whoever works today, is not in the newest publication round and has something to sign; return how many.

    Twice is as once. Who begins, or comes back after a gap, gets an individual deadline counted from that first day; so
    does who reads something else by now, by another job or language, counted from today. Who comes back and was invited
    before the gap keeps that invitation and gets the new deadline.
    """
    with transaction() as session:
        newest = select(SigningRound).where(SigningRound.reason == "publication")
        round_ = session.scalar(newest.order_by(SigningRound.number.desc()).limit(1))
        if round_ is None:
            return 0
        zones = list(session.scalars(select(Location.zone).distinct()))
        here = placed_now(as_of(None, zones))
        count = _take_in(round_, here)
        _welcome_back(round_, here)
        if count:
            send_invitations(round_.id, None)
        return count


def _take_in(round_: SigningRound, here: ColumnElement[bool]) -> int:
    invited = exists(
        select(Invitation.id)
        .where(Invitation.round_id == round_.id, Invitation.employee_id == Placement.employee_id)
        .correlate(Placement)
    )
    back = _people_here(here, ~invited, Placement.from_on > round_.opened_at.date())
    asked = people_concerned(proposed_by(round_.edition_id), ~invited)
    now, count = clock.now(), 0
    for piece in _pieces(back | asked):
        begun = _beginnings(piece)
        signed = _last_signed(piece)
        rows = [
            {
                "id": new_id(),
                "round_id": round_.id,
                "employee_id": each,
                "reason": reason,
                "invited_at": now,
                "deadline_on": deadline_of(one.first_on, clock.today(piece[each])),
                "deadline_reason": reason,
            }
            for each, one in begun.items()
            if (reason := _reason(one, signed.get(each), piece[each])) == RETURN or each in asked
        ]
        _insert(rows)
        count += len(rows)
    return count


def _reason(one: Beginning, last_signed: datetime | None, zone: str) -> str:
    """Say why somebody enters a round later; who has signed since they began reads something else by now."""
    if last_signed is not None and clock.local(last_signed, zone).date() >= one.first_on:
        return OTHER_TEXT
    return RETURN if one.is_back else NEW_HIRE


def _last_signed(people: Mapping[str, str]) -> dict[str, datetime]:
    """Return when these people gave their newest signature that stands (one query)."""
    query = select(Acknowledgement.employee_id, func.max(Acknowledgement.recorded_at).label("at"))
    mine = query.where(Acknowledgement.employee_id.in_(list(people)), stands())
    rows = session_of_transaction().execute(mine.group_by(Acknowledgement.employee_id))
    return {row.employee_id: row.at for row in rows}


def _welcome_back(round_: SigningRound, here: ColumnElement[bool]) -> None:
    """Give who was invited, left and came back the time of a returner."""
    session = session_of_transaction()
    since = and_(Invitation.round_id == round_.id, Invitation.employee_id == Placement.employee_id)
    invited = exists(select(Invitation.id).where(since).correlate(Placement))
    for piece in _pieces(_people_here(here, invited, Placement.from_on > round_.opened_at.date())):
        begun = _beginnings(piece)
        mine = (Invitation.round_id == round_.id, Invitation.employee_id.in_(list(begun)))
        for invitation in session.scalars(select(Invitation).where(*mine)):
            one, zone = begun[invitation.employee_id], piece[invitation.employee_id]
            if one.is_back and one.first_on > clock.local(invitation.invited_at, zone).date():
                _extend(invitation, one.first_on, deadline_of(one.first_on, clock.today(zone)))


def _extend(invitation: Invitation, first_on: date, deadline: date) -> None:
    """Set the returner's deadline, unless somebody has set one since the return."""
    before = invitation.deadline_on
    if before == deadline or (before is not None and before >= first_on and invitation.deadline_by is not None):
        return
    invitation.deadline_on, invitation.deadline_reason, invitation.deadline_by = deadline, RETURN, None


def _people_here(*conditions: ColumnElement[bool]) -> dict[str, str]:
    """Return the zones of the places of people who work today, by employee id."""
    query = select(Placement.employee_id, Location.zone).join(Location, Location.id == Placement.location_id)
    rows = session_of_transaction().execute(query.where(*conditions))
    return {row.employee_id: row.zone for row in rows}


def _beginnings(zones: Mapping[str, str]) -> dict[str, Beginning]:
    """Return since when each of these people works here without a gap (one query)."""
    spans: dict[str, list[Span]] = {}
    query = select(Placement.employee_id, Placement.from_on, Placement.to_on)
    for each, from_on, to_on in session_of_transaction().execute(query.where(Placement.employee_id.in_(list(zones)))):
        spans.setdefault(each, []).append(Span(from_on, to_on))
    found = {each: beginning(mine, clock.today(zones[each])) for each, mine in spans.items()}
    return {each: one for each, one in found.items() if one is not None}


def _insert(rows: Iterable[dict[str, Any]]) -> None:
    """Write invitations; two workers at once write each of them once."""
    waiting = iter(rows)
    while piece := list(islice(waiting, PIECE)):
        session_of_transaction().execute(insert_unless_there(Invitation).on_conflict_do_nothing(), piece)


def _pieces(whole: dict[str, str]) -> Iterator[dict[str, str]]:
    waiting = iter(whole.items())
    while piece := dict(islice(waiting, PIECE)):
        yield piece
