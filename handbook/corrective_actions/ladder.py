"""The ladder of steps as dated data, and the day through which a step is live. Periods are configuration, never law."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flask_babel import gettext as _


class Step(StrEnum):
    """The steps, mildest first."""

    VERBAL = "verbal"
    WRITTEN = "written"
    FINAL = "final"
    SUSPENSION = "suspension"
    DISMISSAL = "dismissal"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: how long it is live (None: it does not lapse) and how many others must approve."""

    step: Step
    months: int | None
    approvers: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps that a company uses from a day on, mildest first."""

    from_on: date
    rungs: tuple[Rung, ...]

    def rung(self, step: Step) -> Rung:
        """Return the rung of a step."""
        return next(rung for rung in self.rungs if rung.step is step)


LADDERS: tuple[Ladder, ...] = (
    Ladder(
        date(2000, 1, 1),
        (
            Rung(Step.VERBAL, 6, 0),
            Rung(Step.WRITTEN, 6, 1),
            Rung(Step.FINAL, 12, 1),
            Rung(Step.SUSPENSION, 12, 1),
            Rung(Step.DISMISSAL, None, 2),
        ),
    ),
)

# Steps whose whole way, from proposal to receipt, exists in the program.
PROPOSABLE = (Step.WRITTEN,)


def ladder_on(day: date, ladders: tuple[Ladder, ...] = LADDERS) -> Ladder:
    """Return the ladder that counts on a day; raise LookupError before the first."""
    current = [ladder for ladder in ladders if ladder.from_on <= day]
    if not current:
        raise LookupError(f"no ladder counts on {day}")
    return max(current, key=lambda ladder: ladder.from_on)


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
