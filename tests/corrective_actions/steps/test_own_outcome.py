"""The page of the own case says what is true in each state, and a letter moved by a rule is the decider's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases import answering
from handbook.corrective_actions.cases.lifecycle import CaseState, Closing
from handbook.corrective_actions.cases.papers import sheet_html, text_of
from handbook.corrective_actions.cases.sealing import _letter
from handbook.corrective_actions.cases.story import story_of
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.models_appeals import WorkEnded
from handbook.corrective_actions.steps.own_outcome import own_outcome
from handbook.people.models import Placement
from tests import factories
from tests.browser_like import Visitor
from tests.corrective_actions import stories

pytestmark = pytest.mark.database


def words_of(case_id: str) -> str:
    case = stories.case_head(case_id)
    with current_app.test_request_context():
        return own_outcome(case_id, CaseState(case.state), case.closing).words


@pytest.mark.parametrize(
    ("state", "words"),
    [(CaseState.NOTIFIED, "Nothing has been found"), (CaseState.HEARD, "nothing is decided,")],
)
def test_while_it_is_open_nothing_is_counted(context: Flask, state: CaseState, words: str):
    assert words in own_outcome(new_id(), state, None).words


@pytest.mark.parametrize("closing", [one for one in Closing if one is not Closing.DECIDED])
def test_closed_without_a_step_it_was_an_allegation(context: Flask, closing: Closing):
    assert own_outcome(new_id(), CaseState.CLOSED, closing.value).words.startswith("It was an allegation.")


def test_a_served_step_is_named_until_it_is_overturned(context: Flask):
    action_id = stories.served()
    case_id, reference = stories.head(action_id).case_id, stories.head(action_id).reference
    assert f"written warning {reference}, live through" in words_of(case_id)
    stories.appealed(action_id, Outcome.ALLOWED)
    assert "overturned" in words_of(case_id)


def test_after_a_dismissal_the_own_case_names_it_and_never_says_that_nothing_was_found(
    app: Flask, client_of: Callable[[str], Visitor]
):
    with app.app_context():
        action_id = stories.served(step=Step.DISMISSAL)
        case_id = stories.head(action_id).case_id
    asha = client_of("asha")
    asha.get(f"/my-file/cases/{case_id}?lang=en")
    assert "Nothing has been found" not in asha.words()
    assert asha.link("Go to the letter") == f"/actions/{action_id}"


def test_a_dismissal_by_post_ends_the_work_on_the_day_on_which_the_letter_counts_as_served(context: Flask):
    names = stories.APPROVERS[Step.DISMISSAL]
    asked = tuple(factories.person_id(name) for name in names)
    action_id = stories.propose(stories.heard_case(step=Step.DISMISSAL), step=Step.DISMISSAL, approver_ids=asked)
    for name in names:
        stories.approve(action_id, name)
    stories.serve(action_id, manner="post")
    ended = db.session.scalars(select(WorkEnded)).one()
    (last,) = db.session.scalars(select(Placement.to_on).where(Placement.employee_id == factories.person_id("asha")))
    assert ended.last_on == last == stories.head(action_id).served_on > clock.now().date()
    assert ended.access_ended_at is None


def test_a_hearing_moved_for_a_companion_is_a_letter_of_the_decider_that_quotes_the_wish(context: Flask):
    case_id, asha = stories.open_case(), factories.actor("asha")
    stories.begin(case_id)
    stories.tell(case_id)
    stories.arrange(case_id)
    wanted = story_of(case_id).hearing.starts_at + timedelta(days=2)
    with transaction():
        answering.ask_for_another_time(asha, case_id, "నా తోడు రాలేరు.", wanted, "te", new_id())
    letter = _letter(case_id, story_of(case_id).hearing.id)
    html, dmitri = text_of(letter).html, factories.PEOPLE["dmitri"].name
    assert "Moved at your wish: your companion could not come" in html
    assert '<span lang="te">నా తోడు రాలేరు.</span>' in html
    assert dmitri in html.rpartition("<p>")[2]
    with current_app.test_request_context():
        sheet = sheet_html(letter, 1, "0" * 64, "code")
    assert dmitri in sheet
