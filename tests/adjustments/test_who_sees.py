"""Who sees what is agreed: the person, HR, and whoever looks after the person today; nobody else, byte for byte."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from handbook.adjustments import listing
from handbook.adjustments.lifecycle import ReplyKind
from handbook.company.queries import locations
from handbook.core import clock
from handbook.core.access_log import AccessEntry
from handbook.core.db import db
from handbook.core.transaction import end_read, transaction
from handbook.people.models import Deputy, Placement
from tests import factories
from tests.adjustments import stories
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
NOBODY = "0" * 32
_PASSING = re.compile(r'<span class="hash">[0-9A-F]{8}</span>|name="csrf_token"[^>]*value="[^"]+"')


@pytest.fixture
def kept(app: Flask) -> str:
    """What is agreed with asha, who is placed with janis."""
    with app.app_context():
        return stories.record()


def sees(browser: Visitor, adjustment_id: str) -> bool:
    """Tell whether this browser gets the words; who does not hears the same as of one that is not there."""
    answer = browser.get(f"/adjustments/{adjustment_id}")
    if answer.status_code == 200:
        assert stories.WORDS in browser.words()
        return True
    missing = browser.get(f"/adjustments/{NOBODY}")
    same = [_PASSING.sub("", one.text.replace(adjustment_id, NOBODY)) for one in (answer, missing)]
    assert (answer.status_code, missing.status_code) == (404, 404)
    assert same[0] == same[1]
    return False


def move_away(name: str) -> None:
    """Let somebody be placed with dmitri from today on, and with whom they were until yesterday."""
    person, boss, place = factories.person_id(name), factories.person_id("dmitri"), locations()[0].id
    end_read()
    with transaction() as session:
        placed = session.scalars(select(Placement).where(Placement.employee_id == person)).one()
        placed.to_on = stories.in_days(-1)
        session.add(factories.placement(person, place, "cashier", boss, stories.today()))


@pytest.mark.parametrize("name", ["asha", "janis", "meera", "nandini"])
def test_the_person_their_supervisor_and_hr_see_it(client_of: SignIn, kept: str, name: str):
    assert sees(client_of(name), kept)


@pytest.mark.parametrize("name", ["lakshmi", "ravi", "stranger", "dmitri", "inese", "olga", "milda"])
def test_for_everybody_else_it_is_not_there(client_of: SignIn, kept: str, name: str):
    assert not sees(client_of(name), kept)


def test_after_a_move_the_former_supervisor_sees_nothing_and_the_new_one_does(app: Flask, client_of: SignIn, kept: str):
    assert sees(client_of("janis"), kept)
    with app.app_context():
        move_away("asha")
    assert not sees(client_of("janis"), kept)
    assert sees(client_of("dmitri"), kept)


def test_who_stands_in_for_the_supervisor_sees_it_as_long_as_they_do(app: Flask, client_of: SignIn, kept: str):
    with app.app_context():
        day, who, deputy = stories.today(), factories.person_id("janis"), factories.person_id("dmitri")
        end_read()
        with transaction() as session:
            session.add(Deputy(employee_id=who, deputy_id=deputy, from_on=day, to_on=day))
    assert sees(client_of("dmitri"), kept)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert not sees(client_of("dmitri"), kept)


def test_once_it_is_over_it_is_no_business_of_the_supervisor(app: Flask, client_of: SignIn, kept: str):
    with app.app_context():
        stories.end(kept)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert {name: sees(client_of(name), kept) for name in ("asha", "janis", "meera")} == {
            "asha": True,
            "janis": False,
            "meera": True,
        }


def test_who_has_left_still_reads_the_own_one(app: Flask, client_of: SignIn):
    with app.app_context():
        first = clock.now().date() - timedelta(days=300)
        theirs = stories.record("milda", first=first, last=first + timedelta(days=30))
    assert sees(client_of("milda"), theirs)


def test_what_the_person_objects_is_for_hr_and_not_for_the_supervisor(app: Flask, client_of: SignIn, kept: str):
    with app.app_context():
        stories.object_to(kept, "We also said: the second till.")
    for name, expected in {"asha": True, "meera": True, "janis": False}.items():
        browser = client_of(name)
        browser.get(f"/adjustments/{kept}")
        assert ("We also said: the second till." in browser.words()) is expected


def test_each_reading_by_another_is_written_down(app: Flask, client_of: SignIn, kept: str):
    for name in ("asha", "janis", "meera", "ravi"):
        client_of(name).get(f"/adjustments/{kept}")
    with app.app_context():
        read = db.session.scalars(select(AccessEntry.account_id).where(AccessEntry.object_id == kept)).all()
        assert sorted(read) == sorted(factories.actor(name).account_id for name in ("janis", "meera"))


def test_the_list_holds_the_own_people_alone(app: Flask, client_of: SignIn, kept: str):
    with app.app_context():
        stories.record("ravi", words="May answer by mail.", first=stories.in_days(-1))
    janis, dmitri, meera = (client_of(name) for name in ("janis", "dmitri", "meera"))
    words = {browser: (browser.get("/adjustments?lang=en"), browser.words())[1] for browser in (janis, dmitri, meera)}
    assert [stories.WORDS in words[janis], "May answer by mail." in words[janis]] == [True, False]
    assert [stories.WORDS in words[dmitri], "May answer by mail." in words[dmitri]] == [False, True]
    assert [stories.WORDS in words[meera], "May answer by mail." in words[meera]] == [True, True]


def test_a_supervisor_gets_no_list_of_what_is_over_whatever_they_ask(app: Flask, client_of: SignIn, kept: str):
    with app.app_context():
        stories.record("lakshmi", words="Worked in the morning.", first=stories.in_days(-9), last=stories.in_days(-5))
        stories.object_to(kept)
    janis = client_of("janis")
    for show in ("over", "objected", "nonsense", ""):
        janis.get(f"/adjustments?lang=en&show={show}&page=0")
        assert "Worked in the morning." not in janis.words()
        assert stories.WORDS in janis.words()
    meera = client_of("meera")
    meera.get("/adjustments?show=over")
    assert "Worked in the morning." in meera.words()


def test_a_list_has_pages_without_holes(app: Flask, client_of: SignIn):
    with app.app_context():
        for number in range(listing.PAGE + 3):
            stories.record(words=f"Number {number}.", first=stories.in_days(-number))
    meera = client_of("meera")
    found = []
    for page in (1, 2):
        meera.get(f"/adjustments?page={page}")
        found += re.findall(r"Number \d+\.", meera.words())
    assert sorted(found) == sorted(f"Number {number}." for number in range(listing.PAGE + 3))


def test_the_queries_of_the_list_do_not_grow(app: Flask, client_of: SignIn, counting: Callable[[], object], kept: str):
    meera, numbers = client_of("meera"), []
    for more in (0, 20):
        with app.app_context():
            for number in range(more):
                kept = stories.record(words=f"Number {number}.")
                stories.reply(kept, ReplyKind.OBJECTED, "No.")
            with counting() as statements:
                assert meera.get("/adjustments").status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1], statements.seen
