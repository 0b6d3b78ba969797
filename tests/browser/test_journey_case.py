"""The hour of truth: told and heard on the own page, a receipt refused before two, an appeal that another decides."""

from collections.abc import Callable

from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.browser import case_by_hand as by_hand
from tests.browser.case_by_hand import option
from tests.browser.shop import Shop
from tests.browser.walking import Walker, nothing_was_wrong
from tests.corrective_actions import stories as cases

COMPANION = "Lakshmi Devi"
NOT_SO = "నేను ఒక్కసారే చెప్పాను. The queue was long."
BESIDE_THE_NOTES = "I also said that the second till was closed."
NO_RECEIPT = "I do not confirm this. It was not so."
APPEAL = "The customer began it, and nobody asked my colleague."
HEARD = "She says that the customer insulted her first."
WHY_REDUCED = "Lakshmi heard the insult. The words were hers, and not hers alone."


def test_the_person_is_told_and_heard(shop: Callable[[], Shop]):
    here = shop()
    with here.inside():
        case_id = a_case_that_she_is_told_of()
    case, own_case = f"/cases/{case_id}", f"/my-file/cases/{case_id}"
    asha, dmitri = here.enter("asha"), here.enter("dmitri")
    asha.press("Open it")
    assert asha.page.url.endswith(own_case)
    by_hand.open_and_answer(asha, own_case, NOT_SO, COMPANION)
    by_hand.arrange(dmitri, case)
    by_hand.write_notes(dmitri, case)
    she_adds_to_the_notes(asha, own_case)
    dmitri.go(case)
    for words in (NOT_SO, COMPANION, BESIDE_THE_NOTES):
        assert words in dmitri.words()
    by_hand.answer_tests(dmitri, case)
    by_hand.propose(dmitri, case, "Meera")
    asha.go(own_case)
    assert "Written warning" not in asha.words()
    print(f"\nTold and heard: {asha.told()}; who decides {dmitri.told()}")
    assert asha.taps <= 8
    nothing_was_wrong(asha, dmitri)


def test_a_refused_receipt_an_appeal_and_a_reduced_step(shop: Callable[[], Shop]):
    here = shop()
    with here.inside():
        action_id = a_letter_laid_open()
    action = f"/actions/{action_id}"
    asha, dmitri = here.enter("asha"), here.enter("dmitri")
    she_opens_the_letter(asha, action)
    two_see_that_she_does_not_confirm_it(dmitri, action)
    she_appeals(asha, action)
    only_the_uninvolved_may_hear_it(dmitri, action)
    with here.inside():
        cases.arrange_appeal(action_id)
    nandini = here.enter("nandini")
    it_is_reduced(nandini, action)
    asha.go(action)
    for words in (NO_RECEIPT, APPEAL, WHY_REDUCED, "Reduced to: verbal warning"):
        assert words in asha.words()
    here.wait_for(lambda: "Letter with what came of the appeal" in reloaded(asha, action), asha)
    assert asha.page.get_by_role("link", name="Read the letter").count() == 1
    print(f"\nRefused and appealed: {asha.told()}; who serves {dmitri.told()}; who hears {nandini.told()}")
    assert asha.taps <= 5
    nothing_was_wrong(asha, dmitri, nandini)


def a_case_that_she_is_told_of() -> str:
    """Let Asha sign, and Meera look into a case about her and lay the notice open; return its id."""
    sign_below("asha")
    case_id = cases.open_case()
    cases.begin(case_id)
    note_id = cases.put_in(case_id)
    cases.tell(case_id, manner="portal", released=(note_id,))
    return case_id


def a_letter_laid_open() -> str:
    """Let Dmitri decide on a written warning that Meera approves, and lay it open; return the step's id."""
    action_id = cases.propose(cases.heard_case())
    cases.approve(action_id)
    cases.serve(action_id, manner="portal")
    return action_id


def she_adds_to_the_notes(asha: Walker, own_case: str) -> None:
    asha.go(own_case)
    assert by_hand.ANSWERED in asha.words()
    form = asha.form("Words about the notes")
    asha.page.locator(form).get_by_role("textbox").fill(BESIDE_THE_NOTES)
    asha.press("Add them", inside=form)
    assert BESIDE_THE_NOTES in asha.words()


def she_opens_the_letter(asha: Walker, action: str) -> None:
    asha.go("/")
    asha.tap(asha.page.locator(f"main a[href$='{action}']").first)
    asha.page.wait_for_url(f"**{action}")
    asha.look()
    assert "Opening it is no agreement." in asha.words()
    assert "Written warning" not in asha.words()
    asha.press("Open the letter")
    assert "Receipt, not agreement" in asha.words()


def two_see_that_she_does_not_confirm_it(dmitri: Walker, action: str) -> None:
    """Hand the one device round: the words of the person, and two who were there, each with the own password."""
    dmitri.go(action)
    dmitri.press("The employee does not confirm the receipt")
    assert "That is a right: nothing worse follows" in dmitri.words()
    dmitri.fill("What the employee says to it", NO_RECEIPT)
    for which, name in (("first", "janis"), ("second", "olga")):
        dmitri.fill(f"Staff number of the {which} witness", factories.PEOPLE[name].number)
        dmitri.fill(f"Own password of the {which} witness", factories.PASSWORD)
    dmitri.press("We two witnessed it")
    assert "Before Jānis Ozols and Olga Bondare." in dmitri.words()


def she_appeals(asha: Walker, action: str) -> None:
    asha.go(action)
    asha.press("Appeal against this step")
    assert "it is never made worse" in asha.words()
    asha.fill("Why you appeal", APPEAL)
    asha.page.get_by_label("I need no days to prepare").check()
    asha.press("Send the appeal")
    assert "Somebody who had no part in the matter will hear it." in asha.words()


def only_the_uninvolved_may_hear_it(dmitri: Walker, action: str) -> None:
    dmitri.go(action)
    dmitri.press("Name who hears the appeal, and when")
    offered = dmitri.page.get_by_label("Who hears it").inner_text()
    assert factories.PEOPLE["nandini"].name in offered
    for name in ("meera", "dmitri", "asha", "janis"):
        assert factories.PEOPLE[name].name not in offered


def it_is_reduced(nandini: Walker, action: str) -> None:
    nandini.go(action)
    nandini.press("Decide the appeal")
    assert APPEAL in nandini.words()
    nandini.fill("What the employee said", HEARD)
    nandini.tap(option(nandini, "outcome", "reduced"))
    nandini.choose("Reduced to", "verbal warning")
    nandini.fill("Live for how many months", "3")
    nandini.fill("Your reasons", WHY_REDUCED)
    nandini.password()
    nandini.press("Decide")
    assert WHY_REDUCED in nandini.words()


def reloaded(walker: Walker, path: str) -> str:
    """Return the words of a page as it stands now."""
    walker.page.goto(walker.url + path)
    return walker.words()
