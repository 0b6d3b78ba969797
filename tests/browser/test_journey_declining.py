"""A person who declines: it is taken kindly, the supervisor sees that and not why, and signing stays open."""

from collections.abc import Callable

from tests import factories
from tests.browser.shop import Shop
from tests.browser.signing_by_hand import SECRET, agree, answer, read, sign
from tests.browser.walking import Walker, nothing_was_wrong

REASON = "I do not wish to promise rule 14 before somebody has explained it to me."
LAKSHMI = factories.KNOWN["lakshmi"].name


def test_she_declines_and_signs_later(shop: Callable[[], Shop]):
    here = shop()
    lakshmi, janis = here.enter("lakshmi"), here.enter("janis")
    she_opens_and_declines(lakshmi)
    taps = lakshmi.taps
    the_board_says_so_without_the_reason(janis)
    lakshmi.go("/")
    assert "you declined to sign the handbook" in lakshmi.words()
    lakshmi.press("Read and sign after all")
    assert read(lakshmi) == 1
    agree(lakshmi)
    assert answer(lakshmi) == 2
    sign(lakshmi)
    janis.go("/team?state=signed")
    assert LAKSHMI in janis.words()
    print(f"\nDeclining: {taps} taps; with signing after all {lakshmi.told()}; supervisor {janis.told()}")
    assert taps <= 6  # with that of the sign-in
    assert lakshmi.taps <= 15
    assert lakshmi.screens <= 16
    nothing_was_wrong(lakshmi, janis)


def she_opens_and_declines(lakshmi: Walker) -> None:
    lakshmi.press("Read and sign")
    lakshmi.press("Read on")
    lakshmi.press("Next rule")
    lakshmi.go("/sign")
    lakshmi.press("I decline to sign")
    for words in ("What happens then", "It is not held against you.", "You can sign later, on any day."):
        assert words in lakshmi.words()
    lakshmi.fill("Why you decline", REASON)
    lakshmi.fill(SECRET, lakshmi.person.password)
    lakshmi.press("I decline to sign")
    for words in ("You declined to sign", "It is not held against you.", REASON, "Read and sign after all"):
        assert words in lakshmi.words()


def the_board_says_so_without_the_reason(janis: Walker) -> None:
    janis.go("/team")
    row = janis.page.locator("tr", has_text=LAKSHMI)
    assert "declined" in row.inner_text()
    assert REASON not in janis.page.content()
    janis.press(LAKSHMI)
    assert "declined" in janis.words()
    assert REASON not in janis.page.content()
