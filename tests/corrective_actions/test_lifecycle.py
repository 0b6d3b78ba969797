"""The states of a step, move by move."""

from itertools import product

import pytest
from flask import Flask

from handbook.core.errors import Conflict
from handbook.corrective_actions.lifecycle import Move, State, after, may_move

ALLOWED = {
    (State.PROPOSED, Move.REVISE): State.PROPOSED,
    (State.PROPOSED, Move.APPROVE): State.APPROVED,
    (State.PROPOSED, Move.DECLINE): State.DECLINED,
    (State.APPROVED, Move.SERVE): State.SERVED,
    (State.SERVED, Move.REPLY): State.SERVED,
    (State.SERVED, Move.RECEIVE): State.RECEIVED,
    (State.RECEIVED, Move.REPLY): State.RECEIVED,
}


@pytest.mark.parametrize(("state", "move"), list(product(State, Move)))
def test_each_move_from_each_state(context: Flask, state: State, move: Move):
    assert may_move(state, move) == ((state, move) in ALLOWED)
    if (state, move) in ALLOWED:
        assert after(state, move) is ALLOWED[state, move]
    else:
        with pytest.raises(Conflict, match="moved on"):
            after(state, move)


def test_nothing_can_be_served_without_approval():
    assert [state for state in State if may_move(state, Move.SERVE)] == [State.APPROVED]
