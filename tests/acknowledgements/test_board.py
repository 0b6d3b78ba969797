"""Who has signed: a supervisor sees their own people, personnel and the auditor everybody, nobody else anything."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests import factories
from tests.acknowledgements.signing import publish_change, sign_below
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def test_a_supervisor_sees_their_own_people_and_nobody_else(app: Flask, client_of: SignIn):
    with app.app_context():
        factories.more_people(3)
    lines = board(client_of("janis"))
    assert set(lines) == {"Asha Reddy", "లక్ష్మీ దేవి"}


@pytest.mark.parametrize("name", ["meera", "olga"])
def test_personnel_and_the_auditor_see_everybody(client_of: SignIn, name: str):
    assert set(board(client_of(name))) == {person.name for person in factories.PEOPLE.values()}


@pytest.mark.parametrize("name", ["asha", "dmitri", "inese"])
def test_others_do_not_see_the_board(client_of: SignIn, name: str):
    assert client_of(name).get("/team").status_code == 403


def test_each_line_says_how_far_the_person_is(app: Flask, client_of: SignIn):
    reader = client_of("lakshmi")
    reader.get("/handbook/1/en/greet-every-customer")
    reader.submit("/handbook/read")
    with app.app_context():
        sign_below("asha")
    lines = board(client_of("meera"))
    assert "Signed" in lines["Asha Reddy"]
    assert "Opened" in lines["లక్ష్మీ దేవి"]
    assert "Not opened" in lines["Ravi Kumar"]


def test_a_signature_of_an_earlier_edition_is_not_one_of_the_newest(app: Flask, client_of: SignIn):
    with app.app_context():
        sign_below("asha")
        publish_change()
    browser = client_of("janis")
    assert "Signed" not in board(browser)["Asha Reddy"]
    assert "Who has signed edition 2" in browser.words()


def test_before_the_first_edition_the_board_says_what_comes(bare_app: Flask):
    browser = Visitor(bare_app)
    browser.get("/sign-in?lang=en")
    browser.submit("/sign-in", staff_number=factories.PEOPLE["meera"].number, password=factories.PASSWORD)
    assert browser.get("/team").status_code == 200
    assert "No edition is published yet" in browser.words()


def board(browser: Visitor) -> dict[str, str]:
    """Return the lines of the board by name."""
    browser.get("/team?lang=en")
    assert browser.page.status_code == 200
    found = {}
    for row in browser.tree().xpath("//tbody/tr"):
        heading = row.xpath("./th")[0]
        name = (heading.xpath("./a/text()") or heading.xpath("./text()"))[0].strip()
        found[name] = " ".join(row.text_content().split())
    return found
