"""What of the process is missing before a step, in words: who must act, and whether a reason can help; no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import gettext as _

from handbook.complaints.queries import BLOCKING, Finding
from handbook.core.moments import day_words
from handbook.corrective_actions.cases.causes import Cause, Verdict
from handbook.corrective_actions.cases.lifecycle import CaseState
from handbook.corrective_actions.ladders.ladder import Step

# From a written warning on the seven tests are asked, before these two also what may bar them.
TESTED = frozenset({Step.WRITTEN, Step.FINAL, Step.SUSPENSION, Step.DISMISSAL})
BARRED = frozenset({Step.SUSPENSION, Step.DISMISSAL})


class Gate(StrEnum):
    """What may hold a step."""

    CLOSED = "closed"
    NOTICE = "notice"
    ANSWER = "answer"
    POSTPONEMENT = "postponement"
    HEARING = "hearing"
    TESTS = "tests"
    DOUBT = "doubt"
    BARS = "bars"
    FINDING = "finding"
    ANONYMOUS = "anonymous"
    LIMITATION = "limitation"


@dataclass(frozen=True, slots=True)
class Hold:
    """What holds a step. `who` must act; `can_go_on`: with a written reason, which is printed in the letter."""

    gate: Gate
    words: str
    who: str
    can_go_on: bool = False


@dataclass(frozen=True, slots=True)
class Process:
    """What is known of a case on a day: all that the gates ask, and nothing else.

    `answer_by` None: the person was not told, or has yet to open what was laid open. `verdicts` are of the very step
    that is asked for. `looker` must look at what may bar it (None: nothing was found, or it was looked at and may go
    on); `is_barred`: whoever looked says that it must not go on. `finding`: of the complaint, as it stands. `act_by`
    None: no limitation counts.
    """

    state: CaseState
    investigator: str
    decider: str
    is_told: bool = False
    answer_by: date | None = None
    has_answered: bool = False
    asks_to_postpone: bool = False
    is_heard: bool = False
    verdicts: Mapping[Cause, Verdict] | None = None
    has_bars: bool = False
    looker: str | None = None
    is_barred: bool = False
    finding: Finding | None = None
    is_anonymous: bool = False
    has_proof: bool = False
    act_by: date | None = None


def holds(process: Process, step: Step, day: date, *, needs_hearing: bool) -> tuple[Hold, ...]:
    """Return what holds this step on this day, in the order in which it is best mended; empty where nothing does."""
    if process.state is CaseState.CLOSED:
        return (Hold(Gate.CLOSED, _("The case is closed."), _("nobody")),)
    found = [
        _notice(process),
        _answer(process, day),
        _hearing(process) if needs_hearing else None,
        _finding(process),
        _anonymous(process),
        _limitation(process, day),
        *(_tests(process) if step in TESTED else ()),
        _bars(process) if step in BARRED else None,
    ]
    return tuple(hold for hold in found if hold)


def _notice(process: Process) -> Hold | None:
    if process.is_told:
        return None
    words = _("The person was not told in writing what is alleged.")
    return Hold(Gate.NOTICE, words, process.investigator)


def _answer(process: Process, day: date) -> Hold | None:
    if not process.is_told or process.has_answered or process.is_heard:
        return None
    if process.answer_by is None:
        words = _("The person has not opened the notice yet. Hand it over, or send it by post.")
        return Hold(Gate.ANSWER, words, process.investigator)
    if day > process.answer_by:
        return None
    words = _("The person may answer through %(day)s and has not done so yet.", day=day_words(process.answer_by))
    return Hold(Gate.ANSWER, words, _("the person"))


def _hearing(process: Process) -> Hold | None:
    if process.asks_to_postpone:
        words = _("The person asked for another time, and nobody has answered yet.")
        return Hold(Gate.POSTPONEMENT, words, process.decider)
    if process.is_heard:
        return None
    return Hold(Gate.HEARING, _("The person was not heard yet."), process.decider)


def _tests(process: Process) -> tuple[Hold, ...]:
    if process.verdicts is None or set(process.verdicts) != set(Cause):
        words = _("The seven tests of just cause are not answered for this step.")
        return (Hold(Gate.TESTS, words, process.decider),)
    if Verdict.NO in process.verdicts.values():
        words = _("A test of just cause is answered with no. That undermines the step.")
        return (Hold(Gate.DOUBT, words, process.decider, can_go_on=True),)
    return ()


def _bars(process: Process) -> Hold | None:
    if not process.has_bars:
        words = _("What may bar this step was not asked: pregnancy, sick leave, a union post, own complaints.")
        return Hold(Gate.BARS, words, process.decider)
    if process.is_barred:
        words = _("Somebody looked at what may bar this step, and says that it must not go on.")
        return Hold(Gate.BARS, words, process.decider)
    if process.looker:
        return Hold(Gate.BARS, _("Something may bar this step. It must be looked at first."), process.looker)
    return None


def _finding(process: Process) -> Hold | None:
    """Hold what was opened before the complaint was found to be no fault, or not proven."""
    if process.finding is Finding.RULE_FOLLOWED:
        words = _("The complaint is about a rule that was followed. Nobody is blamed for that: close the case.")
        return Hold(Gate.FINDING, words, process.decider)
    if process.finding in BLOCKING:
        words = _("The finding speaks against a step: the complaint is not substantiated, or it is about no person.")
        return Hold(Gate.FINDING, words, process.decider, can_go_on=True)
    return None


def _anonymous(process: Process) -> Hold | None:
    if not process.is_anonymous or process.has_proof:
        return None
    words = _("The complaint is anonymous, and nothing else in the folder bears it out. A talk is the right answer.")
    return Hold(Gate.ANONYMOUS, words, process.investigator)


def _limitation(process: Process, day: date) -> Hold | None:
    if process.act_by is None or day <= process.act_by:
        return None
    words = _("It was to be acted on by %(day)s. That day is over.", day=day_words(process.act_by))
    return Hold(Gate.LIMITATION, words, process.decider, can_go_on=True)
