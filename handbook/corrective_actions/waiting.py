"""What waits for a person: steps to approve, letters to answer."""

from flask import url_for
from sqlalchemy import func, select

from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.corrective_actions.lifecycle import State
from handbook.corrective_actions.models import CorrectiveAction
from handbook.permissions import Permission


def count_waiting_for(actor: Actor) -> int:
    """Return how many proposed steps wait for the actor's approval."""
    if not actor.may(Permission.STEP_APPROVE):
        return 0
    mine = (CorrectiveAction.approver_id == actor.employee_id, CorrectiveAction.state == State.PROPOSED.value)
    return db.session.scalar(select(func.count()).where(*mine)) or 0


def unanswered_letters(employee_id: str) -> list[str]:
    """Return the addresses of letters that were served to a person who has not confirmed the receipt, oldest first."""
    mine = (CorrectiveAction.subject_id == employee_id, CorrectiveAction.state == State.SERVED.value)
    query = select(CorrectiveAction.id).where(*mine).order_by(CorrectiveAction.served_on, CorrectiveAction.id)
    return [url_for("corrective_actions.show_action", action_id=each) for each in db.session.scalars(query)]
