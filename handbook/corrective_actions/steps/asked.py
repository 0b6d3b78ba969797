"""Whose word a proposed step waits for: `policy.asked_of` as conditions on CorrectiveAction."""

from sqlalchemy import ColumnElement, and_, false, or_, select

from handbook.complaints.models import Complaint
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.queries import concerns
from handbook.corrective_actions.ladders.deputies import deputations_for
from handbook.corrective_actions.steps.lifecycle import State
from handbook.corrective_actions.steps.models import CorrectiveAction, StepApprover
from handbook.people.queries import records_of
from handbook.permissions import Permission


def is_asked(employee_id: str) -> ColumnElement[bool]:
    """Return the condition on CorrectiveAction that this person has yet to approve what stands."""
    mine = (
        StepApprover.action_id == CorrectiveAction.id,
        StepApprover.proposal_sha256 == CorrectiveAction.proposal_sha256,
        StepApprover.employee_id == employee_id,
        StepApprover.approved_at.is_(None),
    )
    return and_(CorrectiveAction.state == State.PROPOSED.value, select(StepApprover.id).where(*mine).exists())


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a step waits for the actor, asked or standing in today for somebody who is.

    On CorrectiveAction joined with Case. For whoever may approve it asks for their records and deputations, and some
    more for a deputy.
    """
    if not actor.may(Permission.STEP_APPROVE):
        return false()
    return and_(_is_free(actor), or_(is_asked(actor.employee_id), _stands_in(actor)))


def _is_free(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor may approve by none of their records: see `policy.can_approve`."""
    human = records_of(actor.employee_id)
    wrote = select(Complaint.id).where(Complaint.filed_by.in_(human))
    has_approved = select(StepApprover.id).where(
        StepApprover.action_id == CorrectiveAction.id,
        StepApprover.proposal_sha256 == CorrectiveAction.proposal_sha256,
        StepApprover.by_id.in_(human),
    )
    is_other = and_(CorrectiveAction.proposer_id.not_in(human), Case.complaint_id.not_in(wrote))
    return and_(is_other, ~has_approved.exists(), ~concerns(actor))


def _stands_in(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that today the actor stands in for somebody who is asked."""
    given = [one for one in deputations_for(actor.employee_id) if one.ended_on is None or one.ended_on > one.from_on]
    if not given:
        return false()
    zones = db.session.scalars(select(CorrectiveAction.zone).where(CorrectiveAction.state == State.PROPOSED).distinct())
    days = {zone: clock.today(zone) for zone in zones}
    asked = [
        and_(is_asked(one.for_id), CorrectiveAction.zone == zone)
        for one in given
        for zone, day in days.items()
        if one.from_on <= day <= one.to_on and (one.ended_on is None or one.ended_on > day)
    ]
    return or_(false(), *asked)
