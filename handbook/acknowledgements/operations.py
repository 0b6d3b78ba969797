"""The verbs of signing: go on reading, answer check questions, choose how to sign, and sign."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.dialects.postgresql import insert as insert_unless_there

from handbook.acknowledgements import own_invitation
from handbook.acknowledgements.consent import choose_how
from handbook.acknowledgements.forms import SignatureDraft
from handbook.acknowledgements.models import CheckTally, RightAnswer, SectionRead
from handbook.acknowledgements.queries import SignatureContext, find_acknowledgement, find_by_key, signature_context
from handbook.acknowledgements.readiness import Readiness, readiness_of
from handbook.acknowledgements.record import Act
from handbook.acknowledgements.surroundings import Surroundings
from handbook.core import clock, jobs, locks
from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.core.transaction import session_of_transaction
from handbook.ledger.appending import record_evidence
from handbook.people.sign_in import Proof

__all__ = ["RECEIPT", "SEAL", "Surroundings", "answer", "choose_how", "mark_read", "sign"]

SEAL = "acknowledgements.seal"
RECEIPT = "acknowledgements.receipt"


def mark_read(actor: Actor, edition_id: str, language: str, rule_id: str) -> None:
    """Note that the actor went on from this rule; noting it twice is the same as once."""
    row = {"employee_id": actor.employee_id, "edition_id": edition_id, "language": language, "rule_id": rule_id}
    insert = insert_unless_there(SectionRead).values(row | {"read_at": clock.now()})
    session_of_transaction().execute(insert.on_conflict_do_nothing())
    invitation = own_invitation.find_invitation(edition_id, actor.employee_id)
    if invitation is not None and invitation.opened_at is None:
        invitation.opened_at = clock.now()


def answer(actor: Actor, edition_number: int, language: str, chosen: Mapping[str, str]) -> dict[str, bool]:
    """Take answers to check questions by rule; return which of those chosen are right.

    A right one is kept for the person, once; every answer is counted under no name, and a wrong one is kept nowhere
    else. Raises Conflict where a newer edition stands, Invalid where sections are still unread.
    """
    context = signature_context(actor, language)
    if edition_number != context.edition.number:
        raise Conflict(_("A newer edition was published while you were reading. Please read what changed first."))
    ready = readiness_of(context)
    _refuse_unread(ready)
    judged = {one.rule_id: ready.is_right(one, chosen.get(one.rule_id, "")) for one in ready.open_questions}
    given = {rule_id: right for rule_id, right in judged.items() if right is not None}
    for rule_id, right in sorted(given.items()):  # in one order, so that two people never wait for each other
        _count(context, rule_id, right)
        if right:
            _keep_right(actor, context.edition.id, rule_id)
    return given


def sign(actor: Actor, draft: SignatureDraft, proof: Proof, where: Surroundings) -> str:
    """Write the signature and its leaf; return the acknowledgement's id. The same post twice gives the same id.

    Raises Refused where the proven person is not the actor, Conflict where a newer edition stands or the text shown
    is not the text in force, Invalid where sections are unread, questions open, or the choice to sign electronically
    is missing.
    """
    if proof.employee_id != actor.employee_id:
        raise Refused(_("Nobody can sign for another person."))
    locks.hold_editions(shared=True)
    context = signature_context(actor, draft.language)
    _refuse_other_text(draft, context)
    own_invitation.hold_person(actor.employee_id)
    earlier = find_acknowledgement(context.edition.id, actor.employee_id)
    if earlier is not None:
        return earlier
    ready = readiness_of(context)
    _refuse_unready(ready, draft)
    invitation = own_invitation.invitation_to_answer(context.edition.id, actor.employee_id)
    row = Act(actor, draft, proof, where, ready).record(invitation.id)
    record_evidence(row)
    jobs.enqueue(SEAL, row.id, {"acknowledgement_id": row.id}, actor.employee_id)
    if context.person.email:
        jobs.enqueue(RECEIPT, row.id, {"acknowledgement_id": row.id}, actor.employee_id)
    return row.id


def _refuse_other_text(draft: SignatureDraft, context: SignatureContext) -> None:
    if draft.edition_number != context.edition.number or draft.manifest_sha256 != context.edition.manifest_sha256:
        raise Conflict(_("A newer edition was published while you were reading. Please read what changed first."))
    if draft.profile != context.page.profile or draft.language != context.page.language:
        raise Conflict(_("Your job or language changed while you were reading. Please read your text first."))


def _refuse_unready(ready: Readiness, draft: SignatureDraft) -> None:
    _refuse_unread(ready)
    left = len(ready.open_questions)
    if left:
        raise Invalid(
            ngettext(
                "%(num)s check question is still open. Answer it first, then sign.",
                "%(num)s check questions are still open. Answer them first, then sign.",
                left,
            )
        )
    if not ready.has_agreed:
        raise Invalid(_("Say first whether you wish to sign on the screen or on paper."))
    if not draft.typed_name:
        raise Invalid(_("Type your name."))
    if find_by_key(draft.idempotency_key) is not None:
        raise Invalid(_("This form is damaged. Open the signing page again."))  # another person has sent it


def _refuse_unread(ready: Readiness) -> None:
    if ready.unread:
        raise Invalid(_("%(count)s sections are still unread. Read them first, then sign.", count=len(ready.unread)))


def _keep_right(actor: Actor, edition_id: str, rule_id: str) -> None:
    row = {"employee_id": actor.employee_id, "edition_id": edition_id, "rule_id": rule_id, "at": clock.now()}
    session_of_transaction().execute(insert_unless_there(RightAnswer).values(row).on_conflict_do_nothing())


def _count(context: SignatureContext, rule_id: str, right: bool) -> None:
    """Count an answer for the rule, all people together."""
    place = {"edition_id": context.edition.id, "rule_id": rule_id, "language": context.page.language}
    counted = insert_unless_there(CheckTally).values(place | {"right": int(right), "wrong": int(not right)})
    more = {"right": CheckTally.right + int(right), "wrong": CheckTally.wrong + int(not right)}
    session_of_transaction().execute(counted.on_conflict_do_update(index_elements=list(place), set_=more))
