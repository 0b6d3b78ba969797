"""The start page: what needs this person today, and nothing that needs another."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests import factories
from tests.acknowledgements.signing import publish_change, sign_below
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def test_who_has_not_signed_is_asked_to_and_until_when(client_of: SignIn):
    browser = client_of("asha")
    browser.get("/")
    assert "Asha Reddy, one thing needs you." in browser.words()
    assert "Read and sign the handbook, edition 1" in browser.words()
    assert "Please sign by" in browser.words()
    assert browser.link("Read and sign").startswith("/sign")


def test_who_has_signed_has_nothing_to_do(app: Flask, client_of: SignIn):
    with app.app_context():
        sign_below("asha")
    browser = client_of("asha")
    browser.get("/")
    assert "Asha Reddy, nothing needs you today." in browser.words()
    assert "All done." in browser.words()


def test_a_new_edition_asks_again(app: Flask, client_of: SignIn):
    with app.app_context():
        sign_below("asha")
        publish_change()
    browser = client_of("asha")
    browser.get("/")
    assert "Read and sign the handbook, edition 2" in browser.words()


def test_before_the_first_edition_there_is_nothing_to_sign(bare_app: Flask):
    browser = Visitor(bare_app)
    browser.get("/sign-in?lang=en")
    browser.submit("/sign-in", staff_number=factories.PEOPLE["asha"].number, password=factories.PASSWORD)
    assert "nothing needs you today" in browser.words()


@pytest.mark.parametrize("address", ["/sign", "/handbook"])
def test_before_the_first_edition_the_other_pages_say_whom_to_ask(bare_app: Flask, address: str):
    browser = Visitor(bare_app)
    browser.get("/sign-in?lang=en")
    browser.submit("/sign-in", staff_number=factories.PEOPLE["asha"].number, password=factories.PASSWORD)
    browser.get(address)
    assert browser.page.status_code in (200, 404)
    assert "HR" in browser.words()
