"""Where am I: exactly one entry of the navigation is marked, on every page of its part."""

from collections.abc import Callable

import pytest

from handbook.core.db import new_id
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


@pytest.mark.parametrize(
    ("name", "address", "label", "mark"),
    [
        ("meera", "/team", "Signatures", "page"),
        ("meera", "/rounds", "Signatures", "true"),
        ("meera", "/rounds/1", "Signatures", "true"),
        ("meera", "/rounds/new", "Signatures", "true"),
        ("janis", "/team/hour", "Signatures", "true"),
        ("meera", "/questions", "Signatures", "true"),
        ("meera", "/disputes?show=examined", "Signatures", "true"),
        ("meera", "/handbook/1/en", "Handbook", "true"),
        ("meera", "/complaints?stage=closed", "Complaints", "page"),
        ("meera", "/complaints/new", "Complaints", "true"),
        ("meera", "/people", "People", "page"),
        ("meera", "/devices", "People", "true"),
        ("meera", "/my-file", "My file", "page"),
        ("olga", "/ledger", "Ledger", "page"),
        ("meera", "/handbook/draft/figures", "Draft", "true"),
        ("meera", "/adjustments", "Signatures", "true"),
        ("inese", "/settings", "Settings", "page"),
    ],
)
def test_the_part_that_a_page_belongs_to_is_marked(client_of: SignIn, name: str, address: str, label: str, mark: str):
    browser = client_of(name)
    browser.get("/?lang=en")
    browser.get(address)
    assert browser.page.status_code == 200
    assert marked(browser) == [(label, mark)]


def test_a_step_belongs_to_the_cases(client_of: SignIn):
    browser = client_of("dmitri")
    browser.get("/?lang=en")
    browser.get(f"/actions/{new_id()}")
    assert marked(browser) == [("Cases and steps", "true")]


@pytest.mark.parametrize("address", ["/", "/account", "/sign"])
def test_elsewhere_nothing_is_marked(client_of: SignIn, address: str):
    browser = client_of("meera")
    browser.get(address)
    assert marked(browser) == []


def marked(browser: Visitor) -> list[tuple[str, str]]:
    """Return words and mark of the marked entries; phone and desk show the same."""
    navs = browser.tree().xpath("//header//nav")
    found = [[(a.text_content(), a.get("aria-current")) for a in nav.xpath(".//a[@aria-current]")] for nav in navs]
    assert len(navs) == 2
    assert found[0] == found[1]
    return found[0]
