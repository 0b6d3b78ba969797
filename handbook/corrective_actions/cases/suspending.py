"""The verbs of a suspension from work while a matter is looked into: paid, no sanction, looked at again and again."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flask_babel import gettext as _

from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.corrective_actions.acts import proof_columns, require_proven
from handbook.corrective_actions.cases import policy
from handbook.corrective_actions.cases.changing import next_version, of_case, worked_on
from handbook.corrective_actions.cases.lifecycle import CaseMove, CaseState, may_move
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.models_telling import CaseSuspension
from handbook.corrective_actions.cases.seal_jobs import enqueue
from handbook.corrective_actions.cases.story import story_of
from handbook.corrective_actions.cases.telling import language_of, whereabouts
from handbook.ledger.appending import record_evidence
from handbook.people.sign_in import Proof

# At most so many days until somebody looks whether it must last: it is to be brief.
REVIEW_DAYS = 14


class Pause(StrEnum):
    """What happens to a suspension."""

    BEGUN = "begun"
    KEPT = "kept"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SuspensionDraft:
    """What a form hands over. `access`: what of work stays open meanwhile; the own file always does."""

    kind: Pause
    reasons: str
    access: str
    review_on: date | None


def suspend(actor: Actor, proof: Proof, case_id: str, draft: SuspensionDraft, row_version: int) -> None:
    """Begin a suspension, keep it after a look, or end it; a letter follows each time.

    Raises Invalid for a review more than two weeks away, Conflict where the person was not told of the allegation,
    and where there is no suspension to keep or end or one already.
    """
    require_proven(actor, proof)
    case, parties = worked_on(actor, case_id)
    if not policy.may_investigate(actor, parties):
        raise Refused(_("Only the person who looks into this case decides about a suspension meanwhile."))
    next_version(case, row_version)
    today = whereabouts(case).today
    _check(case, draft, today)
    row = CaseSuspension(
        kind=draft.kind.value,
        subject_id=case.subject_id,
        reasons=draft.reasons,
        access=draft.access,
        from_on=today,
        review_on=None if draft.kind is Pause.ENDED else draft.review_on,
        language=language_of(case.subject_id, "case-suspension"),
        zone=whereabouts(case).zone,
        **of_case(case),
        **proof_columns(actor, proof),
    )
    record_evidence(row)
    enqueue(actor, case.id, row.id)


def _check(case: Case, draft: SuspensionDraft, today: date) -> None:
    if may_move(CaseState(case.state), CaseMove.INVESTIGATE) or case.told_at is None:
        raise Conflict(_("Tell the person in writing what is alleged first."))
    if (story_of(case.id).suspension is None) != (draft.kind is Pause.BEGUN):
        raise Conflict(_("The suspension has begun or ended meanwhile. Look at the case again."))
    if draft.kind is Pause.ENDED:
        return
    if draft.review_on is None or not today < draft.review_on <= today + timedelta(days=REVIEW_DAYS):
        raise Invalid(_("Looked at again on: choose a day within the next two weeks."))
