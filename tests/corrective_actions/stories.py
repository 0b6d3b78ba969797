"""What happens before a test: meera opens a case, dmitri proposes, meera approves, the letter is served."""

from datetime import timedelta
from typing import Any

from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.transaction import transaction
from handbook.corrective_actions import operations
from handbook.corrective_actions.ladder import Step
from handbook.corrective_actions.models import CorrectiveAction
from handbook.corrective_actions.operations import CaseDraft, ProposalDraft
from tests import factories
from tests.acknowledgements.signing import proof_of
from tests.complaints import stories


def open_case(subject: str = "asha", decider: str = "dmitri") -> str:
    """Return a case of meera about somebody, decided by somebody."""
    complaint_id = stories.investigated(subject)
    draft = CaseDraft(
        factories.person_id(subject), "never-argue", "Spoke loudly to a customer.", factories.person_id(decider)
    )
    with transaction():
        return operations.open_case(factories.actor("meera"), complaint_id, draft)


def proposal(**changes: Any) -> ProposalDraft:
    """Return a written warning that meera is asked to approve."""
    values: dict[str, Any] = {
        "idempotency_key": new_id(),
        "step": Step.WRITTEN,
        "observed_at": clock.now(),
        "place": "Banjara Hills, till 3",
        "observed": "You said “Learn to count first” and turned the screen away.",
        "heard": "The queue was long and the second till was closed.",
        "reasons": "The bill was right; the words were not.",
        "change": "Show the bill once, calmly; then call the supervisor.",
        "change_by": clock.now().date() + timedelta(days=30),
        "help": "A second till on Saturdays from 17:00.",
        "not_notified_reason": "The rule was told in the talk of last week.",
        "approver_id": factories.person_id("meera"),
    }
    return ProposalDraft(**(values | changes))


def propose(case_id: str, by: str = "dmitri", **changes: Any) -> str:
    """Let the decider propose; return the step's id."""
    actor = factories.actor(by)
    with transaction():
        return operations.propose(actor, proof_of(actor), case_id, proposal(**changes))


def head(action_id: str) -> CorrectiveAction:
    """Return the head of a step as it stands."""
    return db.session.get_one(CorrectiveAction, action_id, populate_existing=True)


def approve(action_id: str, by: str = "meera") -> None:
    """Let somebody approve what stands."""
    actor, fingerprint = factories.actor(by), head(action_id).proposal_sha256
    with transaction():
        operations.approve(actor, proof_of(actor), action_id, fingerprint)


def serve(action_id: str, by: str = "dmitri", manner: str = "in person") -> None:
    """Let somebody serve the letter."""
    actor, version = factories.actor(by), head(action_id).row_version
    with transaction():
        operations.serve(actor, proof_of(actor), action_id, manner, version)


def served(subject: str = "asha") -> str:
    """Return a written warning that dmitri decided, meera approved and dmitri served."""
    action_id = propose(open_case(subject))
    approve(action_id)
    serve(action_id)
    return action_id


def reply(action_id: str, words: str = "The customer insulted me first.", by: str = "asha") -> None:
    """Let the employee add a statement."""
    with transaction():
        operations.add_statement(factories.actor(by), action_id, words, "en", new_id())


def confirm(action_id: str, by: str = "asha") -> None:
    """Let the employee confirm the receipt."""
    actor = factories.actor(by)
    with transaction():
        operations.confirm_receipt(actor, proof_of(actor), action_id, "en")
