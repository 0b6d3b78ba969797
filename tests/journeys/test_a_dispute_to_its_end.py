"""This was not me, to its end: she says so, somebody who is not involved sets it aside, and she signs herself."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from handbook.acknowledgements.notice import NOT_NOTIFIED, SIGNED, notice_of
from handbook.core import clock, jobs
from tests import factories
from tests.acknowledgements.signing import read_and_sign
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
SAID = "I was on leave that day. My supervisor knew my password."
FOUND = "The terrace plan shows that she was away; three signatures came from one device within an hour."


def test_from_the_receipt_to_the_new_signature(app: Flask, client_of: SignIn, visitor: Visitor):
    tablet = client_of("asha")
    receipt = receipt_of(tablet, read_and_sign(tablet, "asha"))
    answer_is(app, SIGNED)
    a_stranger_learns_nothing_but_edition_and_day(visitor, receipt)
    she_says_it_without_an_account(visitor, receipt)
    answer_is(app, NOT_NOTIFIED)
    with app.app_context():
        jobs.work_off()
    janis_catches_nothing(client_of("janis"))
    meera_sets_it_aside(client_of("meera"))
    answer_is(app, NOT_NOTIFIED)
    asha_is_asked_again(tablet)
    assert receipt_of(tablet, read_and_sign(tablet, "asha")) != receipt
    answer_is(app, SIGNED)
    both_stand_in_her_file(tablet, receipt)
    visitor.get(f"/r/{receipt}?lang=en")
    assert "This signature was set aside. It does not count." in visitor.words()
    whole = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert whole.exit_code == 0, whole.output


def receipt_of(browser: Visitor, address: str) -> str:
    browser.get(address)
    return re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", browser.words())[0]


def a_stranger_learns_nothing_but_edition_and_day(visitor: Visitor, receipt: str) -> None:
    visitor.get(f"/r/{receipt.lower()}?lang=en")
    assert visitor.page.status_code == 200
    assert "the service handbook, edition 1" in visitor.words()
    for secret in ("Asha", "Reddy", "000512", "Banjara", "cashier"):
        assert secret not in visitor.page.text
    visitor.get("/r/AAAA-BBBB-CCCC")
    assert visitor.page.status_code == 404
    assert "There is no such receipt." in visitor.words()


def she_says_it_without_an_account(visitor: Visitor, receipt: str) -> None:
    visitor.get(f"/r/{receipt}?lang=en")
    visitor.submit("", expect=400, words=SAID)
    assert "How to reach you: give a telephone number" in visitor.words()
    visitor.submit("", words=SAID, contact="+91 40 0000 0000")
    assert "It is being examined, and the signature does not count meanwhile." in visitor.words()


def janis_catches_nothing(janis: Visitor) -> None:
    janis.get("/")
    assert "disputed" not in janis.words()
    assert janis.get("/disputes").status_code == 403


def meera_sets_it_aside(meera: Visitor) -> None:
    meera.get("/")
    assert "A signature is disputed" in meera.words()
    meera.get("/disputes")
    meera.get(meera.link("Asha Reddy"))
    for words in (SAID, "+91 40 0000 0000", "password typed again", "nobody else", "Signed on the same device"):
        assert words in meera.words(), words
    meera.submit("", expect=400, finding="set aside", reasons=FOUND, password="wrong-wrong-wrong")
    assert "Nothing was decided." in meera.words()
    meera.submit("", expect=400, finding="set aside", reasons=FOUND, password=factories.PASSWORD)
    assert "takes a second person who examines disputes" in meera.words()
    other = {"second_number": factories.PEOPLE["nandini"].number, "second_password": factories.PASSWORD}
    meera.submit("", finding="set aside", reasons=FOUND, password=factories.PASSWORD, **other)
    assert "The signature is set aside" in meera.words()
    meera.get("/")
    assert "A signature is disputed" not in meera.words()


def asha_is_asked_again(asha: Visitor) -> None:
    asha.get("/?lang=en")
    assert "Please sign again: your earlier signature was set aside" in asha.words()
    asha.get("/sign?lang=en")
    assert "unread" in asha.words()  # what was read in her name was not read by her


def both_stand_in_her_file(asha: Visitor, receipt: str) -> None:
    asha.get("/my-file?lang=en")
    assert asha.words().count("Signed the handbook, edition 1") == 2
    assert "It was set aside and does not count." in asha.words()
    assert "The disputed signature was set aside" in asha.words()
    assert SAID in asha.words()
    assert FOUND in asha.words()
    assert asha.link("This was not me") != f"/r/{receipt}"  # that one is done with; the new one has its own


def answer_is(app: Flask, answer: str) -> None:
    with app.app_context():
        assert notice_of("never-argue", factories.person_id("asha"), clock.now()).answer == answer
