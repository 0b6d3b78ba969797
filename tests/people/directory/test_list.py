"""The list of people: each filter with noise about it, sorting, pages, and a constant number of queries."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select, update

from handbook.company.models import Location
from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.transaction import transaction
from handbook.people.directory.filters import EVERYBODY, PAGE, Filters
from handbook.people.directory.listing import everybody_who_fits, people_page
from handbook.people.folding import search_words
from handbook.people.models import Absence, Employee, Placement
from handbook.people.placing import Standing
from tests import factories
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
HERE = set(factories.PEOPLE)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("asha", {"asha"}),
        ("REDDY asha", {"asha"}),
        ("berzina", {"stranger"}),
        ("Bērziņa", {"stranger"}),
        ("ozols janis", {"janis"}),
        ("లక్ష్మీ", {"lakshmi"}),
        ("lakshmi", {"lakshmi"}),
        ("नंदिनी", {"nandini"}),
        ("000512", {"asha"}),
        ("00051", {"asha", "lakshmi", "ravi"}),
        ("%", set()),
        ("_", set()),
        ("asha ravi", set()),
        ("", HERE),
        ("   ", HERE),
    ],
)
def test_somebody_is_found_by_name_latin_name_or_number(context: Flask, typed: str, expected: set[str]):
    rename("lakshmi", latin_name="Lakshmi Devi")
    factories.more_people(3)
    found = {name for name in fits(q=typed) if not name.startswith("Noise")}
    assert found == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (Standing.HERE, HERE - {"ravi", "olga", "inese"}),
        (Standing.ON_LEAVE, {"ravi"}),
        (Standing.LATER, {"olga"}),
        (Standing.LEFT, {"milda", "inese"}),
        (Standing.NOWHERE, {"viktor"}),
        ("", HERE - {"inese"}),
        (EVERYBODY, HERE | {"milda", "viktor"}),
    ],
)
def test_each_state_shows_its_own_people(context: Flask, state: str, expected: set[str]):
    everybody_in_every_state()
    assert fits(state=state) == expected
    assert counted(state=state) == len(expected)


def test_the_state_in_the_row_is_the_state_of_the_filter(context: Flask):
    everybody_in_every_state()
    for state in Standing:
        assert {row.standing for row in everybody_who_fits(Filters(state=state), today())} == {state}


def test_who_moved_is_found_where_they_work_now(context: Flask):
    riga, hyderabad = place("Rīga, Centrs"), place("Banjara Hills")
    move("asha", riga, "trainer", today())
    assert fits(place=riga) == {"ravi", "stranger", "asha"}
    assert fits(job="trainer") == {"asha"}
    assert "asha" not in fits(place=hyderabad)
    assert "asha" not in fits(job="cashier")


def test_who_moves_tomorrow_is_found_where_they_work_today(context: Flask):
    riga = place("Rīga, Centrs")
    move("asha", riga, "trainer", today() + timedelta(days=1))
    assert fits(place=riga) == {"ravi", "stranger"}
    assert "asha" in fits(job="cashier")


def test_who_has_left_is_found_where_they_worked_last(context: Flask):
    assert fits(place=place("Banjara Hills"), state=Standing.LEFT) == {"milda"}
    assert fits(place=place("Rīga, Centrs"), state=Standing.LEFT) == set()


def test_the_other_filters_narrow_and_add_up(context: Flask):
    rename("ravi", kind="agency")
    assert fits(language="te") == {"asha", "lakshmi"}
    assert fits(kind="agency") == {"ravi"}
    assert fits(role="hr") == {"meera", "nandini"}
    assert fits(role="hr", q="meera") == {"meera"}
    assert fits(role="hr", language="te") == set()


def test_a_role_of_another_day_does_not_count(context: Flask):
    early = today() - timedelta(days=500)
    assert {row.employee_id for row in everybody_who_fits(Filters(role="hr", state=EVERYBODY), early)} == set()


@pytest.mark.parametrize("sort", ["name", "number", "start"])
def test_it_is_sorted_both_ways(context: Flask, sort: str):
    factories.more_people(2)
    upwards = [row.employee_id for row in everybody_who_fits(Filters(sort=sort), today())]
    downwards = [row.employee_id for row in everybody_who_fits(Filters(sort="-" + sort), today())]
    keys = {row.employee_id: key(row, sort) for row in everybody_who_fits(Filters(), today())}
    assert [keys[one] for one in upwards] == sorted(keys.values())
    assert [keys[one] for one in downwards] == sorted(keys.values(), reverse=True)


def test_a_page_holds_fifty_and_the_pages_together_everybody(context: Flask):
    factories.more_people(60)
    first, second, third = (people_page(Filters(page=page), today()) for page in (1, 2, 3))
    assert (len(first.rows), len(second.rows), len(third.rows)) == (PAGE, len(HERE) + 10, 0)
    assert first.total == second.total == 60 + len(HERE)
    assert first.has_more
    assert not second.has_more
    together = [row.employee_id for row in first.rows + second.rows]
    assert len(set(together)) == len(together)


def test_a_page_takes_the_same_number_of_queries_for_any_number_of_people(
    app: Flask, client_of: SignIn, counting: Callable[[], object]
):
    browser, numbers = client_of("meera"), []
    address = "/people?" + urlencode({"q": "a", "state": EVERYBODY, "job": "cashier", "sort": "-start"})
    browser.get(address)
    for people in (0, 60):
        with app.app_context():
            factories.more_people(people)
            with counting() as statements:
                browser.get(address)
        numbers.append(len(statements))
    assert numbers == [10, 10], "\n".join(statements.seen)


def test_the_page_shows_who_works_here_and_counts_them(client_of: SignIn):
    browser = client_of("meera")
    browser.get("/people")
    names = browser.tree().xpath("//tbody/tr/th/a/text()")
    assert set(names) == {factories.PEOPLE[name].name for name in HERE}
    assert "10 people" in browser.words()


def test_filters_and_sorting_stay_in_the_address(app: Flask, client_of: SignIn):
    with app.app_context():
        factories.more_people(120)
    browser = client_of("meera")
    browser.get("/people?q=noise&sort=number&page=2")
    assert "51 to 100 of 120" in browser.words()
    assert "q=noise" in browser.link("After")
    assert "page=3" in browser.link("After")
    assert "page=1" in browser.link("Before")
    assert "sort=-number" in browser.link("Staff number")
    assert "page" not in browser.link("Staff number")
    browser.get(browser.link("After"))
    assert "101 to 120 of 120" in browser.words()


def test_a_value_that_does_not_exist_narrows_nothing(client_of: SignIn):
    browser = client_of("meera")
    browser.get("/people?place=nowhere&job=astronaut&sort=age&state=tired&page=-3&role=king")
    assert browser.page.status_code == 200
    assert "10 people" in browser.words()


def test_an_empty_list_leads_on_to_those_who_have_left(client_of: SignIn):
    browser = client_of("meera")
    browser.get("/people?q=krumina")
    assert "Nobody fits" in browser.words()
    browser.get(browser.link("Look also among those who have left"))
    assert browser.tree().xpath("//tbody/tr/th/a/text()") == ["Milda Krūmiņa"]
    assert "Has left" in browser.words()


def everybody_in_every_state() -> None:
    """Ravi is on leave, olga starts tomorrow, inese has left yesterday, milda long ago; viktor is placed nowhere."""
    with transaction() as session:
        session.add(Absence(employee_id=factories.person_id("ravi"), from_on=today(), to_on=today()))
        for other in ("asha", "janis"):
            gone = today() - timedelta(days=2)
            session.add(Absence(employee_id=factories.person_id(other), from_on=gone, to_on=gone + timedelta(days=1)))
        olga, inese = factories.person_id("olga"), factories.person_id("inese")
        tomorrow = {"from_on": today() + timedelta(days=1)}
        yesterday = {"to_on": today() - timedelta(days=1)}
        session.execute(update(Placement).where(Placement.employee_id == olga).values(**tomorrow))
        session.execute(update(Placement).where(Placement.employee_id == inese).values(**yesterday))


def fits(**filters: str) -> set[str]:
    """Return the first names of those who fit; noise by its whole name."""
    called = {one.number: key for key, one in factories.KNOWN.items()}
    found = everybody_who_fits(Filters(**filters), today())
    return {called.get(row.staff_number, row.name) for row in found}


def counted(**filters: str) -> int:
    return people_page(Filters(**filters), today()).total


def key(row: object, sort: str) -> object:
    keys = {
        "name": lambda: search_words(row.staff_number, row.name, row.latin_name),
        "number": lambda: row.staff_number.casefold(),
        "start": lambda: row.first_on,
    }
    return keys[sort]()


def rename(name: str, **facts: str) -> None:
    """Change what is known of somebody below the pages."""
    with transaction() as session:
        row = session.get_one(Employee, factories.person_id(name))
        for field, value in facts.items():
            setattr(row, field, value)
        row.search = search_words(row.staff_number, row.name, row.latin_name)


def move(name: str, location_id: str, job: str, day: date) -> None:
    who = factories.person_id(name)
    with transaction() as session:
        ends = update(Placement).where(Placement.employee_id == who)
        session.execute(ends.values(to_on=day - timedelta(days=1)))
        session.add(
            Placement(id=new_id(), employee_id=who, location_id=location_id, job=job, from_on=day, profile="everyone")
        )


def place(name: str) -> str:
    return db.session.scalars(select(Location.id).where(Location.name == name)).one()


def today() -> date:
    return clock.now().date()
