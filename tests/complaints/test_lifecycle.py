"""The stages of a complaint, move by move."""

import pytest
from flask import Flask

from handbook.complaints.finding import why_no_case
from handbook.complaints.lifecycle import (
    BEFORE_THE_ANSWER,
    BLOCKING,
    MOVES,
    Confidentiality,
    Finding,
    Move,
    Stage,
    after,
    allows_more,
    is_answered,
    moves_from,
)
from handbook.core.errors import Conflict

# Written by hand from ISO 10002, 7.2 to 7.9: what each stage allows.
ALLOWED = {
    Stage.RECEIVED: {Move.ACKNOWLEDGE, Move.ASSESS, Move.SET_ASIDE},
    Stage.ACKNOWLEDGED: {Move.ASSESS, Move.SET_ASIDE},
    Stage.ASSESSED: {Move.INVESTIGATE, Move.RESPOND, Move.SET_ASIDE},
    Stage.INVESTIGATING: {Move.RESPOND, Move.SET_ASIDE},
    Stage.RESPONDED: {Move.DISPUTE, Move.CLOSE},
    Stage.OPEN_DISPUTED: {Move.REOPEN, Move.CLOSE},
    Stage.REOPENED: {Move.INVESTIGATE, Move.SET_ASIDE},
    Stage.CLOSED: {Move.REOPEN},
}


def test_the_way_of_a_complaint_whose_customer_is_not_content_at_first():
    stage = Stage.RECEIVED
    steps = (Move.ACKNOWLEDGE, Move.ASSESS, Move.INVESTIGATE, Move.RESPOND, Move.DISPUTE, Move.REOPEN)
    for step in (*steps, Move.INVESTIGATE, Move.RESPOND, Move.CLOSE):
        stage = after(stage, step)
    assert stage is Stage.CLOSED


@pytest.mark.parametrize("stage", list(Stage))
def test_each_stage_allows_what_the_standard_says_and_nothing_else(context: Flask, stage: Stage):
    assert set(moves_from(stage)) == ALLOWED[stage]
    for step in set(Move) - ALLOWED[stage]:
        with pytest.raises(Conflict, match="moved on"):
            after(stage, step)


def test_every_stage_but_the_first_is_reached_by_a_move():
    assert {to for ways in MOVES.values() for to in ways.values()} == set(Stage) - {Stage.RECEIVED}


def test_what_is_closed_can_only_be_reopened():
    assert moves_from(Stage.CLOSED) == (Move.REOPEN,)


def test_a_promised_day_can_pass_before_the_answer_and_where_it_is_disputed():
    assert {stage for stage in Stage if not is_answered(stage)} == {*BEFORE_THE_ANSWER, Stage.OPEN_DISPUTED}


@pytest.mark.parametrize("before", Confidentiality)
@pytest.mark.parametrize("after", Confidentiality)
def test_only_more_than_before_needs_the_customers_word(before: Confidentiality, after: Confidentiality):
    more = {
        (Confidentiality.ANONYMOUS, Confidentiality.KEPT_BACK),
        (Confidentiality.ANONYMOUS, Confidentiality.NAMED),
        (Confidentiality.KEPT_BACK, Confidentiality.NAMED),
    }
    assert allows_more(before, after) is ((before, after) in more)


@pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.ACKNOWLEDGED, Stage.ASSESSED, Stage.CLOSED])
def test_no_case_before_anybody_looked_into_it(context: Flask, stage: Stage):
    assert "Look into" in (why_no_case(stage, None) or "")


@pytest.mark.parametrize("stage", [Stage.INVESTIGATING, Stage.RESPONDED, Stage.OPEN_DISPUTED, Stage.REOPENED])
def test_the_customers_side_goes_on_beside_a_case(context: Flask, stage: Stage):
    assert why_no_case(stage, None) is None
    assert why_no_case(Stage.CLOSED, Finding.SUBSTANTIATED) is None


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("finding", sorted(BLOCKING))
def test_a_finding_that_speaks_against_a_case_blocks_it_at_every_stage(context: Flask, stage: Stage, finding: Finding):
    assert why_no_case(stage, finding)


def test_the_words_say_that_whoever_kept_the_rule_is_not_blamed(context: Flask):
    assert "Nobody is blamed" in (why_no_case(Stage.INVESTIGATING, Finding.RULE_FOLLOWED) or "")
