"""The system's Chromium, headless, and a live installation with the demo company for it to look at."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.shop import Shop, found_shop
from tests.installation import Installation, SignIn, copy, installation, load_demo

# A busy machine is slow; a page that never comes is told from one that comes late.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the system's Chromium, or Playwright's own; --no-sandbox lets it run as root in a container."""
    names = ("chromium", "chromium-browser", "google-chrome")
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    return {"executable_path": next(filter(None, map(shutil.which, names)), None), "args": ["--no-sandbox", *quiet]}


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    """Playwright's own fixture again: here a context is a browser's, elsewhere in the tests it is Flask's."""
    return new_context()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[SignIn]]:
    """A data folder with the demo company, and its sign-ins. Take a copy before anything runs on it."""
    folder = tmp_path_factory.mktemp("demo")
    return folder, load_demo(folder)


@pytest.fixture
def live(demo: tuple[Path, list[SignIn]], tmp_path: Path) -> Iterator[Installation]:
    """The demo company, served by real processes on a copy of its own."""
    with installation(copy(demo[0], tmp_path / "data")) as here:
        here.start("web")
        here.start("worker")
        yield here


@pytest.fixture
def enter(live: Installation, demo: tuple[Path, list[SignIn]], page: Page) -> Callable[[str], Page]:
    """Sign the first person of a role in through the door: `enter("employee")`."""

    def sign_in(role: str) -> Page:
        person = next(one for one in demo[1] if one.role == role)
        page.goto(f"{live.url}/sign-in")
        page.get_by_label("Staff number").fill(person.staff_number)
        page.get_by_label("Password", exact=True).fill(person.password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    return sign_in


@pytest.fixture(scope="session")
def small_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a small shop and a short handbook. Take a copy before anything runs on it."""
    folder = tmp_path_factory.mktemp("shop")
    found_shop(folder)
    return folder


@pytest.fixture
def shop(small_shop: Path, tmp_path: Path, browser: Browser) -> Iterator[Callable[[], Shop]]:
    """Give a function that opens the shop: a copy of its own, served by real processes."""
    with installation(copy(small_shop, tmp_path / "data")) as here:

        def open_it() -> Shop:
            here.start("web")
            here.start("worker")
            return Shop(here, browser)

        yield open_it
