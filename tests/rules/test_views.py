"""The handbook's pages: the text in one's language, honest where it is missing, and cheap when it is known already."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask import Flask

from handbook.core.db import db
from handbook.core.transaction import transaction
from handbook.people.models import Placement
from handbook.rules import drafts, operations, outline, queries
from handbook.rules.source import read
from tests import factories
from tests.browser_like import Visitor
from tests.rules.files import rule

pytestmark = pytest.mark.database
SignIn = Callable[[str], Visitor]
Counting = Callable[[], AbstractContextManager[Any]]


def test_the_handbook_opens_in_the_readers_language(client_of: SignIn) -> None:
    asha = client_of("asha")
    assert asha.get("/handbook?lang=te").request.path == "/handbook/1/te"
    assert asha.get("/handbook?lang=en").request.path == "/handbook/1/en"


def test_a_language_that_the_edition_lacks_gives_the_source_and_says_so(client_of: SignIn) -> None:
    asha = client_of("asha")
    page = asha.get("/handbook/1/lv")
    assert page.status_code == 200
    assert "does not exist in the language asked for. You read it in English." in asha.words()
    assert asha.get("/handbook/1/en").status_code == 200
    assert "does not exist in the language" not in asha.words()


def test_the_first_page_has_every_rule_with_its_sentence_and_one_main_heading(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get("/handbook/1/en")
    tree = asha.tree()
    assert len(tree.xpath("//h1")) == 1
    cards = tree.xpath("//ul[@class='rule-list']/li")
    assert [card.get("id") for card in cards] == ["greet-every-customer", "never-argue"]
    assert cards[1].xpath("./p")[0].text_content().startswith("Do not argue with a customer.")
    assert [card.xpath("./a/@href")[0] for card in cards] == [
        "/handbook/1/en/greet-every-customer",
        "/handbook/1/en/never-argue",
    ]


def test_the_preface_stands_on_the_first_page_as_it_was_published(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get("/handbook/1/en")
    words = asha.tree().xpath("//details[@id='part.preface']/div")[0].text_content().split()
    asha.get("/handbook/1/en/print")
    published = asha.tree().xpath("//section[@id='part.preface']/div")[0].text_content().split()
    assert words == published
    assert words


def test_a_rule_shows_sentence_example_and_the_long_text(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get("/handbook/1/en/never-argue")
    tree = asha.tree()
    assert [heading.text_content() for heading in tree.xpath("//h1")] == ["Never argue with a customer"]
    assert tree.xpath("//div[@class='sentence']")[0].text_content().startswith("Do not argue with a customer.")
    assert "You overcharged me!" in tree.xpath("//div[@class='example']")[0].text_content()
    parts = [part.text_content() for part in tree.xpath("//details[contains(@class, 'more')]/summary")]
    assert parts[1:] == ["Read the whole text", "If it is broken", "How we check it", "Practice", "Check question"]


def test_a_rule_in_another_language_is_marked_for_screen_readers(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get("/handbook/1/te/never-argue?lang=en")
    assert asha.tree().xpath("//article")[0].get("lang") == "te"


def test_a_rule_that_is_not_translated_stands_in_english_and_says_so(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get("/handbook/1/te/greet-every-customer?lang=en")
    assert "Not translated yet: this rule stands in English." in asha.words()
    assert asha.tree().xpath("//article")[0].get("lang") == "en"


def test_the_languages_keep_the_place(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get("/handbook/1/en/never-argue")
    assert asha.link("తెలుగు") == "/handbook/1/te/never-argue?lang=te"


def test_one_goes_to_the_rule_before_and_after(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get("/handbook/1/en/never-argue")
    assert asha.tree().xpath("//a[@rel='prev']/@href") == ["/handbook/1/en/greet-every-customer"]
    asha.get("/handbook/1/en/greet-every-customer")
    assert not asha.tree().xpath("//a[@rel='prev']")


@pytest.mark.parametrize("path", ["/handbook/9/en", "/handbook/1/en/no-such-rule", "/handbook/9/changes"])
def test_what_is_not_there_is_not_found(client_of: SignIn, path: str) -> None:
    assert client_of("asha").get(path).status_code == 404


@pytest.mark.parametrize("path", ["/handbook", "/handbook/1/en", "/handbook/1/en/never-argue", "/handbook/1/changes"])
def test_a_stranger_is_sent_to_the_sign_in(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).request.path == "/sign-in"


def test_before_the_first_edition_there_is_a_plain_word(bare_app: Flask) -> None:
    visitor = Visitor(bare_app)
    visitor.get("/sign-in?lang=en")
    visitor.submit("/sign-in", staff_number=factories.PEOPLE["asha"].number, password=factories.PASSWORD)
    assert visitor.get("/handbook").status_code == 404
    assert "No edition has been published yet" in visitor.words()


class TestWhatTheBrowserKeeps:
    """A page that has not changed for this reader is answered without its body."""

    def test_a_known_page_is_answered_304_with_no_template(self, client_of: SignIn, counting: Counting) -> None:
        asha = client_of("asha")
        for path in ("/handbook/1/en", "/handbook/1/en/never-argue"):
            first = asha.get(path)
            assert first.headers["Cache-Control"] == "private, no-cache"
            with asha.client.application.app_context(), counting() as statements:
                again = asha.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
            assert (again.status_code, again.data) == (304, b"")
            assert again.headers["ETag"] == first.headers["ETag"]
            assert len(statements) <= 5, statements.seen

    def test_progress_ends_it(self, client_of: SignIn) -> None:
        asha = client_of("asha")
        first = asha.get("/handbook/1/en/greet-every-customer")
        asha.submit("/handbook/read")
        again = asha.client.get(first.request.path, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 200

    def test_another_person_language_or_session_ends_it(self, client_of: SignIn) -> None:
        asha = client_of("asha")
        tag = asha.get("/handbook/1/en").headers["ETag"]
        known = {"If-None-Match": tag}
        assert asha.client.get("/handbook/1/en", headers=known).status_code == 304
        assert client_of("janis").client.get("/handbook/1/en", headers=known).status_code == 200
        assert client_of("asha").client.get("/handbook/1/en", headers=known).status_code == 200
        assert asha.client.get("/handbook/1/en?lang=te", headers=known).status_code == 200

    def test_a_session_that_was_ended_ends_the_304_too(self, client_of: SignIn) -> None:
        asha = client_of("asha")
        tag = asha.get("/handbook/1/en").headers["ETag"]
        asha.submit("/sign-out")
        assert asha.client.get("/handbook/1/en", headers={"If-None-Match": tag}).status_code == 302

    def test_the_number_of_queries_does_not_grow_with_the_rules(self, client_of: SignIn, counting: Counting) -> None:
        asha = client_of("asha")
        seen = []
        for number in (1, 2):
            for path in (f"/handbook/{number}/en", f"/handbook/{number}/en/greet-every-customer"):
                asha.get(path)
                with asha.client.application.app_context(), counting() as statements:
                    asha.get(path)
                seen.append(len(statements))
            if number == 1:
                with asha.client.application.app_context():
                    _many_rules(12)
        assert seen[:2] == seen[2:]
        assert max(seen) <= 8, seen


def test_profiles_see_the_rules_of_their_work(client_of: SignIn) -> None:
    asha = client_of("asha")
    with asha.client.application.app_context():
        _many_rules(2, audience="[counter]")
        me = factories.person_id("asha")
    asha.get("/handbook/2/en")
    assert not asha.tree().xpath("//li[@id='extra-0']")
    with asha.client.application.app_context(), transaction() as session:
        session.query(Placement).filter_by(employee_id=me).update({"profile": "counter"})
    asha.get("/handbook/2/en")
    assert asha.tree().xpath("//li[@id='extra-0']")


def test_changes_show_what_is_out_and_what_is_new(client_of: SignIn) -> None:
    asha = client_of("asha")
    with asha.client.application.app_context():
        frame, texts = _draft()
        changed = texts["never-argue"].replace("You may correct a fact once", "You may gently correct a fact")
        assert changed != texts["never-argue"]
        _import([changed, texts["greet-every-customer"]], frame)
        operations.publish("test", "Asha asked for it.")
    asha.get("/handbook/2/changes?lang=en")
    words = asha.words()
    assert "Asha asked for it." in words
    assert "Material change" in words
    assert "version 1 to version 2" in words
    shown = {tag: asha.tree().xpath(f"//p[@class='difference']/{tag}") for tag in ("ins", "del")}
    assert [one.text_content().split() for one in shown["ins"]] == [["new:", "gently"]]
    assert [one.text_content().split() for one in shown["del"]] == [["taken", "out:", "once"]]
    assert "Greet every customer" not in words


def test_the_first_edition_is_all_new(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get("/handbook/1/changes?lang=en")
    assert "every rule in it is new" in asha.words()


def test_the_published_pdf_comes_byte_for_byte(client_of: SignIn) -> None:
    asha = client_of("asha")
    answer = asha.get("/handbook/1/te/handbook.pdf")
    assert answer.mimetype == "application/pdf"
    with asha.client.application.app_context():
        edition = queries.edition(1)
        assert answer.data == queries.pdf(queries.page(edition.id, "everyone", "te"))


def test_foreign_markdown_is_shown_in_plain_order(client_of: SignIn) -> None:
    asha = client_of("asha")
    with asha.client.application.app_context():
        frame, texts = _draft()
        body = "Before.\n\n# Our hours\n\nForty. See [greeting](greet-every-customer.md).\n\n## Friday\n\nShort.\n"
        foreign = rule("hours", body, number=50)
        _import([*texts.values(), foreign], frame)
        operations.publish("test", "Hours.")
    asha.get("/handbook/2/en/hours")
    tree = asha.tree()
    assert [heading.text_content() for heading in tree.xpath("//h1")] == ["Our hours"]
    assert [heading.text_content() for heading in tree.xpath("//article//h2")] == ["Friday"]
    assert asha.link("greeting") == "/handbook/2/en/greet-every-customer"
    article = " ".join(tree.xpath("//div[@class='long']")[0].text_content().split())
    assert article == "Before. Our hours# Forty. See greeting. Friday# Short."
    asha.get("/handbook/2/en/print")
    assert asha.link("greeting") == "#greet-every-customer"


def _draft() -> tuple[Any, dict[str, str]]:
    draft = drafts.draft()
    return draft.outline(), {rule_id: text for (rule_id, language), text in draft.texts.items() if language == "en"}


def _import(texts: list[str], frame: Any) -> None:
    sources = [read(text, "en/x.md", "en")[0] for text in texts]
    assert all(sources)
    operations.import_texts("test", "en", [one for one in sources if one], frame)


def _many_rules(count: int, audience: str = "[everyone]") -> None:
    """Publish an edition with so many more rules."""
    frame, texts = _draft()
    if audience != "[everyone]":
        frame = _with_counter(frame)
    more = [rule(f"extra-{n}", f"# Extra {n}\n\nwords\n", number=50 + n, for_=audience) for n in range(count)]
    _import([*texts.values(), *more], frame)
    operations.publish("test", "More rules.")
    db.session.remove()


def _with_counter(frame: Any) -> Any:
    if any(profile.id == "counter" for profile in frame.profiles):
        return frame
    addition = "profiles:\n  - {id: counter, title: {en: at the counter}, reads: [everyone, counter]}\n"
    return outline.parse(frame.text.replace("profiles:\n", addition))
