"""What comes of a served letter: a reply, a confirmed receipt, or a receipt refused before two witnesses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.core.actor import Actor
from handbook.core.errors import Invalid, Refused
from handbook.core.transaction import session_of_transaction
from handbook.corrective_actions.acts import by_columns, proof_columns, require_proven
from handbook.corrective_actions.steps import policy
from handbook.corrective_actions.steps.changing import enqueue_seal, locked_step, of_action
from handbook.corrective_actions.steps.letter_words import receipt_words
from handbook.corrective_actions.steps.lifecycle import Move, State, after
from handbook.corrective_actions.steps.models import (
    CorrectiveAction,
    StepReceived,
    StepRefused,
    StepStatement,
)
from handbook.corrective_actions.steps.policy import StepParties
from handbook.ledger.appending import record_evidence
from handbook.people.queries import Placed, find_placed_today, same_people
from handbook.people.sign_in import Proof


@dataclass(frozen=True, slots=True)
class RefusalDraft:
    """What the employee says to it, which may be nothing, and in which language."""

    words: str
    language: str


def add_statement(actor: Actor, action_id: str, words: str, language: str, idempotency_key: str) -> None:
    """Keep the employee's own words with the letter, unchanged; the same form sent twice is one statement."""
    action = _own(actor, action_id, _("Only the employee adds a statement to a letter."))
    same = select(StepStatement.id).where(StepStatement.idempotency_key == idempotency_key)
    if session_of_transaction().scalar(same) is not None:
        return
    action.state = after(State(action.state), Move.REPLY)
    action.row_version += 1
    statement = StepStatement(
        subject_id=action.subject_id,
        idempotency_key=idempotency_key,
        words=words,
        language=language,
        zone=action.zone,
        **of_action(action),
        **by_columns(actor),
    )
    record_evidence(statement)
    enqueue_seal(action.id, statement.id, actor.account_id)


def confirm_receipt(actor: Actor, proof: Proof, action_id: str, language: str) -> None:
    """Confirm that the letter was received; it is no agreement. Raises Conflict where it was confirmed already."""
    require_proven(actor, proof)
    action = _own(actor, action_id, _("Only the employee confirms the receipt of a letter."))
    action.state = after(State(action.state), Move.RECEIVE)
    action.row_version += 1
    received = StepReceived(
        subject_id=action.subject_id,
        words=receipt_words(action.reference),
        language=language,
        zone=action.zone,
        **of_action(action),
        **proof_columns(actor, proof),
    )
    record_evidence(received)
    enqueue_seal(action.id, received.id, actor.account_id)


def record_refusal(actor: Actor, witnesses: tuple[Proof, Proof], action_id: str, draft: RefusalDraft) -> None:
    """Write down that the employee would not confirm the receipt, before two proven witnesses. Nothing worse follows.

    Raises Refused for whoever may not serve this letter, Invalid for witnesses who are one human, decided or approved,
    are the employee or do not work here today, Conflict where the receipt is confirmed or refused already.
    """
    action, parties = locked_step(actor, action_id)
    if not policy.may_serve(actor, parties):
        raise Refused(_("Only the people of the case who may serve letters write this down."))
    action.state = after(State(action.state), Move.REFUSE)
    action.row_version += 1
    first, second = _checked(action, parties, witnesses)
    refused = StepRefused(
        subject_id=action.subject_id,
        words=draft.words,
        language=draft.language,
        zone=action.zone,
        **_witness("first", first, witnesses[0]),
        **_witness("second", second, witnesses[1]),
        **of_action(action),
        **by_columns(actor),
    )
    record_evidence(refused)
    enqueue_seal(action.id, refused.id, actor.account_id)


def _own(actor: Actor, action_id: str, refusal: str) -> CorrectiveAction:
    action, parties = locked_step(actor, action_id)
    if not policy.may_answer(actor, parties):
        raise Refused(refusal)
    return action


def _checked(action: CorrectiveAction, parties: StepParties, witnesses: Sequence[Proof]) -> tuple[Placed, Placed]:
    """Return both witnesses as they are placed today; raise Invalid with all that is wrong with them."""
    ids = [proof.employee_id for proof in witnesses]
    involved = (action.subject_id, action.proposer_id, parties.case.decider_id, *parties.approved_ids)
    aliases = same_people([*ids, *involved])
    faults = []
    if policy.is_one_of(ids[0], [ids[1]], aliases):
        faults.append(_("Witnesses: two different people are needed."))
    if any(policy.is_one_of(one, [*involved, *parties.case.named_ids], aliases) for one in ids):
        faults.append(_("Witnesses: whoever decided or approved it, or is concerned, cannot be a witness."))
    placed = [find_placed_today(one) for one in ids]
    if None in placed:
        faults.append(_("Witnesses: both must work here today. Ask somebody else."))
    first, second = placed
    if faults or first is None or second is None:
        raise Invalid(*faults)
    return first, second


def _witness(which: str, person: Placed, proof: Proof) -> dict[str, Any]:
    return {
        f"{which}_id": person.employee_id,
        f"{which}_name": person.name,
        f"{which}_method": proof.method,
        f"{which}_proven_at": proof.at,
        f"{which}_soon_after_reset": proof.soon_after_reset,
    }
