"""The page after a slip or link, on which a person chooses password and PIN."""

import pytest
from flask import Flask

from handbook.people.sign_in import prove
from tests import factories
from tests.people import ways
from tests.people.test_slips import slip_for_asha

pytestmark = pytest.mark.database


def test_it_says_beside_the_field_what_to_change_and_uses_nothing_up(app: Flask):
    browser = ways.come_to_choose(app, "asha", slip_for_asha(app))
    browser.submit("/sign-in/choose", 400, password="short", pin="123456")
    assert "10 signs at least" in browser.words()
    assert "in a row are guessed first" in browser.words()
    browser.submit("/sign-in/choose", password=ways.NEW)
    assert browser.get("/my-file").request.path == "/my-file"


def test_it_refuses_what_everybody_knows_of_the_person(app: Flask):
    browser = ways.come_to_choose(app, "asha", slip_for_asha(app))
    browser.submit("/sign-in/choose", 400, password="Asha-Reddy-512")
    assert "made of your name" in browser.words()
    browser.submit("/sign-in/choose", 400, password="Lotus&Linden26")
    assert "made of your name" in browser.words()


def test_a_pin_may_be_chosen_with_it_and_is_no_password(app: Flask):
    ways.come_in_by_slip(app, "asha", slip_for_asha(app), pin="482915")
    with app.app_context():
        assert ways.events("asha") == ["slip printed", "password chosen", "pin chosen"]
        account = ways.account("asha")
        assert account.pin_hash is not None
        assert account.pin_hash.startswith("$argon2id$")
        proof = prove(factories.PEOPLE["asha"].number, "482915", "device:x", on_shared_device=True)
        assert (proof.method, proof.credential_set_at) == ("own PIN", account.pin_set_at)


def test_neither_password_nor_pin_stands_on_any_page(app: Flask):
    browser = ways.come_to_choose(app, "asha", slip_for_asha(app))
    browser.submit("/sign-in/choose", 400, password=ways.NEW, pin="111111")
    assert browser.page is not None
    assert ways.NEW not in browser.page.text
    assert "111111" not in browser.page.text
