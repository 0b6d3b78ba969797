"""The start page tells at once of thanks, answers and talks, and what waits for those who stand by others."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from handbook.core import clock
from tests.browser_like import Visitor
from tests.conversations import stories as talks
from tests.voices import stories as voices

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def start_page(browser: Visitor) -> str:
    """Return the words of the first page."""
    browser.get("/?lang=en")
    return browser.words()


def test_the_person_is_told_of_thanks_answers_and_talks(app: Flask, client_of: SignIn):
    asha = client_of("asha")
    told = (
        "Thanks for you",
        "What was done about what a customer did",
        "spoke up about was answered",
        "talked about on",
    )
    assert not [one for one in told if one in start_page(asha)]
    with app.app_context():
        voices.match(voices.thank(), "asha")
        voices.back(voices.report())
        voices.answer(voices.speak_up())
        talks.record()
    assert [one for one in told if one in start_page(asha)] == list(told)
    assert not [one for one in told if one in start_page(client_of("lakshmi"))]


def test_who_stands_by_others_is_asked(app: Flask, client_of: SignIn):
    with app.app_context():
        voices.thank()
        voices.report()
        voices.speak_up()
    asked = ("1 colleague reports what a customer did", "1 colleague speaks up", "Who is meant by these thanks?")
    for name, expected in {"janis": (0, 2), "meera": (0, 1, 2), "asha": (), "dmitri": (), "olga": ()}.items():
        words = start_page(client_of(name))
        assert [one for one in asked if one in words] == [asked[number] for number in expected], name


def test_a_goal_is_to_be_looked_at_on_its_day(app: Flask, client_of: SignIn):
    with app.app_context():
        talks.goal("asha", 2)
    assert "Look at the goal of Asha Reddy" not in start_page(client_of("janis"))
    with time_machine.travel(clock.now() + timedelta(days=2)):
        janis = client_of("janis")
        assert "Look at the goal of Asha Reddy" in start_page(janis)
        janis.get(janis.link("Look at it"))
        assert "How is it going?" in janis.words()
