"""Opening a round with each publication: everybody placed that day is invited in the same transaction."""

from datetime import timedelta

from sqlalchemy import func, insert, select

from handbook.acknowledgements.models import Invitation, SigningRound
from handbook.core import clock
from handbook.core.db import new_id
from handbook.core.transaction import session_of_transaction
from handbook.people.queries import placed_people
from handbook.rules import operations as rules

TIME_TO_SIGN = timedelta(days=14)


def install() -> None:
    """Let every publication open a round."""
    rules.after_publish(open_round)


def open_round(edition_id: str) -> str:
    """Ask everybody who is placed today to sign this edition; return the round's id (inside a transaction)."""
    session = session_of_transaction()
    now = clock.now()
    deadline = (now + TIME_TO_SIGN).date()
    round_ = SigningRound(
        id=new_id(),
        number=_next_number(),
        edition_id=edition_id,
        reason="publication",
        deadline_on=deadline,
        opened_at=now,
    )
    session.add(round_)
    session.flush()
    people = sorted({person.employee_id for person in placed_people(now.date())})
    rows = [{"id": new_id(), "round_id": round_.id, "employee_id": each, "invited_at": now} for each in people]
    if rows:
        session.execute(insert(Invitation), rows)
    return round_.id


def own_wish(edition_id: str, employee_id: str) -> Invitation:
    """Invite one person who was not asked but wishes to sign: a new hire, or somebody who came back."""
    session = session_of_transaction()
    now = clock.now()
    deadline = (now + TIME_TO_SIGN).date()
    round_ = SigningRound(
        id=new_id(),
        number=_next_number(),
        edition_id=edition_id,
        reason="own wish",
        deadline_on=deadline,
        opened_at=now,
    )
    invitation = Invitation(id=new_id(), round_id=round_.id, employee_id=employee_id, invited_at=now)
    session.add(round_)
    session.flush()
    session.add(invitation)
    session.flush()
    return invitation


def _next_number() -> int:
    """Return the number of the next round; the constraint refuses a number that is taken twice."""
    return (session_of_transaction().scalar(select(func.max(SigningRound.number))) or 0) + 1
