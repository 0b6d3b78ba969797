"""The moves of a case, written out by hand beside the table of the program."""

from itertools import product

import pytest

from handbook.core.errors import Conflict
from handbook.corrective_actions.cases.lifecycle import (
    CaseMove,
    CaseState,
    Closing,
    after,
    check_ending,
    closing_words,
    may_move,
    state_words,
)

ALLOWED = {
    "opened": {"investigate": "investigating", "close": "closed"},
    "investigating": {"notify": "notified", "close": "closed"},
    "notified": {"notify": "notified", "schedule": "scheduled", "decide": "decided", "close": "closed"},
    "scheduled": {"postpone": "scheduled", "hear": "heard", "decide": "decided", "close": "closed"},
    "heard": {"hear": "heard", "decide": "decided", "close": "closed"},
    "decided": {"decide": "decided", "close": "closed"},
    "closed": {},
}


@pytest.mark.parametrize(("state", "move"), list(product(CaseState, CaseMove)))
def test_each_move_from_each_state(state: CaseState, move: CaseMove):
    to = ALLOWED[state].get(move)
    assert may_move(state, move) == (to is not None)
    if to is not None:
        assert after(state, move) == to
    else:
        with pytest.raises(Conflict, match="moved on"):
            after(state, move)


@pytest.mark.parametrize(("state", "closing"), list(product(CaseState, Closing)))
def test_a_case_ends_by_its_decision_or_before_one_without(state: CaseState, closing: Closing):
    if state is CaseState.CLOSED or (closing is Closing.DECIDED) != (state is CaseState.DECIDED):
        with pytest.raises(Conflict):
            check_ending(state, closing)
    else:
        check_ending(state, closing)


def test_every_state_and_every_end_has_words_of_its_own():
    assert len({state_words(state) for state in CaseState}) == len(CaseState)
    assert len({closing_words(closing) for closing in Closing}) == len(Closing)
