"""The start page of those who chase signatures: how many, and the names one click away."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.acknowledgements import board_stories as story
from tests.acknowledgements.signing import publish_change
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def test_a_supervisor_is_told_who_has_not_opened_and_finds_the_names_in_one_click(app: Flask, client_of: SignIn):
    with app.app_context():
        story.opens("asha")
    browser = client_of("janis")
    browser.get("/?lang=en")
    assert "1 person has not opened edition 1" in browser.words()
    assert "Give them 15 quiet minutes; reading is working time." in browser.words()
    browser.get(browser.link("See who"))
    assert "లక్ష్మీ దేవి" in browser.words()
    assert "Asha Reddy" not in browser.words()


def test_a_supervisor_whose_people_have_all_answered_is_left_in_peace(app: Flask, client_of: SignIn):
    with app.app_context():
        story.signs("asha")
        story.says("lakshmi", "declined")
    assert "have signed edition" not in words_of(client_of("janis"))
    assert "opened edition" not in words_of(client_of("janis"))


def test_hr_is_told_how_far_everybody_is(app: Flask, client_of: SignIn):
    with app.app_context():
        story.signs("asha")
    assert "1 of 10 people have signed edition 1" in words_of(client_of("meera"))
    with app.app_context():
        publish_change()
    assert "0 of 10 people have signed edition 2" in words_of(client_of("meera"))


@pytest.mark.parametrize("name", ["asha", "olga", "inese"])
def test_others_are_told_nothing_of_it(client_of: SignIn, name: str):
    assert "people have signed" not in words_of(client_of(name))


def words_of(browser: Visitor) -> str:
    """Return the words of the start page."""
    browser.get("/?lang=en")
    return browser.words()
