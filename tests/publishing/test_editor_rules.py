"""Whole rules of the draft: a new one, one that goes, one that comes back."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.rules import drafts, operations
from tests.browser_like import Visitor
from tests.publishing.desks import ARGUE, add, row

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
NEW = {
    "title": "Open the door!",
    "sentence": "Hold the door for whoever carries much.",
    "chapter": "welcome",
    "severity": "minor",
    "owner": "head of shops",
}


def ids(app: Flask) -> set[tuple[str, str]]:
    """Return the places of the draft that hold a text."""
    with app.app_context():
        return {(one.rule_id, one.language) for one in drafts.rows()}


def test_a_new_rule_begins_with_its_title_and_sentence_and_the_next_number(app: Flask, client_of: SignIn):
    meera = client_of("meera")
    meera.get("/handbook/draft/new")
    meera.submit("draft/new", **NEW)
    text = row(app, "open-the-door").parsed
    assert (text.title, text.number, text.severity, text.audience) == ("Open the door!", 15, "minor", ("everyone",))
    assert "Hold the door" in text.body
    assert meera.page.request.path == "/handbook/draft/en/open-the-door"


def test_an_id_that_some_edition_had_is_never_given_again(app: Flask, client_of: SignIn):
    meera = client_of("meera")
    meera.get(f"{ARGUE}/remove")
    meera.submit("remove")
    meera.get("/handbook/draft/new")
    meera.submit("draft/new", **NEW | {"title": "Never argue"})
    assert ("never-argue-2", "en") in ids(app)
    assert ("never-argue", "en") not in ids(app)


def test_a_title_in_another_script_gets_an_id_too(app: Flask, client_of: SignIn):
    meera, before = client_of("meera"), ids(app)
    meera.get("/handbook/draft/new")
    meera.submit("draft/new", **NEW | {"title": "తలుపు తెరవండి"})
    (made,) = ids(app) - before
    assert made[0].startswith("text-")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", " ", "Give the rule a title."),
        ("sentence", "", "Write the rule in one or two sentences."),
        ("severity", "", "Say how serious a breach of this rule is."),
        ("review_on", "1066-10-14", "Review: give a day that a calendar of work holds."),
        ("sentence", "[" * 400, "Shorten the run of 400 signs"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(
    app: Flask, client_of: SignIn, field: str, value: str, words: str
):
    meera, before = client_of("meera"), ids(app)
    meera.get("/handbook/draft/new")
    meera.submit("draft/new", 400, **NEW | {field: value})
    assert words in meera.words()
    assert ids(app) == before


def test_a_rule_goes_with_all_its_texts_and_comes_back_as_the_edition_has_it(app: Flask, client_of: SignIn):
    meera, before = client_of("meera"), ids(app)
    first = row(app)
    meera.get(ARGUE)
    add(meera, "A line that nobody has published.")
    meera.get(f"{ARGUE}/remove")
    assert "The rule goes with its texts in 2 languages." in meera.words()
    assert "You can bring it back as the last edition has it." in meera.words()
    meera.submit("remove")
    assert ids(app) == {one for one in before if one[0] != "never-argue"}
    meera.get("/handbook/draft")
    assert "Goes with the next edition" in meera.words()
    meera.submit("never-argue/bring-back")
    assert ids(app) == before
    assert row(app).source == first.source
    assert row(app).row_version != first.row_version


def test_a_translation_goes_alone(app: Flask, client_of: SignIn):
    meera, before = client_of("meera"), ids(app)
    meera.get("/handbook/draft/te/never-argue/remove")
    assert "Readers of తెలుగు then get the rule in English." in meera.words()
    meera.submit("remove")
    assert ids(app) == before - {("never-argue", "te")}
    meera.client.post(
        "/handbook/draft/te/never-argue/bring-back", data={"csrf_token": meera.form("/sign-out").fields["csrf_token"]}
    )
    assert ids(app) == before


def test_a_rule_that_no_edition_has_goes_for_good_and_the_page_says_so(app: Flask, client_of: SignIn):
    meera = client_of("meera")
    meera.get("/handbook/draft/new")
    meera.submit("draft/new", **NEW)
    meera.get("/handbook/draft/en/open-the-door/remove")
    assert "its words are gone for good" in meera.words()


def test_a_rule_does_not_come_back_onto_a_number_that_another_took(app: Flask, client_of: SignIn):
    meera = client_of("meera")
    meera.get(f"{ARGUE}/remove")
    meera.submit("remove")
    meera.get("/handbook/draft/en/greet-every-customer")
    form = meera.tree().get_element_by_id("editor")
    meera.client.post(form.action, data=dict(form.form_values()) | {"number": "14"})
    meera.get("/handbook/draft")
    meera.submit("bring-back")
    assert "The number 14 stands in en/greet-every-customer.md too." in meera.words()
    assert ("never-argue", "en") not in ids(app)


def test_nothing_comes_back_that_never_was_or_that_is_there(client_of: SignIn):
    meera = client_of("meera")
    meera.get("/handbook/draft")
    token = meera.form("/sign-out").fields["csrf_token"]
    for place in ("en/never-argue", "en/no-such-rule", "hi/never-argue", "te/greet-every-customer"):
        answer = meera.client.post(f"/handbook/draft/{place}/bring-back", data={"csrf_token": token})
        assert answer.status_code == 404, place


def test_a_removed_rule_is_gone_from_the_next_edition_and_its_history_stays(app: Flask, client_of: SignIn):
    meera = client_of("meera")
    meera.get(f"{ARGUE}/remove")
    meera.submit("remove")
    with app.app_context():
        operations.publish("test", "One rule less.")
    meera.get("/handbook/draft")
    assert "Last in edition 1" in meera.words()
    meera.submit("bring-back")
    assert row(app).parsed.version == 1
