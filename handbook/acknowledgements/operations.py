"""The verbs of signing: go on reading, and sign."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as insert_unless_there

from handbook import __version__
from handbook.acknowledgements import rounds
from handbook.acknowledgements.forms import SignatureDraft
from handbook.acknowledgements.models import Acknowledgement, Invitation, SectionRead, SigningRound
from handbook.acknowledgements.queries import (
    SignatureContext,
    find_acknowledgement,
    find_by_key,
    signature_context,
)
from handbook.acknowledgements.reading import read_rules
from handbook.core import clock, jobs, locks
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.core.transaction import session_of_transaction
from handbook.documents.operations import new_code
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee
from handbook.people.sign_in import Proof

SEAL = "acknowledgements.seal"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a signature was given: the browser's own words, shortened, and the shortened address."""

    device: str
    address: str


def mark_read(actor: Actor, edition_id: str, language: str, rule_id: str) -> None:
    """Note that the actor went on from this rule; noting it twice is the same as once."""
    row = {"employee_id": actor.employee_id, "edition_id": edition_id, "language": language, "rule_id": rule_id}
    insert = insert_unless_there(SectionRead).values(row | {"read_at": clock.now()})
    session_of_transaction().execute(insert.on_conflict_do_nothing())
    invitation = _invitation(edition_id, actor.employee_id)
    if invitation is not None and invitation.opened_at is None:
        invitation.opened_at = clock.now()


def sign(actor: Actor, draft: SignatureDraft, proof: Proof, where: Surroundings) -> str:
    """Write the signature and its leaf; return the acknowledgement's id. The same post twice gives the same id.

    Raises Refused where the proven person is not the actor, Conflict where a newer edition stands or the text shown
    is not the text in force, Invalid where sections are still unread.
    """
    if proof.employee_id != actor.employee_id:
        raise Refused(_("Nobody can sign for another person."))
    locks.hold_editions(shared=True)
    context = signature_context(actor, draft.language)
    if draft.edition_number != context.edition.number or draft.manifest_sha256 != context.edition.manifest_sha256:
        raise Conflict(_("A newer edition was published while you were reading. Please read what changed first."))
    if draft.profile != context.page.profile or draft.language != context.page.language:
        raise Conflict(_("Your job or language changed while you were reading. Please read your text first."))
    _hold_person(actor.employee_id)
    invitation = _invitation(context.edition.id, actor.employee_id) or rounds.own_wish(
        context.edition.id, actor.employee_id
    )
    earlier = find_acknowledgement(context.edition.id, actor.employee_id)
    if earlier is not None:
        return earlier
    return _write(actor, draft, proof, where, context, invitation)


def _write(
    actor: Actor,
    draft: SignatureDraft,
    proof: Proof,
    where: Surroundings,
    context: SignatureContext,
    invitation: Invitation,
) -> str:
    read = read_rules(actor.employee_id, context.edition.id, draft.language)
    unread = [rule_id for rule_id in context.rule_ids if rule_id not in read]
    if unread:
        raise Invalid(_("%(count)s sections are still unread. Read them first, then sign.", count=len(unread)))
    if not draft.typed_name:
        raise Invalid(_("Type your name."))
    if find_by_key(draft.idempotency_key) is not None:
        raise Invalid(_("This form is damaged. Open the signing page again."))  # another person has sent it
    person, edition, page = context.person, context.edition, context.page
    acknowledgement = Acknowledgement(
        id=new_id(),
        invitation_id=invitation.id,
        employee_id=actor.employee_id,
        edition_id=edition.id,
        receipt=new_code(),
        idempotency_key=draft.idempotency_key,
        staff_number=person.staff_number,
        name=person.name,
        typed_name=draft.typed_name,
        job=person.job,
        location=person.location,
        zone=person.zone,
        profile=page.profile,
        language=page.language,
        translation_lagged=context.lags,
        rules_in_source_language=page.gaps,
        manifest_sha256=edition.manifest_sha256,
        pdf_sha256=page.pdf_sha256,
        html_sha256=page.html_sha256,
        statement=page.statement,
        sections_read=len(context.rule_ids),
        sections_total=len(context.rule_ids),
        shown_at=_shown_at(draft.shown_at, edition.recorded_at),
        **proof.columns(),
        signed_before=None,
        sections_required=len(context.rule_ids),
        questions_right=0,
        questions_total=0,
        session_id=actor.session_id,
        device=where.device,
        address=where.address,
        program_version=__version__,
    )
    record_evidence(acknowledgement)
    jobs.enqueue(SEAL, acknowledgement.id, {"acknowledgement_id": acknowledgement.id}, actor.employee_id)
    return acknowledgement.id


def _hold_person(employee_id: str) -> None:
    """Lock the person's row: equal posts stand in line here, so that the second finds what the first has written."""
    session_of_transaction().execute(
        select(Employee.id).where(Employee.id == employee_id).with_for_update(key_share=True)
    )


def _invitation(edition_id: str, employee_id: str) -> Invitation | None:
    """Return the person's newest invitation to this edition."""
    query = (
        select(Invitation)
        .join(SigningRound, SigningRound.id == Invitation.round_id)
        .where(SigningRound.edition_id == edition_id, Invitation.employee_id == employee_id)
        .order_by(Invitation.invited_at.desc(), Invitation.id)
        .limit(1)
    )
    return session_of_transaction().scalar(query)


def _shown_at(text: str, published_at: datetime) -> datetime:
    """Read when the signing page was opened: after the edition was published, and not in the future."""
    try:
        shown = datetime.fromisoformat(text)
    except ValueError:
        shown = None
    if shown is None or shown.tzinfo is None or not published_at <= shown <= clock.now():
        raise Invalid(_("This form is damaged. Open the signing page again."))
    return shown
