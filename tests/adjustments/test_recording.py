"""HR writes down what is agreed, ends it, never about themself; nothing is edited, and everything has its leaf."""

import pytest

from handbook.adjustments import queries
from handbook.adjustments.lifecycle import State
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.ledger.appending import position_of
from handbook.ledger.verification import verify
from tests import factories
from tests.adjustments import stories

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def test_what_is_agreed_is_kept_with_its_leaf():
    kept = stories.record(last=stories.in_days(30))
    found = queries.find_adjustment(kept, "en")
    assert found
    assert (found.words, found.language, found.by_name) == (stories.WORDS, "en", "Meera Nair")
    assert (found.from_on, found.until, found.state) == (stories.today(), stories.in_days(30), State.HOLDS)
    assert position_of(kept) is not None


@pytest.mark.parametrize("name", ["meera", "nandini"])
def test_nobody_in_hr_records_what_is_agreed_with_themself(name: str):
    with pytest.raises(Refused, match="Another HR officer"):
        stories.record(name, by=name)
    assert stories.record(name, by="nandini" if name == "meera" else "meera")


@pytest.mark.parametrize("name", ["janis", "dmitri", "inese", "olga", "asha"])
def test_nobody_but_hr_records(name: str):
    with pytest.raises(Refused):
        stories.record("lakshmi", by=name)


def test_nobody_in_hr_ends_what_is_agreed_with_themself():
    kept = stories.record("meera", by="nandini")
    with pytest.raises(Refused, match="Another HR officer"):
        stories.end(kept, by="meera")


def test_the_same_button_pressed_twice_keeps_one():
    stories.record()
    with pytest.raises(Conflict, match="recorded already"):
        stories.record()


def test_what_was_ended_can_be_agreed_again():
    stories.end(stories.record())
    assert stories.record()


def test_it_refuses_a_last_day_before_the_first():
    with pytest.raises(Invalid, match="Until"):
        stories.record(first=stories.in_days(2), last=stories.in_days(1))


def test_it_refuses_days_on_which_the_person_does_not_work():
    with pytest.raises(Invalid, match="works nowhere"):
        stories.record("milda")


def test_it_refuses_a_rule_and_a_person_that_are_not_there():
    with pytest.raises(NotFound):
        stories.record(rule_id="no-such-rule")


def test_it_refuses_to_end_in_the_past_or_after_the_day_agreed():
    kept = stories.record(first=stories.in_days(-20), last=stories.in_days(5))
    with pytest.raises(Invalid, match="What was, stays"):
        stories.end(kept, stories.in_days(-1))
    with pytest.raises(Invalid, match="record something new"):
        stories.end(kept, stories.in_days(6))
    assert stories.end(kept, stories.in_days(5))


def test_it_ends_once():
    kept = stories.record()
    stories.end(kept)
    with pytest.raises(Conflict, match="ended already"):
        stories.end(kept, stories.in_days(1))


def test_what_ran_out_by_itself_cannot_be_ended():
    kept = stories.record(first=stories.in_days(-9), last=stories.in_days(-2))
    with pytest.raises(Conflict):
        stories.end(kept)


def test_what_is_ended_before_it_began_never_holds():
    kept = stories.record(first=stories.in_days(10))
    stories.end(kept)
    person = factories.person_id("asha")
    for day in range(-1, 20):
        assert queries.agreed_on(stories.RULE, person, stories.in_days(day)) == ()


def test_only_the_person_says_what_they_think_and_an_objection_has_words():
    kept = stories.record()
    with pytest.raises(NotFound):
        stories.reply(kept, queries.ReplyKind.CONFIRMED, by="lakshmi")
    with pytest.raises(Invalid, match="own words"):
        stories.object_to(kept, "")
    stories.object_to(kept)
    stories.confirm(kept)
    assert [one.kind.value for one in queries.replies_to(kept)] == ["objected", "confirmed"]


def test_the_ledger_holds_all_of_it():
    kept = stories.record()
    ids = [kept, stories.object_to(kept), stories.end(kept)]
    positions = [position_of(one) for one in ids]
    assert positions == sorted(position for position in positions if position is not None)
    assert verify().faults == []
