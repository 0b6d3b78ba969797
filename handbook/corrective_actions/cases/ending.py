"""The end of a decided case: the program notes it once nothing can follow any more, and the person gets a note."""

from datetime import date

from handbook.core import clock
from handbook.corrective_actions.cases.changing import locked, of_case, take_on
from handbook.corrective_actions.cases.lifecycle import CaseMove, CaseState, Closing
from handbook.corrective_actions.cases.models import CaseEnded
from handbook.corrective_actions.cases.seal_jobs import enqueue
from handbook.corrective_actions.cases.story import story_of
from handbook.corrective_actions.cases.telling import language_of, whereabouts
from handbook.ledger.appending import record_evidence


def end_decided(case_id: str, step_reference: str, appeal_until: date) -> CaseEnded | None:
    """Close a decided case whose last day for an appeal is over, for nobody: an act of the program.

    Returns what was written down, or None where the case is not decided any more, a step is under way in it or a
    suspension from work still lasts. Its sealing follows.
    """
    case = locked(case_id)
    if CaseState(case.state) is not CaseState.DECIDED or case.has_step_under_way:
        return None
    if story_of(case_id).suspension is not None:
        return None
    take_on(case, CaseMove.CLOSE)
    case.closing, case.closed_at = Closing.DECIDED.value, clock.now()
    case.row_version += 1
    ended = CaseEnded(
        subject_id=case.subject_id,
        step_reference=step_reference,
        appeal_until=appeal_until,
        language=language_of(case.subject_id, "case-ended"),
        zone=whereabouts(case).zone,
        **of_case(case),
    )
    record_evidence(ended)
    enqueue(None, case.id, ended.id)
    return ended
