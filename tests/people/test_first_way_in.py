"""Who comes in by the first link or slip knows of it; every later one by another is told on the start page."""

import pytest
from flask import Flask

from handbook.core.transaction import transaction
from handbook.people import credentials
from tests import factories
from tests.browser_like import Visitor
from tests.people import ways

pytestmark = pytest.mark.database

NEWS = "done to your way in"
AGAIN = "granite-meadow-whistle-3"


def slip(app: Flask, whose: str = "asha") -> str:
    """Let HR hand out a slip; return its code."""
    with app.app_context(), transaction():
        return credentials.issue_slip(factories.actor("meera"), factories.person_id(whose)).code


@pytest.fixture
def _new(app: Flask) -> None:
    """Asha is new: nobody has ever used her account."""
    with app.app_context():
        ways.without_password("asha")


@pytest.mark.usefixtures("_new")
def test_who_comes_in_by_their_first_slip_hears_nothing_of_it(app: Flask):
    browser = ways.come_in_by_slip(app, "asha", slip(app))
    browser.get("/?lang=en")
    assert "Asha Reddy, one thing needs you." in browser.words()
    assert NEWS not in browser.words()
    browser.get("/account")
    assert "I have seen this" not in browser.words()
    assert "Slip for a new password printed" in browser.words(), "it stays on the record"
    with app.app_context():
        assert ways.events("asha") == ["slip printed", "password chosen"]


@pytest.mark.usefixtures("_new")
def test_a_slip_printed_once_more_before_the_first_was_used_is_no_news_either(app: Flask):
    slip(app)
    browser = ways.come_in_by_slip(app, "asha", slip(app))
    browser.get("/?lang=en")
    assert NEWS not in browser.words()


@pytest.mark.usefixtures("_new")
def test_the_first_link_by_mail_is_no_news_either(app: Flask):
    with app.app_context():
        ways.reached_by("asha", mail="asha@lotus-linden.example")
        with transaction():
            credentials.issue_link(factories.actor("meera"), factories.person_id("asha"))
    (mail,) = ways.mails(app)
    browser = Visitor(app)
    browser.get(f"/welcome/{ways.token_in(mail)}?lang=en")
    browser.submit("/welcome/")
    browser.submit("/sign-in/choose", password=ways.NEW)
    browser.get("/?lang=en")
    assert NEWS not in browser.words()


@pytest.mark.usefixtures("_new")
def test_a_second_slip_after_the_beginning_is_news(app: Flask):
    ways.come_in_by_slip(app, "asha", slip(app))
    browser = ways.come_in_by_slip(app, "asha", slip(app), password=AGAIN)
    browser.get("/?lang=en")
    assert "1 thing was done to your way in by somebody else" in browser.words()
    browser.get("/account")
    assert "Slip for a new password printed" in browser.words()
    assert "I have seen this" in browser.words()


def test_a_reset_of_an_account_in_use_is_news_though_the_first_reset_slip_was_never_used(app: Flask):
    slip(app)
    browser = ways.come_in_by_slip(app, "asha", slip(app))
    browser.get("/?lang=en")
    assert NEWS in browser.words()


@pytest.mark.usefixtures("_new")
def test_what_else_was_done_before_the_beginning_is_told(app: Flask):
    with app.app_context():
        for act in (credentials.disable, credentials.enable):
            with transaction():
                act(factories.actor("meera"), factories.person_id("asha"), "The wrong person.")
    browser = ways.come_in_by_slip(app, "asha", slip(app))
    browser.get("/?lang=en")
    assert "2 things were done to your way in by somebody else" in browser.words()
