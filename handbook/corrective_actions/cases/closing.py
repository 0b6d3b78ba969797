"""Ending a case without a step: the closing note, which whoever was told of the matter always gets."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from handbook.complaints.operations import mark_told
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.corrective_actions.acts import proof_columns, require_proven
from handbook.corrective_actions.cases import policy
from handbook.corrective_actions.cases.changing import next_version, of_case, take_on, worked_on
from handbook.corrective_actions.cases.lifecycle import CaseMove, CaseState, Closing, check_ending
from handbook.corrective_actions.cases.models import Case, CaseClosed
from handbook.corrective_actions.cases.seal_jobs import enqueue
from handbook.corrective_actions.cases.story import story_of
from handbook.corrective_actions.cases.telling import language_of, whereabouts
from handbook.ledger.appending import record_evidence
from handbook.people.queries import find_placed_today
from handbook.people.sign_in import Proof


@dataclass(frozen=True, slots=True)
class ClosingDraft:
    """What a form hands over to end a case. `words` are for the person, `reasons` for the folder alone."""

    closing: Closing
    words: str
    reasons: str


def close(actor: Actor, proof: Proof, case_id: str, draft: ClosingDraft, row_version: int) -> None:
    """End a case without a step. Whoever was told of it gets the closing note, also where nothing was found.

    Before the person was told, whoever looks into the case ends it, afterwards the decider. Raises Refused for others,
    Invalid without words for a person who was told, Conflict while a suspension lasts or a step is under way.
    """
    require_proven(actor, proof)
    case, parties = worked_on(actor, case_id)
    is_told = case.told_at is not None
    if not (policy.may_hear(actor, parties) if is_told else policy.may_investigate(actor, parties)):
        raise Refused(_("Before the person was told, who looks into the case ends it, afterwards the decider."))
    next_version(case, row_version)
    check_ending(CaseState(case.state), draft.closing)
    take_on(case, CaseMove.CLOSE)
    _check(case, draft, is_told=is_told)
    case.closing, case.closed_at = draft.closing.value, clock.now()
    ending = CaseClosed(
        subject_id=case.subject_id,
        closing=draft.closing.value,
        words=draft.words if is_told else "",
        reasons=draft.reasons,
        is_told=is_told,
        language=language_of(case.subject_id, "case-closing"),
        zone=whereabouts(case).zone,
        **of_case(case),
        **proof_columns(actor, proof),
    )
    record_evidence(ending)
    if case.told_at is not None:
        enqueue(actor, case.id, ending.id)
        _mark_told(case, draft.closing, case.told_at)


def _mark_told(case: Case, closing: Closing, told_at: datetime) -> None:
    """Let a complaint that was found to be so stand in the file, after a talk alone.

    Every other closing note promises the person that nothing of the case is kept there.
    """
    if closing is Closing.INFORMAL:
        mark_told(case.complaint_id, case.subject_id, told_at)


def _check(case: Case, draft: ClosingDraft, *, is_told: bool) -> None:
    if is_told and not draft.words:
        raise Invalid(_("What the person is told: write a sentence or two."))
    if draft.closing is Closing.LEFT and find_placed_today(case.subject_id) is not None:
        raise Invalid(_("How it ends: the person is still placed with the company."))
    if case.has_step_under_way:
        raise Conflict(_("A step is proposed in this case. Take it back first, then end the case."))
    if story_of(case.id).suspension is not None:
        raise Conflict(_("End the suspension first, so that the person knows when to come back."))
