"""What the other side will point at: each weak point of a case in calm words, before anything else is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from handbook.acknowledgements.notice import NOT_NOTIFIED
from handbook.complaints.queries import BLOCKING, Finding, finding_words
from handbook.core import clock
from handbook.core.moments import day_words, moment_words
from handbook.corrective_actions.acts import ProvenAct
from handbook.corrective_actions.cases.causes import Cause, Verdict, cause_words
from handbook.corrective_actions.cases.folder_kinds import AnswerKind
from handbook.corrective_actions.cases.gates import act_by
from handbook.corrective_actions.cases.story import cause_answers
from handbook.corrective_actions.hearing_pack.facts import PackFacts
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps.lifecycle import Standing
from handbook.corrective_actions.steps.pages import StepPage

DAY = timedelta(days=1)
SHOWN_BY_FOLDER = frozenset({Cause.INVESTIGATED, Cause.PROOF})


@dataclass(frozen=True, slots=True)
class WeakPoint:
    """One of them, in words, and the section of the pack in which it can be looked up."""

    words: str
    section: str


def weak_points(facts: PackFacts) -> list[WeakPoint]:
    """Return the weak points of a case in the order of the way: notice, promises, folder, hearing, tests, steps.

    They are read off the records alone. That nothing is found does not say that nothing is weak.
    """
    found = [*_of_notice(facts), *_of_promises(facts), *_of_finding(facts)]
    found += [*_of_folder(facts), *_of_hearing(facts), *_of_tests(facts)]
    for step in facts.steps:
        found += [*_of_reasons(step), *_of_grounds(facts, step), *_of_letter(facts, step)]
    return found


def _of_notice(facts: PackFacts) -> Iterator[WeakPoint]:
    notice, line = facts.line.notice, facts.line
    if notice.answer == NOT_NOTIFIED:
        yield WeakPoint(_("The rule was not notified to the person before the incident."), "notice")
    if notice.doubt == "disputed":
        yield WeakPoint(_("A signature under the rule is disputed. Until it is examined it does not count."), "notice")
    if notice.doubt == "set aside":
        yield WeakPoint(_("A signature under the rule was set aside: it was not the person’s."), "notice")
    if notice.is_notified and notice.days_before == 0:
        yield WeakPoint(_("The person was told of the rule on the very day of the incident, before it."), "notice")
    if line.was_recorded_later:
        yield WeakPoint(_("That the person was told of the rule was written down on a later day."), "notice")
    if notice.translation_lagged:
        yield WeakPoint(_("The person read a translation that lagged behind the source text."), "notice")
    if facts.signature and facts.signature.soon_after_reset:
        yield WeakPoint(
            _("The person signed within a day after somebody else had set their password or PIN."), "notice"
        )
    for one in notice.agreed:
        yield WeakPoint(
            _("Something was agreed with the person about this very rule: %(words)s", words=one.words), "notice"
        )


def _of_promises(facts: PackFacts) -> Iterator[WeakPoint]:
    """Yield the days that the customer was promised something for and that passed."""
    for one in facts.missed:
        day = day_words(one.promised)
        words = {
            "acknowledgement": _("The customer was to have a receipt by %(day)s. That was missed.", day=day),
            "answer": _("The customer was promised an answer by %(day)s. That was missed.", day=day),
            "news": _("The customer was promised news by %(day)s. That was missed.", day=day),
        }
        yield WeakPoint(words[one.what], "chronology")


def _of_folder(facts: PackFacts) -> Iterator[WeakPoint]:
    story = facts.story
    kept = len(story.notes) - len(story.released)
    if kept and story.notice:
        words = ngettext(
            "%(num)s entry of the folder was not given to the person.",
            "%(num)s entries of the folder were not given to the person.",
            kept,
        )
        yield WeakPoint(words, "folder")
    if story.notice and not story.is_served:
        yield WeakPoint(_("The person has not opened the written notice."), "allegation")
    late = [note for note in story.notes if story.hearings and note.recorded_at > story.hearings[-1].recorded_at]
    if late:
        words = ngettext(
            "%(num)s entry came into the folder after the hearing: the person was not asked about it.",
            "%(num)s entries came into the folder after the hearing: the person was not asked about them.",
            len(late),
        )
        yield WeakPoint(words, "folder")


def _of_hearing(facts: PackFacts) -> Iterator[WeakPoint]:
    story = facts.story
    yield from _short_notice(facts)
    for held in (row for row in story.hearings if row.sooner):
        words = _("The person was heard before the time that was set. How they agreed: %(words)s", words=held.sooner)
        yield WeakPoint(words, "hearing")
    if story.wish:
        yield WeakPoint(_("The person asked for another time, and nobody has answered."), "answers")
    for refused in (row for row in story.settings if row.starts_at is None):
        words = _("The person asked for another time. It was not granted: %(reasons)s", reasons=refused.reasons)
        yield WeakPoint(words, "hearing")
    if story.hearings and not any(row.came for row in story.hearings):
        yield WeakPoint(_("The hearing was held without the person."), "hearing")
    if any(row.came for row in story.hearings) and not story.said(AnswerKind.NOTES_CONFIRMED):
        yield WeakPoint(_("The person has not confirmed the notes of the hearing."), "hearing")
    companion, present = story.newest(AnswerKind.COMPANION), " ".join(row.present for row in story.hearings)
    if companion and story.hearings and companion.words.casefold() not in present.casefold():
        words = _(
            "The person named %(name)s as companion, who is not among those noted as present.", name=companion.words
        )
        yield WeakPoint(words, "hearing")
    if story.said(AnswerKind.INTERPRETER) and story.hearings:
        yield WeakPoint(_("The person asked for an interpreter. See whether one was there."), "hearing")
    yield from _late_looks(facts)


def _of_finding(facts: PackFacts) -> Iterator[WeakPoint]:
    """Yield what was found of the complaint, where it does not bear the allegation out."""
    finding = Finding(facts.complaint.finding) if facts.complaint.finding else None
    if finding is not None and finding in BLOCKING | {Finding.UNABLE_TO_DETERMINE}:
        said = finding_words()[finding]
        words = _("What was found of the complaint does not bear it out: %(finding)s.", finding=said)
        yield WeakPoint(words, "chronology")


def _late_looks(facts: PackFacts) -> Iterator[WeakPoint]:
    """Yield the days by which somebody was to look at the suspension and did not, or did so later."""
    story = facts.story
    waits = story.suspension.review_on if story.suspension else None
    missed = [*story.missed_reviews, *([waits] if waits and waits < clock.today(facts.zone) else [])]
    for day in map(day_words, missed):
        yield WeakPoint(
            _("The time away from work was to be looked at by %(day)s. That was missed.", day=day), "chronology"
        )


def _short_notice(facts: PackFacts) -> Iterator[WeakPoint]:
    """Yield that a hearing came sooner than the ladder's working days after the person was told of its time."""
    story, asked = facts.story, facts.ladder.notice_days
    told = [row for row in story.settings if row.starts_at]
    if not told:
        return
    starts = story.hearings[0].held_at if story.hearings else told[-1].starts_at or told[-1].recorded_at
    first, last = (clock.local(at, facts.zone).date() for at in (told[-1].recorded_at, starts))
    days = facts.calendar.working_days_between(first + DAY, last)
    if days < asked:
        words = ngettext(
            "Of the hearing on %(day)s the person knew %(num)s working day before; our ladder asks for %(asked)s.",
            "Of the hearing on %(day)s the person knew %(num)s working days before; our ladder asks for %(asked)s.",
            days,
            day=day_words(last),
            asked=asked,
        )
        yield WeakPoint(words, "hearing")


