"""Layouts and components in Chromium: phone and desk, light and dark, with and without scripts, on paper."""

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jinja2 import UndefinedError
from playwright.sync_api import BrowserContext, Page, expect
from werkzeug.serving import make_server

from tests.browser.accessibility import violations
from tests.browser.sample import ROOT, Seen, create_sample

PHONE, DESK = {"width": 360, "height": 800}, {"width": 1280, "height": 900}
SCREENS = [
    pytest.param(size, scheme, id=f"{size['width']}-{scheme}") for size in (PHONE, DESK) for scheme in ("light", "dark")
]
PATHS = ("/components", "/reading", "/reading?lang=te", "/public", "/error")
WATCH = "window.broken = []; addEventListener('securitypolicyviolation', e => broken.push(e.violatedDirective))"
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((e) => e.checkVisibility() && e.type !== "hidden" && !e.matches(".skip"))
  .filter((e) => getComputedStyle(e).display !== "inline")
  .map((e) => [e, (e.closest("label") || e).getBoundingClientRect()])
  .filter(([e, box]) => box.height < 44 || box.width < 44)
  .map(([e, box]) => `${e.outerHTML.slice(0, 80)} is ${box.width} by ${box.height}`)"""


@pytest.fixture(scope="session")
def everything_seen() -> Seen:
    return Seen()


@pytest.fixture(scope="session")
def site(everything_seen: Seen) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_sample(everything_seen), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def seen(everything_seen: Seen) -> Seen:
    everything_seen.forget()
    return everything_seen


@pytest.fixture
def page(new_context: Callable[..., BrowserContext], site: str, seen: Seen) -> Page:
    return new_context(base_url=site, viewport=DESK).new_page()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_a_page_is_accessible_keeps_the_policy_and_fits(
    new_context: Callable[..., BrowserContext], site: str, path: str, size: dict[str, int], scheme: str
) -> None:
    page = new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce", base_url=site).new_page()
    page.add_init_script(WATCH)
    page.goto(path)
    menus = page.locator("details.menu:visible > summary")
    for number in range(menus.count()):
        menus.nth(number).click()
    assert violations(page) == []
    assert page.evaluate("broken") == []
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
    assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("path", PATHS)
def test_nothing_runs_out_of_a_screen_of_320_pixels(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_watch_sees_an_inline_style(page: Page) -> None:
    page.add_init_script(WATCH)
    page.goto("/public")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    page.wait_for_function("broken.length > 0")
    assert "style-src" in page.evaluate("broken")[0]


def test_a_mark_is_really_drawn(page: Page) -> None:
    page.goto("/public")
    box = page.locator(".brand use").evaluate("(use) => [use.getBBox().width, use.getBBox().height]")
    assert min(box) > 5


def test_the_first_tab_offers_the_way_to_the_content(page: Page) -> None:
    page.goto("/reading")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_theme_is_kept_and_set_before_the_first_paint(page: Page) -> None:
    page.goto("/public")
    page.get_by_role("button", name="Dark").click()
    page.add_init_script(
        "new MutationObserver(() => { if (document.body) window.early ??= document.documentElement.dataset.bsTheme; })"
        ".observe(document, {childList: true, subtree: true})"
    )
    page.reload()
    assert page.evaluate("early") == "dark"
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")


def test_the_automatic_theme_follows_the_device(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/public")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_on_a_phone_the_filters_open_by_a_key_without_scripts(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    page = new_context(viewport=PHONE, base_url=site, java_script_enabled=False).new_page()
    page.goto("/components?place=r&here=y&q=asha")
    filters = page.get_by_role("search", name="Filters")
    place, line = filters.get_by_label("Place"), filters.locator("summary")
    expect(filters.get_by_label("Name or number")).to_be_visible()
    expect(line).to_have_text("Filters 2 set")
    expect(place).to_be_hidden()
    line.press("Enter")
    place.select_option("b")
    filters.get_by_role("button", name="Show").last.press("Enter")
    page.wait_for_url("**/*place=b*")
    expect(place).to_be_hidden()


def test_on_a_desk_the_filters_stand_open_and_are_reached_by_tab(page: Page) -> None:
    page.goto("/components")
    filters = page.get_by_role("search", name="Filters")
    expect(filters.locator("summary")).to_be_hidden()
    filters.get_by_label("Name or number").focus()
    page.keyboard.press("Tab")
    expect(filters.get_by_label("Place")).to_be_focused()
    expect(filters.get_by_role("combobox", name="Place")).to_be_visible()


def test_filters_with_a_fault_stand_open_and_count_only_what_narrows(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/components?place=nowhere&here=y")
    filters = page.get_by_role("search", name="Filters")
    expect(filters.get_by_label("Place")).to_be_visible()
    expect(filters.locator("summary")).to_have_text("Filters 1 set")


def test_a_running_job_tells_how_far_it_is_until_the_file_is_there(page: Page) -> None:
    page.goto("/components")
    job = page.get_by_role("region", name="Export: signed PDFs of this round")
    expect(job.get_by_role("link", name="Download the ZIP")).to_have_attribute("href", "/file.zip", timeout=20_000)
    expect(job.locator("progress")).to_have_attribute("value", "3")
    expect(job.get_by_role("status")).to_have_text("3 of 3 PDFs packed")
    expect(job.get_by_role("button", name="Cancel")).to_have_count(0)


def test_a_lost_connection_is_said_and_asked_again(page: Page) -> None:
    page.route("**/jobs/a.json", lambda route: route.abort(), times=1)
    page.goto("/components")
    job = page.get_by_role("region", name="Export: signed PDFs of this round")
    expect(job).to_contain_text("The connection is lost.")
    expect(job.get_by_role("link", name="Download the ZIP")).to_be_visible(timeout=20_000)


def test_a_second_click_on_the_same_button_sends_nothing_and_the_first_names_it(page: Page, seen: Seen) -> None:
    page.goto("/components")
    button = page.get_by_role("button", name="Remind everybody")
    with page.expect_response("**/once"):
        button.click()
    button.click()
    page.wait_for_timeout(300)
    assert seen.sent == ["remind"]


def test_coming_back_to_the_page_allows_a_second_try(page: Page, seen: Seen) -> None:
    page.goto("/components")
    button = page.get_by_role("button", name="Remind everybody")
    with page.expect_response("**/once"):
        button.click()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    with page.expect_response("**/once"):
        button.click()
    assert seen.sent == ["remind", "remind"]


def test_a_page_that_stays_allows_a_second_try_after_a_while(page: Page, seen: Seen) -> None:
    page.clock.install()
    page.goto("/components")
    button = page.get_by_role("button", name="Remind everybody")
    with page.expect_response("**/once"):
        button.click()
    page.clock.fast_forward(6_000)
    with page.expect_response("**/once"):
        button.click()
    assert seen.sent == ["remind", "remind"]


def test_the_list_of_errors_has_the_focus_and_leads_to_the_fields(page: Page) -> None:
    page.goto("/components")
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Type your staff number.").click()
    number = page.get_by_role("textbox", name="Staff number").first
    expect(number).to_be_focused()
    expect(number).to_have_accessible_description("Type your staff number. On your badge.")
    expect(number).to_have_attribute("aria-invalid", "true")
    summary.get_by_role("link", name="Choose one.").click()
    expect(page.get_by_role("radio", name="A talk, no step")).to_be_focused()


def test_a_button_that_is_held_says_why(page: Page) -> None:
    page.goto("/components")
    button = page.get_by_role("button", name="Send for approval")
    expect(button).to_be_disabled()
    expect(button).to_have_accessible_description("One test is missing, and he may still answer until 24 November.")


def test_what_is_missing_stands_before_what_holds(page: Page) -> None:
    page.goto("/components")
    titles = page.get_by_role("region", name="Fair process").locator("li strong").all_inner_texts()
    assert titles == ["Others were treated alike", "He had time to answer", "It was investigated before any step"]


def test_a_phone_still_reads_a_table_and_can_sort_it(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/components")
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in tree if "role" in node]
    counted = {role: roles.count(role) for role in ("table", "row", "columnheader", "rowheader", "cell")}
    assert counted == {"table": 1, "row": 4, "columnheader": 5, "rowheader": 3, "cell": 12}
    table = page.get_by_role("table")
    expect(table.get_by_role("link", name="Reminded")).to_be_visible()
    expect(table.get_by_role("checkbox", name="Choose Lakshmi Devi")).to_be_checked()


def test_escape_closes_a_menu_and_gives_the_focus_back(page: Page) -> None:
    page.goto("/components")
    account = page.locator(".account")
    account.locator("summary").click()
    expect(account.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(account.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(account.locator("summary")).to_be_focused()


def test_another_language_keeps_the_place_and_the_open_texts(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 400})
    page.goto("/reading")
    page.get_by_text("How do we check it?").click()
    page.evaluate("scrollTo({top: 300, behavior: 'instant'})")
    page.evaluate("document.querySelector('.languages [lang=te]').click()")
    page.wait_for_url("**/reading?lang=te")
    expect(page.get_by_text("By what customers tell us.")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "te"
    page.wait_for_function("Math.abs(scrollY - 300) < 80")


def test_everything_works_without_scripts(new_context: Callable[..., BrowserContext], site: str, seen: Seen) -> None:
    page = new_context(java_script_enabled=False, viewport=PHONE, base_url=site).new_page()
    page.goto("/components")
    page.get_by_text("Menu", exact=True).click()
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Complaints")).to_be_visible()
    expect(page.get_by_role("button", name="As the device")).to_have_count(0)
    page.get_by_text("Menu", exact=True).click()
    with page.expect_response("**/once"):
        page.get_by_role("button", name="Remind everybody").click()
    assert seen.sent == ["remind"]
    expect(page.get_by_role("link", name="Look again")).to_be_visible()


def test_paper_is_light_has_every_text_open_and_says_who_printed_it(page: Page) -> None:
    page.emulate_media(color_scheme="dark", media="print")
    page.goto("/reading")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_text("By what customers tell us.")).to_be_visible()
    expect(page.get_by_text("printed by Meera Nair")).to_be_visible()
    expect(page.locator(".bottom-bar")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("main details[open].more").count() == 1


def test_every_state_has_a_mark_that_exists_and_a_colour_that_exists() -> None:
    states = create_sample(Seen()).jinja_env.get_template("components/chip.html").module.STATES  # type: ignore[attr-defined]
    sprite = ElementTree.parse(ROOT / "handbook" / "static" / "marks.svg").getroot()
    marks = {symbol.get("id") for symbol in sprite}
    theme = (ROOT / "handbook" / "static" / "theme.css").read_text()
    colours = set(re.findall(r"\.is-(\w+) \{ --c", theme))
    assert {mark for _, mark, _ in states.values()} <= marks
    assert {colour for colour, _, _ in states.values()} <= colours


def test_an_unknown_state_is_a_fault_and_not_an_empty_chip() -> None:
    app = create_sample(Seen())
    with app.test_request_context(), pytest.raises(UndefinedError):
        app.jinja_env.get_template("components/chip.html").module.chip("nonsense")  # type: ignore[attr-defined]


def test_no_page_holds_inline_script_style_or_an_outside_address() -> None:
    """Letters and mail are no pages: they may carry styles of their own."""
    inline = re.compile(r"""\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=["']|https?://(?!www\.w3\.org/)""")
    pages = [p for p in (ROOT / "templates").rglob("*.html") if not {"emails", "papers"} & set(p.parts)]
    scripts = list((ROOT / "handbook" / "static").glob("*.*"))
    faults = [f"{_name(path)}: {found}" for path in pages + scripts for found in inline.findall(path.read_text())]
    assert len(pages) > 20
    assert faults == [], "Put script into app.js and style into theme.css; the content policy refuses anything inline."


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))
