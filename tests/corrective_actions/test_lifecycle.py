"""The states of a step, move by move."""

from itertools import product

import pytest
from flask import Flask

from handbook.core.errors import Conflict
from handbook.corrective_actions.steps.lifecycle import Move, State, after, may_move

ALLOWED = {
    (State.PROPOSED, Move.REVISE): State.PROPOSED,
    (State.PROPOSED, Move.AGREE): State.PROPOSED,
    (State.PROPOSED, Move.APPROVE): State.APPROVED,
    (State.PROPOSED, Move.DECLINE): State.DECLINED,
    (State.PROPOSED, Move.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Move.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Move.LAY_OPEN): State.LAID_OPEN,
    (State.APPROVED, Move.SERVE): State.SERVED,
    (State.LAID_OPEN, Move.SERVE): State.SERVED,
    (State.SERVED, Move.REPLY): State.SERVED,
    (State.SERVED, Move.APPEAL): State.SERVED,
    (State.SERVED, Move.RECEIVE): State.RECEIVED,
    (State.SERVED, Move.REFUSE): State.REFUSED,
    (State.REFUSED, Move.REPLY): State.REFUSED,
    (State.REFUSED, Move.APPEAL): State.REFUSED,
    (State.REFUSED, Move.RECEIVE): State.RECEIVED,
    (State.RECEIVED, Move.REPLY): State.RECEIVED,
    (State.RECEIVED, Move.APPEAL): State.RECEIVED,
}


@pytest.mark.parametrize("state", State)
def test_each_move_from_each_state(context: Flask, state: State):
    for move in Move:
        assert may_move(state, move) == ((state, move) in ALLOWED), move
        if (state, move) in ALLOWED:
            assert after(state, move) is ALLOWED[state, move], move
        else:
            with pytest.raises(Conflict, match="moved on"):
                after(state, move)


def test_nothing_can_be_served_without_approval():
    can = {state for state, move in product(State, Move) if move is Move.SERVE and may_move(state, move)}
    assert can == {State.APPROVED, State.LAID_OPEN}
    assert {state for state, move in ALLOWED if ALLOWED[state, move] is State.LAID_OPEN} == {State.APPROVED}
