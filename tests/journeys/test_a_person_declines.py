"""A person asks, is answered, declines all the same, and signs on a later day: over HTTP, with what others see."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.acknowledgements.notice import DECLINED, SIGNED, notice_of
from handbook.core import clock, jobs
from tests import factories
from tests.acknowledgements.signing import SIGN, read_everything
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
QUESTION = "May I sit down when there is no customer?"
REASON = "I want to speak with my union first."


def test_from_the_question_to_the_signature(app: Flask, client_of: SignIn):
    asha, janis, meera = client_of("asha"), client_of("janis"), client_of("meera")
    asha_asks(asha)
    the_supervisor_never_reads_it(app, janis)
    meera_answers(app, meera)
    asha_reads_the_answer_and_declines(asha)
    the_rule_is_known_all_the_same(app, DECLINED)
    janis.get(page_of(app, "asha"))
    assert "Was shown the handbook and declined to sign" in janis.words()
    assert REASON not in janis.page.text
    meera.get(page_of(app, "asha"))
    assert REASON in meera.page.text
    asha_signs_after_all(asha)
    the_rule_is_known_all_the_same(app, SIGNED)
    it_all_stands_in_the_own_file(asha)


def asha_asks(asha: Visitor) -> None:
    asha.get("/sign?lang=en")
    asha.get(asha.link("I have a question first"))
    assert "Your deadline waits: you have seven days from the answer." in asha.words()
    asha.submit("/sign/question", expect=400, words="  ")
    assert "Your question: write what you want to know." in asha.words()
    asha.submit("/sign/question", words=QUESTION)
    assert QUESTION in asha.words()
    assert "Waits for an answer" in asha.words()


def the_supervisor_never_reads_it(app: Flask, janis: Visitor) -> None:
    assert janis.get("/questions").status_code == 403
    janis.get(page_of(app, "asha"))
    assert janis.page.status_code == 200
    assert "question" not in janis.words().casefold()


def meera_answers(app: Flask, meera: Visitor) -> None:
    meera.get("/")
    assert "1 question waits for an answer" in meera.words()
    meera.get("/questions")
    meera.get(meera.link(QUESTION))
    meera.submit("", words="Yes, whenever no customer is near.")
    assert "No question waits for an answer" in meera.words()
    with app.app_context():
        jobs.work_off()


def asha_reads_the_answer_and_declines(asha: Visitor) -> None:
    asha.get("/")
    assert "Your question was answered" in asha.words()
    asha.get(asha.link("Read the answer"))
    assert "Yes, whenever no customer is near." in asha.words()
    asha.get("/sign/decline?lang=en")
    assert "You have not opened the handbook yet." in asha.words()
    asha.get("/handbook/1/en/greet-every-customer")
    asha.submit("/handbook/read")
    asha.get("/sign/decline?lang=en")
    for words in ("shown to you", "The rules are the same", "not held against you", "sign later, on any day"):
        assert words in asha.words()
    asha.submit("/sign/decline", expect=400, words=REASON, password="not-my-password")
    assert "Nothing was written down." in asha.words()
    assert REASON in asha.page.text
    asha.submit("/sign/decline", words=REASON, password=factories.PASSWORD)
    assert "It is written down. It is not held against you." in asha.words()
    assert REASON in asha.words()
    asha.get("/")
    assert "Your question was answered" not in asha.words()


def asha_signs_after_all(asha: Visitor) -> None:
    asha.get("/sign/decline?lang=en")
    asha.get(asha.link("Read and sign after all"))
    read_everything(asha)
    asha.submit(SIGN, typed_name="Asha Reddy", password=factories.PASSWORD)
    assert "/sign/receipt/" in asha.page.request.path
    asha.get("/sign/decline")
    assert "/sign/receipt/" in asha.page.request.path


def it_all_stands_in_the_own_file(asha: Visitor) -> None:
    asha.get("/my-file?lang=en")
    for words in (
        "Asked a question before signing, edition 1",
        "The question was answered",
        "Was shown the handbook and declined to sign, edition 1",
        "Signed the handbook, edition 1",
    ):
        assert words in asha.words(), words


def the_rule_is_known_all_the_same(app: Flask, answer: str) -> None:
    with app.app_context():
        assert notice_of("never-argue", factories.person_id("asha"), clock.now()).answer == answer


def page_of(app: Flask, name: str) -> str:
    """Return the address of somebody's page in the first round."""
    with app.app_context():
        return f"/rounds/1/people/{factories.person_id(name)}"
