"""HR changes one sentence and a comma; another person confirms the comma; those concerned sign just the sentence."""

from collections.abc import Callable

from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.browser.shop import Shop
from tests.browser.signing_by_hand import read, sign
from tests.browser.walking import Walker, nothing_was_wrong
from tests.publishing import stories as story


def test_a_sentence_and_a_comma(shop: Callable[[], Shop]):
    here = shop()
    with here.inside():
        story.place_on_the_telephone("lakshmi")
        story.publish_for_the_telephone()
        for name in factories.PEOPLE:
            sign_below(name)
    meera, nandini = here.enter("meera"), here.enter("nandini")
    change(meera, "Phone manners", "Say hello.", "Say hello and your name.")
    change(meera, "Greet every customer", *story.COMMA)
    call_editorial(meera, "Greet every customer")
    confirm(nandini)
    publish(meera)
    asha, lakshmi = here.enter("asha"), here.enter("lakshmi")
    assert "nothing needs you today" in asha.words()
    assert lakshmi.page.get_by_role("link", name="Read and sign").count() == 1
    sees_just_the_sentence(lakshmi)
    assert "nothing needs you today" in start_of(lakshmi)
    print(f"\nHR {meera.told()}; who confirms {nandini.told()}; who signs {lakshmi.told()}")
    nothing_was_wrong(meera, nandini, asha, lakshmi)


def change(meera: Walker, title: str, before: str, after: str) -> None:
    """Exchange words of one rule in the editor."""
    meera.go("/handbook/draft")
    meera.press(title)
    text = meera.page.get_by_role("textbox", name="The text")
    words = text.input_value()
    assert words.count(before) == 1
    text.fill(words.replace(before, after))
    meera.press("Save")
    assert "Saved." in meera.words()
    assert meera.page.locator("ins").count() >= 1


def call_editorial(meera: Walker, title: str) -> None:
    """Say that only the wording of a rule changed; then publishing waits for another person."""
    meera.go("/handbook/draft/publish")
    form = meera.form(f"Kind of change: {title}")
    meera.tap(meera.page.locator(form).get_by_text("Same meaning, other words."))
    meera.press("Keep this", inside=form)
    assert "Waits for another person" in meera.words()
    assert "Another person must confirm 1 editorial change first" in meera.words()
    assert meera.page.get_by_role("button", name="Publish edition 3").is_disabled()


def confirm(nandini: Walker) -> None:
    """Look at the comma, and confirm it with the own password."""
    nandini.go("/handbook/draft/confirm")
    nandini.press("Look at what differs")
    assert [one.rstrip()[-1] for one in nandini.page.locator(".difference ins").all_inner_texts()] == [","]
    nandini.fill("Your own password", nandini.person.password, inside=nandini.form("Confirm"))
    nandini.press("Confirm: only the wording")


def publish(meera: Walker) -> None:
    """See who will be asked before the button, publish, and wait for the work to be done."""
    meera.go("/handbook/draft/publish")
    assert "Confirmed by" in meera.words()
    assert "1 of 10 people" in meera.words()
    meera.fill("Why it changed", "Say your name on the telephone.", inside=meera.form("Publish"))
    meera.fill("Your own password", meera.person.password, inside=meera.form("Publish"))
    meera.press("Publish edition 3")
    meera.page.get_by_role("link", name="See what came of it").click(timeout=120_000)
    meera.look()
    assert "Edition 3 is published." in meera.words()


def sees_just_the_sentence(lakshmi: Walker) -> None:
    """Read one section and no other, and sign."""
    lakshmi.press("Read and sign")
    assert "1 thing changed since you signed" in lakshmi.words()
    changed = lakshmi.page.locator("section[aria-labelledby=delta] > ol .difference ins").all_text_contents()
    assert any("and your name" in one for one in changed)
    assert not any(one.rstrip().endswith(",") for one in changed)
    assert read(lakshmi) == 1
    lakshmi.tap(lakshmi.page.locator("label.choice", has_text="Look up and greet"))
    lakshmi.press("Check my answer")
    sign(lakshmi, edition=3)


def start_of(walker: Walker) -> str:
    """Return the words of somebody's start page."""
    walker.go("/")
    return walker.words()
