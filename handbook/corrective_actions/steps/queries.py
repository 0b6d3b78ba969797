"""Reading steps: each SELECT with the policy as a row filter and on the object."""

from sqlalchemy import select

from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.queries import not_found
from handbook.corrective_actions.steps import policy
from handbook.corrective_actions.steps.history import history as history
from handbook.corrective_actions.steps.history import live_on as live_on
from handbook.corrective_actions.steps.lifecycle import ENDED_STATES
from handbook.corrective_actions.steps.models import CorrectiveAction
from handbook.corrective_actions.steps.pages import StepLine, StepPage
from handbook.corrective_actions.steps.parties import approvers as approvers
from handbook.corrective_actions.steps.parties import hearers as hearers
from handbook.corrective_actions.steps.parties import step_parties
from handbook.corrective_actions.steps.policy import StepParties
from handbook.corrective_actions.steps.whole import step_line as step_line
from handbook.corrective_actions.steps.whole import whole_step


def step_for(actor: Actor, action_id: str) -> StepPage:
    """Return a step with its evidence; raise NotFound, the same for a foreign, a missing and a not yet served one."""
    return opened_step(action_id, may_open(actor, action_id))


def may_open(actor: Actor, action_id: str) -> StepParties:
    """Return the people of a step that opens to the actor, without its evidence; raise NotFound as `step_for` does."""
    _action, parties = _step(action_id)
    if not policy.may_read_step(actor, parties):
        raise not_found()
    return parties


def opened_step(action_id: str, parties: StepParties) -> StepPage:
    """Return a step with its evidence to whom `may_open` has let in, also after the reading was written down."""
    return whole_step(db.session.get_one(CorrectiveAction, action_id), parties)


def step_for_sealing(action_id: str) -> StepPage:
    """Return a step to the job that seals its papers, which acts for nobody; raise NotFound."""
    return whole_step(*_step(action_id))


def steps_of(case_id: str) -> tuple[StepLine, ...]:
    """Return the steps of a case in short, oldest first."""
    query = select(CorrectiveAction).where(CorrectiveAction.case_id == case_id)
    rows = db.session.scalars(query.order_by(CorrectiveAction.proposed_at, CorrectiveAction.id))
    return tuple(step_line(action) for action in rows)


def find_open_step(case_id: str, *, lock: bool = False) -> CorrectiveAction | None:
    """Return the step of a case that is under way or served; None where there is none or it came to nothing.

    Whoever changes it takes it with `lock`: it is read anew under the lock that an approval takes as well.
    """
    query = select(CorrectiveAction).where(
        CorrectiveAction.case_id == case_id, CorrectiveAction.state.not_in(ENDED_STATES)
    )
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return db.session.scalar(query.limit(1))


def find_step_by_key(idempotency_key: str) -> str | None:
    """Return the step that this form has already proposed, or None."""
    return db.session.scalar(select(CorrectiveAction.id).where(CorrectiveAction.idempotency_key == idempotency_key))


def _step(action_id: str) -> tuple[CorrectiveAction, StepParties]:
    query = select(CorrectiveAction, Case).join(Case, Case.id == CorrectiveAction.case_id)
    row = db.session.execute(query.where(CorrectiveAction.id == action_id)).first()
    if row is None:
        raise not_found()
    return row[0], step_parties(*row)
