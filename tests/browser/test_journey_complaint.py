"""A complaint: logged on a phone in three taps, told at the door by a customer, and followed behind its code."""

from collections.abc import Callable

from tests.browser.case_by_hand import in_days, option
from tests.browser.shop import Shop
from tests.browser.walking import Walker, nothing_was_wrong
from tests.installation import SignIn

NOBODY = SignIn("nobody", "customer", "", "", "en")
AT_THE_TILL = "The cashier counted aloud in front of everybody. I only want an apology."
AT_THE_DOOR = "I waited for twenty minutes, and then she said: learn to count first."
TO_THE_COLLEAGUE = "Asked both colleagues of the evening and read the till roll."
LATE_BECAUSE = "The colleague who was at the till is back on Monday."
ANSWER = "The second till was closed, and the words were said. We are sorry for both."
NOT_SETTLED = "Nobody has told me whether the bill was right."


def test_a_supervisor_logs_it_on_a_phone(shop: Callable[[], Shop]):
    here = shop()
    janis, asha = here.enter("janis"), here.enter("asha")
    janis.start_to_count()
    janis.press("Log a complaint")
    janis.fill("What was said", AT_THE_TILL)
    janis.press("Write it down")
    assert "Thank you. It is written down" in janis.words()
    assert AT_THE_TILL in janis.words()
    told, complaint = janis.told_in_seconds(), janis.page.url.removeprefix(janis.url)
    asha.go("/")
    assert "Complaint" not in asha.page.locator("main h1").inner_text()
    asha.go(complaint)
    assert "There is nothing here" in asha.words()
    print(f"\nLogging a complaint: {told}")
    assert janis.taps <= 2
    assert janis.screens <= 2
    nothing_was_wrong(janis, asha)


def test_a_customer_follows_it_to_the_answer(shop: Callable[[], Shop]):
    here = shop()
    customer, meera = here.phone(NOBODY), here.enter("meera")
    code = she_says_what_happened(customer)
    told = customer.told()
    complaint = hr_takes_it_on(meera, reference=customer.page.locator("h1").inner_text().split()[-1])
    it_is_assessed_and_asked_about(meera)
    it_will_be_late(meera)
    follow(customer, code)
    assert "We told you that it takes longer" in customer.words()
    assert TO_THE_COLLEAGUE not in customer.words()
    something_is_found(meera)
    the_letter_is_looked_at_and_sent(meera, complaint)
    she_reads_the_letter_and_is_not_content(customer, code)
    meera.go(complaint)
    assert NOT_SETTLED in meera.words()
    print(f"\nAt the public door: {told}; following it: {customer.told()}; the handler: {meera.told()}")
    assert customer.taps <= 8
    nothing_was_wrong(customer, meera)


def she_says_what_happened(customer: Walker) -> str:
    """Say it at the door and come to the page of the complaint; return the code."""
    customer.go("/complain?lang=en")
    customer.fill("What happened?", AT_THE_DOOR)
    customer.choose("Where was it?", "Banjara Hills")
    customer.press("Send it")
    assert "Keep the code" in customer.words()
    code = customer.page.get_by_label("Your code").input_value()
    customer.press("To the page of my complaint")
    assert "We have it" in customer.words()
    assert (customer.taps, customer.screens) == (2, 3)
    return code


def hr_takes_it_on(meera: Walker, reference: str) -> str:
    """Find it in the list and take it on; return the address of its page."""
    meera.go("/complaints")
    meera.press(reference)
    assert AT_THE_DOOR not in meera.words()
    meera.press("Take the complaint on")
    assert AT_THE_DOOR in meera.words()
    return meera.page.url.removeprefix(meera.url)


def it_is_assessed_and_asked_about(meera: Walker) -> None:
    meera.press("Assess it")
    meera.tap(option(meera, "severity", "2"))
    meera.tap(option(meera, "is_simple", "investigated"))
    meera.fill("Why", "Nobody was hurt; two people saw it.")
    meera.press("Keep the assessment")
    meera.press("Note a contact")
    meera.fill("What was said", TO_THE_COLLEAGUE)
    meera.press("Keep it in the log")
    assert TO_THE_COLLEAGUE in meera.words()


def it_will_be_late(meera: Walker) -> None:
    meera.press("We will be late")
    meera.fill("New day", in_days(meera, 45))
    meera.fill("Why, as the customer is told", LATE_BECAUSE)
    meera.press("Promise the new day")
    assert LATE_BECAUSE in meera.words()


def follow(customer: Walker, code: str) -> None:
    """Come back by the code alone, typed in small letters without its dashes."""
    customer.go("/c?lang=en")
    customer.fill("Your code", code.replace("-", "").lower())
    customer.press("Show me the news")
    assert customer.page.url.endswith(f"/c/{code}")


def something_is_found(meera: Walker) -> None:
    meera.press("Write down what was found")
    meera.tap(option(meera, "finding", "partly"))
    meera.fill("Reasons", "Two colleagues heard the words; nobody saw how long the queue was.")
    meera.press("Keep the finding")
    assert "Partly substantiated" in meera.words()


def the_letter_is_looked_at_and_sent(meera: Walker, complaint: str) -> None:
    meera.press("Letters to the customer")
    meera.press("Our answer")
    meera.page.locator("main [name=words]").fill(ANSWER)
    meera.tap(option(meera, "manner", "page"))
    meera.press("Look at the letter")
    assert "The letter as it would be sent" in meera.words()
    meera.press("Send this letter")
    assert ANSWER in meera.words()
    meera.go(complaint)
    assert "Answered" in meera.words()


def she_reads_the_letter_and_is_not_content(customer: Walker, code: str) -> None:
    follow(customer, code)
    assert "You have our answer" in customer.words()
    letter = customer.page.locator("section[aria-labelledby=letters] a")
    assert letter.count() == 1
    customer.press(letter.inner_text())
    assert ANSWER in customer.words()
    assert "substantiated" not in customer.words()
    customer.press("Back to the page of your complaint")
    customer.fill("What is not settled?", NOT_SETTLED)
    customer.press("It is not settled")
    assert "Somebody looks at it again." in customer.words()
