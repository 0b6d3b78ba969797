"""The states of a step and the moves between them as a table, and what is computed from its days; no database."""

from datetime import date
from enum import StrEnum

from flask_babel import gettext as _

from handbook.core.errors import Conflict


class State(StrEnum):
    """What has happened to a step. Live, lapsed and overturned are computed, see `standing`."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAID_OPEN = "laid_open"
    SERVED = "served"
    RECEIVED = "received"
    REFUSED = "refused"


class Move(StrEnum):
    """What a person does with a step. `AGREE` is the approval of one while others are still asked."""

    REVISE = "revise"
    AGREE = "agree"
    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    LAY_OPEN = "lay_open"
    SERVE = "serve"
    REPLY = "reply"
    RECEIVE = "receive"
    REFUSE = "refuse"
    APPEAL = "appeal"


class Standing(StrEnum):
    """Whether a step counts on a day."""

    NOT_SERVED = "not_served"
    LIVE = "live"
    LAPSED = "lapsed"
    OVERTURNED = "overturned"


MOVES: dict[tuple[State, Move], State] = {
    (State.PROPOSED, Move.REVISE): State.PROPOSED,
    (State.PROPOSED, Move.AGREE): State.PROPOSED,
    (State.PROPOSED, Move.APPROVE): State.APPROVED,
    (State.PROPOSED, Move.DECLINE): State.DECLINED,
    (State.PROPOSED, Move.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Move.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Move.LAY_OPEN): State.LAID_OPEN,
    (State.APPROVED, Move.SERVE): State.SERVED,
    # A letter that nobody opens can still be handed over or posted.
    (State.LAID_OPEN, Move.SERVE): State.SERVED,
    (State.SERVED, Move.RECEIVE): State.RECEIVED,
    (State.SERVED, Move.REFUSE): State.REFUSED,
    # Who would not confirm may do so later.
    (State.REFUSED, Move.RECEIVE): State.RECEIVED,
}
SERVED_STATES = frozenset({State.SERVED, State.RECEIVED, State.REFUSED})
# A step in one of these came to nothing: the decider may propose another.
ENDED_STATES = frozenset({State.DECLINED, State.WITHDRAWN})
# The employee may reply and appeal at any later time, whatever was said about the receipt.
MOVES |= {(state, move): state for state in SERVED_STATES for move in (Move.REPLY, Move.APPEAL)}


def after(state: State, move: Move) -> State:
    """Return the state that a move leads to; raise Conflict where the state does not allow it."""
    if (state, move) not in MOVES:
        raise Conflict(_("The step has moved on meanwhile, so this no longer fits. Look at it again."))
    return MOVES[state, move]


def may_move(state: State, move: Move) -> bool:
    """Tell whether a state allows a move."""
    return (state, move) in MOVES


def standing(served_on: date | None, lapses_on: date | None, day: date) -> Standing:
    """Return whether a step counts on this day: from the day it was served through the day it lapses (None: never)."""
    if served_on is None or day < served_on:
        return Standing.NOT_SERVED
    return Standing.LIVE if lapses_on is None or day <= lapses_on else Standing.LAPSED
