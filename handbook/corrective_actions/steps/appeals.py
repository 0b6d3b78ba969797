"""An appeal as a table of states and moves, and what its outcome may be: never more than the step was; no database."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from flask_babel import gettext as _

from handbook.core.errors import Conflict
from handbook.corrective_actions.ladders.ladder import Step, lapses_on


class AppealState(StrEnum):
    """Where an appeal stands."""

    LODGED = "lodged"
    ARRANGED = "arranged"
    DECIDED = "decided"


class AppealMove(StrEnum):
    """What is done with an appeal."""

    ARRANGE = "arrange"
    DECIDE = "decide"


class Outcome(StrEnum):
    """What the hearer decides. It is never more than it was."""

    DISMISSED = "dismissed"
    REDUCED = "reduced"
    ALLOWED = "allowed"


MOVES: dict[tuple[AppealState, AppealMove], AppealState] = {
    (AppealState.LODGED, AppealMove.ARRANGE): AppealState.ARRANGED,
    (AppealState.ARRANGED, AppealMove.ARRANGE): AppealState.ARRANGED,
    (AppealState.ARRANGED, AppealMove.DECIDE): AppealState.DECIDED,
}


def after(state: AppealState, move: AppealMove) -> AppealState:
    """Return the state that a move leads to; raise Conflict where the state does not allow it."""
    if (state, move) not in MOVES:
        raise Conflict(_("The appeal has moved on meanwhile, so this no longer fits. Look at it again."))
    return MOVES[state, move]


def reductions(order: Sequence[Step], step: Step) -> list[Step]:
    """Return the steps to which one may be reduced, mildest first: milder ones, or itself for a shorter time."""
    return [one for one in order[: order.index(step) + 1] if one is not Step.DISMISSAL]


def reduction_fault(
    order: Sequence[Step], step: Step, served_on: date, live_through: date | None, to: Step, months: int
) -> str | None:
    """Return what is wrong with reducing a step to another one of so many months, or None; `order`: mildest first.

    It must be milder, or the same and shorter, and may not be live longer than it was (`live_through` None: for ever).
    """
    if to is Step.DISMISSAL:
        return _("Reduced to: a dismissal is reduced to a milder step, or it stands.")
    if to not in reductions(order, step):
        return _("Reduced to: an appeal never makes it worse. Choose a milder step, or the same for a shorter time.")
    last = lapses_on(served_on, months)
    longest = live_through if to is not step or live_through is None else live_through - timedelta(days=1)
    if longest is not None and last > longest:
        return _("Months: an appeal never makes it longer. Choose fewer months.")
    return None


def outcome_words(outcome: Outcome) -> str:
    """Return the name of an outcome in the reader's language."""
    return {
        Outcome.DISMISSED: _("Appeal dismissed: the step stands as it is"),
        Outcome.REDUCED: _("Appeal allowed in part: the step is reduced"),
        Outcome.ALLOWED: _("Appeal allowed: the step is overturned"),
    }[outcome]
