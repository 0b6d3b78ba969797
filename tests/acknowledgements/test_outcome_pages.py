"""The pages of one invited person and of questions over HTTP: what they show, to whom, and what a form keeps."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from handbook.acknowledgements.kinds import ANSWERED_QUESTION
from handbook.acknowledgements.models import Invitation, Outcome
from handbook.core import clock
from handbook.core.transaction import transaction
from tests import factories
from tests.acknowledgements import answering
from tests.acknowledgements.signing import publish_change, sign_below
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
NOBODY = "0" * 32
LAKSHMI = factories.PEOPLE["lakshmi"].number


def address(app: Flask, name: str, number: int = 1) -> str:
    with app.app_context():
        return f"/rounds/{number}/people/{factories.person_id(name)}"


def rows(app: Flask) -> int:
    with app.app_context():
        return answering.count(Outcome)


def test_a_refusal_before_two_witnesses(app: Flask, client_of: SignIn):
    janis = client_of("janis")
    janis.get(address(app, "asha"))
    janis.get(janis.link("Refused before two witnesses"))
    assert "First witness: Jānis Ozols" in janis.words()
    assert janis.form().fields["language"] == "te"  # the one in which she reads
    fields = {"words": "She said no, calmly.", "witness_number": LAKSHMI, "password": factories.PASSWORD}
    janis.submit("", expect=400, **fields, witness_password="not-hers-at-all")
    assert "do not belong together" in janis.words()
    assert "She said no, calmly." in janis.page.text
    assert factories.PASSWORD not in janis.page.text
    janis.submit("", expect=400, **(fields | {"password": "not-his"}), witness_password=factories.PASSWORD)
    assert "That is not your password" in janis.words()
    own = fields | {"witness_number": factories.PEOPLE["janis"].number}
    janis.submit("", expect=400, **own, witness_password=factories.PASSWORD)
    assert "It must be another person." in janis.words()
    hers = fields | {"witness_number": factories.PEOPLE["asha"].number}
    janis.submit("", expect=400, **hers, witness_password=factories.PASSWORD)
    assert "cannot be a witness of it" in janis.words()
    assert rows(app) == 0
    janis.submit("", **fields, witness_password=factories.PASSWORD)
    assert "Refused to sign, before two witnesses" in janis.words()
    assert f"Witnesses: Jānis Ozols and {factories.PEOPLE['lakshmi'].name}." in janis.words()
    assert rows(app) == 1


def test_served_by_hand_and_read_aloud(app: Flask, client_of: SignIn):
    janis = client_of("janis")
    for way, label in (("served", "handed it over on paper"), ("read-aloud", "read it aloud")):
        janis.get(address(app, "lakshmi"))
        janis.get(janis.link(label))
        assert janis.page.request.path.endswith(way)
        day = {"happened_on": "2020-01-01"} if way == "served" else {}
        if day:
            janis.submit("", expect=400, **day, password=factories.PASSWORD)
            assert "not published yet" in janis.words()
            day = {"happened_on": _today(app)}
        janis.submit("", **day, language="en", words="At till 3.", password=factories.PASSWORD)
    assert "The handbook was served by hand" in janis.words()
    assert "The handbook was read aloud" in janis.words()
    assert "At till 3." in janis.words()


def test_foreign_missing_and_own_answer_alike(app: Flask, client_of: SignIn):
    janis = client_of("janis")
    places = [address(app, "ravi"), address(app, "janis"), f"/rounds/1/people/{NOBODY}", address(app, "asha", 99)]
    places += [address(app, "asha", 10**12)]
    for end in ("", "/refused", "/served", "/read-aloud"):
        answers = {_blanked(janis.get(place + end)) for place in places}
        assert len(answers) == 1, end
        assert janis.page.status_code == 404
    assert rows(app) == 0


def test_nothing_can_be_recorded_about_who_has_signed_or_under_a_superseded_edition(app: Flask, client_of: SignIn):
    with app.app_context():
        sign_below("asha")
    janis = client_of("janis")
    janis.get(address(app, "asha"))
    assert "This person has signed." in janis.words()
    with app.app_context():
        publish_change()
    janis.get(address(app, "lakshmi"))
    assert "Edition 2 stands by now." in janis.words()
    janis.get(address(app, "lakshmi") + "/read-aloud")
    janis.submit("", expect=409, password=factories.PASSWORD)
    assert "Open the newest round" in janis.words()
    assert rows(app) == 0


def test_a_supervisor_reads_nothing_of_a_signature_that_was_set_aside(app: Flask, client_of: SignIn):
    with app.app_context():
        answering.find("meera", answering.dispute(sign_below("asha"), "asha"))
    janis, meera = client_of("janis"), client_of("meera")
    janis.get(address(app, "asha"))
    assert "set aside" not in janis.words().lower()
    meera.get(address(app, "asha"))
    assert "Signed; set aside since" in meera.words()


def test_a_supervisor_reads_no_day_that_was_given_after_an_answer(app: Flask, client_of: SignIn):
    with app.app_context(), transaction() as session:
        mine = update(Invitation).where(Invitation.employee_id == factories.person_id("asha"))
        session.execute(mine.values(deadline_on=date(2199, 1, 1), deadline_reason=ANSWERED_QUESTION))
    janis, meera = client_of("janis"), client_of("meera")
    janis.get(address(app, "asha"))
    assert "2199" not in janis.words()
    meera.get(address(app, "asha"))
    assert "2199" in meera.words()


def test_a_newer_edition_while_somebody_declines(app: Flask, client_of: SignIn):
    with app.app_context():
        answering.open_handbook("asha")
    asha = client_of("asha")
    asha.get("/sign/decline?lang=en")
    with app.app_context():
        publish_change()
    asha.submit("/sign/decline", expect=409, password=factories.PASSWORD)
    assert "There is a newer text" in asha.words()
    assert rows(app) == 0


def test_the_lists_take_the_same_number_of_queries_however_long_they_are(
    app: Flask, client_of: SignIn, counting: Callable[[], object]
):
    meera = client_of("meera")
    for place in ("/questions", "/disputes"):
        numbers = []
        for name in ("asha", "lakshmi", "ravi"):
            with app.app_context():
                answering.ask(name, f"Why, on {place}?")
                if place == "/disputes":
                    answering.dispute(sign_below(name))
            meera.get(place)
            with app.app_context(), counting() as statements:
                meera.client.get(place)
            numbers.append(len(statements))
        assert len(set(numbers)) == 1, numbers


def test_the_page_of_a_person_takes_the_same_number_of_queries_however_much_happened(
    app: Flask, client_of: SignIn, counting: Callable[[], object]
):
    janis, place, numbers = client_of("janis"), address(app, "asha"), []
    for words in ("No.", "No, thank you.", "No, not today."):
        with app.app_context():
            answering.decline("asha", words)
            answering.refuse("asha", "janis", "lakshmi", words=words)
        janis.get(place)
        with app.app_context(), counting() as statements:
            janis.client.get(place)
        numbers.append(len(statements))
    assert len(set(numbers)) == 1, numbers


def test_somebody_else_was_faster_to_answer(app: Flask, client_of: SignIn):
    with app.app_context():
        asked = answering.ask("asha")
    meera = client_of("meera")
    meera.get(f"/questions/{asked}")
    with app.app_context():
        answering.answer("nandini", asked, "No, never.")
    meera.submit("", expect=409, words="Yes, always.")
    assert "Somebody else has answered" in meera.words()
    assert "No, never." in meera.words()


def test_the_own_question_is_not_there_for_hr_and_answers_like_a_missing_one(app: Flask, client_of: SignIn):
    with app.app_context():
        own = answering.ask("meera")
        declined = answering.decline("asha", "No.")
    meera = client_of("meera")
    answers = {_blanked(meera.get(f"/questions/{each}")) for each in (own, declined, NOBODY)}
    assert len(answers) == 1
    assert meera.page.status_code == 404


def _today(app: Flask) -> str:
    with app.app_context():
        return clock.today("Asia/Kolkata").isoformat()


def _blanked(page: TestResponse) -> str:
    text = re.sub(r'value="[^"]+"|[0-9A-F]{8}|/rounds/[^"<& ]*|/questions/[^"<& ]*', "", page.text)
    return re.sub(r"%2F[^\"&]*", "", text)
