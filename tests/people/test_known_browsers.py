"""A browser in which somebody signed in before: strangers who guess at the number cannot keep its owner out."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.core.errors import Invalid
from handbook.people.known_browsers import mark_for, place_of
from handbook.people.sign_in import prove
from tests import factories
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

ASHA = factories.PEOPLE["asha"].number


@pytest.fixture
def besieged(app: Flask, client_of: Callable[[str], Visitor]) -> Visitor:
    """Asha's own browser, signed out, while strangers have used up the tries at her number."""
    browser = client_of("asha")
    browser.get("/my-file")
    browser.submit("/sign-out")
    with app.app_context():
        for _try in range(5):
            with pytest.raises(Invalid):
                prove(ASHA, "wrong", "192.0.2.7")
    return browser


def sign_in(browser: Visitor, password: str, expect: int = 200) -> None:
    browser.get("/sign-in?lang=en")
    browser.submit("/sign-in", expect, staff_number=ASHA, password=password)


def test_its_owner_still_gets_in(besieged: Visitor):
    sign_in(besieged, factories.PASSWORD)
    assert besieged.get("/my-file").request.path == "/my-file"


def test_a_strange_browser_does_not(besieged: Visitor, visitor: Visitor):
    sign_in(visitor, factories.PASSWORD, expect=429)


def test_it_has_its_own_five_tries(besieged: Visitor):
    for _try in range(5):
        sign_in(besieged, "wrong-wrong", expect=400)
    sign_in(besieged, factories.PASSWORD, expect=429)


def test_it_is_known_for_one_person_only(besieged: Visitor):
    for _try in range(5):
        besieged.get("/sign-in?lang=en")
        besieged.submit("/sign-in", 400, staff_number=factories.PEOPLE["ravi"].number, password="wrong-wrong")
    besieged.get("/sign-in?lang=en")
    besieged.submit("/sign-in", 429, staff_number=factories.PEOPLE["ravi"].number, password=factories.PASSWORD)


def test_a_mark_names_nobody_and_cannot_be_made_up():
    mark = mark_for("000512", "key")
    assert "000512" not in mark
    assert place_of(mark, " 000512 ", "key") == f"browser:{mark.partition('.')[0]}"
    assert place_of(mark, "000513", "key") is None
    assert place_of(mark, "000512", "another key") is None
    for bad in (None, "", ".", "abc", "abc.", f".{mark.partition('.')[2]}", f"x{mark}", mark + "é"):
        assert place_of(bad, "000512", "key") is None
