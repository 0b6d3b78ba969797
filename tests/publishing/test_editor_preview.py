"""The preview: as readers will see it, rendered apart, in a frame that may fetch nothing and run nothing."""

from collections.abc import Callable

import lxml.html
import pytest
from werkzeug.test import TestResponse

from handbook.core import flood
from handbook.core.markdown_limits import LARGEST
from handbook.publishing import preview
from tests.browser_like import Visitor
from tests.publishing.desks import ARGUE, words_of

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
BOMBS = {
    "brackets": "[" * 5000,
    "stars": "*a **a " * 20_000 + "*" * 150,
    "nesting": ">" * 60 + " deep",
    "list items": "- x\n" * 2500,
    "cells": "|a" * 6000,
    "too long": "words " * (LARGEST // 5),
}


def shown(browser: Visitor, body: str, expect: int = 200) -> TestResponse:
    """Press the button "Preview" with this text in the field."""
    form = browser.tree().get_element_by_id("editor")
    sent = dict(form.form_values()) | {"body": body}
    answer = browser.client.post("/handbook/draft/preview", data=sent)
    assert answer.status_code == expect, answer.text[:1500]
    return answer


@pytest.fixture
def meera(client_of: SignIn) -> Visitor:
    browser = client_of("meera")
    browser.get(ARGUE)
    return browser


def test_it_shows_the_parts_of_a_rule_as_readers_get_them(meera: Visitor):
    page = lxml.html.fromstring(shown(meera, words_of(meera)).text)
    article = page.get_element_by_id("preview")
    assert article.xpath(".//h1[@class='voice']")
    assert article.xpath(".//*[@class='sentence']")
    assert article.xpath(".//section[contains(@class, 'why')]")


def test_it_never_tells_which_answer_is_right(meera: Visitor):
    body = "# A\n\nB.\n\n## Check question {.check}\n\nWhat?\n\n- One\n- **Two**\n"
    assert "<strong>" not in shown(meera, body).text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src="https://far.example/a.png" onerror="alert(1)">',
        "![far](https://far.example/a.png)",
        '<a href="javascript:alert(1)">x</a>',
        "[x](javascript:alert(1))",
        '<iframe src="file:///etc/passwd"></iframe>',
        '<link rel="stylesheet" href="https://far.example/a.css">',
        '<style>@import "https://far.example/a.css"</style>',
        '<svg><use href="https://far.example/a.svg#a"/></svg>',
        "<form action='/sign-out' method='post'><button>x</button></form>",
        '<div style="background:url(https://far.example/a.png)">x</div>',
        "[x](https://far.example/)",
        "![x](file:///etc/passwd)",
    ],
)
def test_nothing_in_it_runs_or_fetches_or_leads_away(meera: Visitor, hostile: str):
    answer = shown(meera, f"# Title\n\nWords.\n\n{hostile}\n")
    page = lxml.html.fromstring(answer.text).get_element_by_id("preview")
    assert not page.xpath(
        ".//script | .//img | .//iframe | .//link | .//style | .//svg[.//@href[contains(., 'far')]] | .//form | "
        ".//@href | .//@src | .//@style | .//@onerror"
    )
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "img-src 'self';" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "frame-ancestors 'self'" in policy


def test_the_editor_alone_may_hold_a_frame_and_the_frame_is_shut(meera: Visitor):
    assert meera.page.headers["Content-Security-Policy"].endswith("frame-src 'self'")
    frame = meera.tree().xpath("//iframe")[0]
    assert "allow-scripts" not in frame.get("sandbox")
    assert frame.get("sandbox") is not None
    meera.get("/handbook/draft")
    assert "frame-src" not in meera.page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_answered_with_words(meera: Visitor, bomb: str):
    flood.forget()
    page = lxml.html.fromstring(shown(meera, BOMBS[bomb], 400).text).get_element_by_id("preview")
    assert page.xpath(".//*[contains(@class, 'is-bad')]")
    assert len(page.text_content().strip()) > 20


def test_an_empty_field_is_no_fault(meera: Visitor):
    assert "Nothing is written yet." in shown(meera, "  ").text


def test_without_a_script_the_frame_begins_with_the_saved_text(meera: Visitor):
    address = meera.tree().xpath("//iframe/@src")[0]
    answer = meera.client.get(address)
    assert "Never argue" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'")


def test_the_same_words_are_rendered_once(meera: Visitor):
    preview.rendered.cache_clear()
    for _ in range(3):
        shown(meera, "# One title\n\nThe same words.\n")
    assert preview.rendered.cache_info().misses == 1


def test_a_session_that_asks_without_end_is_slowed_down(meera: Visitor):
    flood.forget()
    for _ in range(90):
        shown(meera, "# One\n\nWords.\n")
    shown(meera, "# One\n\nWords.\n", 429)
