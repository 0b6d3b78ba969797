"""The states of a step and the moves between them as a table, and what is computed from its days; no database."""

from datetime import date
from enum import StrEnum

from flask_babel import gettext as _

from handbook.core.errors import Conflict


class State(StrEnum):
    """What has happened to a step. Live and lapsed are computed, see `standing`."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    SERVED = "served"
    RECEIVED = "received"


class Move(StrEnum):
    """What a person does with a step."""

    REVISE = "revise"
    APPROVE = "approve"
    DECLINE = "decline"
    SERVE = "serve"
    REPLY = "reply"
    RECEIVE = "receive"


class Standing(StrEnum):
    """Whether a step counts on a day."""

    NOT_SERVED = "not_served"
    LIVE = "live"
    LAPSED = "lapsed"


MOVES: dict[tuple[State, Move], State] = {
    (State.PROPOSED, Move.REVISE): State.PROPOSED,
    (State.PROPOSED, Move.APPROVE): State.APPROVED,
    (State.PROPOSED, Move.DECLINE): State.DECLINED,
    (State.APPROVED, Move.SERVE): State.SERVED,
    # The employee may reply at any later time, before and after confirming the receipt.
    (State.SERVED, Move.REPLY): State.SERVED,
    (State.RECEIVED, Move.REPLY): State.RECEIVED,
    (State.SERVED, Move.RECEIVE): State.RECEIVED,
}
SERVED_STATES = frozenset({State.SERVED, State.RECEIVED})


def after(state: State, move: Move) -> State:
    """Return the state that a move leads to; raise Conflict where the state does not allow it."""
    if (state, move) not in MOVES:
        raise Conflict(_("The step has moved on meanwhile, so this no longer fits. Look at it again."))
    return MOVES[state, move]


def may_move(state: State, move: Move) -> bool:
    """Tell whether a state allows a move."""
    return (state, move) in MOVES


def standing(served_on: date | None, lapses_on: date | None, day: date) -> Standing:
    """Return whether a step counts on this day: from the day it was served through the day it lapses."""
    if served_on is None or lapses_on is None or day < served_on:
        return Standing.NOT_SERVED
    return Standing.LIVE if day <= lapses_on else Standing.LAPSED
