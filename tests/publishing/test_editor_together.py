"""Two people edit one text at once: one is first, the other sees both, and no word is lost."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Conflict
from handbook.core.transaction import transaction
from handbook.publishing import editing, editing_frame, editing_rules
from handbook.publishing.editing import TextDraft
from handbook.rules import composing, drafts, operations, outline
from handbook.rules.pages import Announcement
from handbook.rules.publishing import render_edition
from tests import factories
from tests.browser_like import Visitor
from tests.conftest import TEXTS
from tests.people.directory.test_races import at_once
from tests.publishing.desks import ARGUE, add, error_of, row, save, words_of

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def test_the_second_is_shown_both_texts_and_loses_nothing(app: Flask, client_of: SignIn):
    meera, nandini = client_of("meera"), client_of("nandini")
    for browser in (meera, nandini):
        browser.get(ARGUE)
    add(meera, "Never quarrel.", severity="gross")
    add(nandini, "Never fight.", 409)
    assert "Somebody else has saved this text while you were writing." in nandini.words()
    assert "Saved" in nandini.words()
    assert "by Meera Nair, HR" in nandini.words()
    assert any("quarrel" in one.text_content() for one in nandini.tree().xpath("//del"))
    assert any("fight" in one.text_content() for one in nandini.tree().xpath("//ins"))
    assert "Severity: Serious (before: Gross)." in nandini.words()
    assert "Never quarrel." in nandini.tree().xpath("//pre")[0].text_content()
    assert "Never fight." in words_of(nandini)
    save(nandini, severity="gross")
    assert "Never fight." in row(app).source
    assert row(app).parsed.severity == "gross"


def test_whoever_closes_the_page_of_both_texts_finds_the_own_words_again(client_of: SignIn):
    meera, nandini = client_of("meera"), client_of("nandini")
    for browser in (meera, nandini):
        browser.get(ARGUE)
    add(meera, "Never quarrel.")
    add(nandini, "Never fight.", 409)
    nandini.get(ARGUE)
    assert "You have unsaved words" in nandini.words()
    nandini.get(f"{ARGUE}?words=mine")
    assert "Never fight." in words_of(nandini)
    save(nandini, 409)
    nandini.submit("unsaved/drop")
    assert "Never quarrel." in words_of(nandini)
    assert "You have unsaved words" not in nandini.words()


def test_a_text_that_was_taken_out_meanwhile_is_told_and_can_be_saved_again(app: Flask, client_of: SignIn):
    meera, nandini = client_of("meera"), client_of("nandini")
    nandini.get(ARGUE)
    meera.get(f"{ARGUE}/remove")
    meera.submit("remove")
    add(nandini, "Never fight.", 409)
    assert "Somebody took this text out of the draft" in nandini.words()
    save(nandini)
    assert "Never fight." in row(app).source


def test_an_import_meanwhile_counts_as_a_save_by_somebody_else(app: Flask, client_of: SignIn):
    meera = client_of("meera")
    meera.get(ARGUE)
    with app.app_context():
        operations.import_tree("command line", TEXTS)
    add(meera, "Never fight.", 409)
    assert "Never fight." not in row(app).source
    assert "Never fight." in words_of(meera)


def test_a_rule_is_not_taken_out_over_somebodys_fresh_change(app: Flask, client_of: SignIn):
    meera, nandini = client_of("meera"), client_of("nandini")
    nandini.get(f"{ARGUE}/remove")
    meera.get(ARGUE)
    add(meera, "Never quarrel.")
    nandini.submit("remove", 409)
    assert "Somebody has changed this meanwhile." in nandini.words()
    assert "Never quarrel." in row(app).source


def test_of_two_saves_at_the_same_moment_one_stands_and_one_is_told(context: Flask):
    meera, nandini = factories.actor("meera"), factories.actor("nandini")
    begun = next(one for one in drafts.rows("never-argue") if one.language == "en")
    attributes = composing.attributes_of(begun.parsed)
    deeds = [
        lambda who=who, word=word: editing.save_text(
            who,
            "never-argue",
            "en",
            TextDraft(begun.parsed.body + word, begun.row_version, attributes),
        )
        for who, word in ((meera, "\nMeera was here.\n"), (nandini, "\nNandini was here.\n"))
    ]
    outcomes = at_once(context, deeds)
    assert sorted(type(one) is Conflict for one in outcomes) == [False, True]
    now = next(one for one in drafts.rows("never-argue") if one.language == "en")
    assert ("Meera was here." in now.source) != ("Nandini was here." in now.source)
    assert now.row_version == begun.row_version + 1


def test_of_two_frames_at_the_same_moment_one_stands_and_one_is_told(context: Flask):
    meera, nandini = factories.actor("meera"), factories.actor("nandini")
    begun = drafts.frame_row()
    words = outline.words_of(drafts.frame_of(begun.source))

    def saving(who: object, title: str) -> object:
        said = outline.FrameWords({"en": title}, words.lead, words.preface, words.statement, words.gaps, words.chapters)
        return lambda: editing_frame.save_frame(who, editing_frame.FrameDraft(said, begun.row_version, {}))

    outcomes = at_once(context, [saving(meera, "Book of Meera"), saving(nandini, "Book of Nandini")])
    assert sorted(type(one) is Conflict for one in outcomes) == [False, True]


def test_two_new_rules_of_one_title_at_the_same_moment_get_two_ids_and_two_numbers(context: Flask):
    meera = factories.actor("meera")
    text = next(one for one in drafts.rows("never-argue") if one.language == "en").parsed
    values = {name: getattr(text, name) for name in composing.Attributes.__slots__} | {"number": 0}
    new = editing_rules.NewRule("Open the door", "Hold it.", composing.Attributes(**values))
    ids = at_once(context, [lambda: editing_rules.add_rule(meera, new)] * 3)
    assert set(ids) == {"open-the-door", "open-the-door-2", "open-the-door-3"}
    db.session.remove()
    numbers = [one.parsed.number for one in drafts.rows() if one.rule_id.startswith("open-the-door")]
    assert len(set(numbers)) == 3


def test_a_number_that_two_take_at_the_same_moment_is_given_once(app: Flask, client_of: SignIn):
    meera, nandini = client_of("meera"), client_of("nandini")
    meera.get(ARGUE)
    nandini.get("/handbook/draft/en/greet-every-customer")
    save(meera, number="77")
    save(nandini, 400, number="77")
    assert "77 stands in en/never-argue.md too" in error_of(nandini, "number")


def test_a_save_at_the_moment_of_publishing_is_not_lost(context: Flask):
    meera = factories.actor("meera")
    greet = next(one for one in drafts.rows("greet-every-customer") if one.language == "en")
    argue = next(one for one in drafts.rows("never-argue") if one.language == "en")

    def saving(row: drafts.DraftRow, words: str) -> Callable[[], object]:
        draft = TextDraft(f"{row.parsed.body}\n{words}\n", row.row_version, composing.attributes_of(row.parsed))
        return lambda: editing.save_text(meera, row.rule_id, "en", draft)

    with transaction():
        saving(greet, "To be published.")()
    announced = Announcement("Why.", "test", clock.now().date(), clock.now().date())
    rendered = render_edition(drafts.draft(), announced)
    db.session.remove()
    at_once(context, [lambda: operations.insert_edition(rendered), saving(argue, "Typed meanwhile.")])
    now = next(one for one in drafts.rows("never-argue") if one.language == "en")
    assert "Typed meanwhile." in now.source
    assert "To be published." in next(one for one in drafts.rows("greet-every-customer")).source
