"""HR chases the last five: reminded by mail and text, slips printed, a day of one's own, leave, and the list as CSV."""

import csv
import io
from collections.abc import Callable

import pytest

from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.browser.shop import Shop
from tests.browser.walking import PHONE, Walker, nothing_was_wrong

SIGNED = ("janis", "meera", "nandini", "dmitri", "inese")
LAST_FIVE = {name: factories.KNOWN[name] for name in ("asha", "lakshmi", "ravi", "stranger", "olga")}
NUMBERS = {person.number for person in LAST_FIVE.values()}
WITH_MAIL = ("asha", "ravi", "stranger")
DESK = {"width": 1280, "height": 900}
IN_DAYS = "days => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10)"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_last_five_are_reached(shop: Callable[[], Shop], size: dict[str, int]):
    here = shop()
    with here.inside():
        for name in SIGNED:
            sign_below(name)
    meera = here.enter("meera")
    meera.page.set_viewport_size(size)
    meera.go("/")
    assert "6 of 11 people have signed edition 1" in meera.words()  # with Milda, who has left
    meera.press("See who")
    if size == PHONE:
        meera.tap(meera.page.get_by_role("search").locator("summary"))
    meera.choose("State", "Not opened")
    meera.press("Show")
    assert "5 people" in meera.words()
    remind_by_mail(meera, here)
    share_a_text(meera)
    print_slips(meera)
    give_a_day_of_his_own(meera)
    excuse_for_leave(meera)
    meera.go("/team")
    assert take_csv(meera) == NUMBERS
    meera.go("/team?state=not_opened")
    assert take_csv(meera) == NUMBERS - {LAST_FIVE["stranger"].number}
    print(f"\nThe last five at {size['width']} px: {meera.told()}")
    assert meera.taps <= 32
    assert meera.screens <= 24
    nothing_was_wrong(meera)


def pick(meera: Walker, *names: str) -> None:
    """Check the boxes beside these people."""
    for name in names:
        meera.tap(meera.page.locator("tr", has_text=LAST_FIVE[name].number).locator("label.tap"))


def remind_by_mail(meera: Walker, here: Shop) -> None:
    pick(meera, *LAST_FIVE)
    assert "Chosen: 5" in meera.page.locator(".bottom-bar").inner_text()
    meera.press("Remind by mail")
    assert "A reminder goes to 3 people." in meera.words()
    for name in WITH_MAIL:
        here.wait_for(lambda name=name: len(here.mails_to(name)) == 2, meera)  # the invitation and the reminder
    assert any("A reminder: the service handbook, edition 1, waits for you" in mail for mail in here.mails_to("ravi"))


def share_a_text(meera: Walker) -> None:
    pick(meera, "lakshmi", "olga")
    meera.press("Other ways")
    meera.press("Send a text")
    links = [link.get_attribute("href") or "" for link in meera.page.locator("main .buttons a").all()]
    assert sum(link.startswith("sms:?&body=") for link in links) == 2
    assert sum(link.startswith("https://wa.me/?text=") for link in links) == 2
    meera.press("I sent it to 2 people")
    assert "Written down for 2 people." in meera.words()


def print_slips(meera: Walker) -> None:
    pick(meera, "lakshmi", "olga")
    meera.press("Print slips")
    assert meera.page.locator(".ask-slip").count() == 2
    assert meera.page.locator(".ask-slip[lang=te]").count() == 1
    meera.press("I handed them out")
    assert "Written down for 2 people." in meera.words()


def give_a_day_of_his_own(meera: Walker) -> None:
    pick(meera, "ravi")
    meera.press("Other ways")
    meera.press("Another last day")
    meera.fill("Last day to sign", meera.page.evaluate(IN_DAYS, 30))
    meera.fill("Why", "He is at the fair in Delhi until then.")
    meera.press("Write it down")
    assert "own day" in meera.page.locator("tr", has_text=LAST_FIVE["ravi"].number).inner_text()


def excuse_for_leave(meera: Walker) -> None:
    pick(meera, "stranger")
    meera.press("Other ways")
    meera.press("On leave")
    meera.fill("On leave until", meera.page.evaluate(IN_DAYS, 20))
    meera.press("Write it down")
    meera.go("/team?state=on_leave")
    assert LAST_FIVE["stranger"].name in meera.words()


def take_csv(meera: Walker) -> set[str]:
    """Take the list away and return the staff numbers in it."""
    with meera.page.expect_download() as download:
        meera.tap(meera.page.get_by_role("link", name="Who has not signed, as CSV"))
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    return {row[0].strip("=\"'") for row in rows[1:]}