def _of_tests(facts: PackFacts) -> Iterator[WeakPoint]:
    if not facts.story.causes:
        return
    for one in cause_answers(facts.story.causes[-1]):
        if one.verdict is Verdict.NO:
            yield WeakPoint(
                _("A test of just cause is answered with no: %(test)s", test=cause_words(one.test)), "tests"
            )
        elif one.test in SHOWN_BY_FOLDER and one.verdict is Verdict.YES and not facts.story.notes:
            words = _("The folder is empty, and yet a test is answered with yes: %(test)s", test=cause_words(one.test))
            yield WeakPoint(words, "tests")


def _of_reasons(step: StepPage) -> Iterator[WeakPoint]:
    """Yield each reason that was given for going on, and what a small firm dropped."""
    proposal, section = step.proposal, f"step-{step.action.reference}"
    if proposal.not_notified_reason:
        words = _("It went on though the rule was not notified: %(reason)s", reason=proposal.not_notified_reason)
        yield WeakPoint(words, section)
    if proposal.going_on_reason:
        missing = " ".join(one["words"] for one in proposal.going_on)
        words = _(
            "It went on though something was missing. %(missing)s The reason given: %(reason)s",
            missing=missing,
            reason=proposal.going_on_reason,
        )
        yield WeakPoint(words, section)
    if proposal.deviation_reason:
        words = _(
            "It differs from what the ladder recommends. The reason given: %(reason)s", reason=proposal.deviation_reason
        )
        yield WeakPoint(words, section)
    for words in proposal.dropped:
        yield WeakPoint(_("In this small firm one person did what two do as a rule: %(words)s", words=words), section)


