"""What a proposal needs: the ladder, different humans, reasons, a process that is whole."""

from datetime import timedelta
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import func, select

from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases.causes import Verdict
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps import operations, queries
from handbook.corrective_actions.steps.forms import ProposalForm
from handbook.corrective_actions.steps.lifecycle import State
from handbook.corrective_actions.steps.models import StepApproved, StepApprover, StepProposed, StepWithdrawn
from handbook.ledger.verification import verify
from handbook.people.models import Employee
from tests import factories
from tests.acknowledgements.signing import proof_of
from tests.corrective_actions import stories

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def ids(*names: str) -> tuple[str, ...]:
    return tuple(factories.person_id(name) for name in names)


def count(kind: type) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def share_an_address(*names: str) -> None:
    with transaction() as session:
        for name in names:
            session.get_one(Employee, factories.person_id(name)).email = "one.human@lotus-linden.example"


def test_a_verbal_warning_is_the_deciders_alone_and_approved_at_once():
    action_id = stories.propose(
        stories.heard_case(step=Step.VERBAL), step=Step.VERBAL, approver_ids=(), deviation_reason=""
    )
    assert stories.head(action_id).state == State.APPROVED
    stories.serve(action_id)
    assert count(StepApproved) == 0
    assert verify().ok


NOTHING = {"change": "", "change_by": None, "help": ""}


def test_what_must_change_is_asked_for_every_step_but_a_dismissal_and_kept_for_none():
    with pytest.raises(Invalid, match="What must change"):
        stories.propose(stories.heard_case(), **NOTHING)
    asked, case_id = ids("meera", "nandini"), stories.heard_case(step=Step.DISMISSAL)
    stories.propose(case_id, step=Step.DISMISSAL, approver_ids=asked)  # what was typed before the step was chosen
    (row,) = db.session.scalars(select(StepProposed))
    assert (row.change, row.change_by, row.help) == ("", None, "")


@pytest.mark.parametrize(("step", "is_needed"), [("written", True), ("dismissal", False)])
def test_the_form_asks_what_must_change_but_for_a_dismissal(step: str, is_needed: bool):
    typed = {"step": step, "change": " ", "change_by": "", "help": ""}
    with current_app.test_request_context(method="POST", data=typed):
        form = ProposalForm(meta={"csrf": False})
        form.offer(list(Step), {})
        form.validate()
        assert {name for name in NOTHING if form[name].errors} == (set(NOTHING) if is_needed else set())


def test_a_dismissal_needs_two_people_and_is_served_only_after_both():
    case_id = stories.heard_case(step=Step.DISMISSAL)
    action_id = stories.propose(case_id, step=Step.DISMISSAL, approver_ids=ids("meera", "nandini"))
    stories.approve(action_id, "meera")
    assert stories.head(action_id).state == State.PROPOSED
    with pytest.raises(Conflict):
        stories.serve(action_id)
    with pytest.raises((Refused, Conflict)):
        stories.approve(action_id, "meera")
    stories.approve(action_id, "nandini")
    assert stories.head(action_id).state == State.APPROVED
    assert [row.by_name for row in queries.step_for(factories.actor("meera"), action_id).approvals] == [
        factories.PEOPLE["meera"].name,
        factories.PEOPLE["nandini"].name,
    ]


@pytest.mark.parametrize(
    ("step", "asked"),
    [
        (Step.VERBAL, ("meera",)),
        (Step.WRITTEN, ()),
        (Step.WRITTEN, ("meera", "nandini")),
        (Step.FINAL, ()),
        (Step.DISMISSAL, ("meera",)),
        (Step.DISMISSAL, ("meera", "meera")),
    ],
)
def test_each_step_asks_as_many_people_as_the_ladder_says(step: Step, asked: tuple[str, ...]):
    case_id = stories.heard_case(step=step)
    with pytest.raises(Invalid, match="Approver:"):
        stories.propose(case_id, step=step, approver_ids=ids(*asked))


def test_two_records_of_one_human_are_not_two_approvers():
    share_an_address("meera", "nandini")
    case_id = stories.heard_case(step=Step.DISMISSAL)
    with pytest.raises(Invalid, match="different people"):
        stories.propose(case_id, step=Step.DISMISSAL, approver_ids=ids("meera", "nandini"))


@pytest.mark.parametrize("other", ["dmitri", "asha"])
def test_another_record_of_proposer_or_subject_is_never_asked(other: str):
    case_id = stories.heard_case()
    share_an_address(other, "nandini")
    with pytest.raises(Invalid, match="Approver:"):
        stories.propose(case_id, approver_ids=ids("nandini"))


def test_a_guest_who_was_not_invited_to_this_case_is_never_asked():
    case_id = stories.heard_case()
    with pytest.raises(Invalid, match="Approver:"):
        stories.propose(case_id, approver_ids=ids("viktor"))


def test_a_changed_proposal_asks_everybody_again():
    case_id = stories.heard_case(step=Step.DISMISSAL)
    asked = ids("meera", "nandini")
    action_id = stories.propose(case_id, step=Step.DISMISSAL, approver_ids=asked)
    stories.approve(action_id, "meera")
    version = stories.head(action_id).row_version
    changes: dict[str, Any] = {"reasons": "Other reasons.", "row_version": version}
    stories.propose(case_id, step=Step.DISMISSAL, approver_ids=asked, **changes)
    waiting = select(func.count()).where(
        StepApprover.proposal_sha256 == stories.head(action_id).proposal_sha256, StepApprover.approved_at.is_(None)
    )
    assert db.session.scalar(waiting) == 2
    stories.approve(action_id, "nandini")
    assert stories.head(action_id).state == State.PROPOSED


