"""Bringing somebody from outside into a case: who may, also where one person looks into it and decides it.

Who decides never hands a way in. Where nobody else has a part, as in a small firm, another of HR or of the
decision-makers invites: they see the number of the case and nothing else of it, and the invitation says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.complaints.models import Complaint
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import Conflict, Refused
from handbook.corrective_actions.cases import policy
from handbook.corrective_actions.cases.lifecycle import CaseState
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.cases.policy import CaseParties
from handbook.corrective_actions.cases.queries import concerns, humans, not_found, parties_of
from handbook.permissions import Permission

MOST = 20


@dataclass(frozen=True, slots=True)
class Invitable:
    """A case to which the actor may invite; `has_part`: they work on it, and do not only know its number."""

    id: str
    reference: str
    parties: CaseParties
    has_part: bool


def case_to_invite(actor: Actor, case_id: str) -> Invitable:
    """Return a case into which the actor may bring somebody.

    Raises NotFound, the same for a foreign and a missing case, Conflict once it is closed, Refused for its decider.
    """
    case = db.session.get(Case, case_id)
    parties = parties_of(case) if case else None
    if case is None or parties is None:
        raise not_found()
    same = humans([actor.employee_id, parties.decider_id])
    me, decider = same[actor.employee_id], same[parties.decider_id]
    has_part = policy.may_read_case(actor, parties)
    if not has_part and (me & decider or not _may_without_part(actor, me, parties, decider)):
        raise not_found()
    if CaseState(case.state) is CaseState.CLOSED:
        raise Conflict(_("The case is closed."))
    if me & decider:
        raise Refused(_("Who decides a case hands nobody a way in who shall approve or hear it. Ask a colleague."))
    return Invitable(case.id, case.reference, parties, has_part)


def cases_in_one_hand(actor: Actor) -> Sequence[tuple[str, str]]:
    """Return id and number of the open cases that one other person looks into and decides, oldest first (one query).

    Nothing for whoever is concerned or wrote the complaint down.
    """
    if not actor.may(Permission.OUTSIDER_INVITE):
        return []
    query = (
        select(Case.id, Case.reference)
        .join(Complaint, Complaint.id == Case.complaint_id)
        .where(Case.investigator_id == Case.decider_id, Case.decider_id != actor.employee_id)
        .where(Case.state != CaseState.CLOSED.value, ~concerns(actor))
        .where(Complaint.filed_by.is_distinct_from(actor.employee_id))
        .order_by(Case.opened_at, Case.id)
    )
    return [(row.id, row.reference) for row in db.session.execute(query.limit(MOST))]


def _may_without_part(actor: Actor, me: frozenset[str], case: CaseParties, decider: frozenset[str]) -> bool:
    """Tell whether somebody without a part invites: one person does both, and they are neither concerned nor filer."""
    in_one_hand = case.investigator_id in decider
    free = policy.why_not(me, case, Part.APPROVER) is None
    return in_one_hand and free and actor.may(Permission.OUTSIDER_INVITE)
