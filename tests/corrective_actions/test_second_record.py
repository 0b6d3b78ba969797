"""Two records of one human: nobody sees or decides a case of their own, also where it is learnt late."""

import pytest
from flask import Flask

from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import end_read, transaction
from handbook.corrective_actions import board
from handbook.corrective_actions.cases import checking, queries
from handbook.corrective_actions.cases.assigning import assign_decider
from handbook.corrective_actions.cases.causes import Bar
from handbook.corrective_actions.cases.gates import holds_for
from handbook.corrective_actions.cases.holds import Gate
from handbook.corrective_actions.cases.lifecycle import CaseState
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.ladders.packs import pack
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.listing import steps_for
from handbook.corrective_actions.steps.models import CorrectiveAction
from handbook.corrective_actions.steps.parties import hearers, step_parties
from handbook.corrective_actions.steps.policy import is_one_of
from handbook.corrective_actions.steps.queries import step_for
from handbook.corrective_actions.steps.serving import Manner
from tests import factories
from tests.corrective_actions import stories
from tests.corrective_actions.ladders import stories as ladders
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


@pytest.mark.parametrize(("other", "words"), [("meera", "looked into a matter"), ("janis", "wrote the complaint down")])
def test_a_decider_who_turns_out_to_have_looked_into_it_or_to_complain_decides_nothing(other: str, words: str):
    case_id = stories.heard_case()
    link(other, "dmitri")
    with pytest.raises(Refused, match=f"Only the decider of this case proposes a step.*{words}"):
        stories.propose(case_id)
    with pytest.raises(Refused, match="Only the decider"):
        stories.answer_tests(case_id)
    end_read()
    assert queries.vacant(queries.parties_of(stories.case_head(case_id))) == (Part.DECIDER,)


def test_an_investigator_who_turns_out_to_complain_tells_nobody_and_is_replaced():
    case_id = stories.open_case()
    stories.begin(case_id)
    link("janis", "meera")
    with pytest.raises(Refused, match="Only the person who looks into this case"):
        stories.tell(case_id)
    end_read()
    assert queries.vacant(queries.parties_of(stories.case_head(case_id))) == (Part.INVESTIGATOR,)


def test_a_proposal_of_somebody_who_turns_out_to_complain_is_neither_approved_nor_served():
    waiting, approved = stories.propose(stories.heard_case()), approved_warning("nandini", of="lakshmi")
    link("janis", "dmitri")
    with pytest.raises(Conflict, match="wrote the complaint down.*does not count"):
        stories.approve(waiting)
    with pytest.raises(Conflict, match="wrote the complaint down.*does not count"):
        stories.serve(approved, "meera")


@pytest.mark.parametrize("other", ["janis", "dmitri", "asha"])
def test_who_was_asked_and_turns_out_to_be_concerned_does_not_approve_and_is_not_waited_for(other: str):
    approver = (factories.person_id("nandini"),)
    action_id = stories.propose(stories.heard_case(), approver_ids=approver)
    assert [one.waits_for_me for one in steps_for(factories.actor("nandini"), 1).rows] == [True]
    link(other, "nandini")
    with pytest.raises((Refused, NotFound)):
        stories.approve(action_id, "nandini")
    end_read()
    assert not any(one.waits_for_me for one in steps_for(factories.actor("nandini"), 1).rows)


@pytest.mark.parametrize("manner", list(Manner))
def test_an_approval_of_somebody_who_turns_out_to_complain_does_not_count_when_it_is_served(manner: Manner):
    action_id = approved_warning("nandini")
    link("janis", "nandini")
    with pytest.raises(Conflict, match="Somebody who approved this step is concerned"):
        stories.serve(action_id, "meera", manner)
    stories.take_back(action_id)


def test_two_approvals_that_turn_out_to_be_of_one_human_are_one():
    asked = tuple(factories.person_id(name) for name in stories.APPROVERS[Step.DISMISSAL])
    action_id = stories.propose(stories.heard_case(step=Step.DISMISSAL), step=Step.DISMISSAL, approver_ids=asked)
    stories.approve(action_id, "meera")
    stories.approve(action_id, "nandini")
    link("meera", "nandini")
    with pytest.raises(Conflict, match="one person with somebody else"):
        stories.serve(action_id)


