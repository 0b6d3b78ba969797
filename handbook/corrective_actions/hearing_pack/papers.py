"""The hearing pack on paper: facts of a case as sections of one document."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import render_template
from flask_babel import force_locale, format_datetime
from flask_babel import gettext as _

from handbook.company.queries import Company
from handbook.complaints.queries import notice_words
from handbook.core import clock
from handbook.core.moments import day_words, locale_of, moment_words
from handbook.corrective_actions.cases.causes import cause_words, verdict_words
from handbook.corrective_actions.cases.folder_kinds import AnswerKind, NoteKind, answer_words, note_words
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.cases.story import cause_answers
from handbook.corrective_actions.hearing_pack.chronology import chronology
from handbook.corrective_actions.hearing_pack.facts import PackFacts
from handbook.corrective_actions.hearing_pack.weak_points import weak_points
from handbook.corrective_actions.ladders.ladder import Step, step_title
from handbook.corrective_actions.steps.appeals import Outcome, outcome_words


@dataclass(frozen=True, slots=True)
class Made:
    """Of which moment the print is: when it was made, for whom, and how many leaves the checkpoint on it covers."""

    at: datetime
    by_name: str
    position: int


def pack_html(facts: PackFacts, made: Made, company: Company, language: str) -> str:
    """Write the whole pack in a language; words of people keep the language in which they were written."""
    with force_locale(locale_of(language)):
        return render_template(
            "papers/hearing_pack.html",
            language=language,
            company=company,
            facts=facts,
            made=made,
            sections=_sections(facts),
            points=weak_points(facts),
            events=chronology(facts),
            line=facts.line,
            words=notice_words(facts.line),
            causes=cause_answers(facts.story.causes[-1]) if facts.story.causes else [],
            part_words=part_words,
            note_words=_note_words,
            answer_words=_answer_words,
            cause_words=cause_words,
            verdict_words=verdict_words,
            outcome_words=_outcome_words,
            step_name=_step_name,
            moment=partial(moment_words, zone=facts.zone),
            day=day_words,
            short=partial(_short, zone=facts.zone),
        )


def part_words(part: str) -> str:
    """Return the name of a part in the reader's language."""
    return {
        Part.INVESTIGATOR: _("looks into the matter"),
        Part.DECIDER: _("decides"),
        Part.APPROVER: _("approves"),
        Part.HEARER: _("hears the appeal"),
        Part.COMPANION: _("accompanies the person"),
        Part.INTERPRETER: _("interprets"),
        Part.WITNESS: _("is a witness"),
    }[Part(part)]


def _sections(facts: PackFacts) -> list[tuple[str, str]]:
    """Return the anchors and titles of the sections in their order."""
    return [
        ("weak-points", _("Weak points")),
        ("chronology", _("What happened, in its order")),
        ("people", _("Who has which part")),
        ("allegation", _("What is alleged")),
        ("notice", _("Was this rule notified on that day?")),
        ("folder", _("What was found")),
        ("answers", _("What the person said")),
        ("hearing", _("The hearing")),
        ("tests", _("Seven tests of just cause")),
        *(
            (f"step-{step.action.reference}", _step_title(step.action.step, step.action.reference))
            for step in facts.steps
        ),
    ]


def _short(at: datetime, zone: str, *, time_known: bool = True) -> str:
    """Return a moment as a table has room for it; the day alone where no time is known."""
    pattern = "d MMM y, HH:mm" if time_known else "d MMM y"
    return str(format_datetime(clock.local(at, zone), pattern, rebase=False))


def _step_title(step: str, reference: str) -> str:
    return f"{step_title(Step(step))} {reference}"


def _step_name(step: str) -> str:
    return step_title(Step(step))


def _note_words(kind: str) -> str:
    return note_words(NoteKind(kind))


def _answer_words(kind: str) -> str:
    return answer_words(AnswerKind(kind))


def _outcome_words(outcome: str) -> str:
    return outcome_words(Outcome(outcome))
