"""A tablet that many share: own PIN, own signature, and nobody stays signed in on it."""

from collections.abc import Callable

from tests.browser.shop import Shop
from tests.browser.signing_by_hand import read_and_sign
from tests.browser.walking import Walker, nothing_was_wrong

PIN = "739164"
LAST_WORDS = "You are signed out in 20 seconds"


def test_she_signs_with_her_own_pin(shop: Callable[[], Shop]):
    here = shop()
    asha = here.enter("asha")
    choose_a_pin(asha)
    tablet = here.enter("meera")
    make_it_a_shared_device(tablet)

    tablet.person = asha.person
    before = tablet.taps
    sign_in_by_pin(tablet)
    read_and_sign(tablet, secret=PIN)
    assert "PIN" in tablet.page.locator("dt:text-is('Proven by') + dd").inner_text()
    assert not tablet.page.get_by_role("button", name="Print this receipt").count()
    assert tablet.page.locator("main").get_by_role("button", name="Sign out").is_visible()
    it_signs_out_by_itself(tablet)
    print(f"\nAt the shared tablet: {tablet.taps - before} taps")
    assert tablet.taps - before <= 12

    elsewhere = here.phone(asha.person)
    the_pin_opens_nothing(elsewhere)
    nothing_was_wrong(asha, tablet, elsewhere)


def choose_a_pin(asha: Walker) -> None:
    asha.go("/account")
    asha.press("Choose a PIN")
    asha.fill("Your password", asha.person.password)
    asha.fill("PIN for shared tablets", PIN)
    asha.press("This is my PIN")
    assert "Change my PIN" in asha.words()


def make_it_a_shared_device(tablet: Walker) -> None:
    tablet.go("/people")
    tablet.press("Shared devices")
    tablet.fill("Name of the device", "Tablet at the till")
    tablet.choose("Where it stands", "Banjara Hills")
    tablet.press("Make this a shared device")
    assert "/kiosk" in tablet.page.url
    assert "Tablet at the till" in tablet.words()


def sign_in_by_pin(tablet: Walker) -> None:
    tablet.page.clock.install()
    tablet.go("/kiosk?lang=en")
    tablet.fill("Staff number", tablet.person.staff_number)
    tablet.fill("PIN or password", PIN)
    tablet.press("Sign in")
    assert "Read and sign the handbook" in tablet.words()


def it_signs_out_by_itself(tablet: Walker) -> None:
    page = tablet.page
    page.mouse.move(20, 20)
    page.clock.fast_forward("01:45")
    page.get_by_text(LAST_WORDS).wait_for()
    tablet.look()
    page.mouse.move(40, 40)
    page.get_by_text(LAST_WORDS).wait_for(state="detached")
    with page.expect_navigation(url="**/kiosk*"):
        page.clock.fast_forward("02:01")
    tablet.look()
    tablet.go("/my-file")
    assert "Who is here?" in tablet.words()


def the_pin_opens_nothing(elsewhere: Walker) -> None:
    elsewhere.go("/sign-in?lang=en")
    elsewhere.fill("Staff number", elsewhere.person.staff_number)
    elsewhere.fill("Password", PIN)
    elsewhere.press("Sign in")
    assert "Who is here?" in elsewhere.words()
    assert "/sign-in" in elsewhere.page.url
    elsewhere.go("/kiosk")
    assert "This browser is not a shared device." in elsewhere.words()
