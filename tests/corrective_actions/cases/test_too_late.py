"""What a person can say of the hearing makes sense before it, and is refused with words afterwards."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from handbook.core import clock
from handbook.core.errors import Conflict
from handbook.corrective_actions.cases.disclosure import disclosure_for
from handbook.corrective_actions.cases.folder_kinds import AnswerKind
from handbook.corrective_actions.cases.waiting import own_cases
from tests import factories
from tests.browser_like import Visitor
from tests.corrective_actions import stories

pytestmark = pytest.mark.database

LATER = timedelta(days=30)


def told(*, arranged: bool = False, heard: bool = False) -> str:
    """Return a case of asha as far as it is said."""
    case_id = stories.open_case()
    stories.begin(case_id)
    stories.tell(case_id)
    if arranged or heard:
        stories.arrange(case_id)
    if heard:
        stories.hear(case_id)
    return case_id


@pytest.mark.parametrize(
    ("arranged", "heard", "later", "expected"),
    [
        (False, False, False, (True, True, True)),
        (True, False, False, (True, True, True)),
        (True, False, True, (True, False, True)),  # the day has passed, and nobody has heard the person yet
        (True, True, False, (True, True, False)),  # heard early: the day that was promised still counts
        (True, True, True, (False, False, False)),
    ],
)
def test_an_answer_is_taken_until_the_hearing_and_through_the_promised_day(
    context: Flask, arranged: bool, heard: bool, later: bool, expected: tuple[bool, bool, bool]
):
    case_id = told(arranged=arranged, heard=heard)
    with time_machine.travel(clock.now() + (LATER if later else timedelta())):
        shown = disclosure_for(factories.actor("asha"), case_id, "en")
        assert (shown.may_answer, shown.is_awaited, shown.may_bring) == expected


@pytest.mark.parametrize("kind", [AnswerKind.COMPANION, AnswerKind.INTERPRETER])
def test_nobody_is_named_for_a_hearing_that_has_been(context: Flask, kind: AnswerKind):
    case_id = told(heard=True)
    with pytest.raises(Conflict, match="You have been heard already"):
        stories.say(case_id, "Ravi Kumar", kind=kind)


def test_after_the_hearing_and_the_promised_day_the_words_go_to_the_notes(context: Flask):
    case_id = told(heard=True)
    stories.say(case_id)
    with time_machine.travel(clock.now() + LATER):
        with pytest.raises(Conflict, match="Add your words to the notes"):
            stories.say(case_id)
        stories.say(case_id, kind=AnswerKind.NOTES_ADDED)


def test_the_page_offers_what_is_taken_and_nothing_else(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        case_id = told()
    asha = client_of("asha")
    asha.get(f"/my-file/cases/{case_id}?lang=en")
    assert forms_of(asha) >= {"answer", "companion", "interpreter"}
    with app.app_context():
        stories.arrange(case_id)
        stories.hear(case_id)
    asha.get(f"/my-file/cases/{case_id}")
    assert forms_of(asha) & {"answer", "companion", "interpreter"} == {"answer"}


def test_a_decided_matter_is_open_no_more(context: Flask):
    stories.served()
    with context.test_request_context():
        (own,) = own_cases(factories.person_id("asha"))
    assert (own.is_over, own.may_bring) == (True, False)
    assert "is decided" in own.sentence


def forms_of(browser: Visitor) -> set[str]:
    """Return the last part of the address of each form on the page."""
    return {str(one).rpartition("/")[2] for one in browser.tree().xpath("//main//form/@action")}