def test_who_turns_out_to_complain_does_not_hand_over_the_letter():
    action_id = approved_warning("nandini")
    link("janis", "meera")
    with pytest.raises(Refused, match="Only the people of the case"):
        stories.serve(action_id, "meera")
    stories.serve(action_id)


@pytest.mark.parametrize("other", ["meera", "dmitri", "janis", "asha"])
def test_a_hearer_who_turns_out_to_have_had_a_part_decides_no_appeal(other: str):
    action_id = stories.served()
    stories.appeal(action_id)
    stories.arrange_appeal(action_id)
    link(other, "nandini")
    with pytest.raises((Refused, NotFound), match="You had a part in this matter|nothing here"):
        stories.decide_appeal(action_id, Outcome.DISMISSED)


def test_a_deputy_who_approved_neither_approves_again_by_another_record_nor_hears_the_appeal():
    ladders.deputation(factories.actor("meera"), factories.person_id("nandini"))
    action_id = approved_warning("meera", by="nandini")
    link("viktor", "nandini")
    step = db.session.get_one(CorrectiveAction, action_id)
    parties = step_parties(step, stories.case_head(step.case_id))
    assert is_one_of(factories.person_id("viktor"), parties.approved_ids, parties.aliases)
    assert factories.person_id("nandini") not in hearers(step, parties.case)


def test_what_may_bar_a_step_is_asked_anew_where_who_looked_turns_out_to_decide():
    case_id = stories.heard_case(step=Step.DISMISSAL)
    stories.answer_bars(case_id, Bar.PREGNANCY, looker="nandini")
    look(case_id)
    assert bars_hold(case_id) == 0
    link("dmitri", "nandini")
    assert bars_hold(case_id) == 1
    db.session.rollback()
    with pytest.raises(Invalid, match="neither decides nor is concerned"):
        stories.answer_bars(case_id, Bar.PREGNANCY, looker="nandini")


@pytest.mark.parametrize("other", ["dmitri", "janis", "asha"])
def test_who_must_look_at_a_bar_and_turns_out_to_be_concerned_says_nothing(other: str):
    case_id = stories.heard_case(step=Step.DISMISSAL)
    stories.answer_bars(case_id, Bar.PREGNANCY, looker="nandini")
    link(other, "nandini")
    with pytest.raises(NotFound):
        look(case_id)


def test_who_takes_over_a_proposal_that_waits_is_its_proposer_from_then_on():
    case_id = stories.heard_case()
    action_id = stories.propose(case_id)
    link("janis", "dmitri")
    meera, nandini = factories.actor("meera"), factories.person_id("nandini")
    with transaction():
        assign_decider(meera, case_id, nandini, "He complained.", stories.case_head(case_id).row_version)
    stories.propose(case_id, "nandini", row_version=stories.head(action_id).row_version)
    assert stories.head(action_id).proposer_id == factories.person_id("nandini")


def test_of_a_served_letter_hr_reads_none_of_a_matter_that_concerns_them():
    action_id = stories.served()
    step_for(factories.actor("nandini"), action_id)
    link("asha", "nandini")
    with pytest.raises(NotFound):
        step_for(factories.actor("nandini"), action_id)
    assert steps_for(factories.actor("nandini"), 1).rows == []


def approved_warning(asked: str = "meera", by: str = "", of: str = "asha") -> str:
    """Return a written warning of dmitri that somebody was asked to approve and somebody has approved."""
    action_id = stories.propose(stories.heard_case(of), approver_ids=(factories.person_id(asked),))
    stories.approve(action_id, by or asked)
    return action_id


def look(case_id: str) -> None:
    """Let nandini say that a step may go on in spite of a bar."""
    with transaction():
        checking.look_at_bars(factories.actor("nandini"), case_id, "It is no reason.", may_go_on=True)


def bars_hold(case_id: str) -> int:
    """Return how often a bar holds a dismissal in this case today."""
    db.session.rollback()
    held = holds_for(case_id, Step.DISMISSAL, pack(""), clock.now().date())
    return [one.gate for one in held].count(Gate.BARS)


def seen_by(name: str) -> list[CaseState]:
    """Return the states of cases that the board of HR counts for somebody."""
    db.session.rollback()
    return [one.state for one in board.cases_by_state(factories.actor(name))]
