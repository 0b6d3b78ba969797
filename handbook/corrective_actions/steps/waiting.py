"""What of steps waits for a person: to approve, to serve, to hear an appeal, to look at again; letters to answer."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.queries import visible_to
from handbook.corrective_actions.steps.appeals import AppealState, Outcome
from handbook.corrective_actions.steps.lifecycle import SERVED_STATES, State
from handbook.corrective_actions.steps.models import CorrectiveAction, StepApprover, StepRest
from handbook.corrective_actions.steps.models_appeals import Appeal, StepLookedAgain
from handbook.permissions import Permission


@dataclass(frozen=True, slots=True)
class DueStep:
    """Something about a step that waits for one person: what, about which letter, and where."""

    words: str
    reference: str
    url: str


def is_asked(employee_id: str) -> ColumnElement[bool]:
    """Return the condition on CorrectiveAction that this person has yet to approve what stands."""
    mine = (
        StepApprover.action_id == CorrectiveAction.id,
        StepApprover.proposal_sha256 == CorrectiveAction.proposal_sha256,
        StepApprover.employee_id == employee_id,
        StepApprover.approved_at.is_(None),
    )
    return and_(CorrectiveAction.state == State.PROPOSED.value, select(StepApprover.id).where(*mine).exists())


def count_waiting_for(actor: Actor) -> int:
    """Return how many proposed steps wait for the actor's approval."""
    if not actor.may(Permission.STEP_APPROVE):
        return 0
    mine = is_asked(actor.employee_id)
    return db.session.scalar(select(func.count()).select_from(CorrectiveAction).where(mine)) or 0


def unanswered_letters(employee_id: str) -> list[str]:
    """Return the addresses of letters that lie open, or were served and not answered, oldest first."""
    states = (State.LAID_OPEN.value, State.SERVED.value)
    query = select(CorrectiveAction.id).where(
        CorrectiveAction.subject_id == employee_id, CorrectiveAction.state.in_(states)
    )
    rows = db.session.scalars(query.order_by(CorrectiveAction.proposed_at, CorrectiveAction.id))
    return [_url(each) for each in rows]


def due_for(actor: Actor) -> list[DueStep]:
    """Return what of steps waits for the actor: letters to serve, appeals to arrange and to decide, steps to look at.

    What waits for approval is counted by `count_waiting_for`. Four queries.
    """
    me, found = actor.employee_id, []
    if actor.may(Permission.STEP_SERVE):
        to_serve = and_(CorrectiveAction.state == State.APPROVED.value, Case.decider_id == me)
        found += _found(_("Approved: serve the letter"), and_(visible_to(actor), to_serve))
        lodged = Appeal.state == AppealState.LODGED.value
        found += _found(_("An appeal: name who hears it, and when"), and_(_may_arrange(actor), lodged))
    if actor.may(Permission.APPEAL_HEAR):
        mine = and_(Appeal.hearer_id == me, Appeal.state == AppealState.ARRANGED.value)
        found += _found(_("An appeal for you to hear and decide"), mine)
    if actor.may(Permission.STEP_PROPOSE):
        shaken = and_(visible_to(actor), Case.decider_id == me, _is_shaken())
        found += _found(_("It rests on a step that was overturned or reduced: look at it again"), shaken)
    return found


def _may_arrange(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor may name a hearer: the people of the case, and HR; never about themself."""
    mine = visible_to(actor)
    return or_(mine, Case.subject_id != actor.employee_id) if actor.may(Permission.WORK_FILE_READ) else mine


def _is_shaken() -> ColumnElement[bool]:
    earlier = aliased(CorrectiveAction)
    seen = select(StepLookedAgain.id).where(
        StepLookedAgain.action_id == CorrectiveAction.id, StepLookedAgain.earlier_reference == earlier.reference
    )
    below = (
        select(StepRest.action_id)
        .join(earlier, earlier.id == StepRest.earlier_id)
        .where(
            StepRest.action_id == CorrectiveAction.id,
            earlier.outcome.in_((Outcome.ALLOWED.value, Outcome.REDUCED.value)),
            ~seen.exists(),
        )
    )
    return and_(CorrectiveAction.state.in_(SERVED_STATES), below.exists())


def _found(words: str, condition: ColumnElement[bool]) -> list[DueStep]:
    query = (
        select(CorrectiveAction.id, CorrectiveAction.reference)
        .join(Case, Case.id == CorrectiveAction.case_id)
        .join(Appeal, Appeal.action_id == CorrectiveAction.id, isouter=True)
        .where(condition)
        .order_by(CorrectiveAction.proposed_at, CorrectiveAction.id)
    )
    return [DueStep(words, row.reference, _url(row.id)) for row in db.session.execute(query)]


def _url(action_id: str) -> str:
    return url_for("corrective_actions.show_action", action_id=action_id)
