"""What every change of a step begins and ends with: its row under a lock, its version, the order to seal a paper."""

from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy import Select, select

from handbook.core import jobs
from handbook.core.actor import Actor
from handbook.core.errors import Conflict
from handbook.core.transaction import session_of_transaction
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.queries import not_found
from handbook.corrective_actions.steps import policy
from handbook.corrective_actions.steps.models import CorrectiveAction
from handbook.corrective_actions.steps.parties import step_parties
from handbook.corrective_actions.steps.policy import StepParties

SEAL = "corrective_actions.seal"
One = TypeVar("One")


def locked_step(actor: Actor, action_id: str) -> tuple[CorrectiveAction, StepParties]:
    """Load a step under a row lock; raise NotFound, the same for a foreign, a missing and a not yet served one.

    Its case is locked first, as whoever proposes does, so that no two wait for each other.
    """
    session = session_of_transaction()
    of_step = select(CorrectiveAction.case_id).where(CorrectiveAction.id == action_id).scalar_subquery()
    case = session.scalar(_locked(select(Case).where(Case.id == of_step)))
    action = session.scalar(_locked(select(CorrectiveAction).where(CorrectiveAction.id == action_id)))
    if action is None or case is None:
        raise not_found()
    parties = step_parties(action, case)
    if not policy.may_read_step(actor, parties):
        raise not_found()
    return action, parties


def _locked(query: Select[One]) -> Select[One]:
    return query.with_for_update(key_share=True).execution_options(populate_existing=True)


def require_standing(parties: StepParties) -> None:
    """Raise Conflict, with words that say why, where what was proposed and approved does not count any more."""
    reason = policy.why_not_stand(parties)
    if reason is not None:
        raise Conflict(reason)


def next_version(action: CorrectiveAction, row_version: int) -> None:
    """Count the version up; raise Conflict where the writer saw another one."""
    if action.row_version != row_version:
        raise Conflict(_("The step was changed while you were writing. Nothing of yours was saved yet."))
    action.row_version += 1


def of_action(action: CorrectiveAction) -> dict[str, Any]:
    """Return the columns of `OfAction` for this step."""
    return {"action_id": action.id, "reference": action.reference}


def enqueue_seal(action_id: str, record_id: str, owner_id: str | None = None) -> None:
    """Let a record of a step be sealed, with all earlier pages of its letter, once it is written."""
    jobs.enqueue(SEAL, record_id, {"action_id": action_id, "record_id": record_id}, owner_id)
