"""The boards: each role sees what is theirs, and nobody learns of a matter about themself before they are told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask, current_app

from handbook.boards.queries import Boards, boards_of
from handbook.core import clock
from handbook.corrective_actions.cases.lifecycle import CaseState
from handbook.corrective_actions.ladders.ladder import Step
from tests import factories
from tests.browser_like import Visitor
from tests.complaints import stories as complaints
from tests.corrective_actions import stories

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def boards(name: str) -> Boards:
    with current_app.test_request_context():
        return boards_of(factories.actor(name))


@pytest.mark.parametrize(
    ("name", "complaints", "people", "personnel"),
    [
        ("asha", False, False, False),
        ("janis", True, True, False),
        ("meera", True, True, True),
        ("dmitri", False, True, False),
        ("inese", False, False, False),
        ("milda", False, False, False),
    ],
)
def test_each_role_has_its_boards(context: Flask, name: str, complaints: bool, people: bool, personnel: bool):
    found = boards(name)
    have = [one is not None for one in (found.complaints, found.people, found.personnel)]
    assert have == [complaints, people, personnel]


def test_the_subject_sees_nothing_before_the_written_notice(context: Flask):
    before = boards("asha")
    case_id = stories.open_case("asha")
    stories.begin(case_id)
    assert boards("asha") == before
    stories.tell(case_id)
    assert len(boards("asha").own.cases) == 1


def test_an_hr_officer_sees_no_case_about_themself_in_any_number(context: Flask):
    before = boards("nandini").personnel
    stories.open_case("nandini", "dmitri")
    assert boards("nandini").personnel == before
    states = boards("meera").personnel.states
    assert [(one.state, one.number) for one in states] == [(CaseState.OPENED, 1)]


def test_the_next_act_waits_for_whoever_has_it(context: Flask):
    case_id = stories.open_case()
    assert [one.reference for one in boards("meera").waiting] == [stories.case_head(case_id).reference]
    assert boards("nandini").waiting == []
    stories.propose(stories.hear_out(case_id))
    assert boards("meera").approvals == 1


def test_supervisors_see_what_counts_with_their_own_people_alone(context: Flask):
    stories.served("asha")
    assert [one.name for one in boards("janis").people.live] == ["Asha Reddy"]
    assert boards("dmitri").people.live == []


def test_hr_sees_what_lapses_within_thirty_days_and_nothing_later(context: Flask):
    stories.served("asha", Step.VERBAL)
    assert boards("meera").personnel.lapsing == []
    action = stories.head(boards("asha").own.live[0].url.rsplit("/", 1)[1])
    soon = clock.now() + (action.lapses_on - clock.today(action.zone)) - timedelta(days=20)
    with time_machine.travel(soon, tick=False):
        (line,) = boards("meera").personnel.lapsing
        assert (line.about, line.on) == ("Asha Reddy", action.lapses_on)
    with time_machine.travel(soon + timedelta(days=21), tick=False):
        assert boards("meera").personnel.lapsing == []


def test_hr_sees_letters_that_nobody_opened_and_appeals_that_nobody_decided(context: Flask):
    laid_open = stories.propose(stories.heard_case("lakshmi"))
    stories.approve(laid_open)
    stories.serve(laid_open, manner="portal")
    stories.appeal(stories.served("asha"))
    hr = boards("meera").personnel
    assert [one.about for one in hr.unopened] == [factories.PEOPLE["lakshmi"].name]
    assert [one.about for one in hr.appeals] == ["Asha Reddy"]


def test_a_hearing_whose_day_has_passed_is_a_missed_date(context: Flask):
    case_id = stories.open_case()
    stories.begin(case_id)
    stories.tell(case_id)
    stories.arrange(case_id)
    assert boards("nandini").personnel.missed == []
    with time_machine.travel(clock.now() + timedelta(days=12), tick=False):
        (line,) = boards("nandini").personnel.missed
        assert (line.about, line.url) == (stories.case_head(case_id).reference, None)


def test_a_handler_sees_their_complaints(app: Flask, client_of: SignIn):
    with app.app_context():
        complaint_id = complaints.investigated()
    browser = client_of("meera")
    browser.get("/board")
    assert browser.tree().xpath(f"//main//a[contains(@href, '{complaint_id}')]")
    assert "Nothing is held against you." in browser.words()


def test_the_number_of_queries_does_not_grow(context: Flask, counting: Callable[[], object]):
    numbers = []
    for name in ("asha", "lakshmi", "ravi"):
        stories.open_case(name)
        with counting() as statements:
            boards("meera")
        numbers.append(len(statements))
    assert len(set(numbers[1:])) == 1
