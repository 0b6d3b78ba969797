"""A dispute to its end: this was not me, somebody uninvolved sets it aside, and the person signs herself."""

from collections.abc import Callable

from handbook.company.queries import locations
from handbook.complaints import operations as complaints
from handbook.complaints.operations import ComplaintDraft
from handbook.core import clock
from handbook.core.db import new_id
from handbook.core.transaction import end_read, transaction
from tests import factories
from tests.browser.shop import Shop
from tests.browser.signing_by_hand import read_and_sign
from tests.browser.walking import Walker, nothing_was_wrong
from tests.installation import SignIn

SAID = "I was on the terrace the whole evening. My supervisor knew my password."
FOUND = "The plan of that evening shows that she was on the terrace; three people signed on one device."
NOBODY = SignIn("nobody", "stranger", "", "", "en")
YES, NO, IN_DOUBT = "Yes, signed.", "Not notified.", "A signature is disputed and does not count while it is examined."


def test_from_the_receipt_to_the_new_signature(shop: Callable[[], Shop]):
    here = shop()
    asha = here.enter("asha")
    receipt = read_and_sign(asha)
    with here.inside():
        complaint = a_complaint_about_asha()
    meera = here.enter("meera")
    meera.go(complaint)
    assert YES in meera.words()

    stranger = here.phone(NOBODY)
    she_says_so_without_signing_in(stranger, receipt)
    meera.go(complaint)
    assert YES not in meera.words()
    assert NO in meera.words()
    assert IN_DOUBT in meera.words()
    here.wait_for(lambda: any("disputed" in mail for mail in here.mails_to("nandini")), meera)
    assert not any("disputed" in mail for mail in here.mails_to("janis"))

    nandini = here.enter("nandini")
    it_is_set_aside(nandini)
    meera.go(complaint)
    assert NO in meera.words()
    assert "A signature was set aside and does not count." in meera.words()

    before = asha.taps
    asha.go("/")
    assert "Please sign again: your earlier signature was set aside" in asha.words()
    assert read_and_sign(asha) != receipt
    stranger.go(f"/r/{receipt}?lang=en")
    assert "This signature was set aside. It does not count." in stranger.words()
    print(
        f"\nA dispute: saying so {stranger.told()}; examining {nandini.told()}; signing again {asha.taps - before} taps"
    )
    assert stranger.taps <= 2
    assert nandini.taps <= 5
    nothing_was_wrong(asha, meera, stranger, nandini)


def a_complaint_about_asha() -> str:
    """Let a complaint name Asha and a rule, just now; return the address of its page."""
    janis, meera = factories.actor("janis"), factories.actor("meera")
    place = next(each.id for each in locations() if each.name == "Banjara Hills")
    draft = ComplaintDraft(
        idempotency_key=new_id(),
        words="She shouted at me at the till.",
        location_id=place,
        place="till 2",
        happened_at=clock.now(),
        customer_name="",
        customer_contact="",
    )
    asha = factories.person_id("asha")
    end_read()
    with transaction():
        complaint = complaints.file_complaint(janis, draft)
    with transaction():
        complaints.take_on(meera, complaint, 1)
    with transaction():
        complaints.name_person(meera, complaint, asha, 2)
    with transaction():
        complaints.name_rule(meera, complaint, "never-argue", asha, 3)
    return f"/complaints/{complaint}"


def she_says_so_without_signing_in(stranger: Walker, receipt: str) -> None:
    stranger.go(f"/r/{receipt}?lang=en")
    assert "Asha" not in stranger.page.content()
    stranger.fill("What happened", SAID)
    stranger.fill("How to reach you", "+91 40 5555 0100")
    stranger.press("This was not me")
    assert "Thank you. What you wrote goes only to people who are not involved." in stranger.words()
    assert "It is being examined, and the signature does not count meanwhile." in stranger.words()


def it_is_set_aside(nandini: Walker) -> None:
    assert "A signature is disputed" in nandini.words()
    nandini.press("Look at the facts")
    nandini.press("Asha Reddy")
    assert SAID in nandini.words()
    nandini.tap(nandini.page.locator("input[name=finding][value='set aside']"))
    nandini.fill("Reasons", FOUND)
    nandini.fill("Your own password", nandini.person.password)
    nandini.fill("Staff number of the second examiner", factories.PEOPLE["meera"].number)
    nandini.fill("Own password of the second examiner", factories.PASSWORD)
    nandini.press("Decide")
    assert "The signature is set aside" in nandini.words()
