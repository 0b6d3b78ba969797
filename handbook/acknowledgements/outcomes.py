"""The verbs of what comes of an invitation besides a signature: declined, refused, served by hand, read aloud."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from handbook.acknowledgements.invitees import Invitee, has_opened, invitee_for, newest_outcome
from handbook.acknowledgements.kinds import Kind
from handbook.acknowledgements.models import Invitation, Outcome
from handbook.acknowledgements.own_invitation import HELD, hold_person
from handbook.acknowledgements.policy import witness_fault
from handbook.acknowledgements.service_days import happened_at
from handbook.acknowledgements.shown_text import ShownText, held_invitation, unsigned_context_of
from handbook.acknowledgements.surroundings import Surroundings
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.core.transaction import session_of_transaction
from handbook.ledger.appending import record_evidence
from handbook.people.queries import find_placed_today
from handbook.people.sign_in import Proof
from handbook.rules import queries as rules

SENT_TWICE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ServiceDraft:
    """What was put before the person: the language of the text, on which day (None: just now), and remarks."""

    language: str
    happened_on: date | None
    words: str


def decline(actor: Actor, proof: Proof, shown: ShownText, words: str, where: Surroundings) -> str:
    """Write down that the actor was shown the text and declines to sign it; return the outcome's id.

    `words` is the reason and may be empty. The same again gives the same id. Raises Refused where the proven person is
    not the actor, Conflict where another text stands or it is signed already, Invalid where nothing was opened.
    """
    if proof.employee_id != actor.employee_id:
        raise Refused(_("Nobody can decline for another person."))
    context = unsigned_context_of(actor, shown)
    if not has_opened(context.edition.id, actor.employee_id):
        raise Invalid(_("Open the handbook first, so that you know what you decline. Reading is working time."))
    invitation = held_invitation(actor, context.edition.id)
    earlier = newest_outcome(invitation.id)
    if earlier is not None and (earlier.kind, earlier.words) == (Kind.DECLINED, words):
        return earlier.id
    row = outcome(
        Kind.DECLINED, invitation, shown, context.edition.id, context.person.zone, words, actor.name, proof.method
    )
    row.by_employee_id, row.device, row.address = actor.employee_id, where.device, where.address
    record_evidence(row)
    return row.id


def record_refusal(
    actor: Actor, first: Proof, second: Proof, number: int, employee_id: str, draft: ServiceDraft, where: Surroundings
) -> str:
    """Write down that a person was shown the text and refused to sign, before two proven witnesses; return the id.

    Raises NotFound where the actor may not record about this person, Refused where the first proof is not the
    actor's, Invalid where the second witness is the actor, the person, or works here no longer.
    """
    invitee = _open_invitee(actor, first, number, employee_id)
    fault = witness_fault(first.employee_id, second.employee_id, employee_id)
    witness = find_placed_today(second.employee_id)
    if fault is None and witness is None:
        fault = _("Second witness: this person does not work here today. Ask somebody else.")
    if fault is not None or witness is None:
        raise Invalid(fault or "")
    row = _by_another(Kind.REFUSED, actor, first, invitee, draft, where)
    row.witness_id, row.witness_name, row.witness_method = witness.employee_id, witness.name, second.method
    return _record_once(row)


def record_service(
    actor: Actor,
    proof: Proof,
    kind: Kind,
    number: int,
    employee_id: str,
    draft: ServiceDraft,
    where: Surroundings,
) -> str:
    """Write down that the actor handed a person the text or read it aloud to them; return the outcome's id.

    `kind` is SERVED_BY_HAND or READ_ALOUD. Raises NotFound where the actor may not record about this person, Refused
    where the proof is not the actor's, Invalid for a day that cannot be, Conflict where it is signed or superseded.
    """
    invitee = _open_invitee(actor, proof, number, employee_id)
    return _record_once(_by_another(kind, actor, proof, invitee, draft, where))


def outcome(
    kind: Kind,
    invitation: Invitation,
    shown: ShownText,
    edition_id: str,
    zone: str,
    words: str,
    by_name: str,
    method: str,
) -> Outcome:
    """Return a new row that happened now; the caller says by whom and where, and records it."""
    return Outcome(
        id=new_id(),
        invitation_id=invitation.id,
        employee_id=invitation.employee_id,
        edition_id=edition_id,
        kind=kind.value,
        happened_at=clock.now(),
        zone=zone,
        profile=shown.profile,
        language=shown.language,
        manifest_sha256=shown.manifest_sha256,
        words=words,
        until_on=None,
        by_name=by_name,
        by_method=method,
    )


def _open_invitee(actor: Actor, proof: Proof, number: int, employee_id: str) -> Invitee:
    if proof.employee_id != actor.employee_id:
        raise Refused(_("You can record this only with your own password."))
    hold_person(employee_id)
    invitee = invitee_for(actor, number, employee_id)
    if invitee.signed is not None:
        raise Conflict(_("This person has signed meanwhile. Nothing else needs to be written down."))
    if invitee.is_superseded:
        raise Conflict(_("A newer edition stands. Open the newest round and record it there."))
    if invitee.placed is None:
        raise Conflict(_("This person works here no longer, so nothing can be handed over."))
    return invitee


def _by_another(
    kind: Kind, actor: Actor, proof: Proof, invitee: Invitee, draft: ServiceDraft, where: Surroundings
) -> Outcome:
    edition = rules.edition_by_id(invitee.edition_id)
    page = rules.page(edition.id, invitee.profile, draft.language)
    if page.is_fallback:
        raise Invalid(_("Language: this edition is not written in that language. Choose another one."))
    shown = ShownText(edition.number, edition.manifest_sha256, page.profile, page.language)
    invitation = session_of_transaction().get_one(Invitation, invitee.invitation_id, with_for_update=HELD)
    row = outcome(kind, invitation, shown, edition.id, invitee.zone, draft.words, actor.name, proof.method)
    row.happened_at = happened_at(actor, invitee, draft.happened_on, edition.recorded_at)
    row.by_employee_id, row.device, row.address = actor.employee_id, where.device, where.address
    return row


def _record_once(row: Outcome) -> str:
    """Record an outcome by another; a form that was sent twice gives the id of the first."""
    earlier = newest_outcome(row.invitation_id)
    if earlier is not None and clock.now() - earlier.recorded_at < SENT_TWICE and _same(earlier) == _same(row):
        return earlier.id
    record_evidence(row)
    return row.id


def _same(row: Outcome) -> tuple[str | None, ...]:
    return (row.kind, row.by_employee_id, row.witness_id, row.language, row.words)
