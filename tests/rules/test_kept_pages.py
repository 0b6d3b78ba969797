"""Finished pages are shared between readers, and nothing of one reader goes to another."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.core.page_cache import PageCache
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

PAGE = "/handbook/1/en"


def test_each_reader_sees_the_own_name_and_token(client_of: Callable[[str], Visitor]) -> None:
    meera, nandini = client_of("meera"), client_of("nandini")
    hers, others = meera.get(PAGE).text, nandini.get(PAGE).text
    assert "Meera Nair" in hers
    assert "Meera Nair" not in others
    tokens = [browser.form("/sign-out").fields["csrf_token"] for browser in (meera, nandini)]
    assert tokens[0] != tokens[1]
    assert tokens[0] not in others
    nandini.submit("/sign-out")


def test_a_message_for_one_reader_is_neither_kept_nor_shown_to_another(
    app: Flask, client_of: Callable[[str], Visitor]
) -> None:
    meera, nandini = client_of("meera"), client_of("nandini")
    with meera.client.session_transaction() as session:
        session["_flashes"] = [("good", "Your statement is kept with the letter.")]
    said = meera.get(PAGE)
    assert "Your statement is kept" in said.text
    assert "ETag" not in said.headers
    assert "Your statement is kept" not in nandini.get(PAGE).text
    assert "Your statement is kept" not in meera.get(PAGE).text


def test_no_link_of_a_page_leads_to_another_host(visitor: Visitor) -> None:
    for path in ("/%5Cevil.example/", "/%09/evil.example"):
        links = [a.get("href") for a in (visitor.get(path), visitor.tree())[1].iter("a")]
        assert links
        assert not [link for link in links if link.startswith(("/\\", "//", "/\t"))]


def test_the_least_used_page_goes_first() -> None:
    cache = PageCache()
    for number in range(300):
        assert (
            cache.page(str(number), "<Asha>", "t" * 20, lambda name: f"{name} {'t' * 20}") == f"&lt;Asha&gt; {'t' * 20}"
        )
    assert len(cache.pages) == 256
    assert "0" not in cache.pages
