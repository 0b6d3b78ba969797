"""The editor in a browser: the preview follows the typing and is shut, words are kept; all works without a script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.browser.shop import Shop
from tests.browser.walking import Walker, nothing_was_wrong

WATCH = (
    "window.broken = []; document.addEventListener('securitypolicyviolation', e => broken.push(e.violatedDirective))"
)
ARGUE = "/handbook/draft/en/never-argue"
HOSTILE = (
    "# Typed title\n\nTyped words.\n\n<script>parent.ran = 1</script>\n\n"
    '<img src="http://127.0.0.1:9/a.png" onerror="parent.ran = 2">\n\n![far](http://127.0.0.1:9/b.png)\n\n'
    "[away](http://127.0.0.1:9/c)\n"
)


def test_the_preview_follows_the_typing_and_the_words_are_kept(shop: Callable[[], Shop]):
    meera = shop().enter("meera")
    asked: list[Request] = []
    meera.page.on("request", lambda one: asked.append(one))
    meera.page.add_init_script(WATCH)
    meera.go(ARGUE)
    preview = meera.page.frame_locator("iframe")
    expect(preview.get_by_role("heading", name="Never argue with a customer")).to_be_visible()
    meera.page.get_by_role("textbox", name="The text").fill(HOSTILE)
    expect(preview.get_by_role("heading", name="Typed title")).to_be_visible()
    expect(preview.get_by_text("away")).to_be_visible()
    assert preview.locator("a, img, script").count() == 0
    assert meera.page.evaluate("window.ran") is None
    assert meera.page.evaluate("broken") == []
    assert [one.url for one in asked if not one.url.startswith(meera.url)] == []
    expect(meera.page.get_by_text("not saved yet")).to_be_visible()
    meera.look()
    meera.go(ARGUE)
    assert "You have unsaved words" in meera.words()
    meera.press("Go on with them")
    expect(preview.get_by_role("heading", name="Typed title")).to_be_visible()
    assert meera.page.get_by_role("textbox", name="The text").input_value().startswith("# Typed title")
    meera.page.get_by_role("textbox", name="The text").fill("# Never argue\n\nSaved words.\n")
    meera.press("Save")
    assert "Saved." in meera.words()
    assert "You have unsaved words" not in meera.words()
    nothing_was_wrong(meera)


def test_going_back_after_previews_leads_to_the_page_before(shop: Callable[[], Shop]):
    meera = shop().enter("meera")
    meera.go("/handbook/draft")
    meera.page.get_by_role("link", name="Never argue with a customer").click()
    preview = meera.page.frame_locator("iframe")
    for words in ("One", "Two", "Three"):
        meera.page.get_by_role("textbox", name="The text").fill(f"# {words}\n\nWords.\n")
        expect(preview.get_by_role("heading", name=words)).to_be_visible()
    meera.page.go_back()
    expect(meera.page.get_by_role("heading", name="The draft")).to_be_visible()


def test_every_page_of_the_draft_fits_a_phone(shop: Callable[[], Shop]):
    meera = shop().enter("meera")
    for place in (
        "",
        "/new",
        "/frame",
        "/checks",
        "/te/never-argue",
        "/te/greet-every-customer",
        "/en/never-argue/remove",
    ):
        meera.go(f"/handbook/draft{place}")
    meera.go(f"{ARGUE}/difference")
    both_at_once(meera)
    nothing_was_wrong(meera)


def both_at_once(meera: Walker) -> None:
    """Save from two tabs and look at the page with both texts."""
    meera.go(ARGUE)
    other: Page = meera.page.context.new_page()
    other.goto(meera.url + ARGUE)
    other.get_by_role("textbox", name="The text").fill("# Never argue\n\nFrom the other tab.\n")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_text("Saved.", exact=True)).to_be_visible()
    meera.page.get_by_role("textbox", name="The text").fill("# Never argue\n\nFrom this tab.\n")
    meera.press("Save")
    assert "Theirs and yours" in meera.words()


@pytest.fixture
def without_scripts(browser: Browser) -> BrowserContext:
    """A browser in which no script runs."""
    arguments: dict[str, Any] = {
        "java_script_enabled": False,
        "locale": "en-GB",
        "viewport": {"width": 1280, "height": 900},
    }
    return browser.new_context(**arguments)


def test_without_a_script_a_button_shows_the_preview_and_saving_works(
    shop: Callable[[], Shop], without_scripts: BrowserContext
):
    here = shop()
    meera, page = here.enter("meera"), without_scripts.new_page()
    without_scripts.add_cookies(meera.page.context.cookies())
    page.goto(meera.url + ARGUE)
    page.get_by_role("textbox", name="The text").fill("# Typed title\n\nTyped words.\n")
    page.get_by_role("button", name="Preview").click()
    expect(page.frame_locator("iframe").get_by_text("Typed words.")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
