"""Walking through the live installation as a person on a phone, with a look at every page passed."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from playwright.sync_api import Browser, Locator, Page

from tests.browser.accessibility import COLOURS, violations
from tests.installation import SignIn

PHONE = {"width": 360, "height": 780}
A_LETTER, A_TAP = 0.35, 1.5  # seconds of somebody who types on a phone with one thumb, and finds a button
PICTURES = os.environ.get("HANDBOOK_TEST_PICTURES", "")  # a folder that keeps a picture of each page looked at


@dataclass
class Walker:
    """One person with a browser of their own.

    `faults` gathers what the looks have found, `taps` counts buttons and links pressed, `screens` pages loaded.
    `looks` False: pages that were looked at before on the same way are only passed. `letters` counts what was typed.
    """

    page: Page
    url: str
    person: SignIn
    faults: list[str] = field(default_factory=list)
    taps: int = 0
    screens: int = 0
    looks: bool = True
    letters: int = 0
    began: float = field(default_factory=perf_counter)

    def __post_init__(self) -> None:
        self.page.on("load", lambda _page: self._count())

    def go(self, path: str) -> None:
        """Open an address and look at the page."""
        self.page.goto(self.url + path)
        self.look()

    def press(self, words: str, *, inside: str = "main, .bottom-bar") -> None:
        """Press the button or link with these words and look at what comes."""
        place = self.page.locator(inside)
        button = place.get_by_role("button", name=words, exact=True).or_(
            place.get_by_role("link", name=words, exact=True)
        )
        with self.page.expect_navigation():
            self.tap(button.first)
        self.look()

    def tap(self, place: Locator) -> None:
        """Press something that stays on this page."""
        self.taps += 1
        place.click()

    def fill(self, label: str, value: str, *, inside: str = "main") -> None:
        """Fill in a field by its label."""
        self.letters += len(value)
        self.page.locator(inside).get_by_label(label).first.fill(value)

    def choose(self, label: str, words: str, *, inside: str = "main") -> None:
        """Choose an entry of a list by its words (or a part of them)."""
        box = self.page.locator(inside).get_by_label(label).first
        for option in box.locator("option").all():
            if words in (option.text_content() or ""):
                box.select_option(value=option.get_attribute("value"))
                return
        raise AssertionError(f"{label!r} offers no {words!r}")

    def form(self, label: str) -> str:
        """Return the selector of the form with this name."""
        return f'form[aria-label="{label}"]'

    def password(self, inside: str = "main") -> None:
        """Type the own password once more."""
        self.fill("Your own password, once more", self.person.password, inside=inside)

    def words(self) -> str:
        """Return the words of the page."""
        return " ".join(self.page.locator("main").inner_text().split())

    def told(self) -> str:
        """Return how far this person came: taps and screens."""
        return f"{self.person.staff_number}: {self.taps} taps, {self.screens} screens"

    def told_in_seconds(self) -> str:
        """Return how long it took: the machine's own time, and that of a person who types and taps."""
        waited = perf_counter() - self.began
        whole = waited + self.letters * A_LETTER + self.taps * A_TAP
        return (
            f"{self.told()}, {self.letters} letters, {waited:.1f} s of waiting, {whole:.0f} s with typing and tapping"
        )

    def start_to_count(self) -> None:
        """Forget what was counted so far: what matters begins here."""
        self.taps = self.screens = self.letters = 0
        self.began = perf_counter()

    def look(self) -> None:
        """Check the page in light and dark: nothing for axe, nothing beside the screen, one heading, no fault."""
        if not self.looks:
            return
        began = perf_counter()
        self._look()
        self.began += perf_counter() - began  # looking is the test's, and takes nobody's time

    def _look(self) -> None:
        here = self.page.url.removeprefix(self.url)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            self.faults.append(f"{here}: runs {wide} px out of the screen")
        if (count := self.page.locator("h1").count()) != 1:
            self.faults.append(f"{here}: has {count} headings of the first level")
        self._hold(f"{here} (light)", violations(self.page))
        self.page.emulate_media(color_scheme="dark")
        self._hold(f"{here} (dark)", violations(self.page, *COLOURS))  # nothing else differs in the dark
        self.page.emulate_media(color_scheme="light")
        if PICTURES:
            self._keep_picture(here)

    def _hold(self, where: str, violated: list[dict[str, Any]]) -> None:
        for one in violated:
            self.faults.append(f"{where}: {one['id']}: {'; '.join(html[:120] for html in one['nodes'][:3])}")

    def _count(self) -> None:
        self.screens += 1

    def _keep_picture(self, here: str) -> None:
        name = re.sub(r"[^\w-]+", "_", here)[:60]
        width = (self.page.viewport_size or PHONE)["width"]
        path = Path(PICTURES) / f"{self.person.staff_number}-{width}" / f"{self.screens:03}{name}.png"
        self.page.screenshot(path=path, full_page=True)


def nothing_was_wrong(*walkers: Walker) -> None:
    """Hold that no look of these people has found a fault."""
    faults = [fault for walker in walkers for fault in walker.faults]
    assert not faults, "\n".join(faults)


def walker_of(browser: Browser, url: str, sign_ins: list[SignIn]) -> Callable[[str], Walker]:
    """Give a function that signs somebody in by staff number on a phone, in English."""

    def enter(staff_number: str) -> Walker:
        walker = phone_of(browser, url, next(one for one in sign_ins if one.staff_number == staff_number))
        walker.go("/sign-in?lang=en")
        walker.fill("Staff number", staff_number)
        walker.fill("Password", walker.person.password)
        walker.press("Sign in")
        return walker

    return enter


def phone_of(browser: Browser, url: str, person: SignIn) -> Walker:
    """Give somebody a phone of their own, on which nobody is signed in."""
    page = browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce").new_page()
    return Walker(page, url, person)
