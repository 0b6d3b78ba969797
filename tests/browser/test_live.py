"""The real program in a browser: served by its web server, with the demo company, on a phone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import violations
from tests.browser.walking import walker_of
from tests.installation import Installation, SignIn

WATCH = (
    "window.broken = []; document.addEventListener('securitypolicyviolation', e => broken.push(e.violatedDirective))"
)
PAGES = ("/", "/handbook", "/handbook/figures", "/sign", "/my-file", "/complaints", "/complaints/new", "/verify")
DESK = (
    ("hr", "/handbook/draft"),
    ("hr", "/handbook/draft/figures"),
    ("hr", "/handbook/draft/figures/limits/shop"),
    ("hr", "/handbook/draft/figures/standards/mail"),
    ("hr", "/handbook/draft/pictures"),
    ("hr", "/handbook/reviews"),
    ("hr", "/adjustments"),
    ("administrator", "/settings"),
)


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A small phone, in English whatever the person's own language is."""
    return browser_context_args | {"viewport": {"width": 360, "height": 740}, "locale": "en-GB"}


def test_an_employee_gets_around_on_a_phone(enter: Callable[[str], Page], page: Page):
    page.add_init_script(WATCH)
    page = enter("employee")
    home = page.url
    for path in PAGES:
        answer = page.goto(f"{home.rstrip('/')}{path}?lang=en")
        assert answer is not None
        assert answer.status == 200, path
        expect(page.locator("main h1")).to_have_count(1)
        assert page.evaluate("broken") == [], f"{path} breaks the content policy"
        assert page.evaluate("document.documentElement.scrollWidth") == 360, f"{path} is wider than the phone"
        assert violations(page) == [], path


def test_those_who_keep_the_handbook_get_around_at_a_desk_and_on_a_phone(
    live: Installation, demo: tuple[Path, list[SignIn]], browser: Browser
):
    faults: list[str] = []
    for role in ("hr", "administrator"):
        person = next(one for one in demo[1] if one.role == role)
        walker = walker_of(browser, live.url, [person])(person.staff_number)
        for path in (path for who, path in DESK if who == role):
            for width in (360, 1280):
                walker.page.set_viewport_size({"width": width, "height": 800})
                walker.go(f"{path}?lang=en")
        faults += walker.faults
    assert not faults, "\n".join(faults)


def test_the_demo_says_that_it_is_one(enter: Callable[[str], Page]):
    expect(enter("hr").get_by_text("invented").first).to_be_visible()
