"""Everything that a hearing pack tells, gathered for the job that prints it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from handbook.acknowledgements.models import Acknowledgement
from handbook.company.calendars import Calendar, calendar_of
from handbook.complaints.models import Complaint, ComplaintEntry
from handbook.complaints.queries import EntryKind, NoticeLine
from handbook.core import clock
from handbook.core.db import db
from handbook.corrective_actions.cases.models import Case, CaseOpened, CasePart
from handbook.corrective_actions.cases.story import CaseStory, story_of
from handbook.corrective_actions.hearing_pack.queries import notice_of_case
from handbook.corrective_actions.ladders.ladder import Ladder
from handbook.corrective_actions.ladders.queries import ladder_on
from handbook.corrective_actions.steps.comparing import Comparables, comparables
from handbook.corrective_actions.steps.history import LiveRow, history
from handbook.corrective_actions.steps.models import CorrectiveAction
from handbook.corrective_actions.steps.pages import StepPage
from handbook.corrective_actions.steps.queries import step_for_sealing
from handbook.people.models import Employee


@dataclass(frozen=True, slots=True)
class MissedDay:
    """A day that the customer was promised something for and that passed: what, a word of complaints.missing."""

    what: str
    promised: date


@dataclass(frozen=True, slots=True)
class PackFacts:
    """A case with all that was written down about it.

    `signature` is the newest one of the person that counts for the rule. `steps` are those of this case, `past` every
    step that was served to the person by today. `names` are by employee id. `calendar` and `ladder` are those of the
    place of the incident, the ladder as it was when the case was opened; `others` are the comparable cases before that.
    `findings` are what was found of the complaint, one after another.
    """

    case: Case
    opened: CaseOpened
    complaint: Complaint
    subject: Employee
    story: CaseStory
    line: NoticeLine
    signature: Acknowledgement | None
    parts: tuple[CasePart, ...]
    steps: tuple[StepPage, ...]
    past: tuple[LiveRow, ...]
    names: dict[str, str]
    calendar: Calendar
    ladder: Ladder
    others: Comparables
    missed: tuple[MissedDay, ...]
    findings: tuple[ComplaintEntry, ...]

    @property
    def zone(self) -> str:
        """The zone in which the days of the pack are told: that of the place of the incident."""
        return self.opened.zone


def gather(case_id: str, language: str) -> PackFacts:
    """Load everything about a case; the text of the rule comes in the language that the person read, or in this one."""
    case = db.session.get_one(Case, case_id)
    opened = db.session.scalars(select(CaseOpened).where(CaseOpened.case_id == case_id)).one()
    subject = db.session.get_one(Employee, case.subject_id)
    story, opened_on = story_of(case_id), clock.local(opened.recorded_at, opened.zone).date()
    line = notice_of_case(case_id, language)
    signed = line.notice.acknowledgement_id
    complaint = db.session.get_one(Complaint, case.complaint_id)
    parts = db.session.scalars(
        select(CasePart).where(CasePart.case_id == case_id).order_by(CasePart.from_at, CasePart.id)
    ).all()
    return PackFacts(
        case=case,
        opened=opened,
        complaint=complaint,
        subject=subject,
        story=story,
        line=line,
        signature=db.session.get_one(Acknowledgement, signed) if signed else None,
        parts=tuple(parts),
        steps=_steps(case_id),
        past=tuple(history(subject.id, clock.today(opened.zone))),
        names=_names([one.employee_id for one in parts]),
        calendar=calendar_of(complaint.location_id),
        ladder=ladder_on(opened_on, complaint.location_id),
        others=comparables(case.rule_id, case.subject_id, opened_on),
        missed=_missed(complaint.id),
        findings=_findings(complaint.id),
    )


def _missed(complaint_id: str) -> tuple[MissedDay, ...]:
    query = select(ComplaintEntry.facts).where(
        ComplaintEntry.complaint_id == complaint_id, ComplaintEntry.kind == EntryKind.MISSED.value
    )
    found = [facts for facts in db.session.scalars(query.order_by(ComplaintEntry.recorded_at)) if facts]
    return tuple(MissedDay(one["what"], date.fromisoformat(one["promised"])) for one in found)


def _findings(complaint_id: str) -> tuple[ComplaintEntry, ...]:
    query = select(ComplaintEntry).where(
        ComplaintEntry.complaint_id == complaint_id, ComplaintEntry.kind == EntryKind.FOUND.value
    )
    return tuple(db.session.scalars(query.order_by(ComplaintEntry.recorded_at)))


def _steps(case_id: str) -> tuple[StepPage, ...]:
    query = select(CorrectiveAction.id).where(CorrectiveAction.case_id == case_id)
    ids = db.session.scalars(query.order_by(CorrectiveAction.proposed_at, CorrectiveAction.id)).all()
    return tuple(step_for_sealing(action_id) for action_id in ids)


def _names(employee_ids: list[str]) -> dict[str, str]:
    query = select(Employee.id, Employee.name).where(Employee.id.in_(employee_ids))
    return {row.id: row.name for row in db.session.execute(query)}
