"""Reading on a phone: an answer in two taps, pages that weigh little, and all of it without a script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.browser.walking import PHONE, Walker, nothing_was_wrong, walker_of
from tests.installation import Installation, SignIn, copy, installation

MOST = 100_000  # bytes of a page with all that it loads, but for pictures
QUESTION = "May I use my phone?"
RULE = "no-phone-around-customers"


@pytest.fixture(scope="module")
def reading(demo: tuple[Path, list[SignIn]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The demo company, served for readers alone: nothing here changes it."""
    with installation(copy(demo[0], tmp_path_factory.mktemp("reading") / "data")) as here:
        here.start("web")
        yield here


@pytest.fixture
def employee(demo: tuple[Path, list[SignIn]]) -> SignIn:
    """Somebody who reads."""
    return next(one for one in demo[1] if one.role == "employee")


def test_a_question_is_answered_in_two_taps_from_the_start_page(
    reading: Installation, browser: Browser, employee: SignIn
):
    reader = walker_of(browser, reading.url, [employee])(employee.staff_number)
    reader.go("/?lang=en")
    before = reader.taps
    reader.fill("Search the handbook", QUESTION)
    reader.press("Search")
    first = reader.page.locator("ol.found li").first
    assert "phone" in first.inner_text()
    reader.press(first.get_by_role("heading").inner_text())
    assert reader.page.url.endswith(RULE)
    print(f"\n{QUESTION} {reader.taps - before} taps")
    assert reader.taps - before == 2
    nothing_was_wrong(reader)


def test_a_page_weighs_little_when_it_is_opened_for_the_first_time(
    reading: Installation, browser: Browser, employee: SignIn
):
    reader = walker_of(browser, reading.url, [employee])(employee.staff_number)
    for path in weighed(reader):
        seen, weight = newcomer(browser, reader), []
        seen.on("response", lambda answer, kept=weight: kept.append(answer))
        seen.goto(reading.url + path, wait_until="networkidle")
        total = sum(size(one) for one in weight)
        print(f"{path}: {total / 1000:.0f} KB in {len(weight)} answers")
        assert len(weight) >= 5
        assert total < MOST, path
        seen.context.close()


def test_reading_and_searching_need_no_script(reading: Installation, browser: Browser, employee: SignIn):
    page = browser.new_context(viewport=PHONE, locale="en-GB", java_script_enabled=False).new_page()
    page.goto(f"{reading.url}/sign-in?lang=en")
    page.get_by_label("Staff number").fill(employee.staff_number)
    page.get_by_label("Password", exact=True).fill(employee.password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Search the handbook").fill(QUESTION)
    page.get_by_role("button", name="Search").click()
    page.locator("ol.found h3 a").first.click()
    assert page.url.endswith(RULE)
    part = page.locator("details.more", has=page.locator("summary", has_text="If it is broken")).first
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    assert part.locator(".long").is_visible()
    page.locator(".bottom-bar").get_by_role("link", name="Next rule").or_(
        page.locator(".bottom-bar").get_by_role("button", name="Next rule")
    ).first.click()
    assert not page.url.endswith(RULE)


def weighed(reader: Walker) -> list[str]:
    """Return the pages that a reader opens most: start, contents, a rule, a search, the signing page, the own file."""
    reader.go("/handbook?lang=en")
    contents = reader.page.url.removeprefix(reader.url)
    return ["/", contents, f"{contents}/{RULE}", f"{contents}/search?q=phone", "/sign", "/my-file"]


def newcomer(browser: Browser, reader: Walker) -> Page:
    """Return a browser that has kept nothing but the session."""
    context = browser.new_context(viewport=PHONE, locale="en-GB", storage_state=reader.page.context.storage_state())
    return context.new_page()


def size(answer: Response) -> int:
    """Return the bytes of an answer as they came over the wire, without pictures."""
    if answer.request.resource_type == "image" and "/pictures/" in answer.url:
        return 0
    sizes = answer.request.sizes()
    return int(sizes["responseBodySize"] + sizes["responseHeadersSize"])
