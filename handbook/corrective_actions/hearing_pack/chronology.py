"""The way of a case, a line for each thing: when it happened, when it was written down, where in the pack it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from flask_babel import gettext as _

from handbook.complaints.queries import Finding, finding_words
from handbook.core.moments import day_words
from handbook.corrective_actions.cases.assigning import ASSIGNED
from handbook.corrective_actions.cases.folder_kinds import AnswerKind, NoteKind, answer_words, note_words
from handbook.corrective_actions.cases.lifecycle import Closing, closing_words
from handbook.corrective_actions.cases.models import CaseMoved
from handbook.corrective_actions.cases.operations import BEGUN, CLOSED, DECIDED
from handbook.corrective_actions.hearing_pack.facts import PackFacts
from handbook.corrective_actions.ladders.ladder import Step, step_title
from handbook.corrective_actions.steps.appeals import Outcome, outcome_words
from handbook.corrective_actions.steps.pages import StepPage


@dataclass(frozen=True, slots=True)
class Event:
    """One line. `section`: where in the pack it can be read; `recorded` None: nobody wrote it down on its own.

    Of what happened on a day at a time that nobody told (`time_known`), the day alone is printed.
    """

    happened: datetime
    recorded: datetime | None
    words: str
    who: str
    section: str
    time_known: bool = True


def chronology(facts: PackFacts) -> list[Event]:
    """Return what happened in its order, by when it happened and then by when it was written down.

    What was written down at one instant keeps its order here: an appeal is decided, and that ends the case.
    """
    events = [*_before(facts)]
    for step in facts.steps:
        events += [*_of_step(step), *_of_answers(step), *_of_appeal(step)]
    return sorted([*events, *_of_case(facts), *_of_hearing(facts)], key=_order)


def _order(event: Event) -> tuple[datetime, datetime]:
    return event.happened.astimezone(UTC), (event.recorded or event.happened).astimezone(UTC)


def _before(facts: PackFacts) -> Iterator[Event]:
    notice, opened, complaint = facts.line.notice, facts.opened, facts.complaint
    if notice.published_at:
        words = _("The text of the rule was published, version %(version)s", version=notice.version)
        yield Event(notice.published_at, notice.published_at, words, "", "notice")
    if notice.shown_at:
        yield Event(notice.shown_at, notice.recorded_at, _("The text was shown to the person"), "", "notice")
    if notice.notified_at:
        words = _("The person signed it") if notice.signed_at else _("The person was told of it otherwise")
        yield Event(notice.notified_at, notice.recorded_at, words, notice.by_name, "notice")
    words, has_time = _("The incident, as it was told"), opened.happened_time_known
    yield Event(opened.happened_at, complaint.filed_at, words, "", "allegation", has_time)
    for found in facts.findings:
        finding = finding_words()[Finding((found.facts or {})["finding"])]
        words = _("Found of the complaint: %(finding)s", finding=finding)
        yield Event(found.recorded_at, found.recorded_at, words, found.by_name, "allegation")
    words = _("The company learnt of it, complaint %(reference)s", reference=complaint.reference)
    yield Event(opened.discovered_at, complaint.filed_at, words, "", "allegation")


def _of_case(facts: PackFacts) -> Iterator[Event]:
    story, opened = facts.story, facts.opened
    words = _("Case %(reference)s opened", reference=facts.case.reference)
    yield Event(opened.recorded_at, opened.recorded_at, words, opened.by_name, "allegation")
    for moved in story.moves:
        yield Event(moved.recorded_at, moved.recorded_at, _moved(moved), moved.by_name, "people")
    for note in story.notes:
        words = f"{note_words(NoteKind(note.kind))}: {note.title}"
        yield Event(note.happened_at or note.recorded_at, note.recorded_at, words, note.by_name, "folder")
    for notice in story.notices:
        yield Event(
            notice.recorded_at, notice.recorded_at, _("Told in writing what is alleged"), notice.by_name, "allegation"
        )
    for answer in story.answers:
        words = answer_words(AnswerKind(answer.kind))
        yield Event(answer.recorded_at, answer.recorded_at, words, answer.by_name, "answers")
    for row in story.suspensions:
        words = _("Paid time away from work begun or kept") if row.review_on else _("Paid time away from work ended")
        yield Event(row.recorded_at, row.recorded_at, words, row.by_name, "people")
    for ending in story.endings:
        words = closing_words(Closing(ending.closing))
        yield Event(ending.recorded_at, ending.recorded_at, words, ending.by_name, "people")
    for ended in story.ended:
        yield Event(ended.recorded_at, ended.recorded_at, closing_words(Closing.DECIDED), "", "people")


def _moved(moved: CaseMoved) -> str:
    if moved.kind == CLOSED:
        return closing_words(Closing(moved.words))
    return {
        BEGUN: _("Taken on, to be looked into"),
        ASSIGNED: _("Somebody got a part in the case"),
        DECIDED: _("A step was decided"),
    }[moved.kind]


def _of_hearing(facts: PackFacts) -> Iterator[Event]:
    for row in facts.story.settings:
        words = _("The hearing was moved") if row.is_postponed else _("The hearing was arranged")
        if row.starts_at is None:
            words = _("Another time for the hearing was not granted")
        yield Event(row.recorded_at, row.recorded_at, words, row.by_name, "hearing")
    for held in facts.story.hearings:
        words = _("The person was heard") if held.came else _("The hearing was held without the person")
        yield Event(held.held_at, held.recorded_at, words, held.by_name, "hearing")
    for causes in facts.story.causes:
        words = _("The seven tests of just cause were answered")
        yield Event(causes.recorded_at, causes.recorded_at, words, causes.by_name, "tests")


def _of_step(step: StepPage) -> Iterator[Event]:
    reference, name = step.action.reference, step_title(Step(step.action.step))
    section, proposal = f"step-{reference}", step.proposal
    words = _("%(step)s %(reference)s proposed", step=name, reference=reference)
    yield Event(proposal.recorded_at, proposal.recorded_at, words, proposal.by_name, section)
    for row in step.approvals:
        words = _("%(reference)s approved", reference=reference)
        yield Event(row.recorded_at, row.recorded_at, words, row.by_name, section)
    if step.refusal:
        words, refusal = _("%(reference)s not approved", reference=reference), step.refusal
        yield Event(refusal.recorded_at, refusal.recorded_at, words, refusal.by_name, section)
    if step.withdrawn:
        words = _("%(reference)s taken back", reference=reference)
        yield Event(step.withdrawn.recorded_at, step.withdrawn.recorded_at, words, step.withdrawn.by_name, section)
    if step.laid_open:
        words = _("Letter %(reference)s laid open in the own file", reference=reference)
        yield Event(step.laid_open.recorded_at, step.laid_open.recorded_at, words, step.laid_open.by_name, section)
    if step.served:
        served = step.served
        words = _("Letter %(reference)s served", reference=reference)
        if served.posted_on:
            day = day_words(served.served_on)
            words = _("Letter %(reference)s posted; it counts as served on %(day)s", reference=reference, day=day)
        yield Event(served.served_at, served.recorded_at, words, served.by_name, section)


def _of_answers(step: StepPage) -> Iterator[Event]:
    reference, section = step.action.reference, f"step-{step.action.reference}"
    for statement in step.statements:
        words = _("Statement of the person on %(reference)s", reference=reference)
        yield Event(statement.recorded_at, statement.recorded_at, words, statement.by_name, section)
    if step.received:
        words = _("Receipt of %(reference)s confirmed", reference=reference)
        yield Event(step.received.recorded_at, step.received.recorded_at, words, step.received.by_name, section)
    if step.refused:
        words = _("Receipt of %(reference)s not confirmed, before two witnesses", reference=reference)
        both = f"{step.refused.first_name}, {step.refused.second_name}"
        yield Event(step.refused.recorded_at, step.refused.recorded_at, words, both, section)
    for looked in step.looked_again:
        words = _("Looked again at %(reference)s", reference=reference)
        yield Event(looked.recorded_at, looked.recorded_at, words, looked.by_name, section)


def _of_appeal(step: StepPage) -> Iterator[Event]:
    if step.appeal is None:
        return
    section, appeal = f"step-{step.action.reference}", step.appeal
    words = _("Appeal lodged against %(reference)s", reference=step.action.reference)
    yield Event(appeal.lodged.recorded_at, appeal.lodged.recorded_at, words, appeal.lodged.by_name, section)
    if appeal.arranged:
        words = _("Appeal: %(name)s hears it", name=appeal.arranged.hearer_name)
        yield Event(appeal.arranged.recorded_at, appeal.arranged.recorded_at, words, appeal.arranged.by_name, section)
    if appeal.decided:
        words = outcome_words(Outcome(appeal.decided.outcome))
        yield Event(appeal.decided.recorded_at, appeal.decided.recorded_at, words, appeal.decided.by_name, section)