def test_one_who_does_not_approve_ends_the_proposal():
    action_id = stories.propose(
        stories.heard_case(step=Step.DISMISSAL), step=Step.DISMISSAL, approver_ids=ids("meera", "nandini")
    )
    stories.approve(action_id, "meera")
    nandini, read = factories.actor("nandini"), stories.head(action_id).proposal_sha256
    with transaction():
        operations.decline(nandini, proof_of(nandini), action_id, read, "It is too much.")
    assert stories.head(action_id).state == State.DECLINED


def test_another_step_than_recommended_needs_a_reason_that_is_kept():
    case_id = stories.heard_case()
    with pytest.raises(Invalid, match="ladder recommends"):
        stories.propose(case_id, deviation_reason="")
    stories.propose(case_id)
    row = db.session.scalars(select(StepProposed)).one()
    assert (row.recommended, row.deviation_reason) == ("verbal", "Two talks about the same thing did not help.")
    assert row.because


def test_nothing_is_proposed_before_the_process_is_whole():
    with pytest.raises(Invalid, match="not told in writing") as refused:
        stories.propose(stories.open_case(), going_on_reason="It is urgent.")
    assert any("not heard" in fault for fault in refused.value.faults)
    assert count(StepProposed) == 0


def test_what_may_be_gone_on_without_needs_a_reason_that_is_kept_with_it():
    case_id = stories.heard_case()
    stories.answer_tests(case_id, Step.WRITTEN, equal=Verdict.NO)
    with pytest.raises(Invalid, match="undermines"):
        stories.propose(case_id)
    stories.propose(case_id, going_on_reason="The others were let off by mistake.")
    row = db.session.scalars(select(StepProposed)).one()
    assert [one["gate"] for one in row.going_on] == ["doubt"]
    assert row.going_on_reason == "The others were let off by mistake."


def test_what_came_up_after_the_proposal_holds_the_approval():
    case_id = stories.heard_case()
    action_id = stories.propose(case_id)
    stories.answer_tests(case_id, Step.WRITTEN, proof=Verdict.NO)
    with pytest.raises(Invalid, match="undermines"):
        stories.approve(action_id)
    assert count(StepApproved) == 0


def test_a_suspension_is_no_sanction_where_the_ladder_does_not_have_it():
    case_id = stories.heard_case()
    today = clock.now().date()
    with pytest.raises(Invalid, match="Step:"):
        stories.propose(case_id, step=Step.SUSPENSION, first_on=today, last_on=today + timedelta(days=1))


def test_a_dismissal_with_notice_ends_on_a_day_to_come():
    case_id = stories.heard_case(step=Step.DISMISSAL)
    before = clock.now().date() - timedelta(days=2)
    with pytest.raises(Invalid, match="Last day:"):
        stories.propose(case_id, step=Step.DISMISSAL, approver_ids=ids("meera", "nandini"), last_on=before)


def test_the_decider_takes_a_proposal_back_and_may_propose_another():
    case_id = stories.heard_case()
    action_id = stories.propose(case_id)
    with pytest.raises(Refused):
        stories.take_back(action_id, "meera")
    stories.approve(action_id)
    stories.take_back(action_id)
    assert (stories.head(action_id).state, count(StepWithdrawn)) == (State.WITHDRAWN, 1)
    with pytest.raises(Conflict):
        stories.serve(action_id)
    assert stories.propose(case_id) != action_id


def test_what_is_served_is_not_taken_back():
    with pytest.raises(Conflict):
        stories.take_back(stories.served())


def test_the_next_step_rests_on_the_one_that_is_live():
    first = stories.served()
    stories.propose(stories.heard_case(step=Step.FINAL), step=Step.FINAL)
    row = db.session.scalars(select(StepProposed).order_by(StepProposed.recorded_at.desc())).first()
    assert row.rests_on == [stories.head(first).reference]
    assert (row.recommended, row.deviation_reason) == ("final", "")


def test_an_approver_approves_the_very_answers_to_the_seven_tests_on_which_the_step_rests():
    case_id = stories.heard_case()
    action_id = stories.propose(case_id)
    rested_on = queries.step_for(factories.actor("dmitri"), action_id).proposal.tests_sha256
    answered = stories.answer_tests(case_id, equal=Verdict.NOT_APPLICABLE)
    assert "" != rested_on != answered
    with pytest.raises(Conflict, match="answered anew"):
        stories.approve(action_id)
    stories.propose(case_id, row_version=stories.head(action_id).row_version)
    assert queries.step_for(factories.actor("dmitri"), action_id).proposal.tests_sha256 == answered
    stories.approve(action_id)
    assert stories.head(action_id).state == State.APPROVED


def test_a_step_is_not_served_once_its_tests_were_answered_anew():
    case_id = stories.heard_case()
    action_id = stories.propose(case_id)
    stories.approve(action_id)
    stories.answer_tests(case_id, Step.FINAL)
    first = stories.answer_tests(case_id, equal=Verdict.NOT_APPLICABLE)
    with pytest.raises(Conflict, match="answered anew"):
        stories.serve(action_id)
    assert first != stories.answer_tests(case_id)  # as they were first: the same answers are the same fingerprint
    stories.serve(action_id)
    assert stories.head(action_id).state == State.SERVED
