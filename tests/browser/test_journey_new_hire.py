"""A new hire without e-mail: from the slip to the receipt on a phone, and how long the reading takes."""

from collections.abc import Callable

from tests import factories
from tests.browser.shop import Shop
from tests.browser.signing_by_hand import agree, answer, read, sign
from tests.browser.walking import Walker, nothing_was_wrong
from tests.installation import SignIn

SAROJA = SignIn("employee", "000777", "terrace-monsoon-lantern", "సరోజ నాయుడు", "te")


def test_from_the_slip_to_the_receipt(shop: Callable[[], Shop]):
    here = shop()
    meera = here.enter("meera")
    code = add_and_print_a_slip(meera)
    saroja = here.phone(SAROJA)
    choose_a_password(saroja, code)
    saroja.press("Read and sign")
    assert read(saroja) == 2
    agree(saroja)
    assert answer(saroja) == 2
    sign(saroja, drawn=True)
    assert saroja.page.locator("svg.drawn path").count() == 1
    assert "another person had handed out a way into this account" in saroja.words()
    print(f"\nA new hire: {saroja.told()}; HR {meera.told()}")
    assert saroja.taps <= 14
    assert saroja.screens <= 13
    nothing_was_wrong(saroja, meera)


def add_and_print_a_slip(meera: Walker) -> str:
    meera.go("/people")
    meera.press("Add a person")
    meera.fill("Staff number", SAROJA.staff_number)
    meera.fill("Name", SAROJA.name)
    meera.fill("Name in Latin letters", "Saroja Naidu")
    meera.choose("Language", "తెలుగు")
    meera.fill("From which day", meera.page.evaluate("new Date(Date.now() - 864e5).toISOString().slice(0, 10)"))
    meera.choose("Location", "Banjara Hills")
    meera.fill("Job", "cashier")
    meera.choose("Profile", "at the counter")
    meera.fill("Staff number of the supervisor", factories.KNOWN["janis"].number)
    meera.press("Add this person")
    assert SAROJA.name in meera.words()
    meera.press("Hand out a way to sign in")
    assert "There is no mail address on file" in meera.words()
    meera.press("Print a slip")
    assert "it is shown this once" in meera.words()
    return meera.page.locator(".slip-code").inner_text()


def choose_a_password(saroja: Walker, code: str) -> None:
    saroja.go("/sign-in?lang=en")
    saroja.press("I have a slip with a code")
    saroja.fill("Staff number", SAROJA.staff_number)
    saroja.fill("Code of the slip", code.lower())
    saroja.press("Go on")
    saroja.fill("New password", SAROJA.password)
    saroja.press("This is my password")
    assert "Read and sign the handbook" in saroja.words()
