"""How somebody from outside comes into the demo: invited to one case, with a slip by which they choose a password."""

from datetime import timedelta

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.transaction import transaction
from handbook.corrective_actions import outsiders
from handbook.corrective_actions.outsiders import Asked, InvitationDraft
from handbook.demo.people import GUESTS
from handbook.people.one_time import find_secret
from handbook.people.operations import GuestDraft
from handbook.people.own_credentials import choose_credentials
from handbook.people.passwords import hash_password
from handbook.people.sessions import NOWHERE
from handbook.people.sign_in import Proof
from handbook.people.tokens import typed_code

LASTS = timedelta(days=180)


def invite(inviter: tuple[Actor, Proof], number: str, password: str, case_id: str, asked: Asked, reason: str) -> str:
    """Invite a guest to a case, and let them choose their password with the slip; return their id."""
    actor, proof = inviter
    one, today = GUESTS[number], clock.now().date()
    guest = GuestDraft(one.name, one.language, None, None, today, today + LASTS)
    draft = InvitationDraft(new_id(), guest, one.organisation, asked, "None are known; both were asked.", reason)
    with transaction():
        invited = outsiders.invite(actor, proof, draft, case_id)
    if invited is None or invited.staff_number != number:
        raise LookupError(f"the guest {number} of the demo came under another number")
    found = find_secret(typed_code(invited.code or ""))
    if found is None:
        raise LookupError(f"the slip of the guest {number} opens nothing")
    hashed = hash_password(password)
    with transaction():
        choose_credentials(found.id, hashed, None, NOWHERE)
    return invited.employee_id
