"""The invitation that a person answers at this moment, by a signature or otherwise."""

from typing import Final

from sqlalchemy import exists, select

from handbook.acknowledgements import rounds
from handbook.acknowledgements.models import Acknowledgement, Invitation, SigningRound
from handbook.core.transaction import session_of_transaction
from handbook.people.models import Employee

# Rows that evidence points to are held without their key: evidence is written under the ledger's one lock, and whoever
# holds a whole row and waits for that lock would stop a writer who has it and asks whether the row is there.
HELD: Final = {"key_share": True}


def hold_person(employee_id: str) -> None:
    """Lock the person's row: whatever comes of an invitation stands in line here, so that each finds what was before.

    Held before anything of the invitation itself, by whoever signs, declines, asks or records.
    """
    session_of_transaction().execute(
        select(Employee.id).where(Employee.id == employee_id).with_for_update(key_share=True)
    )


def find_invitation(edition_id: str, employee_id: str) -> Invitation | None:
    """Return the person's newest invitation to this edition that has no signature, or None (inside a transaction)."""
    signed = exists().where(Acknowledgement.invitation_id == Invitation.id)
    query = (
        select(Invitation)
        .join(SigningRound, SigningRound.id == Invitation.round_id)
        .where(SigningRound.edition_id == edition_id, Invitation.employee_id == employee_id, ~signed)
        .order_by(Invitation.invited_at.desc(), Invitation.id)
        .limit(1)
    )
    return session_of_transaction().scalar(query)


def invitation_to_answer(edition_id: str, employee_id: str) -> Invitation:
    """Return that invitation; who was not asked is invited by own wish."""
    return find_invitation(edition_id, employee_id) or rounds.own_wish(edition_id, employee_id)
