"""What follows where an appeal overturns or reduces a dismissal: HR places the person again, never the program."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, select

from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import Conflict, Refused
from handbook.core.transaction import session_of_transaction
from handbook.corrective_actions.acts import by_columns
from handbook.corrective_actions.cases.queries import not_found
from handbook.corrective_actions.steps import policy
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.changing import locked_step, of_action
from handbook.corrective_actions.steps.models import CorrectiveAction
from handbook.corrective_actions.steps.models_appeals import WorkEnded, WorkResumed
from handbook.corrective_actions.steps.queries import may_open
from handbook.corrective_actions.steps.telling import tell_person
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee, Placement
from handbook.people.operations import LastPlacement, find_last_placement, resume_work

CHANGED = (Outcome.ALLOWED.value, Outcome.REDUCED.value)


@dataclass(frozen=True, slots=True)
class Return:
    """A dismissal that an appeal has changed: of whom, and as what they can be placed again; None once they are."""

    reference: str
    subject_id: str
    name: str
    placement: LastPlacement | None


def awaits_return() -> ColumnElement[bool]:
    """Return the condition on CorrectiveAction that its dismissal was changed and nobody placed the person again."""
    resumed = select(WorkResumed.id).where(WorkResumed.action_id == CorrectiveAction.id)
    placed = select(Placement.id).where(
        Placement.employee_id == WorkEnded.subject_id, Placement.from_on > WorkEnded.last_on
    )
    ended = select(WorkEnded.id).where(WorkEnded.action_id == CorrectiveAction.id, ~placed.exists())
    return and_(CorrectiveAction.outcome.in_(CHANGED), ended.exists(), ~resumed.exists())


def return_for(actor: Actor, action_id: str) -> Return:
    """Return the return of somebody dismissed to HR; raise NotFound, the same for a step that knows none."""
    parties = may_open(actor, action_id)
    query = select(WorkEnded, CorrectiveAction.outcome, Employee.name)
    row = db.session.execute(
        query.join(CorrectiveAction, CorrectiveAction.id == WorkEnded.action_id)
        .join(Employee, Employee.id == WorkEnded.subject_id)
        .where(WorkEnded.action_id == action_id)
    ).first()
    if row is None or row.outcome not in CHANGED or not policy.may_place_again(actor, parties):
        raise not_found()
    ended: WorkEnded = row[0]
    return Return(ended.reference, ended.subject_id, row.name, find_last_placement(ended.subject_id, ended.last_on))


def place_again(actor: Actor, action_id: str) -> None:
    """Place the person again as they were placed last, from the day after the work was ended; once.

    Raises Refused for whoever may not, Conflict where no appeal has changed a dismissal or they are placed already.
    """
    action, parties = locked_step(actor, action_id)
    if not policy.may_place_again(actor, parties):
        raise Refused(_("Only HR places a person again, and never themself."))
    session = session_of_transaction()
    ended = session.scalar(select(WorkEnded).where(WorkEnded.action_id == action_id))
    if ended is None or action.outcome not in CHANGED:
        raise Conflict(_("No appeal has changed this dismissal."))
    if session.scalar(select(WorkResumed.id).where(WorkResumed.action_id == action_id)) is not None:
        return
    placement_id, from_on = resume_work(actor, action.subject_id, ended.last_on)
    resumed = WorkResumed(
        subject_id=action.subject_id,
        placement_id=placement_id,
        from_on=from_on,
        zone=action.zone,
        **of_action(action),
        **by_columns(actor),
    )
    record_evidence(resumed)
    tell_person(resumed.id, action.subject_id, action.id)
