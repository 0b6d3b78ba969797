"""Who works where, with whom and as what, on any day."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from handbook.company.models import Location
from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.core.transaction import transaction
from handbook.people import queries
from handbook.people.models import Placement
from handbook.people.queries import Placed
from tests import factories

pytestmark = pytest.mark.database


def test_the_people_of_a_supervisor_are_those_placed_with_them_that_day(context: Flask):
    factories.more_people(3)
    assert names_of(queries.people_of(factories.person_id("janis"), today())) == {"Asha Reddy", "లక్ష్మీ దేవి"}


def test_who_moved_away_is_no_longer_theirs_and_was_theirs_before(context: Flask):
    move("asha", today(), "dmitri")
    janis = factories.person_id("janis")
    assert "Asha Reddy" not in names_of(queries.people_of(janis, today()))
    assert "Asha Reddy" in names_of(queries.people_of(janis, today() - timedelta(days=1)))
    assert "Asha Reddy" in names_of(queries.people_of(factories.person_id("dmitri"), today()))


def test_nobody_without_a_supervisor_is_anybodys(context: Flask):
    factories.more_people(2)
    assert all("Noise" not in name for name in names_of(queries.people_of(factories.person_id("janis"), today())))
    assert queries.people_of("", today()) == []


def test_a_placement_tells_the_time_zone_of_the_place(context: Flask):
    assert queries.placed(factories.person_id("asha"), today()).zone == "Asia/Kolkata"
    assert queries.placed(factories.person_id("stranger"), today()).zone == "Europe/Riga"


def test_before_the_first_day_nobody_is_placed(context: Flask):
    asha = factories.person_id("asha")
    assert queries.find_placed(asha, date(2000, 1, 1)) is None
    with pytest.raises(NotFound, match="placed nowhere on that day"):
        queries.placed(asha, date(2000, 1, 1))


def test_everybody_placed_today_stands_in_the_list_once(context: Flask):
    move("asha", today(), "janis")
    numbers = [person.staff_number for person in queries.placed_people(today())]
    assert numbers == sorted(person.number for person in factories.PEOPLE.values())


def test_a_staff_number_stays_text(context: Flask):
    assert queries.employee_by_number(" 000512 ").name == "Asha Reddy"
    for other in ("512", "0512", "00512", "000512a", ""):
        with pytest.raises(NotFound, match="Check the number"):
            queries.employee_by_number(other)


def test_names_come_in_one_query_for_all(context: Flask):
    wanted = [factories.person_id("asha"), factories.person_id("janis"), "0" * 32]
    assert set(queries.names(wanted).values()) == {"Asha Reddy", "Jānis Ozols"}
    assert queries.names([]) == {}


def move(name: str, day: date, boss: str) -> None:
    """Let somebody work in Rīga for another supervisor from this day on."""
    place = db.session.scalars(select(Location.id).where(Location.name == "Rīga, Centrs")).one()
    who, new_boss = factories.person_id(name), factories.person_id(boss)
    with transaction() as session:
        ends = day - timedelta(days=1)
        session.execute(update(Placement).where(Placement.employee_id == who).values(to_on=ends))
        session.add(factories.placement(who, place, "cashier", new_boss, day))


def names_of(people: list[Placed]) -> set[str]:
    return {person.name for person in people}


def today() -> date:
    return clock.now().date()
