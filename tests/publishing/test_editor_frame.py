"""The frame of the draft in a form: words in every language, chapters, a new language; whatever else there is stays."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.rules import drafts
from handbook.rules.outline import Outline
from tests.browser_like import Visitor
from tests.publishing.desks import ARGUE

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
FRAME = "/handbook/draft/frame"


def frame(app: Flask) -> Outline:
    """Return the frame of the draft as it stands."""
    with app.app_context():
        return drafts.draft().outline()


@pytest.fixture
def meera(client_of: SignIn) -> Visitor:
    browser = client_of("meera")
    browser.get(FRAME)
    return browser


def test_saving_what_stands_there_changes_nothing(app: Flask, meera: Visitor):
    before = frame(app)
    meera.submit("frame")
    assert "Nothing was changed." in meera.words()
    assert frame(app).text == before.text


def test_words_are_changed_and_all_else_stays(app: Flask, meera: Visitor):
    before = frame(app)
    fields = {"title-en": "Our book", "preface-te": "కొత్త మాటలు.", "chapter-wrong-te": "", "lead-en": ""}
    meera.submit("frame", **fields, **{"lead-te": ""})
    after = frame(app)
    assert after.title == {"en": "Our book", "te": before.title["te"]}
    assert after.preface == {"en": before.preface["en"], "te": "కొత్త మాటలు."}
    assert not after.lead
    assert after.chapters[1].title == {"en": "When it goes wrong"}
    assert (after.profiles, after.languages, after.statement) == (before.profiles, before.languages, before.statement)
    with app.app_context():
        assert drafts.frame_row().changed_by == "Meera Nair, HR"


def test_a_chapter_is_added_at_the_end_and_offered_to_rules(app: Flask, meera: Visitor):
    meera.submit("frame", **{"new_chapter-en": "At the till", "new_chapter-te": "గల్లా దగ్గర"})
    assert (frame(app).chapters[-1].id, frame(app).chapters[-1].title["te"]) == ("at-the-till", "గల్లా దగ్గర")
    meera.get(ARGUE)
    assert "at-the-till" in meera.tree().get_element_by_id("editor").inputs["chapter"].value_options


def test_a_language_is_added_with_a_statement_to_sign(app: Flask, meera: Visitor):
    meera.submit("frame", new_language="lv")
    after = frame(app)
    assert after.languages["lv"].name == "Latviešu"
    assert "{edition}" in after.statement["lv"]
    meera.get("/handbook/draft/lv/never-argue")
    assert "Not written yet in this language" in meera.words()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title-en": ""}, "Give the handbook a title."),
        ({"statement-en": "I agree."}, "What people sign must hold {edition} {language}."),
        ({"chapter-welcome-en": ""}, "Give each chapter a title."),
        ({"new_chapter-te": "గల్లా దగ్గర"}, "Give the new chapter a title in English too."),
        ({"preface-en": "[" * 400}, "Shorten the run of 400 signs"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(app: Flask, meera: Visitor, fields: dict[str, str], words: str):
    before = frame(app)
    meera.submit("frame", 400, **fields, **{"lead-en": "Typed in vain?"})
    assert words in meera.words()
    assert meera.form("frame").fields["lead-en"] == "Typed in vain?"
    assert frame(app) == before


def test_the_second_is_shown_both_and_loses_nothing(app: Flask, meera: Visitor, client_of: SignIn):
    nandini = client_of("nandini")
    nandini.get(FRAME)
    meera.submit("frame", **{"title-en": "Book of Meera", "new_chapter-en": "At the till"})
    nandini.submit("frame", 409, **{"title-en": "Book of Nandini", "lead-en": "Be kind"})
    assert any("Meera" in one.text_content() for one in nandini.tree().xpath("//del"))
    assert nandini.form("frame").fields["lead-en"] == "Be kind"
    nandini.submit("frame")
    after = frame(app)
    assert after.title["en"] == "Book of Nandini"
    assert after.chapters[-1].id == "at-the-till"
