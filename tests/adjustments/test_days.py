"""History: an ended agreement is gone from the pages and still there on the days on which it held."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from handbook.acknowledgements.notice import NOT_NOTIFIED, SIGNED, notice_of
from handbook.adjustments import queries
from handbook.core import clock
from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.adjustments import stories

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]

OTHER = "greet-every-customer"


def held(day: int) -> list[str]:
    """Return what was agreed with asha on a day so many days from today."""
    found = queries.agreed_on(stories.RULE, factories.person_id("asha"), stories.in_days(day))
    return [one.words for one in found]


def test_both_ends_count_and_no_day_more():
    stories.record(first=stories.in_days(-3), last=stories.in_days(3))
    assert [day for day in range(-6, 7) if held(day)] == [-3, -2, -1, 0, 1, 2, 3]


def test_a_change_is_an_end_and_a_new_one():
    first = stories.record(first=stories.in_days(-10))
    stories.end(first, stories.in_days(0))
    stories.record(words="May sit at any till.", first=stories.in_days(1))
    assert (held(-11), held(-10), held(0), held(1)) == ([], [stories.WORDS], [stories.WORDS], ["May sit at any till."])


def test_of_another_rule_or_person_nothing_is_said():
    stories.record("lakshmi")
    stories.record(rule_id=OTHER)
    assert held(0) == []


def test_what_is_over_is_with_nobody_any_more_and_stays_in_the_history():
    kept = stories.record(first=stories.in_days(-10))
    stories.end(kept)
    person = factories.person_id("asha")
    assert [one.id for one in queries.agreed_with(person, "en")] == [kept]
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert queries.agreed_with(person, "en") == []
        assert [one.id for one in queries.everything_agreed_with(person, "en")] == [kept]
        assert held(-1) == [stories.WORDS]


def test_the_day_ends_by_the_clock_of_the_persons_place():
    # At 20:00 UTC the next day has begun in Hyderabad (asha), and it is still evening in Riga (ravi).
    evening = datetime(2031, 3, 3, 20, 0, tzinfo=UTC)
    with time_machine.travel(evening - timedelta(days=5), tick=False):
        for name in ("asha", "ravi"):
            stories.record(name, last=evening.date())
    with time_machine.travel(evening, tick=False):
        assert queries.agreed_with(factories.person_id("asha"), "en") == []
        assert len(queries.agreed_with(factories.person_id("ravi"), "en")) == 1
    asked = {name: notice_of(stories.RULE, factories.person_id(name), evening) for name in ("asha", "ravi")}
    assert {name: bool(notice.agreed) for name, notice in asked.items()} == {"asha": False, "ravi": True}


def test_notice_says_adjusted_beside_its_answer_on_any_day():
    sign_below("asha")
    kept = stories.record(first=stories.in_days(-5))
    stories.end(kept, stories.in_days(2))
    person, now = factories.person_id("asha"), clock.now()
    answers = {day: notice_of(stories.RULE, person, now + timedelta(days=day)) for day in (-6, -5, 0, 2, 3)}
    assert {day: bool(notice.agreed) for day, notice in answers.items()} == {
        -6: False, -5: True, 0: True, 2: True, 3: False,
    }  # fmt: skip
    assert (answers[-5].answer, answers[2].answer) == (NOT_NOTIFIED, SIGNED)
    assert answers[2].agreed[0].words == stories.WORDS


def test_what_was_written_down_afterwards_says_so():
    stories.record(first=stories.in_days(-5))
    (agreed,) = notice_of(stories.RULE, factories.person_id("asha"), clock.now() - timedelta(days=2)).agreed
    assert agreed.written_after(clock.now() - timedelta(days=2))
    assert not agreed.written_after(clock.now() + timedelta(seconds=1))


def test_nothing_agreed_is_the_answer_as_it_was():
    sign_below("asha")
    notice = notice_of(stories.RULE, factories.person_id("asha"), clock.now())
    assert (notice.answer, notice.agreed) == (SIGNED, ())
