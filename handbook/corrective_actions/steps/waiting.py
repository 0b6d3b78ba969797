"""What of steps waits for a person: to approve, to serve, to hear an appeal, to look at again; letters to answer."""

from dataclasses import dataclass
from enum import StrEnum

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, literal, or_, select
from sqlalchemy.orm import aliased

from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.queries import concerns, visible_to
from handbook.corrective_actions.cases.waiting import DueLines
from handbook.corrective_actions.steps.appeals import AppealState, Outcome
from handbook.corrective_actions.steps.asked import waits_for
from handbook.corrective_actions.steps.lifecycle import SERVED_STATES, State
from handbook.corrective_actions.steps.models import CorrectiveAction, StepRest
from handbook.corrective_actions.steps.models_appeals import Appeal, StepLookedAgain
from handbook.corrective_actions.steps.resuming import awaits_return
from handbook.permissions import Permission


@dataclass(frozen=True, slots=True)
class DueStep:
    """Something about a step that waits for one person: what, about which letter, and where."""

    words: str
    reference: str
    url: str


class Due(StrEnum):
    """What of a step waits for somebody."""

    APPROVE = "approve"
    SERVE = "serve"
    ARRANGE = "arrange"
    HEAR = "hear"
    LOOK_AGAIN = "look_again"
    PLACE_AGAIN = "place_again"


def unanswered_letters(employee_id: str) -> list[str]:
    """Return the addresses of letters that lie open, or were served and not answered, oldest first."""
    states = (State.LAID_OPEN.value, State.SERVED.value)
    query = select(CorrectiveAction.id).where(
        CorrectiveAction.subject_id == employee_id, CorrectiveAction.state.in_(states)
    )
    rows = db.session.scalars(query.order_by(CorrectiveAction.proposed_at, CorrectiveAction.id))
    return [_url(each) for each in rows]


def due_lines(actor: Actor) -> list[DueLines]:
    """Return what of steps waits for the actor: to approve, to serve, appeals to arrange and to decide, to look at.

    Each SELECT gives (what, id, reference, since); `due_step` says it in words, but for approvals, which are counted.
    One query for whoever may approve: for whom they stand in.
    """
    me, found = actor.employee_id, []
    if actor.may(Permission.STEP_APPROVE):
        found.append(_lines(Due.APPROVE, waits_for(actor)))
    if actor.may(Permission.STEP_SERVE):
        to_serve = and_(CorrectiveAction.state == State.APPROVED.value, Case.decider_id == me)
        found.append(_lines(Due.SERVE, and_(visible_to(actor), to_serve)))
        lodged = Appeal.state == AppealState.LODGED.value
        found.append(_lines(Due.ARRANGE, and_(_may_arrange(actor), lodged)))
    if actor.may(Permission.APPEAL_HEAR):
        mine = and_(Appeal.hearer_id == me, Appeal.state == AppealState.ARRANGED.value)
        found.append(_lines(Due.HEAR, mine))
    if actor.may(Permission.STEP_PROPOSE):
        shaken = and_(visible_to(actor), Case.decider_id == me, _is_shaken())
        found.append(_lines(Due.LOOK_AGAIN, shaken))
    if actor.may(Permission.PEOPLE_CHANGE) and actor.may(Permission.WORK_FILE_READ):
        found.append(_lines(Due.PLACE_AGAIN, and_(~concerns(actor), awaits_return())))
    return found


def due_step(what: str, action_id: str, reference: str) -> DueStep:
    """Return a line of `due_lines` in words."""
    words = {
        Due.SERVE: _("Approved: serve the letter"),
        Due.ARRANGE: _("An appeal: name who hears it, and when"),
        Due.HEAR: _("An appeal for you to hear and decide"),
        Due.LOOK_AGAIN: _("It rests on a step that was overturned or reduced: look at it again"),
        Due.PLACE_AGAIN: _("An appeal has changed a dismissal: place the person again"),
    }
    if what == Due.PLACE_AGAIN:
        return DueStep(
            words[Due.PLACE_AGAIN], reference, url_for("corrective_actions.show_return", action_id=action_id)
        )
    return DueStep(words[Due(what)], reference, _url(action_id))


def _may_arrange(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor may name a hearer: the people of the case, and HR; never about themself."""
    mine = visible_to(actor)
    return or_(mine, ~concerns(actor)) if actor.may(Permission.WORK_FILE_READ) else mine


def _is_shaken() -> ColumnElement[bool]:
    earlier = aliased(CorrectiveAction)
    same = (StepLookedAgain.action_id == CorrectiveAction.id, StepLookedAgain.earlier_reference == earlier.reference)
    # Two questions deep: without these words it would be about any step that was looked at again.
    seen = select(StepLookedAgain.id).where(*same).correlate(CorrectiveAction, earlier)
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


def _lines(what: Due, condition: ColumnElement[bool]) -> DueLines:
    since = CorrectiveAction.proposed_at.label("since")
    return (
        select(literal(what.value).label("what"), CorrectiveAction.id, CorrectiveAction.reference, since)
        .join(Case, Case.id == CorrectiveAction.case_id)
        .join(Appeal, Appeal.action_id == CorrectiveAction.id, isouter=True)
        .where(condition)
    )


def _url(action_id: str) -> str:
    return url_for("corrective_actions.show_action", action_id=action_id)
