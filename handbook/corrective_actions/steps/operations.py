"""The verbs of those who approve: approve or not; and sealing again. The other verbs have modules of their own."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Refused
from handbook.core.transaction import session_of_transaction
from handbook.corrective_actions.acts import proof_columns, require_proven
from handbook.corrective_actions.cases.operations import mark_step
from handbook.corrective_actions.steps import policy, process, queries
from handbook.corrective_actions.steps.answering import add_statement as add_statement
from handbook.corrective_actions.steps.answering import confirm_receipt as confirm_receipt
from handbook.corrective_actions.steps.changing import SEAL as SEAL
from handbook.corrective_actions.steps.changing import enqueue_seal, locked_step, of_action, require_standing
from handbook.corrective_actions.steps.lifecycle import Move, State, after
from handbook.corrective_actions.steps.models import CorrectiveAction, StepApproved, StepApprover, StepDeclined
from handbook.corrective_actions.steps.policy import StepParties
from handbook.corrective_actions.steps.serving import open_letter as open_letter
from handbook.corrective_actions.steps.serving import serve as serve
from handbook.corrective_actions.steps.whole import proposal_of
from handbook.ledger.appending import record_evidence
from handbook.people.sign_in import Proof
from handbook.permissions import Permission


def approve(actor: Actor, proof: Proof, action_id: str, proposal: str) -> None:
    """Approve exactly the proposal with this SHA-256; the last of those asked makes it ready to be served.

    Raises Conflict where another proposal stands by now, or this one does not count any more; Invalid where something
    of the process is missing.
    """
    action, parties, asked, fields = _judged(actor, proof, action_id, proposal)
    require_standing(parties)
    is_last = parties.asked_ids == {asked.employee_id}
    action.state = after(State(action.state), Move.APPROVE if is_last else Move.AGREE)
    stands = proposal_of(action)
    process.require(action.case_id, stands, clock.today(action.zone))
    asked.approved_at, asked.by_id = clock.now(), actor.employee_id
    record_evidence(StepApproved(asked_id=asked.employee_id, **fields))
    action.row_version += 1


def decline(actor: Actor, proof: Proof, action_id: str, proposal: str, reason: str) -> None:
    """Do not approve exactly the proposal with this SHA-256, and say why; the decider may then propose anew."""
    action, _parties, _asked, fields = _judged(actor, proof, action_id, proposal)
    action.state = after(State(action.state), Move.DECLINE)
    mark_step(action.case_id, under_way=False)
    record_evidence(StepDeclined(reason=reason, **fields))
    action.row_version += 1


def seal_again(actor: Actor, action_id: str) -> None:
    """Let what is not sealed yet be tried once more. Raises Refused for whoever may not serve letters."""
    page = queries.step_for(actor, action_id)
    concerned = policy.is_concerned(actor.employee_id, page.parties.case, page.parties.aliases)
    if not actor.may(Permission.STEP_SERVE) or concerned:
        raise Refused(_("Ask HR to let the letter be sealed again."))
    for paper in page.papers:
        if paper.document is None:
            enqueue_seal(action_id, paper.record_id, actor.account_id)


def _judged(
    actor: Actor, proof: Proof, action_id: str, proposal: str
) -> tuple[CorrectiveAction, StepParties, StepApprover, dict[str, Any]]:
    """Load a step that this person was asked to approve, and the row that asks them or whom they stand in for."""
    require_proven(actor, proof)
    action, parties = locked_step(actor, action_id)
    asked_id = policy.asked_of(actor, parties)
    if asked_id is None:
        if State(action.state) is not State.PROPOSED:
            after(State(action.state), Move.APPROVE)
        raise Refused(_("Only the people who were asked approve this step, each once, and never who proposed it."))
    if proposal != action.proposal_sha256:
        raise Conflict(_("The proposal was changed while you were reading. Read what stands now, then decide."))
    mine = (
        StepApprover.action_id == action.id,
        StepApprover.proposal_sha256 == proposal,
        StepApprover.employee_id == asked_id,
    )
    asked = session_of_transaction().scalars(select(StepApprover).where(*mine)).one()
    return action, parties, asked, {"proposal_sha256": proposal, **of_action(action), **proof_columns(actor, proof)}
