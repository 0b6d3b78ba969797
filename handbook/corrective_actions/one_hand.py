"""Bringing somebody from outside into a case: who may, also where one person looks into it and decides it.

Who decides never hands a way in, and who had any part does so for an appeal only where nobody else could. Where nobody
else has a part, as in a small firm, and while an appeal waits, another of HR or of the decision-makers invites: they
see the number of the case and nothing else of it, and the invitation says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import or_, select

from handbook.complaints.models import Complaint
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import Conflict, NotFound, Refused
from handbook.corrective_actions.cases import policy
from handbook.corrective_actions.cases.lifecycle import CaseState
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.cases.policy import CaseParties
from handbook.corrective_actions.cases.queries import concerns, humans, not_found, parties_of, people_who_may
from handbook.corrective_actions.steps.appeals import AppealState
from handbook.corrective_actions.steps.models import CorrectiveAction
from handbook.corrective_actions.steps.models_appeals import Appeal
from handbook.corrective_actions.steps.parties import involved_in
from handbook.people.queries import records_of
from handbook.permissions import Permission

MOST = 20


@dataclass(frozen=True, slots=True)
class Invitable:
    """A case to which the actor may invite; `has_part`: they work on it, and do not only know its number.

    `to_approve` and `to_hear`: to what they may invite.
    """

    id: str
    reference: str
    parties: CaseParties
    has_part: bool
    to_approve: bool
    to_hear: bool


def case_to_invite(actor: Actor, case_id: str) -> Invitable:
    """Return a case into which the actor may bring somebody.

    Raises NotFound, the same for a foreign and a missing case, Conflict once it is closed and no appeal waits, Refused
    for its decider, and for whoever had a part where only an appeal is left.
    """
    case = db.session.get(Case, case_id)
    parties = parties_of(case) if case else None
    if case is None or parties is None:
        raise not_found()
    same, appealed = humans([actor.employee_id, parties.decider_id]), _appealed(case_id)
    me, decider = same[actor.employee_id], same[parties.decider_id]
    has_part, in_one_hand = policy.may_read_case(actor, parties), parties.investigator_id in decider
    if not has_part and not (_is_free(actor, me, parties, decider) and (in_one_hand or appealed)):
        raise not_found()
    is_closed = CaseState(case.state) is CaseState.CLOSED
    if is_closed and appealed is None:
        raise Conflict(_("The case is closed."))
    if me & decider:
        raise Refused(_("Who decides a case hands nobody a way in who shall approve or hear it. Ask a colleague."))
    to_approve = not is_closed and (has_part or in_one_hand)
    to_hear = _may_bring_hearer(me, parties, involved_in(appealed) if appealed else frozenset())
    if not to_approve and not to_hear:
        raise Refused(no_hearer_words())
    return Invitable(case.id, case.reference, parties, has_part, to_approve, to_hear)


def may_bring_hearer(actor: Actor, case_id: str) -> bool:
    """Tell whether the actor may invite somebody from outside to hear an appeal in this case."""
    try:
        return actor.may(Permission.OUTSIDER_INVITE) and case_to_invite(actor, case_id).to_hear
    except (NotFound, Conflict, Refused):
        return False


def no_hearer_words() -> str:
    """Say why somebody may not bring in who hears an appeal."""
    return _(
        "Who had a part in this matter does not choose who hears the appeal. A colleague of HR without a part in it "
        "invites, once the employee has appealed."
    )


def cases_in_one_hand(actor: Actor) -> Sequence[tuple[str, str]]:
    """Return id and number of the open cases that one other person looks into and decides, oldest first.

    Nothing for whoever is concerned or wrote the complaint down.
    """
    if not actor.may(Permission.OUTSIDER_INVITE):
        return []
    human = records_of(actor.employee_id)
    query = (
        select(Case.id, Case.reference)
        .join(Complaint, Complaint.id == Case.complaint_id)
        .where(Case.investigator_id == Case.decider_id, Case.decider_id.not_in(human))
        .where(Case.state != CaseState.CLOSED.value, ~concerns(actor))
        .where(or_(Complaint.filed_by.is_(None), Complaint.filed_by.not_in(human)))
        .order_by(Case.opened_at, Case.id)
    )
    return [(row.id, row.reference) for row in db.session.execute(query.limit(MOST))]


def _is_free(actor: Actor, me: frozenset[str], case: CaseParties, decider: frozenset[str]) -> bool:
    """Tell whether somebody without a part may invite at all: they do not decide, are not concerned, nor filer."""
    able = actor.may(Permission.OUTSIDER_INVITE) and not me & decider
    return able and policy.why_not(me, case, Part.APPROVER) is None


def _may_bring_hearer(me: frozenset[str], case: CaseParties, involved: frozenset[str]) -> bool:
    """Tell whether this human may bring in who hears an appeal: had no part, or nobody else could invite."""
    took_part = case.ever_ids | involved | {case.investigator_id, case.decider_id}
    if not me & took_part:
        return True
    others = humans(people_who_may(Permission.OUTSIDER_INVITE)).values()
    return all(one & took_part or policy.why_not(one, case, Part.APPROVER) for one in others)


def _appealed(case_id: str) -> CorrectiveAction | None:
    """Return the step of a case against which an appeal waits (one query)."""
    query = select(CorrectiveAction).join(Appeal, Appeal.action_id == CorrectiveAction.id)
    waits = Appeal.state.in_((AppealState.LODGED.value, AppealState.ARRANGED.value))
    return db.session.scalar(query.where(CorrectiveAction.case_id == case_id, waits).limit(1))