def _of_grounds(facts: PackFacts, step: StepPage) -> Iterator[WeakPoint]:
    """Yield what the proposal rests on and should not, and what came too late for it."""
    proposal, section = step.proposal, f"step-{step.action.reference}"
    said = " ".join((proposal.observed, proposal.reasons, *proposal.because))
    for row in facts.past:
        if row.stand.standing in (Standing.LAPSED, Standing.OVERTURNED) and row.reference in said:
            words = _(
                "The proposal mentions %(reference)s, which does not count: it has lapsed or was overturned.",
                reference=row.reference,
            )
            yield WeakPoint(words, section)
    if facts.others.lighter.get(Step(proposal.step)):
        yield WeakPoint(facts.others.lighter_words(Step(proposal.step)), section)
    for earlier in step.to_look_at:
        words = _(
            "It rests on %(reference)s, which an appeal has overturned or reduced. Nobody has looked at it again.",
            reference=earlier,
        )
        yield WeakPoint(words, section)
    later = [
        row
        for row in facts.story.said(AnswerKind.ANSWER, AnswerKind.NOTES_ADDED)
        if row.recorded_at > proposal.recorded_at
    ]
    if later:
        words = _("The person answered after the step was proposed, so the proposal does not deal with it.")
        yield WeakPoint(words, "answers")
    yield from _proven_soon_after_reset((proposal, *step.approvals), section)


def _of_letter(facts: PackFacts, step: StepPage) -> Iterator[WeakPoint]:
    served, section = step.served, f"step-{step.action.reference}"
    if served is None:
        return
    last = act_by(facts.opened, facts.ladder)
    if last and served.served_on > last:
        yield WeakPoint(
            _("It was to be acted on by %(day)s. The letter was served later.", day=day_words(last)), section
        )
    recorded_on = clock.local(served.recorded_at, served.zone).date()
    if recorded_on > clock.local(served.served_at, served.zone).date() and served.laid_open_at is None:
        words = _(
            "That the letter was served on %(day)s was written down on %(later)s.",
            day=day_words(served.served_on),
            later=day_words(recorded_on),
        )
        yield WeakPoint(words, section)
    for row in step.statements:
        if not step.looked_again and step.appeal is None:
            words = _(
                "The person’s statement of %(moment)s was not answered.", moment=moment_words(row.recorded_at, row.zone)
            )
            yield WeakPoint(words, section)
    if step.appeal and step.appeal.decided is None:
        yield WeakPoint(_("An appeal is lodged and not decided yet."), section)
    if step.appeal and step.appeal.lodged.late_reason:
        words = _(
            "The appeal came after its last day. The person says why: %(reason)s", reason=step.appeal.lodged.late_reason
        )
        yield WeakPoint(words, section)
    yield from _proven_soon_after_reset((served, *([step.received] if step.received else [])), section)


def _proven_soon_after_reset(acts: tuple[ProvenAct, ...], section: str) -> Iterator[WeakPoint]:
    for act in acts:
        if act.soon_after_reset:
            words = _(
                "%(name)s was proven by a password or PIN that somebody else had set within a day before.",
                name=act.by_name,
            )
            yield WeakPoint(words, section)
