"""What happens before a test: somebody from outside is invited, and the invitation ends."""

from datetime import date, timedelta

from sqlalchemy import select

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.transaction import end_read, transaction
from handbook.corrective_actions import outsiders
from handbook.corrective_actions.ladders.models import OutsiderInvited
from handbook.corrective_actions.outsiders import Asked, InvitationDraft
from handbook.people.operations import Guest, GuestDraft
from tests import factories
from tests.acknowledgements.signing import proof_of


def in_days(distance: int) -> date:
    return clock.now().date() + timedelta(days=distance)


def draft(
    asked: Asked = Asked.APPROVER, email: str | None = None, first: int = 0, last: int = 30, key: str | None = None
) -> InvitationDraft:
    """Return the invitation of a lawyer for thirty days."""
    guest = GuestDraft("Ilze Vītola", "lv", email, None, in_days(first), in_days(last))
    return InvitationDraft(key or new_id(), guest, "A lawyer", asked, "none known", "We are four.")


def keep(actor: Actor, made: InvitationDraft, case_id: str | None) -> Guest | None:
    """Let somebody invite; return the guest, None where that was done before."""
    proof = proof_of(actor)
    end_read()
    with transaction():
        return outsiders.invite(actor, proof, made, case_id)


def invite(case_id: str | None, by: str = "meera", made: InvitationDraft | None = None) -> Guest:
    """Let somebody invite a guest to a case, or to complaints; return the guest."""
    guest = keep(factories.actor(by), made or draft(Asked.APPROVER if case_id else Asked.COMPLAINTS), case_id)
    assert guest is not None
    return guest


def invitation(guest: Guest) -> str:
    """Return the id of a guest's invitation."""
    return db.session.scalars(select(OutsiderInvited.id).where(OutsiderInvited.employee_id == guest.employee_id)).one()


def end(invitation_id: str, reason: str = "It is done.", by: str = "meera") -> None:
    """Let somebody end an invitation."""
    actor = factories.actor(by)
    end_read()
    with transaction():
        outsiders.end_invitation(actor, invitation_id, reason)
