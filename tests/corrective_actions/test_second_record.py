"""Two records of one human: nobody sees or decides a case of their own, also where it is learnt late."""

import pytest
from flask import Flask

from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.core.transaction import end_read
from handbook.corrective_actions import board
from handbook.corrective_actions.cases import queries
from handbook.corrective_actions.cases.lifecycle import CaseState
from handbook.corrective_actions.cases.parts import Part
from tests import factories
from tests.corrective_actions import stories
from tests.corrective_actions.ladders.stories import link

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def test_hr_with_a_second_record_learns_nothing_of_a_case_about_it_before_the_notice():
    link("ravi", "nandini")
    nothing = seen_by("nandini")
    stories.begin(stories.open_case("ravi"))
    assert seen_by("nandini") == nothing == []
    assert seen_by("meera") == [CaseState.INVESTIGATING]


def test_the_lines_of_hr_leave_out_the_letters_of_a_second_record(app: Flask):
    link("ravi", "nandini")
    action_id = stories.propose(stories.heard_case("ravi"))
    stories.approve(action_id)
    stories.serve(action_id, manner="portal")
    with app.test_request_context():
        assert board.letters_not_opened(factories.actor("nandini")) == []
        assert len(board.letters_not_opened(factories.actor("meera"))) == 1


def test_a_decider_who_turns_out_to_be_the_subject_neither_reads_nor_proposes():
    case_id = stories.heard_case("ravi")
    link("ravi", "dmitri")
    with pytest.raises(NotFound):
        queries.case_for(factories.actor("dmitri"), case_id, "en")
    end_read()
    with pytest.raises(NotFound):
        stories.propose(case_id)
    end_read()
    assert Part.DECIDER in queries.vacant(queries.parties_of(stories.case_head(case_id)))


def test_a_decider_who_turns_out_to_have_looked_into_it_decides_nothing():
    case_id = stories.heard_case()
    link("meera", "dmitri")
    with pytest.raises(Exception, match="Only the decider of this case proposes a step"):
        stories.propose(case_id)


def seen_by(name: str) -> list[CaseState]:
    """Return the states of cases that the board of HR counts for somebody."""
    db.session.rollback()
    return [one.state for one in board.cases_by_state(factories.actor(name))]
