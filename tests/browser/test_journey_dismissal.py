"""The whole ladder: a second and a third step, a dismissal that an appeal reduces, and the pack that tells of it."""

import subprocess
from collections.abc import Callable

from handbook.core.transaction import transaction
from handbook.corrective_actions.cases.operations import give_part
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.ladders.ladder import Step
from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.browser import case_by_hand as by_hand
from tests.browser.case_by_hand import option
from tests.browser.shop import Shop
from tests.browser.walking import Walker, nothing_was_wrong
from tests.corrective_actions import stories as cases

STATEMENT = "I was alone at two tills, again."
APPEAL = "The training of the letter before was never held."
HEARD = "She says that she asked for the training twice."
WHY_REDUCED = "We had offered a training, and we did not hold it."
# The stations of the case of the dismissal {case} with the letter {letter}, as its pack tells them.
STORY = (
    "The person signed it",
    "The incident, as it was told",
    "Case {case} opened",
    "Told in writing what is alleged",
    "The hearing was arranged",
    "The person was heard",
    "The seven tests of just cause were answered",
    "Dismissal {letter} proposed",
    "{letter} approved · Meera Nair",
    "{letter} approved · नंदिनी राव",
    "Letter {letter} served",
    "Appeal lodged against {letter}",
    "Appeal: Viktors Balodis hears it",
    "Appeal allowed in part: the step is reduced",
    "Ended with a decision",
)


def test_from_a_second_step_to_a_dismissal_that_is_reduced(shop: Callable[[], Shop]):
    here = shop()
    with here.inside():
        sign_below("asha")
        first = cases.head(cases.served(step=Step.VERBAL)).reference
    asha, dmitri, meera, nandini = (here.enter(name) for name in ("asha", "dmitri", "meera", "nandini"))
    second = decided(here, dmitri, Step.WRITTEN, first, meera)
    by_hand.serve(dmitri, second)
    she_opens_and_answers(asha, second)
    dmitri.looks = meera.looks = False  # at the same pages as before
    third = decided(here, dmitri, Step.FINAL, reference_on(asha), meera)
    by_hand.serve(dmitri, third, "in person")
    dmitri.looks = meera.looks = True
    last = decided(here, dmitri, Step.DISMISSAL, reference_on(dmitri), meera, nandini)
    by_hand.serve(dmitri, last, "in person")
    letter, case = reference_on(dmitri), dmitri.page.locator("a[href*='/cases/']").first
    case_id = str(case.get_attribute("href")).rpartition("/")[2]
    she_has_left_and_appeals(asha, last)
    somebody_from_outside_hears_it(here, dmitri, case_id, last)
    viktor = here.enter("viktor")
    it_is_reduced(viktor, last)
    asha.go(last)
    for words in (APPEAL, WHY_REDUCED, "Reduced to: final written warning"):
        assert words in asha.words()
    the_pack_tells_it_in_order(here, dmitri, case_id, letter)
    walkers = (asha, dmitri, meera, nandini, viktor)
    print(f"\nThe second step to the reduced dismissal: {'; '.join(one.told() for one in walkers)}")
    assert asha.taps <= 6
    nothing_was_wrong(*walkers)


def decided(here: Shop, dmitri: Walker, step: Step, before: str, *approvers: Walker) -> str:
    """Let a new case come as far as the hearing, and the step that the ladder recommends be proposed and approved."""
    with here.inside():
        case = f"/cases/{cases.heard_case(step=Step.VERBAL)}"
    by_hand.answer_tests(dmitri, case, step)
    if step is Step.DISMISSAL:
        by_hand.find_no_bar(dmitri, case)
    action = by_hand.propose(dmitri, case, *(approver.person.name for approver in approvers), step=step, why_another="")
    assert before in dmitri.words()  # the step before, on which the recommendation rests
    for approver in approvers:
        by_hand.approve(approver, action)
    return action


def reference_on(walker: Walker) -> str:
    """Return the reference of the step whose page somebody looks at."""
    return walker.page.locator("h1").inner_text().split()[-1]


def she_opens_and_answers(asha: Walker, action: str) -> None:
    asha.go(action)
    asha.press("Open the letter")
    asha.fill("Your statement", STATEMENT, inside=f"{asha.form('Your statement')} >> nth=0")
    asha.press("Keep it with the letter")
    assert STATEMENT in asha.words()


def she_has_left_and_appeals(asha: Walker, action: str) -> None:
    """What she can do at work has ended; her file, the letter and an appeal stay open to her."""
    asha.page.goto(f"{asha.url}/complaints/new")
    assert "Write it down" not in asha.words()
    asha.go("/my-file")
    assert STATEMENT in asha.words()
    asha.go(action)
    assert "Dismissal" in asha.words()
    asha.press("Appeal against this step")
    asha.fill("Why you appeal", APPEAL)
    asha.page.get_by_label("I need no days to prepare").check()
    asha.press("Send the appeal")
    assert "Somebody who had no part in the matter will hear it." in asha.words()


def somebody_from_outside_hears_it(here: Shop, dmitri: Walker, case_id: str, action: str) -> None:
    """Everybody here had a part in it: the page says so until somebody from outside is invited."""
    dmitri.go(f"{action}/appeal/hearing")
    assert "invites somebody from outside" in dmitri.words()
    with here.inside():
        with transaction():
            give_part(factories.actor("meera"), case_id, factories.person_id("viktor"), Part.HEARER)
        cases.arrange_appeal(action.rpartition("/")[2], "viktor")


def it_is_reduced(viktor: Walker, action: str) -> None:
    viktor.go(action)
    viktor.press("Decide the appeal")
    assert APPEAL in viktor.words()
    viktor.fill("What the employee said", HEARD)
    viktor.tap(option(viktor, "outcome", "reduced"))
    viktor.choose("Reduced to", "final written warning")
    viktor.fill("Live for how many months", "12")
    viktor.fill("Your reasons", WHY_REDUCED)
    viktor.password()
    viktor.press("Decide")
    assert WHY_REDUCED in viktor.words()


def the_pack_tells_it_in_order(here: Shop, dmitri: Walker, case_id: str, letter: str) -> None:
    """Print the pack and read its chronology: one station behind the other."""
    dmitri.go(f"/cases/{case_id}/hearing-pack")
    names = {"case": dmitri.page.locator("h1").inner_text().split()[-1], "letter": letter}
    dmitri.press("Print the case as it stands")
    link = dmitri.page.locator("main a[href$='.pdf']")
    here.wait_for(lambda: dmitri.page.reload() is not None and link.count() == 1, dmitri)
    data = dmitri.page.request.get(dmitri.url + str(link.get_attribute("href"))).body()
    run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True)
    words = " ".join(run.stdout.decode().split())
    story = words.rpartition("What happened, in its order")[2].partition("Who has which part")[0]
    at = 0
    for station in STORY:
        at = story.find(station.format(**names), at)
        assert at >= 0, (station, story)
