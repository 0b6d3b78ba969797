"""The start page of who declined, asked or chose paper: told back to them kindly, and nothing is asked once more."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask import Flask

from handbook.acknowledgements import operations, queries
from handbook.acknowledgements.kinds import Kind
from handbook.core import clock
from handbook.core.moments import day_words
from handbook.core.transaction import end_read, transaction
from tests import factories
from tests.acknowledgements import answering
from tests.acknowledgements.signing import publish_change, sign_below
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
ASKED = "Read and sign the handbook"


def chooses(name: str, choice: str) -> None:
    """Let somebody choose how to sign."""
    who = factories.actor(name)
    context = queries.signature_context(who, "en")
    end_read()
    with transaction():
        operations.choose_how(who, context, choice, "en", answering.HERE)


def start_of(browser: Visitor) -> str:
    """Return the words of somebody's start page."""
    browser.get("/?lang=en")
    return browser.words()


def today_at_ashas() -> str:
    return day_words(clock.today("Asia/Kolkata"), "en")


def test_who_declined_is_told_so_and_may_still_sign_but_nothing_is_asked(app: Flask, client_of: SignIn):
    with app.app_context():
        answering.decline("asha", "I do not agree with rule 4.")
    browser = client_of("asha")
    words = start_of(browser)
    assert "Asha Reddy, nothing needs you today." in words
    assert f"On {today_at_ashas()} you declined to sign the handbook, edition 1." in words
    assert "It is not held against you." in words
    assert ASKED not in words
    assert "You have signed" not in words
    assert "rule 4" not in words, "the reason is not for whoever looks over the shoulder"
    assert browser.link("Read and sign after all").startswith("/sign?")
    assert not browser.tree().xpath("//main//a[contains(@class, 'btn-primary')]")


def test_who_asked_is_told_that_the_deadline_waits_until_the_answer_is_there(app: Flask, client_of: SignIn):
    with app.app_context():
        question = answering.ask("asha")
    browser = client_of("asha")
    words = start_of(browser)
    assert f"Your question of {today_at_ashas()} about edition 1 waits for an answer." in words
    assert "Your deadline waits" in words
    assert ASKED not in words
    assert browser.link("Look at my question").startswith("/sign/question?")
    with app.app_context():
        answering.answer("meera", question)
    words = start_of(browser)
    assert "Your question was answered" in words
    assert ASKED in words
    assert "waits for an answer" not in words


def test_who_chose_paper_is_told_what_happens_next_until_they_choose_the_screen(app: Flask, client_of: SignIn):
    with app.app_context():
        chooses("asha", "paper")
    browser = client_of("asha")
    words = start_of(browser)
    assert f"On {today_at_ashas()} you chose to sign the handbook, edition 1, on paper." in words
    assert "HR prints the handbook and its last page for you." in words
    assert ASKED not in words
    assert browser.link("Sign on the screen after all").startswith("/sign/how?")
    with app.app_context():
        chooses("asha", "electronic")
    assert ASKED in start_of(browser)
    assert "on paper" not in browser.words()


def test_who_declined_and_then_asked_hears_both_once_the_answer_is_there(app: Flask, client_of: SignIn):
    with app.app_context():
        answering.decline("asha")
        answering.answer("meera", answering.ask("asha"))
    words = start_of(client_of("asha"))
    assert "Asha Reddy, one thing needs you." in words
    assert "Your question was answered" in words
    assert "you declined to sign" in words
    assert ASKED not in words


def test_a_new_edition_is_a_new_question(app: Flask, client_of: SignIn):
    with app.app_context():
        answering.decline("asha")
        publish_change()
    words = start_of(client_of("asha"))
    assert f"{ASKED}, edition 2" in words
    assert "declined" not in words


def test_who_signed_after_all_has_signed(app: Flask, client_of: SignIn):
    with app.app_context():
        answering.decline("asha")
        sign_below("asha")
    words = start_of(client_of("asha"))
    assert "You have signed the handbook that is in force" in words
    assert "declined" not in words


def test_a_signature_set_aside_is_asked_for_again_whatever_was_said_before_it(app: Flask, client_of: SignIn):
    with app.app_context():
        answering.decline("asha")
        answering.find("meera", answering.dispute(sign_below("asha"), "asha"))
    words = start_of(client_of("asha"))
    assert "Please sign again: your earlier signature was set aside" in words
    assert "declined" not in words


def test_what_others_wrote_down_is_no_word_of_the_person(app: Flask, client_of: SignIn):
    with app.app_context():
        answering.serve("asha", "meera", Kind.SERVED_BY_HAND)
        answering.decline("ravi")
    assert ASKED in start_of(client_of("asha"))


def test_before_the_first_edition_nobody_is_told_that_they_signed(bare_app: Flask):
    browser = Visitor(bare_app)
    browser.get("/sign-in?lang=en")
    browser.submit("/sign-in", staff_number=factories.PEOPLE["asha"].number, password=factories.PASSWORD)
    assert "nothing needs you today" in start_of(browser)
    assert "You have signed" not in browser.words()


def test_the_words_cost_no_more_queries_however_often_somebody_spoke(
    app: Flask, client_of: SignIn, counting: Callable[[], AbstractContextManager[Any]]
):
    browser, numbers = client_of("asha"), []
    for words in ("One.", "Two.", "Three."):
        with app.app_context():
            answering.decline("asha", words)
        with app.app_context(), counting() as statements:
            browser.get("/")
        numbers.append(len(statements))
    assert len(set(numbers)) == 1
