"""The text that stood on a page when a person acted on it: checked against the text that stands now."""

from dataclasses import dataclass

from flask_babel import gettext as _

from handbook.acknowledgements.models import Invitation
from handbook.acknowledgements.own_invitation import HELD, hold_person, invitation_to_answer
from handbook.acknowledgements.queries import SignatureContext, find_acknowledgement, signature_context
from handbook.core import locks
from handbook.core.actor import Actor
from handbook.core.errors import Conflict
from handbook.core.transaction import session_of_transaction


@dataclass(frozen=True, slots=True)
class ShownText:
    """Which edition, by number and hash, in which profile and language."""

    edition_number: int
    manifest_sha256: str
    profile: str
    language: str


def context_of(actor: Actor, shown: ShownText) -> SignatureContext:
    """Return what the actor would sign now (inside a transaction); raise Conflict where it is not what was shown."""
    locks.hold_editions(shared=True)
    context = signature_context(actor, shown.language)
    edition, page = context.edition, context.page
    if (shown.edition_number, shown.manifest_sha256) != (edition.number, edition.manifest_sha256):
        raise Conflict(_("A newer edition was published while you were reading. Please read what changed first."))
    if (shown.profile, shown.language) != (page.profile, page.language):
        raise Conflict(_("Your job or language changed while you were reading. Please read your text first."))
    return context


def unsigned_context_of(actor: Actor, shown: ShownText) -> SignatureContext:
    """Return the same with the actor held until the commit; raise Conflict also where the actor has signed it."""
    context = context_of(actor, shown)
    hold_person(actor.employee_id)
    if find_acknowledgement(context.edition.id, actor.employee_id) is not None:
        raise Conflict(_("You have signed this edition already. Your signature stands."))
    return context


def held_invitation(actor: Actor, edition_id: str) -> Invitation:
    """Return the invitation that the actor answers, held until the commit: equal forms stand in line here."""
    invitation = invitation_to_answer(edition_id, actor.employee_id)
    session_of_transaction().refresh(invitation, with_for_update=HELD)
    return invitation
