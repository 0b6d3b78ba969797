"""Asking the gates about a case as it stands: the one door for whoever proposes, approves or serves a step."""

from datetime import date, timedelta

from sqlalchemy import select, union_all

from handbook.complaints.models import Complaint, ComplaintPerson
from handbook.complaints.operations import Confidentiality
from handbook.complaints.queries import Finding
from handbook.core import clock
from handbook.core.db import db
from handbook.corrective_actions.cases.folder_kinds import AnswerKind
from handbook.corrective_actions.cases.holds import Hold, Process, holds
from handbook.corrective_actions.cases.lifecycle import CaseState
from handbook.corrective_actions.cases.models import Case, CaseOpened, CasePart
from handbook.corrective_actions.cases.models_hearing import BarsAnswered
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.cases.story import CaseStory, cause_answers, story_of
from handbook.corrective_actions.ladders.ladder import Ladder, Step
from handbook.people.queries import names, same_people

ANSWERS = (AnswerKind.ANSWER,)

__all__ = ["Hold", "act_by", "holds_for"]


def holds_for(case_id: str, step: Step, ladder: Ladder, day: date) -> tuple[Hold, ...]:
    """Return what of the process is missing for this step on this day; empty where nothing holds it.

    Ask when a step is proposed, when it is approved and when it is served. A hold with `can_go_on` gives way to a
    written reason that the letter prints, any other only to what it asks for. A fixed number of queries.
    """
    case = db.session.get_one(Case, case_id)
    opened = db.session.scalars(select(CaseOpened).where(CaseOpened.case_id == case_id)).one()
    complaint = db.session.get_one(Complaint, case.complaint_id)
    process = process_of(case, opened, complaint, story_of(case_id), step, ladder)
    return holds(process, step, day, needs_hearing=ladder.rung(step).hearing)


def process_of(
    case: Case, opened: CaseOpened, complaint: Complaint, story: CaseStory, step: Step, ladder: Ladder
) -> Process:
    """Return what the gates ask, from what was written down."""
    causes = story.causes_for(step)
    bars = _bars_that_count(case, complaint, story)
    look = story.look_at(bars) if bars else None
    waits_for = bars.looker_id if bars and look is None else None
    people = names([case.investigator_id, case.decider_id, *([waits_for] if waits_for else [])])
    return Process(
        state=CaseState(case.state),
        investigator=people[case.investigator_id],
        decider=people[case.decider_id],
        is_told=story.notice is not None,
        answer_by=story.answer_by,
        has_answered=bool(story.said(*ANSWERS)),
        asks_to_postpone=story.wish is not None,
        is_heard=bool(story.hearings),
        verdicts={one.test: one.verdict for one in cause_answers(causes)} if causes else None,
        has_bars=bars is not None,
        looker=people[waits_for] if waits_for else None,
        is_barred=look is not None and not look.may_go_on,
        finding=Finding(complaint.finding) if complaint.finding else None,
        is_anonymous=opened.is_anonymous or complaint.confidentiality == Confidentiality.ANONYMOUS,
        has_proof=any(note.is_proof for note in story.notes),
        act_by=act_by(opened, ladder),
    )


def _bars_that_count(case: Case, complaint: Complaint, story: CaseStory) -> BarsAnswered | None:
    """Return what was answered last about bars; None also where it must be asked anew.

    Whoever was named to look at it may turn out to decide or to be concerned, by another record: then nobody has
    looked. Nothing is asked where nothing was found.
    """
    bars = story.bars[-1] if story.bars else None
    if bars is None or bars.looker_id is None:
        return bars
    named = select(ComplaintPerson.employee_id).where(ComplaintPerson.complaint_id == complaint.id)
    saw = select(CasePart.employee_id).where(CasePart.case_id == case.id, CasePart.part == Part.WITNESS.value)
    barred = {case.subject_id, case.decider_id, complaint.filed_by, *db.session.scalars(union_all(named, saw))}
    same = same_people(one for one in barred if one)
    return None if bars.looker_id in frozenset().union(*same.values()) else bars


def act_by(opened: CaseOpened, ladder: Ladder) -> date | None:
    """Return the last day on which the matter may be acted on, by the ladder's two clocks; None where none counts.

    Counted from the day on which the company learnt of it and from the day on which it happened; the earlier day holds.
    """
    learnt, happened = (clock.local(at, opened.zone).date() for at in (opened.discovered_at, opened.happened_at))
    clocks = ((learnt, ladder.limitation_days), (happened, ladder.breach_days))
    return min((day + timedelta(days=days) for day, days in clocks if days is not None), default=None)
