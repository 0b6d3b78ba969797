"""Comparable cases: counts without names, and too few to tell are not told."""

from collections import Counter
from datetime import date

import pytest
from flask import Flask

from handbook.core import clock
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps import comparing
from handbook.corrective_actions.steps.comparing import Became, comparables
from tests import factories
from tests.corrective_actions import stories
from tests.corrective_actions.ladders import words

TALK, VERBAL = Became(None, False, "substantiated"), Became(Step.VERBAL, False, "partly")
TAKEN_AWAY = Became(Step.FINAL, True, "substantiated")


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0 times"), (1, "fewer than three times"), (2, "fewer than three times"), (3, "3 times")]
)
def test_what_became_of_fewer_than_three_is_not_counted_out(number: int, told: str):
    with words.english():
        (count,) = comparing._counts(Counter({TALK: number}))
        assert count.words == f"A talk (complaint substantiated): {told}"


def test_what_nobody_has_found_yet_is_not_said_to_be_unsubstantiated():
    with words.english():
        (count,) = comparing._counts(Counter({Became(Step.VERBAL, False, ""): 3}))
        assert count.words == "Verbal warning (no finding yet): 3 times"


def test_counts_come_mildest_first_and_say_what_an_appeal_took_away():
    with words.english():
        found = [count.words for count in comparing._counts(Counter({TAKEN_AWAY: 3, VERBAL: 4, TALK: 5}))]
    assert found == [
        "A talk (complaint substantiated): 5 times",
        "Verbal warning (complaint partly substantiated): 4 times",
        "Final written warning, overturned on appeal (complaint substantiated): 3 times",
    ]


@pytest.mark.parametrize(
    ("became", "step", "lighter"),
    [
        (TALK, Step.VERBAL, True),
        (VERBAL, Step.VERBAL, False),
        (VERBAL, Step.WRITTEN, True),
        (TAKEN_AWAY, Step.WRITTEN, True),
    ],
)
def test_lighter_is_what_was_milder_or_did_not_stand(became: Became, step: Step, lighter: bool):
    assert comparing._is_lighter(became, step) is lighter


@pytest.mark.parametrize(
    ("day", "first"), [(date(2028, 2, 29), date(2026, 2, 28)), (date(2026, 3, 1), date(2024, 3, 1))]
)
def test_they_reach_back_24_months(day: date, first: date):
    assert comparing._years_before(day) == first


@pytest.mark.database
def test_served_steps_of_the_same_rule_are_counted_and_no_name_is_told(context: Flask):
    for name in ("asha", "lakshmi", "ravi"):
        stories.served(name)
    tomorrow = clock.now().date().fromordinal(clock.now().date().toordinal() + 2)
    found = comparables("never-argue", factories.person_id("stranger"), tomorrow)
    assert [(count.became.step, count.number) for count in found.same_rule] == [(Step.WRITTEN, 3)]
    assert (found.lighter[Step.WRITTEN], found.lighter[Step.FINAL]) == (0, 3)
    told = repr(found) + found.lighter_words(Step.FINAL) + "".join(count.words for count in found.same_rule)
    assert not [name for name in factories.KNOWN.values() if name.name in told]
    assert not [name for name in factories.KNOWN if factories.person_id(name) in told]


@pytest.mark.database
def test_a_step_that_is_older_or_of_a_day_to_come_is_left_out(context: Flask):
    stories.served("asha")
    today, other = clock.now().date(), factories.person_id("ravi")
    assert comparables("never-argue", other, today.replace(year=today.year - 1)).same_rule == ()
    assert comparables("never-argue", other, today.replace(year=today.year + 3, day=1)).same_rule == ()
    assert comparables("listen-actively", other, today.replace(year=today.year + 1, day=1)).same_rule == ()


@pytest.mark.database
def test_the_way_of_the_person_themself_is_no_comparison(context: Flask):
    for name in ("asha", "lakshmi", "ravi"):
        stories.served(name)
    later = clock.now().date().fromordinal(clock.now().date().toordinal() + 2)
    found = comparables("never-argue", factories.person_id("asha"), later)
    assert [count.number for count in found.same_rule] == [None]
