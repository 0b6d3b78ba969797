"""Who works where at this moment, by the clocks of each place."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from handbook.core.errors import NotFound
from handbook.core.transaction import transaction
from handbook.people.models import Deputy, Placement
from handbook.people.placed_today import (
    days_at,
    find_placed_at,
    find_placed_today,
    own_people_today,
    placed_today,
)
from tests.factories import person_id

pytestmark = pytest.mark.database

FIRST, DAY = date(2031, 3, 4), timedelta(days=1)
EVENING = datetime(2031, 3, 3, 20, 0, tzinfo=UTC)  # the 4th has begun in Hyderabad, and not in Riga


def test_the_first_day_begins_with_the_day_of_the_place(context: Flask):
    for name in ("asha", "ravi"):
        place(name, from_on=FIRST)
    with time_machine.travel(EVENING, tick=False):
        assert placed_today(person_id("asha")).zone == "Asia/Kolkata"
        assert find_placed_today(person_id("ravi")) is None
        with pytest.raises(NotFound, match="placed nowhere today"):
            placed_today(person_id("ravi"))
    with time_machine.travel(EVENING + timedelta(hours=3), tick=False):
        assert placed_today(person_id("ravi")).zone == "Europe/Riga"


def test_the_last_day_ends_with_the_day_of_the_place(context: Flask):
    for name in ("asha", "ravi"):
        place(name, to_on=FIRST - DAY)
    assert find_placed_at(person_id("asha"), EVENING) is None
    assert find_placed_at(person_id("asha"), EVENING - timedelta(hours=2)) is not None
    assert find_placed_at(person_id("ravi"), EVENING) is not None


def test_own_people_are_those_whose_day_it_is(context: Flask):
    janis = person_id("janis")
    place("asha", from_on=FIRST)
    place("lakshmi", to_on=FIRST - DAY)
    with time_machine.travel(EVENING, tick=False):
        assert own_people_today(janis) == {person_id("asha")}
    with time_machine.travel(EVENING - timedelta(hours=3), tick=False):
        assert own_people_today(janis) == {person_id("lakshmi")}


def test_a_deputy_stands_in_on_the_days_of_each_place(context: Flask):
    """Ravi works in Riga, Jānis in Hyderabad: both for Dmitrijs."""
    place("milda", from_on=date(2020, 1, 1))
    with transaction() as session:
        for _twice in range(2):
            one = {"employee_id": person_id("dmitri"), "deputy_id": person_id("nandini")}
            session.add(Deputy(**one, from_on=FIRST, to_on=FIRST))
    nandini, ravi, janis = person_id("nandini"), person_id("ravi"), person_id("janis")
    with time_machine.travel(EVENING, tick=False):
        assert {janis, ravi} & own_people_today(nandini) == {janis}
    with time_machine.travel(EVENING + timedelta(hours=12), tick=False):
        assert {janis, ravi} <= own_people_today(nandini)
        assert nandini not in own_people_today(nandini)
    with time_machine.travel(EVENING + timedelta(hours=24), tick=False):
        assert {janis, ravi} & own_people_today(nandini) == {ravi}


@pytest.mark.parametrize(("hour", "first", "last"), [(0, 3, 4), (9, 3, 4), (10, 3, 5), (12, 4, 5), (23, 4, 5)])
def test_it_is_two_or_three_days_on_earth(hour: int, first: int, last: int):
    assert days_at(datetime(2031, 3, 4, hour, tzinfo=UTC)) == (date(2031, 3, first), date(2031, 3, last))


def place(name: str, **days: date) -> None:
    """Let somebody's placement begin or end on a day."""
    with transaction() as session:
        session.execute(update(Placement).where(Placement.employee_id == person_id(name)).values(**days))
