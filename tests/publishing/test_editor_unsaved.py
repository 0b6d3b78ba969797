"""Words that somebody is typing: kept for that person alone, offered again, ended by saving, swept after a month."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from handbook.core import clock, flood
from handbook.core.db import db
from handbook.publishing import unsaved
from handbook.publishing.models import UnsavedText
from tests import factories
from tests.browser_like import Visitor
from tests.publishing.desks import ARGUE, row, save, words_of

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def keep(browser: Visitor, words: str, expect: int = 200) -> str:
    """Do what the editor's script does while somebody types."""
    form = dict(browser.tree().get_element_by_id("editor").form_values())
    sent = {"csrf_token": form["csrf_token"], "row_version": form["row_version"], "body": words}
    answer = browser.client.post(f"{ARGUE}/unsaved", data=sent)
    assert answer.status_code == expect, answer.text
    return answer.json["words"] if expect == 200 else answer.text


def test_unsaved_words_are_offered_again_to_their_writer_alone(app: Flask, client_of: SignIn):
    meera, nandini, before = client_of("meera"), client_of("nandini"), row(app)
    meera.get(ARGUE)
    assert keep(meera, "# Never argue\n\nHalf a thou").startswith("Kept for you at ")
    assert row(app) == before
    meera.get(ARGUE)
    assert "You have unsaved words" in meera.words()
    assert "Half a thou" not in words_of(meera)
    meera.get(f"{ARGUE}?words=mine")
    assert "Half a thou" in words_of(meera)
    nandini.get(f"{ARGUE}?words=mine")
    assert "Half a thou" not in nandini.page.text
    assert "Meera Nair has unsaved words here too." in nandini.words()


def test_nothing_is_kept_over_words_of_which_the_writer_has_not_decided(client_of: SignIn):
    meera = client_of("meera")
    meera.get(ARGUE)
    assert meera.tree().xpath("//*[@data-unsaved]")
    keep(meera, "# Never argue\n\nHalf a thou")
    meera.get(ARGUE)
    assert not meera.tree().xpath("//*[@data-unsaved]")
    meera.get(f"{ARGUE}?words=mine")
    assert meera.tree().xpath("//*[@data-unsaved]")


def test_saving_ends_them(app: Flask, client_of: SignIn):
    meera = client_of("meera")
    meera.get(ARGUE)
    keep(meera, "# Never argue\n\nHalf a thou")
    save(meera, body="# Never argue\n\nA whole thought.\n")
    assert "You have unsaved words" not in meera.words()
    with app.app_context():
        assert db.session.query(UnsavedText).count() == 0


def test_dropping_ends_them(client_of: SignIn):
    meera = client_of("meera")
    meera.get(ARGUE)
    keep(meera, "# Never argue\n\nHalf a thou")
    meera.get(ARGUE)
    meera.submit("unsaved/drop")
    assert "You have unsaved words" not in meera.words()


def test_there_is_one_row_for_a_person_and_a_text(app: Flask, client_of: SignIn):
    meera = client_of("meera")
    meera.get(ARGUE)
    for words in ("one", "two", "three"):
        keep(meera, words)
    with app.app_context():
        assert [one.source for one in db.session.query(UnsavedText)] == ["three"]


def test_words_that_rest_on_an_older_text_still_meet_the_newer_one(client_of: SignIn):
    meera, nandini = client_of("meera"), client_of("nandini")
    meera.get(ARGUE)
    keep(meera, "# Never argue\n\nHalf a thou")
    nandini.get(ARGUE)
    save(nandini, body="# Never argue\n\nNandini was here.\n")
    meera.get(f"{ARGUE}?words=mine")
    save(meera, 409)
    assert "Nandini was here." in meera.words()


@pytest.mark.parametrize("words", ["x" * 300_000, "nul \0"])
def test_what_cannot_be_kept_is_refused_with_words(client_of: SignIn, words: str):
    meera = client_of("meera")
    meera.get(ARGUE)
    assert "The text is too long" in (said := keep(meera, words, 400)) or "(NUL)" in said


def test_a_session_that_sends_without_end_is_slowed_down(client_of: SignIn):
    meera, nandini = client_of("meera"), client_of("nandini")
    meera.get(ARGUE)
    nandini.get(ARGUE)
    flood.forget()
    for _ in range(60):
        keep(meera, "typing")
    assert "too often" in keep(meera, "typing", 429)
    keep(nandini, "typing")


def test_words_untouched_for_a_month_are_swept(context: Flask):
    meera = factories.actor("meera")
    with unsaved.transaction():
        unsaved.keep(meera, "never-argue", "en", "old words", 1)
    unsaved.sweep_unsaved()
    assert unsaved.find_own(meera, "never-argue", "en") is not None
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        unsaved.sweep_unsaved()
    assert unsaved.find_own(meera, "never-argue", "en") is None
