"""Error pages: human words, what to do next, a number to name, and nothing that tells a stranger too much."""

import logging
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from handbook.core.doors import public
from handbook.core.errors import Conflict, Invalid, NotFound, Refused, TooMany, Unavailable
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SENTENCE = "Choose another day."


@pytest.mark.parametrize("kind", [Invalid, Refused, NotFound, Conflict, TooMany, Unavailable])
def test_a_refusal_becomes_a_page_with_its_sentence(app: Flask, kind: type[Exception]):
    browser = visit(app, kind(SENTENCE))
    assert browser.page.status_code == kind.status
    assert SENTENCE in browser.words()
    assert f"Answer {kind.status}" in browser.words()


def test_every_error_page_has_one_heading_a_way_on_and_a_number(app: Flask):
    browser = visit(app, NotFound(SENTENCE))
    assert len(browser.tree().xpath("//h1")) == 1
    assert browser.link("Go to the first page") == "/"
    assert re.search(r"name this number: [0-9A-F]{8}$", browser.words())


def test_a_failure_tells_the_log_everything_and_the_reader_nothing(app: Flask, caplog: pytest.LogCaptureFixture):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with caplog.at_level(logging.ERROR):
        browser = visit(app, ZeroDivisionError("Asha Reddy"))
    assert browser.page.status_code == 500
    assert "Asha" not in browser.page.text
    assert "ZeroDivisionError" not in browser.page.text
    number = re.search(r"[0-9A-F]{8}$", browser.words())
    assert number is not None
    assert f"request {number[0]} failed" in caplog.text
    assert "ZeroDivisionError: Asha Reddy" in caplog.text


def test_a_database_that_refuses_is_an_answer_503(app: Flask):
    browser = visit(app, OperationalError("INSERT ...", {}, Exception("database or disk is full")))
    assert browser.page.status_code == 503
    assert "Nothing was saved" in browser.words()
    assert "disk" not in browser.page.text


def test_an_unknown_address_is_an_answer_404(visitor: Visitor):
    assert visitor.get("/no-such-page").status_code == 404
    assert "There is nothing here" in visitor.words()


def test_what_only_a_form_may_do_is_an_answer_405(visitor: Visitor):
    assert visitor.client.get("/sign-out").status_code == 405


def test_a_form_without_its_token_is_refused(client_of: Callable[[str], Visitor]):
    browser = client_of("asha")
    browser.page = browser.client.post("/handbook/read", data={"edition": "1"})
    assert browser.page.status_code == 400
    assert "load it again" in browser.words()


def test_words_that_somebody_typed_stay_words(app: Flask):
    browser = visit(app, Invalid("<script>alert(1)</script>"))
    assert "<script>alert(1)</script>" in browser.words()
    assert browser.tree().xpath("//main//script") == []


def test_a_request_that_is_too_large_is_an_answer_413(client_of: Callable[[str], Visitor]):
    browser = client_of("asha")
    token = browser.get("/my-file") and browser.form("/sign-out").fields["csrf_token"]
    answer = browser.client.post("/sign", data={"csrf_token": token, "typed_name": "A" * 13 * 1024 * 1024})
    assert answer.status_code == 413


@pytest.mark.parametrize("address", ["/verify?code=%00", "/people/%00/file", "/my-file?before=%00", "/exports/%00.zip",
                                     "/sign-in?next=%00", "/handbook/1/%00", "/complaints?stage=%00"])  # fmt: skip
def test_no_address_makes_the_program_fail(client_of: Callable[[str], Visitor], address: str):
    assert client_of("meera").get(address).status_code == 400


def visit(app: Flask, error: Exception) -> Visitor:
    """Open a page of a copy of the application that raises this error."""

    @public("a page of this test")
    def stumble() -> str:
        raise error

    app._got_first_request = False
    app.add_url_rule("/stumble", "stumble", stumble)
    app.testing = False
    browser = Visitor(app)
    browser.get("/stumble?lang=en")
    return browser
