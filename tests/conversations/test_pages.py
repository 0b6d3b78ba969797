"""Three taps on a phone, the person reads it at once and replies, and the work file has it on its line."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from handbook.conversations.lifecycle import Kind
from handbook.conversations.queries import PAGE
from handbook.core import clock
from handbook.core.access_log import AccessEntry
from handbook.core.db import db
from handbook.core.moments import day_words
from tests import factories
from tests.browser_like import Visitor
from tests.conversations import stories

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def test_praise_takes_three_taps_and_the_person_reads_it_at_once(client_of: SignIn):
    janis, asha = client_of("janis"), client_of("asha")
    janis.get("/conversations/new?lang=en")
    janis.get(janis.link("Asha Reddy"))  # one
    assert "Asha Reddy reads every word of it at once" in janis.words()
    janis.submit("/conversations", words=stories.WORDS)  # two: the words; three: keep it; praise is chosen already
    assert "Asha Reddy can read it now" in janis.words()
    asha.get("/my-file?lang=en")
    assert stories.WORDS in asha.words()
    asha.get(asha.link("Praise"))
    asha.submit("/reply", **{"reply-words": "Thank you."})
    assert "What you said" in asha.words()


def test_a_goal_is_agreed_and_looked_at_again(client_of: SignIn):
    janis = client_of("janis")
    janis.get("/conversations?lang=en")
    janis.get(janis.link("Coaching"))
    assert dict(janis.form("/conversations").form_values())["kind"] == "coaching"
    janis.submit("/conversations", kind="goal", words="Greets everybody.", expect=400)
    assert "a goal needs one day at least" in janis.words()
    janis.submit("/conversations", first=str(stories.in_days(7)), second=str(stories.in_days(14)))
    with time_machine.travel(clock.now() + timedelta(days=7)):
        janis = client_of("janis")
        janis.get("/conversations?lang=en")
        assert "Look at it now" in janis.words()
        janis.get(janis.link(day_words(stories.today(), "en")))
        janis.submit("/check-in", expect=400)
        assert "choose one" in janis.words()
        janis.submit("/check-in", **{"goal-outcome": "on_the_way", "goal-words": "Most of the time."})
        assert "On the way" in janis.words()
        assert "Most of the time." in janis.words()


def test_two_who_look_at_the_same_day_lose_nothing(app: Flask, client_of: SignIn):
    with app.app_context():
        kept = stories.goal("asha", 7, 14)
    janis, meera = client_of("janis"), client_of("meera")
    for browser in (janis, meera):
        browser.get(f"/conversations/{kept}?lang=en")
    janis.submit("/check-in", **{"goal-outcome": "met", "goal-words": "Every time."})
    meera.submit("/check-in", expect=409, **{"goal-outcome": "not_yet", "goal-words": "I was not there."})
    assert "Somebody has written down meanwhile" in meera.words()


def test_hr_finds_anybody_by_staff_number(client_of: SignIn):
    meera, janis = client_of("meera"), client_of("janis")
    assert meera.get("/conversations/new?lang=en&number=000516").status_code == 200
    assert "A talk with Ravi Kumar" in meera.words()
    assert meera.get("/conversations/new?lang=en&number=777").status_code == 404
    assert "Nobody has the staff number" in meera.words()
    assert "A talk with" not in (janis.get("/conversations/new?lang=en&number=000516"), janis.words())[1]


def test_the_work_file_shows_the_talk_the_goal_and_the_reply(app: Flask, client_of: SignIn):
    with app.app_context():
        kept = stories.goal("asha", 7)
        stories.check_in(kept, 7)
        stories.reply(kept)
        person = factories.person_id("asha")
    for name, address in (("asha", "/my-file"), ("meera", f"/people/{person}/file")):
        browser = client_of(name)
        browser.get(f"{address}?lang=en")
        for words in ("Greets within ten seconds.", "Twice out of three.", "lakshmi helped me", "never counted"):
            assert words in browser.words()


def test_each_reading_by_another_is_written_down(app: Flask, client_of: SignIn):
    with app.app_context():
        kept = stories.record()
        person = factories.person_id("asha")
    for name in ("asha", "janis", "meera", "ravi"):
        client_of(name).get(f"/conversations/{kept}")
    client_of("meera").get(f"/people/{person}/conversations")
    with app.app_context():
        read = db.session.execute(select(AccessEntry.kind, AccessEntry.account_id)).all()
        mine = {name: factories.actor(name).account_id for name in ("janis", "meera")}
        assert sorted(tuple(row) for row in read) == sorted(
            [("conversation", mine["janis"]), ("conversation", mine["meera"]), ("conversations", mine["meera"])]
        )


def test_the_list_with_a_person_has_pages_without_holes(app: Flask, client_of: SignIn):
    with app.app_context():
        for number in range(PAGE + 2):
            stories.record(words=f"Number {number}.", kind=Kind.COACHING, happened_on=stories.in_days(-number))
        person = factories.person_id("asha")
    janis, found = client_of("janis"), set()
    for page in (1, 2):
        janis.get(f"/people/{person}/conversations?lang=en&page={page}")
        found |= {number for number in range(PAGE + 2) if f"Number {number}." in janis.words()}
    assert found == set(range(PAGE + 2))


def test_the_queries_of_board_and_list_do_not_grow(app: Flask, client_of: SignIn, counting: Callable[[], object]):
    janis, numbers = client_of("janis"), []
    with app.app_context():
        person = factories.person_id("asha")
    for more in (1, 12):
        with app.app_context():
            for _number in range(more):
                stories.goal("asha", 7)
                stories.record("lakshmi")
            for address in ("/conversations", f"/people/{person}/conversations"):
                with counting() as statements:
                    assert janis.client.get(address).status_code == 200
                numbers.append(len(statements))
    assert numbers[:2] == numbers[2:], numbers
