"""Editing a text of the draft in the browser: saved for all, refused with words, nothing lost."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.core.db import db
from handbook.rules.models import DraftWriter
from tests import factories
from tests.browser_like import Visitor
from tests.publishing.desks import ARGUE, TELUGU, add, error_of, row, save, words_of

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def test_a_changed_sentence_is_saved_under_the_name_of_who_changed_it(app: Flask, client_of: SignIn):
    meera, before = client_of("meera"), row(app)
    meera.get(ARGUE)
    save(meera, body=words_of(meera).replace("argue", "quarrel"))
    after = row(app)
    assert "quarrel" in after.source
    assert after.row_version == before.row_version + 1
    assert after.changed_by == "Meera Nair, HR"
    with app.app_context():
        writers = db.session.scalars(db.select(DraftWriter.employee_id).where(DraftWriter.rule_id == "never-argue"))
        assert writers.all() == [factories.person_id("meera")]
    assert "Saved." in meera.words()


def test_saving_what_stands_there_changes_nothing(app: Flask, client_of: SignIn):
    meera, before = client_of("meera"), row(app)
    meera.get(ARGUE)
    save(meera)
    assert row(app) == before
    assert "Nothing was changed." in meera.words()


def test_a_text_that_differs_from_the_edition_gets_the_next_version_and_loses_it_when_put_back(
    app: Flask, client_of: SignIn
):
    meera, before = client_of("meera"), row(app)
    meera.get(ARGUE)
    first = words_of(meera)
    save(meera, body=first + "\nOne more line.\n")
    assert row(app).parsed.version == 2
    save(meera, body=first + "\nAnother line.\n")
    assert row(app).parsed.version == 2
    save(meera, body=first)
    assert row(app).source == before.source


def test_severity_owner_and_readers_are_chosen_in_words(app: Flask, client_of: SignIn):
    meera = client_of("meera")
    meera.get(ARGUE)
    save(meera, severity="gross", owner="head of shops", review_on="2028-01-31", number="9")
    text = row(app).parsed
    assert (text.severity, text.owner, text.review_on.isoformat(), text.number) == (
        "gross", "head of shops", "2028-01-31", 9,
    )  # fmt: skip
    assert "Severity: Gross (before: Serious)." in meera.words()


def test_a_promise_has_no_severity(app: Flask, client_of: SignIn):
    meera = client_of("meera")
    meera.get(ARGUE)
    save(meera, kind="promise")
    assert row(app).parsed.severity is None
    save(meera, 400, kind="rule", severity="")
    assert "Say how serious a breach of this rule is." in meera.words()


def test_a_number_that_another_rule_has_is_refused_beside_its_field(app: Flask, client_of: SignIn):
    meera, before = client_of("meera"), row(app)
    meera.get(ARGUE)
    save(meera, 400, number="1", body=words_of(meera) + "\nMine.\n")
    assert "The number 1 stands in en/greet-every-customer.md too." in error_of(meera, "number")
    assert "Mine." in words_of(meera)
    assert row(app) == before


def test_two_right_answers_are_refused_with_the_line_of_the_text(app: Flask, client_of: SignIn):
    meera, before = client_of("meera"), row(app)
    meera.get(ARGUE)
    body = "# Never argue\n\nStay kind.\n\n## Check question {.check}\n\nWhat?\n\n- **One**\n- **Two**\n"
    save(meera, 400, body=body)
    assert "Line 5: Put exactly one answer of the check question in bold" in error_of(meera, "body")
    assert row(app) == before


def test_a_text_without_a_title_is_refused(app: Flask, client_of: SignIn):
    meera = client_of("meera")
    meera.get(ARGUE)
    save(meera, 400, body="Stay kind.\n")
    assert "Begin the text with its title" in error_of(meera, "body")


def test_a_bomb_is_refused_with_words_and_stays_in_the_form(app: Flask, client_of: SignIn):
    meera, before = client_of("meera"), row(app)
    meera.get(ARGUE)
    bomb = "# Never argue\n\n" + "[" * 400
    save(meera, 400, body=bomb)
    assert "Line 3: Shorten the run of 400 signs" in error_of(meera, "body")
    assert words_of(meera).strip() == bomb
    assert row(app) == before


def test_the_preview_button_is_not_what_the_enter_key_presses(client_of: SignIn):
    meera = client_of("meera")
    meera.get(ARGUE)
    first = meera.tree().get_element_by_id("editor").xpath(".//button")[0]
    assert first.get("formaction") is None


def test_missing_texts_are_answered_alike(client_of: SignIn):
    meera = client_of("meera")
    answers = [
        meera.get(f"/handbook/draft/{place}")
        for place in ("en/no-such-rule", "xx/never-argue", "en/no-such-rule/difference", "hi/never-argue/preview")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text[answer.text.index("<main") : answer.text.index("hash")] for answer in answers}) == 1


def test_the_page_shows_what_differs_word_by_word(client_of: SignIn):
    meera = client_of("meera")
    meera.get(ARGUE)
    save(meera, body=words_of(meera).replace("# Never argue", "# Never ever argue"))
    meera.get(f"{ARGUE}/difference")
    added = [one.text_content() for one in meera.tree().xpath("//ins")]
    assert any("ever" in words for words in added)
    assert meera.page.status_code == 200


def test_a_new_translation_says_what_it_follows(app: Flask, client_of: SignIn):
    meera = client_of("meera")
    meera.get("/handbook/draft/te/greet-every-customer")
    body = "# పలకరించండి\n\nవచ్చినవారిని పలకరించండి.\n"
    save(meera, body=body, follows="y")
    text = row(app, "greet-every-customer", "te").parsed
    assert text.follows == 1
    assert text.title == "పలకరించండి"
    assert text.severity == row(app, "greet-every-customer").parsed.severity
    meera.get("/handbook/draft?state=lags")
    assert "No rule is in this state" in meera.words()


def test_changed_source_words_leave_the_translation_behind_until_somebody_says_that_it_follows(
    app: Flask, client_of: SignIn
):
    meera, telugu = client_of("meera"), row(app, language="te").parsed
    assert telugu.follows == 1
    meera.get(ARGUE)
    add(meera, "One more line.")
    assert row(app, language="te").parsed.follows == 1
    meera.get("/handbook/draft?state=lags")
    assert "Lags behind" in meera.words()
    meera.get(TELUGU)
    assert "has changed since this translation was made" in meera.words()
    save(meera, follows="y")
    assert row(app, language="te").parsed.follows == 2
    meera.get(ARGUE)
    add(meera, "And another.")
    assert row(app, language="te").parsed.follows == 1


def test_a_matter_of_wording_lets_the_translation_go_on_following(app: Flask, client_of: SignIn):
    meera = client_of("meera")
    meera.get(ARGUE)
    add(meera, "One more line.", same_meaning="y")
    assert row(app, language="te").parsed.follows == 2


def test_what_is_said_of_a_rule_is_said_for_its_translations_too(app: Flask, client_of: SignIn):
    meera = client_of("meera")
    meera.get(ARGUE)
    save(meera, severity="gross")
    telugu = row(app, language="te").parsed
    assert telugu.severity == "gross"
    assert telugu.follows == row(app).parsed.version
    assert telugu.owner == "కస్టమర్ సేవా విభాగాధిపతి"


def test_the_words_for_the_owner_are_translated_like_the_text(app: Flask, client_of: SignIn):
    meera = client_of("meera")
    meera.get(ARGUE)
    save(meera, owner="head of shops")
    assert row(app, language="te").parsed.follows == 1
    meera.get(TELUGU)
    save(meera, owner="దుకాణాల అధిపతి", follows="y")
    assert (row(app, language="te").parsed.owner, row(app, language="te").parsed.follows) == ("దుకాణాల అధిపతి", 2)
    assert row(app).parsed.owner == "head of shops"


def test_a_translator_does_not_follow_a_text_that_changed_meanwhile(app: Flask, client_of: SignIn):
    meera, nandini = client_of("meera"), client_of("nandini")
    nandini.get(TELUGU)
    meera.get(ARGUE)
    add(meera, "One more line.")
    add(nandini, "ఇంకొకటి.", 400, follows="y")
    assert "The source text was changed while you were writing." in error_of(nandini, "follows")
    assert "ఇంకొకటి." in words_of(nandini)
