"""How a letter reaches the employee, from which day it is live, and until when a reply and an appeal are asked for."""

from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import func, select

from handbook.company.calendars import calendar_of
from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Invalid, NotFound, Refused
from handbook.corrective_actions.ladders.ladder import lapses_on
from handbook.corrective_actions.steps import queries
from handbook.corrective_actions.steps.lifecycle import Standing, State
from handbook.corrective_actions.steps.models import StepLaidOpen, StepServed
from handbook.corrective_actions.steps.waiting import unanswered_letters
from handbook.people.queries import find_placed_today
from tests import factories
from tests.corrective_actions import stories

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def approved() -> str:
    action_id = stories.propose(stories.heard_case())
    stories.approve(action_id)
    return action_id


def row() -> StepServed:
    return db.session.scalars(select(StepServed)).one()


def test_reply_and_appeal_are_counted_in_working_days_of_the_place():
    stories.serve(approved())
    placed, served = find_placed_today(factories.person_id("asha")), row()
    calendar = calendar_of(placed.location_id)
    assert served.reply_until == calendar.add_working_days(served.served_on, 5)
    assert served.appeal_until == calendar.add_working_days(served.served_on, 5)
    assert served.posted_on is None


def test_a_posted_letter_counts_as_served_some_working_days_later():
    action_id = approved()
    stories.serve(action_id, manner="post")
    served, placed = row(), find_placed_today(factories.person_id("asha"))
    today = clock.today(served.zone)
    assert served.posted_on == today
    assert served.served_on == calendar_of(placed.location_id).add_working_days(today, 3)
    assert served.lapses_on == lapses_on(served.served_on, 6)
    line = queries.step_for(factories.actor("asha"), action_id).line
    assert line.stand.standing is Standing.NOT_SERVED
    assert queries.live_on(factories.person_id("asha"), today) == []
    assert len(queries.live_on(factories.person_id("asha"), served.served_on)) == 1


def test_a_letter_that_is_laid_open_is_served_when_the_employee_opens_it_and_not_before():
    action_id = approved()
    stories.serve(action_id, manner="portal")
    assert db.session.scalar(select(func.count()).select_from(StepServed)) == 0
    assert stories.head(action_id).state == State.LAID_OPEN
    with pytest.raises((NotFound, Refused)):
        stories.reply(action_id)
    stories.open_letter(action_id)
    served, laid = row(), db.session.scalars(select(StepLaidOpen)).one()
    assert (served.by_name, served.proven_at) == (factories.PEOPLE["dmitri"].name, laid.proven_at)
    assert served.laid_open_at == laid.recorded_at
    assert served.served_at > laid.recorded_at
    stories.open_letter(action_id)
    assert db.session.scalar(select(func.count()).select_from(StepServed)) == 1


@pytest.mark.parametrize("name", ["dmitri", "meera", "nandini", "ravi"])
def test_nobody_opens_the_letter_of_another(name: str):
    action_id = approved()
    stories.serve(action_id, manner="portal")
    with pytest.raises((NotFound, Refused)):
        stories.open_letter(action_id, name)


def test_a_letter_that_nobody_opens_can_still_be_handed_over():
    action_id = approved()
    stories.serve(action_id, manner="portal")
    stories.serve(action_id)
    assert (row().manner, row().laid_open_at) == ("in person", None)


def test_a_letter_handed_over_earlier_is_recorded_with_both_days():
    action_id = approved()
    with clock.shifted(timedelta(days=2)):
        stories.serve(action_id, happened_at=clock.now() - timedelta(days=1))
        served, head = row(), stories.head(action_id)
        assert served.served_at < served.recorded_at - timedelta(hours=23)
        assert (head.served_on, head.known_on) == (served.served_on, clock.today(served.zone))
        asha = factories.person_id("asha")
        assert queries.live_on(asha, served.served_on) == []
        assert len(queries.live_on(asha, served.served_on, head.known_on)) == 1


@pytest.mark.parametrize(("hours", "words"), [(-1, "not approved before"), (1, "still to come")])
def test_no_letter_was_handed_over_before_its_approval_or_tomorrow(hours: int, words: str):
    action_id = approved()
    with pytest.raises(Invalid, match=words):
        stories.serve(action_id, happened_at=clock.now() + timedelta(hours=hours))


def test_a_letter_waits_on_the_start_page_until_it_is_answered():
    action_id, asha = approved(), factories.person_id("asha")
    stories.serve(action_id, manner="portal")
    for act in (stories.open_letter, stories.confirm):
        assert [url.endswith(action_id) for url in letters(asha)] == [True]
        act(action_id)
    assert letters(asha) == []


def letters(employee_id: str) -> list[str]:
    with current_app.test_request_context():
        return unanswered_letters(employee_id)
