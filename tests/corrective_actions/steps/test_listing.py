"""The list of steps holds exactly what opens for its reader, and narrows to where a step stands today."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.core.transaction import end_read
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.listing import Show, steps_for
from handbook.corrective_actions.steps.models import CorrectiveAction
from handbook.corrective_actions.steps.queries import step_for
from tests import factories
from tests.browser_like import Visitor
from tests.corrective_actions import stories
from tests.corrective_actions.ladders.test_deputies import name

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def listed(who: str, show: Show | None = None) -> set[str]:
    end_read()
    return {row.line.id for row in steps_for(factories.actor(who), 1, show).rows}


def opens(who: str) -> set[str]:
    found = set()
    for action_id in db.session.scalars(select(CorrectiveAction.id)).all():
        try:
            step_for(factories.actor(who), action_id)
        except NotFound:
            continue
        found.add(action_id)
    return found


def test_the_list_holds_what_opens_for_the_reader_and_nothing_else():
    stories.propose(stories.heard_case("asha"), approver_ids=(factories.person_id("nandini"),))
    stories.served("lakshmi")
    stories.take_back(stories.propose(stories.heard_case("ravi")))
    for who in factories.KNOWN:
        assert listed(who) == opens(who), who
    assert len(listed("dmitri")) == 3
    assert len(listed("lakshmi")) == 1
    assert listed("asha") == listed("stranger") == set()


def test_who_stands_in_for_somebody_sees_what_waits_first_and_only_meanwhile():
    name("nandini", "meera", 0, 3)
    waiting = stories.propose(stories.heard_case("asha"), approver_ids=(factories.person_id("nandini"),))
    stories.served("lakshmi")
    (first, *_others) = steps_for(factories.actor("meera"), 1).rows
    assert (first.line.id, first.waits_for_me) == (waiting, True)
    assert {who: listed(who) == opens(who) for who in ("meera", "nandini")} == {"meera": True, "nandini": True}
    with time_machine.travel(clock.now() + timedelta(days=10), tick=False):
        assert not any(row.waits_for_me for row in steps_for(factories.actor("meera"), 1).rows)


def test_each_step_stands_under_one_choice_on_each_day():
    proposed = stories.propose(stories.heard_case("ravi"))
    live, overturned = stories.served("lakshmi"), stories.served("asha")
    stories.appealed(overturned, Outcome.ALLOWED)
    standing = {show: listed("dmitri", show) for show in Show}
    assert standing == {
        Show.UNDER_WAY: {proposed},
        Show.LIVE: {live},
        Show.APPEAL: set(),
        Show.OVER: {overturned},
        Show.ENDED: set(),
    }
    with time_machine.travel(clock.now() + timedelta(days=400), tick=False):
        assert listed("meera", Show.OVER) == {live, overturned}
        assert listed("meera", Show.LIVE) == set()


def test_the_last_day_counts_by_the_clocks_of_the_place():
    live = stories.served("lakshmi", Step.WRITTEN)
    last = stories.head(live).lapses_on
    for day, counts in ((last, True), (last + timedelta(days=1), False)):
        with time_machine.travel(f"{day.isoformat()}T12:00:00+05:30", tick=False):
            assert (live in listed("meera", Show.LIVE), live in listed("meera", Show.OVER)) == (counts, not counts)


def test_the_page_shows_it_and_a_wrong_filter_narrows_nothing(client_of):
    served = stories.served("lakshmi")
    lakshmi: Visitor = client_of("lakshmi")
    lakshmi.get("/actions?show=none&page=x")
    assert stories.head(served).reference in lakshmi.words()
    lakshmi.get("/actions?show=over")
    assert "No step stands there" in lakshmi.words()
    assert stories.head(served).reference not in lakshmi.words()
