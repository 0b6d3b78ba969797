"""What became of comparable cases: counts without names, and too few to tell are not told."""

import calendar
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, and_, func, select

from handbook.complaints.models import Complaint
from handbook.core.db import db
from handbook.corrective_actions.cases.lifecycle import Closing
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.ladders.ladder import Step, step_title
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.models import CorrectiveAction, StepServed
from handbook.corrective_actions.steps.models_appeals import AppealDecided
from handbook.people.queries import same_people
from handbook.rules.models import EditionRule
from handbook.rules.queries import text_in_force

# Fewer people than these could be guessed at.
FEWEST = 3
YEARS = 2


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a case: a step (None: a talk), or a step that an allowed appeal took away; and what was found."""

    step: Step | None
    overturned: bool
    finding: str


@dataclass(frozen=True, slots=True)
class Count:
    """How often something became of cases; `number` None: fewer than FEWEST, and how many is told to nobody."""

    became: Became
    number: int | None

    @property
    def words(self) -> str:
        """What became of it, and how often."""
        often = _fewer() if self.number is None else ngettext("%(num)s time", "%(num)s times", self.number)
        return _(
            "%(what)s (%(finding)s): %(often)s", what=_what(self.became), finding=_finding(self.became), often=often
        )


@dataclass(frozen=True, slots=True)
class Comparables:
    """What became of other cases about the same rule, and about other rules of its chapter, from a day through a day.

    `lighter`: for each step, how often something milder became of the same rule; None: fewer than FEWEST.
    """

    first: date
    last: date
    same_rule: tuple[Count, ...]
    same_chapter: tuple[Count, ...]
    lighter: Mapping[Step, int | None]

    def lighter_words(self, step: Step) -> str:
        """Say how often the same rule led to something milder than this step; "" where it never did."""
        number = self.lighter[step]
        if number == 0:
            return ""
        if number is None:
            return _("For the same rule something milder was decided %(often)s.", often=_fewer())
        return ngettext(
            "For the same rule something milder was decided %(num)s time.",
            "For the same rule something milder was decided %(num)s times.",
            number,
        )


def comparables(rule_id: str, subject_id: str, day: date) -> Comparables:
    """Return what became of others' cases about this rule and its chapter in the 24 months before a day (five queries).

    Of the subject nothing counts, by whichever record: their own milder steps are the way that led here.
    """
    human = same_people([subject_id])[subject_id]
    first, last = _years_before(day), day - timedelta(days=1)
    others = _rules_of_chapter(rule_id, day) - {rule_id}
    elsewhere = Case.subject_id.not_in(human)
    same = _became(and_(elsewhere, Case.rule_id == rule_id), first, last)
    near = _became(and_(elsewhere, Case.rule_id.in_(others)), first, last) if others else Counter()
    lighter = {step: _told(sum(same[one] for one in same if _is_lighter(one, step))) for step in Step}
    return Comparables(first, last, _counts(same), _counts(near), lighter)


def _became(which: ColumnElement[bool], first: date, last: date) -> Counter[Became]:
    """Count what became of these cases: steps by the day of service, talks by the day on which the case ended."""
    steps = (
        select(
            CorrectiveAction.step, AppealDecided.outcome, AppealDecided.reduced_step, Complaint.finding, func.count()
        )
        .join(Case, Case.id == CorrectiveAction.case_id)
        .join(Complaint, Complaint.id == Case.complaint_id)
        .join(StepServed, StepServed.action_id == CorrectiveAction.id)
        .join(AppealDecided, AppealDecided.action_id == CorrectiveAction.id, isouter=True)
        .where(which, StepServed.served_on >= first, StepServed.served_on <= last)
        .group_by(CorrectiveAction.step, AppealDecided.outcome, AppealDecided.reduced_step, Complaint.finding)
    )
    talks = (
        select(Complaint.finding, func.count())
        .join(Case, Case.complaint_id == Complaint.id)
        .where(which, Case.closing == Closing.INFORMAL.value)
        .where(Case.closed_at >= _start_of(first), Case.closed_at < _start_of(last + timedelta(days=1)))
        .group_by(Complaint.finding)
    )
    found: Counter[Became] = Counter()
    for step, outcome, reduced, finding, number in db.session.execute(steps):
        found[Became(Step(reduced or step), outcome == Outcome.ALLOWED.value, finding or "")] += number
    for finding, number in db.session.execute(talks):
        found[Became(None, False, finding or "")] += number
    return found


def _rules_of_chapter(rule_id: str, day: date) -> frozenset[str]:
    """Return the rules that stood in the same chapter on that day (two queries at most)."""
    text = text_in_force(rule_id, day, "en")
    if text is None:
        return frozenset()
    query = select(EditionRule.rule_id).where(
        EditionRule.edition_id == text.edition_id, EditionRule.chapter == text.chapter
    )
    return frozenset(db.session.scalars(query))


def _counts(found: Counter[Became]) -> tuple[Count, ...]:
    return tuple(Count(became, _told(found[became])) for became in sorted(found, key=_place))


def _told(number: int) -> int | None:
    """Return a number that may be told: none at all is no secret, fewer than FEWEST is one."""
    return number if number == 0 or number >= FEWEST else None


def _is_lighter(became: Became, step: Step) -> bool:
    return became.overturned or became.step is None or list(Step).index(became.step) < list(Step).index(step)


def _place(became: Became) -> tuple[int, bool, str]:
    return (-1 if became.step is None else list(Step).index(became.step), became.overturned, became.finding)


def _years_before(day: date) -> date:
    year = day.year - YEARS
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _what(became: Became) -> str:
    if became.step is None:
        return _("A talk")
    title = step_title(became.step)
    return _("%(step)s, overturned on appeal", step=title) if became.overturned else title


def _finding(became: Became) -> str:
    words = {
        "": _("no finding yet"),
        "substantiated": _("complaint substantiated"),
        "partly": _("complaint partly substantiated"),
    }
    return words.get(became.finding, _("nothing substantiated"))


def _fewer() -> str:
    return _("fewer than three times")
