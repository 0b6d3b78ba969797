"""The stages of a complaint, move by move."""

import pytest
from flask import Flask

from handbook.complaints.lifecycle import MOVES, Move, Stage, after, moves_from
from handbook.core.errors import Conflict


def test_the_way_of_a_complaint_that_becomes_a_case():
    stage = Stage.RECEIVED
    for step in (Move.ASSESS, Move.INVESTIGATE, Move.OPEN_CASE, Move.CLOSE):
        stage = after(stage, step)
    assert stage is Stage.CLOSED


@pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.ASSESSED])
def test_no_case_before_anybody_looked_into_it(context: Flask, stage: Stage):
    with pytest.raises(Conflict):
        after(stage, Move.OPEN_CASE)


def test_a_second_person_named_gets_a_case_too():
    assert after(Stage.CASE_OPENED, Move.OPEN_CASE) is Stage.CASE_OPENED


def test_nothing_leads_out_of_closed(context: Flask):
    assert moves_from(Stage.CLOSED) == ()
    for step in Move:
        with pytest.raises(Conflict, match="moved on"):
            after(Stage.CLOSED, step)


def test_every_stage_but_the_first_is_reached_by_a_move():
    assert {to for _before, to in MOVES.values()} == set(Stage) - {Stage.RECEIVED}
