"""Who records what with whom, the days of a goal, and that nothing is edited or kept twice."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from handbook.conversations import queries
from handbook.conversations.board import board_for
from handbook.conversations.lifecycle import Kind, Outcome, ends_goal
from handbook.conversations.models import Conversation, ConversationReply, GoalCheckIn
from handbook.conversations.policy import may_read, may_record
from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import end_read, transaction
from handbook.ledger.appending import position_of
from handbook.ledger.verification import verify
from handbook.people.models import Placement
from tests import factories
from tests.architecture.source import modules
from tests.conversations import stories
from tests.corrective_actions.ladders.stories import link

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]

EVERYBODY = ("asha", "lakshmi", "ravi", "janis", "meera", "nandini", "dmitri", "inese", "olga")


@pytest.mark.parametrize("by", EVERYBODY)
def test_whoever_looks_after_the_person_today_and_hr_record(by: str):
    if by in ("janis", "meera", "nandini"):
        assert position_of(stories.record("asha", by=by)) is not None
    else:
        with pytest.raises(Refused if by == "asha" else NotFound):
            stories.record("asha", by=by)


@pytest.mark.parametrize("by", ["janis", "meera"])
def test_nobody_records_or_reads_a_conversation_with_their_other_record(by: str):
    kept = stories.record("asha", by=by)
    link("asha", by)
    with pytest.raises(Refused, match="with themself"):
        stories.record("asha", by=by)
    with pytest.raises(NotFound):
        queries.conversation_for(factories.actor(by), kept)


@pytest.mark.parametrize("name", ["janis", "meera", "dmitri"])
def test_nobody_records_a_conversation_with_themself(name: str):
    with pytest.raises(Refused, match="with themself"):
        stories.record(name, by=name)


def test_the_director_talks_with_those_placed_with_him_and_not_with_theirs():
    assert stories.record("ravi", by="dmitri")
    with pytest.raises(NotFound):
        stories.record("lakshmi", by="dmitri")


def test_the_policy_says_the_same_without_a_database():
    janis, meera, asha = (factories.actor(name) for name in ("janis", "meera", "asha"))
    person = factories.person_id("asha")
    assert [may_record(one, person, (), ()) for one in (janis, meera, asha)] == [False, True, False]
    assert [may_record(one, person, {person}, ()) for one in (janis, meera, asha)] == [True, True, False]
    assert [may_read(one, person, (), ()) for one in (janis, meera, asha)] == [False, True, True]
    assert not any(may_record(one, person, {person}, {person}) for one in (janis, meera, asha))


def test_who_works_nowhere_today_is_talked_with_no_more():
    with pytest.raises(NotFound):
        stories.record("milda", by="meera")


def test_the_same_form_twice_is_one_conversation():
    key = new_id()
    assert stories.record(key=key) == stories.record(key=key)
    assert db.session.scalar(select(func.count()).select_from(Conversation)) == 1


def test_a_day_to_come_and_a_goal_without_days_are_refused():
    with pytest.raises(Invalid, match="still to come"):
        stories.record(happened_on=stories.in_days(1))
    with pytest.raises(Invalid, match="one day at least"):
        stories.record(kind=Kind.GOAL)
    with pytest.raises(Invalid, match="after that of the conversation"):
        stories.record(kind=Kind.GOAL, check_ins=(stories.today(),))


def test_praise_has_no_days_to_look_again():
    kept = stories.record(check_ins=(stories.in_days(7),))
    assert queries.conversation_for(factories.actor("asha"), kept).open_dates == ()


def test_a_goal_is_due_on_its_day_at_the_persons_place():
    kept, janis = stories.goal("asha", 7, 14), factories.actor("janis")
    assert queries.due_check_ins(janis) == []
    with time_machine.travel(clock.now() + timedelta(days=7)):
        (due,) = queries.due_check_ins(janis)
        assert (due.conversation_id, due.name, due.due_on) == (kept, "Asha Reddy", stories.today())
        assert queries.due_check_ins(factories.actor("dmitri")) == []
        assert queries.due_check_ins(factories.actor("asha")) == []
        stories.check_in(kept, 0)
        assert queries.due_check_ins(janis) == []
    with time_machine.travel(clock.now() + timedelta(days=15)):
        assert [one.due_on for one in queries.due_check_ins(janis)] == [stories.in_days(-1)]


def test_hr_is_asked_about_the_goals_it_agreed_itself():
    stories.goal("ravi", 1, by="meera")
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert [len(queries.due_check_ins(factories.actor(name))) for name in ("meera", "nandini", "dmitri")] == [
            1,
            0,
            1,
        ]


def test_a_goal_that_is_met_is_not_looked_at_again():
    kept = stories.goal("asha", 7, 14, 21)
    stories.check_in(kept, 7, Outcome.NOT_YET)
    stories.check_in(kept, 14, Outcome.MET)
    page = queries.conversation_for(factories.actor("asha"), kept)
    assert [one.outcome for one in page.check_ins] == [Outcome.NOT_YET, Outcome.MET]
    assert page.open_dates == ()
    assert [ends_goal(one) for one in Outcome] == [True, False, False]


def test_a_day_is_looked_at_once():
    kept = stories.goal("asha", 7)
    stories.check_in(kept, 7)
    with pytest.raises(Conflict):
        stories.check_in(kept, 7)
    with pytest.raises(Conflict):
        stories.check_in(kept, 8)
    assert db.session.scalar(select(func.count()).select_from(GoalCheckIn)) == 1


def test_only_the_person_replies_and_as_often_as_they_like():
    kept = stories.record()
    stories.reply(kept)
    stories.reply(kept, "And I would like to learn the coffee machine.")
    for name in ("janis", "meera", "lakshmi"):
        with pytest.raises(NotFound):
            stories.reply(kept, by=name)
    assert db.session.scalar(select(func.count()).select_from(ConversationReply)) == 2
    assert not verify().faults


def test_after_a_move_the_former_supervisor_sees_nothing_and_the_new_one_does():
    kept, janis, dmitri = stories.record(), factories.actor("janis"), factories.actor("dmitri")
    person, place = factories.person_id("asha"), db.session.scalars(select(Placement.location_id).limit(1)).first()
    end_read()
    with transaction() as session:
        placed = session.scalars(select(Placement).where(Placement.employee_id == person)).one()
        placed.to_on = stories.in_days(-1)
        session.add(factories.placement(person, str(place), "cashier", dmitri.employee_id, stories.today()))
    with pytest.raises(NotFound):
        queries.conversation_for(janis, kept)
    assert queries.conversation_for(dmitri, kept).talk.words == stories.WORDS
    with pytest.raises(NotFound):
        stories.record(by="janis")


def test_the_board_names_who_was_not_talked_with_for_longest_first():
    stories.record("asha", happened_on=stories.in_days(-3))
    stories.goal("asha", 7, 3)
    rows = board_for(factories.actor("janis"))
    assert [(row.name, row.last and row.last.kind) for row in rows] == [
        (factories.PEOPLE["lakshmi"].name, None),
        ("Asha Reddy", Kind.GOAL),
    ]
    assert (rows[1].next_on, rows[1].is_due) == (stories.in_days(3), False)
    assert board_for(factories.actor("asha")) == []


def test_what_is_new_is_news_for_a_week_or_until_the_person_replies():
    first, second = stories.record(), stories.record(kind=Kind.COACHING)
    asha = factories.actor("asha")
    assert {one.id for one in queries.news_for(asha)} == {first, second}
    stories.reply(first)
    assert [one.id for one in queries.news_for(asha)] == [second]
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert queries.news_for(asha) == []


def test_no_step_is_derived_from_a_conversation():
    using = [module.place for module in modules() if module.room == "corrective_actions"
             for _line, name in module.imports() if name.startswith("handbook.conversations")]  # fmt: skip
    assert using == []
