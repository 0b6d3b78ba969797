"""What frames every page: one heading, the reader's language, only links that open, the demo banner."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.company.models import CompanyProfile
from handbook.core.transaction import transaction
from tests import factories
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
PAGES = ("/", "/handbook", "/handbook/1/en/never-argue", "/handbook/1/changes", "/sign", "/my-file",
         "/complaints", "/complaints/new", "/team", "/cases", "/people", "/exports", "/ledger", "/verify",
         "/no-such-page")  # fmt: skip


@pytest.mark.parametrize("language", ["en", "te", "hi", "lv"])
def test_every_page_has_one_heading_and_says_its_language(client_of: SignIn, language: str):
    browser = client_of("meera")
    browser.get(f"/?lang={language}")
    for address in PAGES:
        browser.get(address)
        tree = browser.tree()
        assert len(tree.xpath("//h1")) == 1, address
        assert tree.get("lang") == language, address
        assert tree.xpath("string(//title)").strip(), address


@pytest.mark.parametrize("name", list(factories.PEOPLE))
def test_every_link_of_the_frame_opens_for_whoever_sees_it(client_of: SignIn, name: str):
    browser = client_of(name)
    browser.get("/")
    links = {a.get("href") for a in browser.tree().xpath("//header//a | //footer//a")}
    assert {"/handbook", "/my-file", "/complaints"} <= links
    for address in links:
        assert browser.get(address).status_code == 200, address


@pytest.mark.parametrize("address", ["/", "/handbook/1/en/never-argue", "/my-file", "/sign"])
def test_the_foot_of_every_page_leads_to_the_privacy_notice(client_of: SignIn, visitor: Visitor, address: str):
    for browser, page in ((client_of("asha"), address), (visitor, "/sign-in")):
        browser.get(page)
        assert browser.tree().xpath("//footer//a[@href='/privacy-notice']"), page
    visitor.get("/privacy-notice?lang=en")
    assert "What this program keeps about you" in visitor.words()


def test_the_language_stays_chosen_and_is_the_persons_own_at_first(client_of: SignIn, visitor: Visitor):
    browser = client_of("asha")
    browser.get("/my-file?lang=lv")
    assert browser.get("/").text.count('<html lang="lv">') == 1
    visitor.get("/sign-in", headers={"Accept-Language": "hi"})
    assert visitor.tree().get("lang") == "hi"


def test_an_unknown_language_changes_nothing(client_of: SignIn):
    browser = client_of("asha")
    browser.get("/?lang=xx")
    assert browser.tree().get("lang") == "en"


def test_languages_are_one_tap_away_on_the_same_page(client_of: SignIn):
    browser = client_of("meera")
    browser.get("/complaints?stage=closed&lang=en")
    links = browser.tree().xpath("//a[contains(@href, 'lang=')]")
    choices = {a.text_content().strip(): a.get("href") for a in links}
    assert choices["తెలుగు"] == "/complaints?stage=closed&lang=te"


def test_a_demo_says_so_on_every_page_and_a_real_company_never(app: Flask, client_of: SignIn):
    browser = client_of("meera")
    for address in PAGES:
        assert "Demo company" not in browser.get(address).text
    with app.app_context(), transaction() as session:
        session.add(CompanyProfile(name="Lotus & Linden", is_demo=True))
    app.extensions["handbook.pages"].pages.clear()  # a finished page keeps its frame for a minute
    for address in (*PAGES, "/sign-in"):
        browser.get(address)
        assert "Demo company: invented people, nothing here is real" in browser.page.text, address
