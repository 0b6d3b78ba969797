"""Leave and deputies: days that add up, and own people widened without a new right."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.core.db import db
from handbook.core.errors import Conflict, Invalid, NotFound
from handbook.core.transaction import end_read, transaction
from handbook.people.directory import absences
from handbook.people.directory.absences import Days
from handbook.people.directory.person import person
from handbook.people.models import Absence, Deputy
from handbook.people.placing import Standing
from handbook.people.queries import people_of
from tests import factories
from tests.browser_like import Visitor
from tests.people.directory.doing import in_days, version

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
OF_JANIS = {"Asha Reddy", "లక్ష్మీ దేవి"}


def test_leave_counts_from_its_first_through_its_last_day(context: Flask):
    away("asha", -3, 3)
    assert person(factories.person_id("asha")).standing is Standing.ON_LEAVE
    away("ravi", 3, 5)
    assert person(factories.person_id("ravi")).standing is Standing.HERE


@pytest.mark.parametrize(("first", "last"), [(3, 8), (0, 4), (1, 2), (8, 20), (8, 8)])
def test_no_day_is_leave_twice(context: Flask, first: int, last: int):
    away("asha", 3, 8)
    if last < 3:
        assert away("asha", first, last)
        return
    with pytest.raises(Invalid, match="leave already"):
        away("asha", first, last)


def test_leave_that_ends_before_it_begins_is_refused(context: Flask):
    with pytest.raises(Invalid, match="before the first day"):
        away("asha", 3, 2)


@pytest.mark.parametrize("name", ["milda", "viktor"])
def test_who_works_nowhere_has_no_leave(context: Flask, name: str):
    with pytest.raises(Invalid, match="works nowhere on these days"):
        away(name, 0, 3)


def test_being_back_today_shortens_leave_that_runs_and_takes_out_what_is_to_come(context: Flask):
    running, to_come = away("ravi", -5, 5), away("ravi", 10, 12)
    for row_id in (running, to_come):
        back("ravi", row_id)
    rows = db.session.scalars(select(Absence)).all()
    assert [(row.id, row.from_on) for row in rows] == [(running, in_days(-5))]
    assert rows[0].to_on < in_days(1)
    with pytest.raises(Conflict, match="over already"):
        back("ravi", running)


def test_leave_of_somebody_else_and_a_missing_one_are_not_found_alike(context: Flask):
    said = []
    for row_id in (away("ravi", 1, 5), "0" * 32):
        with pytest.raises(NotFound) as refusal:
            back("asha", row_id)
        said.append(str(refusal.value))
    assert len(set(said)) == 1
    assert len(db.session.scalars(select(Absence)).all()) == 1


def test_a_deputy_looks_after_the_people_on_these_days_and_no_other(context: Flask):
    stand_in("janis", "meera", 2, 4)
    own = names_of("meera", 1)
    assert not own & OF_JANIS
    for day in (2, 3, 4):
        assert names_of("meera", day) == own | OF_JANIS
        assert names_of("janis", day) == OF_JANIS
    assert names_of("meera", 5) == own


def test_a_deputy_does_not_pass_on_what_they_stand_in_for(context: Flask):
    stand_in("janis", "meera", 0, 4)
    stand_in("meera", "nandini", 0, 4)
    assert not names_of("nandini", 0) & OF_JANIS


def test_a_deputy_is_never_among_the_own_people(context: Flask):
    stand_in("dmitri", "janis", 0, 4)
    assert "Jānis Ozols" in names_of("dmitri", 0)
    assert "Jānis Ozols" not in names_of("janis", 0)
    assert "Ravi Kumar" in names_of("janis", 0)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("asha", "gives nobody a new role"),
        ("inese", "gives nobody a new role"),
        ("olga", "gives nobody a new role"),
        ("milda", "does not work here"),
        ("janis", "nobody stands in for themself"),
    ],
)
def test_who_cannot_stand_in_is_refused(context: Flask, name: str, words: str):
    with pytest.raises(Invalid, match=words):
        stand_in("janis", name, 0, 4)


def test_a_deputy_gains_no_door(app: Flask, client_of: SignIn):
    with app.app_context():
        stand_in("dmitri", "janis", 0, 4)
    browser = client_of("janis")
    assert browser.get("/cases").status_code == 403
    assert browser.get("/people").status_code == 403


def test_the_same_deputy_stands_in_once_on_a_day(context: Flask):
    stand_in("janis", "meera", 0, 4)
    with pytest.raises(Invalid, match="already"):
        stand_in("janis", "meera", 4, 9)
    assert stand_in("janis", "nandini", 4, 9)


def test_standing_in_ends_at_once(context: Flask):
    row_id = stand_in("janis", "meera", -3, 4)
    seen, janis = version("janis"), factories.person_id("janis")
    with transaction():
        absences.end_deputy(janis, row_id, seen)
    end_read()
    assert db.session.get_one(Deputy, row_id).to_on < in_days(1)
    assert not names_of("meera", 1) & OF_JANIS


def test_the_pages_write_leave_and_a_deputy_down_and_take_them_out(app: Flask, client_of: SignIn):
    with app.app_context():
        janis = factories.person_id("janis")
    browser = client_of("meera")
    days = {"from_on": in_days(3).isoformat(), "to_on": in_days(5).isoformat()}
    browser.get(f"/people/{janis}/absences/new")
    browser.submit("/absences", **days)
    browser.get(f"/people/{janis}/deputies/new")
    browser.submit("/deputies", deputy="000103", **days)
    assert "नंदिनी राव stands in" in browser.words()
    browser.submit("/absences/")
    browser.submit("/deputies/")
    with app.app_context():
        assert db.session.scalars(select(Absence)).all() == []
        assert db.session.scalars(select(Deputy)).all() == []


def test_a_button_that_comes_too_late_says_so(app: Flask, client_of: SignIn):
    with app.app_context():
        ravi = factories.person_id("ravi")
        away("ravi", 3, 5)
    meera, nandini = client_of("meera"), client_of("nandini")
    for browser in (meera, nandini):
        browser.get(f"/people/{ravi}")
    meera.submit("/absences/")
    nandini.submit("/absences/", expect=409)
    assert "Somebody else has changed something about this person" in nandini.words()


def away(name: str, first: int, last: int) -> str:
    actor, who, seen = factories.actor("meera"), factories.person_id(name), version(name)
    with transaction():
        return absences.add_absence(actor, who, Days(in_days(first), in_days(last)), seen)


def back(name: str, row_id: str) -> None:
    who, seen = factories.person_id(name), version(name)
    with transaction():
        absences.end_absence(who, row_id, seen)
    end_read()


def stand_in(name: str, deputy: str, first: int, last: int) -> str:
    actor, who, other, seen = (
        factories.actor("meera"),
        factories.person_id(name),
        factories.person_id(deputy),
        version(name),
    )
    with transaction():
        return absences.add_deputy(actor, who, other, Days(in_days(first), in_days(last)), seen)


def names_of(name: str, day: int) -> set[str]:
    return {one.name for one in people_of(factories.person_id(name), in_days(day))}
