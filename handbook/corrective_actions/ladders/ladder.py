"""The ladder of steps as dated data, and the day through which a step is live. Periods are configuration, never law."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from flask_babel import gettext as _

from handbook.permissions import Role


class Step(StrEnum):
    """The steps, mildest first."""

    VERBAL = "verbal"
    WRITTEN = "written"
    FINAL = "final"
    SUSPENSION = "suspension"
    DISMISSAL = "dismissal"


class Scope(StrEnum):
    """To which later breach a live step leads on: of the same rule, of a rule in the same chapter, of any rule."""

    SAME_RULE = "same rule"
    CHAPTER = "chapter"
    ANY = "any"


class Severity(StrEnum):
    """How grave the handbook calls the breach of a rule."""

    MINOR = "minor"
    SERIOUS = "serious"
    GROSS = "gross"


class Separation(StrEnum):
    """What different people do as a rule, and one person may do in a small firm where people lack.

    Never dropped: nobody approves their own proposal, and nobody concerned takes part.
    """

    INVESTIGATOR_DECIDES = "investigator decides"
    HEARER_IS_NOT_SENIOR = "hearer is not senior"


# The law of the product: fewer others than these never approve a step, whatever a ladder says.
LEAST_APPROVERS = {Step.VERBAL: 0, Step.WRITTEN: 1, Step.FINAL: 1, Step.SUSPENSION: 1, Step.DISMISSAL: 2}
ALWAYS_HEARD = frozenset({Step.FINAL, Step.SUSPENSION, Step.DISMISSAL})
DECIDERS = frozenset({Role.HR, Role.DECISION_MAKER})


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: how long it is live (None: it does not lapse) and how many others must approve.

    `hearing`: a hearing was held before. `scope`: to which later breach the step leads on. `decides`: which roles may
    decide it.
    """

    step: Step
    months: int | None
    approvers: int
    scope: Scope = Scope.CHAPTER
    hearing: bool = True
    decides: frozenset[Role] = DECIDERS


@dataclass(frozen=True, slots=True)
class Suspending:
    """Suspension as a sanction, where a company has it: how many days at most, with pay or not, in full days only."""

    most_days: int
    paid: bool
    full_days: bool


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps that a company uses from a day on, mildest first, and the days that it gives.

    `first`: the step to which a first breach leads by its severity (None: a talk). Days for a reply, an appeal and
    between notice and hearing are working days; `post_days`, after which a letter counts as delivered, too.
    `limitation_days` after the company learnt of the matter, and `breach_days` after it happened, it is too late for a
    step (None: no such limit); both are days of the calendar. `sources`: what each figure rests on, by its name.
    """

    from_on: date
    rungs: tuple[Rung, ...]
    country: str = ""
    first: Mapping[Severity, Step | None] = field(default_factory=lambda: dict(FIRST))
    reply_days: int = 5
    appeal_days: int = 5
    notice_days: int = 3
    post_days: int = 3
    limitation_days: int | None = None
    breach_days: int | None = None
    small_firm: bool = False
    suspending: Suspending | None = None
    sources: Mapping[str, str] = field(default_factory=dict)

    def rung(self, step: Step) -> Rung:
        """Return the rung of a step; raise LookupError where this ladder does not have it."""
        found = next((rung for rung in self.rungs if rung.step is step), None)
        if found is None:
            raise LookupError(f"this ladder has no step {step.value}")
        return found

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of this ladder, mildest first."""
        return tuple(rung.step for rung in self.rungs)

    @property
    def dropped(self) -> tuple[Separation, ...]:
        """What one person may do here where people lack; whatever of it happens is printed in the letter."""
        return tuple(Separation) if self.small_firm else ()

    def level(self, step: Step) -> int:
        """Return how far up a step stands, from 0; one that this ladder does not have, where it stood in others."""
        milder = [rung for rung in self.rungs if rung.step is step or _USUAL[rung.step] < _USUAL[step]]
        return self.steps.index(step) if step in self.steps else max(len(milder) - 1, 0)


FIRST: Mapping[Severity, Step | None] = {
    Severity.MINOR: None,
    Severity.SERIOUS: Step.VERBAL,
    Severity.GROSS: Step.FINAL,
}
_USUAL = {step: place for place, step in enumerate(Step)}


def lapses_on(served_on: date, months: int) -> date:
    """Return the last day on which a step is live, the day of service counted.

    Source: Bevan Ashford v Malin [1995] IRLR 360: a 12-month warning of 10 March is live through 9 March. Where the
    last month has no such day (29 to 31 to a shorter month), it is live through the last day of that month.
    """
    year, month = divmod(served_on.year * 12 + served_on.month - 1 + months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    if served_on.day > length:
        return date(year, month + 1, length)
    return date(year, month + 1, served_on.day) - timedelta(days=1)


def step_words(step: Step) -> str:
    """Return the name of a step in the reader's language."""
    return {
        Step.VERBAL: _("verbal warning"),
        Step.WRITTEN: _("written warning"),
        Step.FINAL: _("final written warning"),
        Step.SUSPENSION: _("suspension"),
        Step.DISMISSAL: _("dismissal"),
    }[step]


def step_title(step: Step) -> str:
    """Return the name of a step as the heading of its letter."""
    return {
        Step.VERBAL: _("Verbal warning"),
        Step.WRITTEN: _("Written warning"),
        Step.FINAL: _("Final written warning"),
        Step.SUSPENSION: _("Suspension"),
        Step.DISMISSAL: _("Dismissal"),
    }[step]
