"""For paper: the whole handbook byte for byte as it was published, and the sentences to hang up."""

from collections.abc import Callable
from hashlib import sha256

import pytest

from handbook.rules import queries
from tests.browser_like import Visitor
from tests.rules.editing import add, publish
from tests.rules.files import rule

pytestmark = pytest.mark.database
SignIn = Callable[[str], Visitor]


@pytest.mark.parametrize("language", ["en", "te"])
def test_the_whole_handbook_is_shown_byte_for_byte_as_the_manifest_names_it(client_of: SignIn, language: str) -> None:
    asha = client_of("asha")
    with asha.client.application.app_context():
        edition = queries.edition(1)
        page = queries.page(edition.id, "everyone", language)
        published = queries.body(page.html_sha256)
        named = [one["html_sha256"] for one in queries.manifest(edition.id)["pages"] if one["language"] == language]
    assert sha256(published).hexdigest() in named
    answer = asha.get(f"/handbook/1/{language}/print?lang=en")
    assert published in answer.data
    assert page.html_sha256 in "".join(asha.tree().xpath("//section[@class='text-facts']")[0].text_content().split())


def test_every_rule_stands_open_on_one_page_with_one_main_heading(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get("/handbook/1/en/print")
    tree = asha.tree()
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("//article[@id='never-argue']//h3")[0].text_content() == "Never argue with a customer"
    assert not tree.xpath("//main//article//details")


def test_the_notice_board_has_the_sentences_alone(client_of: SignIn) -> None:
    asha = client_of("asha")
    with asha.client.application.app_context():
        promise = rule(
            "heard-first", "# Heard first\n\nNo step before that.\n", number=101, kind="promise", severity=None
        )
        add([promise])
        publish("A promise.")
    asha.get("/handbook/2/en/notice-board")
    board = asha.tree().xpath("//article[@class='board']")[0]
    told = [" ".join(one.text_content().split()) for one in board.xpath(".//li")]
    assert "Do not argue with a customer. You may correct a fact once, calmly." in told
    assert "No step before that." in told
    assert board.xpath(".//li[@class='is-promise']/text()") == ["No step before that."]
    assert board.xpath(".//li[not(@class)]/@value") == ["1", "14"]
    assert "overcharged" not in board.text_content()


def test_the_notice_board_names_edition_day_and_hash_at_its_foot(client_of: SignIn) -> None:
    asha = client_of("asha")
    with asha.client.application.app_context():
        manifest = queries.edition(1).manifest_sha256
    asha.get("/handbook/1/en/notice-board")
    foot = asha.tree().xpath("//article[@class='board']/footer")[0].text_content()
    assert "Edition 1 · in force from" in foot
    assert manifest in foot.replace(" ", "")


def test_the_notice_board_marks_a_sentence_in_another_language(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get("/handbook/1/te/notice-board?lang=en")
    board = asha.tree().xpath("//article[@class='board']")[0]
    assert board.get("lang") == "te"
    assert [one.get("lang") for one in board.xpath(".//li")] == ["en", None]


@pytest.mark.parametrize("page", ["print", "notice-board"])
def test_the_button_to_print_waits_for_a_script(client_of: SignIn, page: str) -> None:
    asha = client_of("asha")
    asha.get(f"/handbook/1/en/{page}")
    (button,) = asha.tree().xpath("//button[@data-print]")
    assert button.get("hidden") is not None


@pytest.mark.parametrize("page", ["print", "notice-board"])
def test_a_page_for_paper_that_the_browser_has_is_not_sent_again(client_of: SignIn, page: str) -> None:
    asha = client_of("asha")
    known = {"If-None-Match": asha.get(f"/handbook/1/en/{page}").headers["ETag"]}
    assert asha.client.get(f"/handbook/1/en/{page}", headers=known).status_code == 304
