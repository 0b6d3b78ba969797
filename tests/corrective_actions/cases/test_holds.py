"""What holds a step, without a database: each gate alone, and all of them together."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handbook.complaints.lifecycle import Finding
from handbook.corrective_actions.cases.causes import Cause, Verdict
from handbook.corrective_actions.cases.holds import BARRED, TESTED, Gate, Process, holds
from handbook.corrective_actions.cases.lifecycle import CaseState
from handbook.corrective_actions.ladders.ladder import Step

DAY = date(2026, 3, 10)
ALL_YES = dict.fromkeys(Cause, Verdict.YES)
DONE = Process(
    state=CaseState.HEARD,
    investigator="Meera Nair",
    decider="Dmitrijs Liepa",
    is_told=True,
    answer_by=DAY - timedelta(days=1),
    has_answered=True,
    is_heard=True,
    verdicts=ALL_YES,
    has_bars=True,
)


def found(process: Process, step: Step = Step.DISMISSAL, *, needs_hearing: bool = True) -> list[Gate]:
    return [hold.gate for hold in holds(process, step, DAY, needs_hearing=needs_hearing)]


@pytest.mark.parametrize("step", list(Step))
def test_a_process_that_is_complete_holds_no_step(step: Step):
    assert found(DONE, step) == []


@pytest.mark.parametrize("step", list(Step))
def test_nobody_gets_a_step_without_having_been_told(step: Step):
    assert found(replace(DONE, is_told=False), step) == [Gate.NOTICE]


@pytest.mark.parametrize(
    ("changes", "gate"),
    [
        ({"answer_by": None, "has_answered": False, "is_heard": False}, Gate.ANSWER),
        ({"answer_by": DAY, "has_answered": False, "is_heard": False}, Gate.ANSWER),
        ({"answer_by": DAY - timedelta(days=1), "has_answered": False, "is_heard": False}, None),
        ({"answer_by": DAY, "has_answered": True, "is_heard": False}, None),
        ({"answer_by": DAY, "has_answered": False, "is_heard": True}, None),
    ],
)
def test_a_verbal_warning_without_a_hearing_waits_for_the_answer_or_the_deadline(changes, gate):
    assert found(replace(DONE, **changes), Step.VERBAL, needs_hearing=False) == ([gate] if gate else [])


@pytest.mark.parametrize("step", list(Step))
def test_what_was_found_later_of_the_complaint_holds_the_step(step: Step):
    (hold,) = holds(replace(DONE, finding=Finding.RULE_FOLLOWED), step, DAY, needs_hearing=True)
    assert (hold.gate, hold.can_go_on) == (Gate.FINDING, False)
    for speaks_against in (Finding.UNSUBSTANTIATED, Finding.NOT_ABOUT_A_PERSON):
        (hold,) = holds(replace(DONE, finding=speaks_against), step, DAY, needs_hearing=True)
        assert (hold.gate, hold.can_go_on) == (Gate.FINDING, True)
    for other in (Finding.SUBSTANTIATED, Finding.UNABLE_TO_DETERMINE):
        assert found(replace(DONE, finding=other), step) == []


def test_where_the_ladder_asks_for_a_hearing_the_written_answer_is_not_enough():
    assert found(replace(DONE, is_heard=False), Step.WRITTEN) == [Gate.HEARING]
    assert found(replace(DONE, is_heard=False), Step.WRITTEN, needs_hearing=False) == []


def test_a_wish_for_another_time_holds_until_it_is_answered():
    assert found(replace(DONE, asks_to_postpone=True)) == [Gate.POSTPONEMENT]


@pytest.mark.parametrize("step", list(Step))
def test_the_seven_tests_are_asked_from_a_written_warning_on(step: Step):
    expected = [Gate.TESTS] if step in TESTED else []
    assert found(replace(DONE, verdicts=None), step) == expected
    for missing in Cause:
        some = {test: verdict for test, verdict in ALL_YES.items() if test is not missing}
        assert found(replace(DONE, verdicts=some), step) == expected


@pytest.mark.parametrize("test", list(Cause))
def test_one_no_is_a_doubt_that_only_a_written_reason_passes(test: Cause):
    (hold,) = holds(replace(DONE, verdicts=ALL_YES | {test: Verdict.NO}), Step.FINAL, DAY, needs_hearing=True)
    assert (hold.gate, hold.can_go_on, hold.who) == (Gate.DOUBT, True, "Dmitrijs Liepa")


@pytest.mark.parametrize("step", list(Step))
def test_what_bars_a_dismissal_is_asked_before_it_and_before_a_suspension(step: Step):
    assert found(replace(DONE, has_bars=False), step) == ([Gate.BARS] if step in BARRED else [])


def test_what_was_found_stops_and_names_who_must_look():
    (hold,) = holds(replace(DONE, looker="Nandini Rao"), Step.DISMISSAL, DAY, needs_hearing=True)
    assert (hold.gate, hold.who, hold.can_go_on) == (Gate.BARS, "Nandini Rao", False)
    assert found(replace(DONE, is_barred=True)) == [Gate.BARS]


@pytest.mark.parametrize("step", list(Step))
def test_an_anonymous_complaint_alone_leads_to_a_talk_and_no_further(step: Step):
    assert found(replace(DONE, is_anonymous=True), step) == [Gate.ANONYMOUS]
    assert found(replace(DONE, is_anonymous=True, has_proof=True), step) == []


def test_the_last_day_still_counts_and_the_next_asks_for_a_reason():
    assert found(replace(DONE, act_by=DAY)) == []
    (hold,) = holds(replace(DONE, act_by=DAY - timedelta(days=1)), Step.WRITTEN, DAY, needs_hearing=True)
    assert (hold.gate, hold.can_go_on) == (Gate.LIMITATION, True)
    assert "9 March 2026" in hold.words


def test_a_closed_case_holds_everything():
    assert found(replace(DONE, state=CaseState.CLOSED), Step.VERBAL) == [Gate.CLOSED]


def test_nothing_of_the_process_gives_way_to_a_reason():
    bare = Process(state=CaseState.OPENED, investigator="Meera Nair", decider="Dmitrijs Liepa", is_anonymous=True)
    every = holds(bare, Step.DISMISSAL, DAY, needs_hearing=True)
    assert [hold.gate for hold in every] == [Gate.NOTICE, Gate.HEARING, Gate.ANONYMOUS, Gate.TESTS, Gate.BARS]
    assert not any(hold.can_go_on for hold in every)
    assert all(hold.who and hold.words for hold in every)
