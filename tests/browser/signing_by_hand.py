"""How somebody reads, answers, draws and signs on the pages, tap by tap."""

from playwright.sync_api import Page

from tests.acknowledgements.signing import RIGHT
from tests.browser.walking import Walker

SECRET = "Your own password (or PIN on a shared tablet)"
ELECTRONIC = "On this screen, with my own password"


def read_and_sign(walker: Walker, *, edition: int = 1, drawn: bool = False, secret: str = "") -> str:
    """Go from the start page to the receipt; return the code of the receipt."""
    walker.press("Read and sign")
    read(walker)
    agree(walker)
    answer(walker)
    return sign(walker, edition=edition, drawn=drawn, secret=secret)


def read(walker: Walker) -> int:
    """Read on from the signing page until nothing is unread; return how many sections that were."""
    assert "unread" in walker.words()
    walker.press("Read on")
    sections = 0
    while "/sign" not in walker.page.url:
        with walker.page.expect_navigation():
            walker.tap(walker.page.locator(".bottom-bar button.btn-primary"))
        sections += 1
        walker.look()
    return sections


def agree(walker: Walker) -> None:
    """Choose the screen, where the page asks."""
    if "/sign/how" in walker.page.url:
        walker.tap(walker.page.get_by_label(ELECTRONIC))
        walker.press("Go on")


def answer(walker: Walker) -> int:
    """Answer the check questions right; return how many there were."""
    if "/sign/questions" not in walker.page.url:
        return 0
    right = [one for one in walker.page.locator("label.choice").all() if one.inner_text().strip() in RIGHT]
    for choice in right:
        walker.tap(choice)
    walker.press("Check my answers" if len(right) > 1 else "Check my answer")
    return len(right)


def sign(walker: Walker, *, edition: int = 1, drawn: bool = False, secret: str = "") -> str:
    """Prove who it is, sign, and return the code of the receipt."""
    if drawn:
        draw(walker.page)
    walker.fill(SECRET, secret or walker.person.password)
    walker.press(f"I sign edition {edition}")
    assert f"You signed edition {edition}" in walker.words()
    return walker.page.locator("dt:text-is('Receipt') + dd").inner_text().strip()


def draw(page: Page) -> None:
    """Draw one wave across the pad."""
    pad = page.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    x, y, width, height = box["x"], box["y"], box["width"], box["height"]
    page.mouse.move(x + 0.1 * width, y + height / 2)
    page.mouse.down()
    for part in range(1, 9):
        page.mouse.move(x + (0.1 + part / 10) * width, y + height * (0.3 if part % 2 else 0.7))
    page.mouse.up()
