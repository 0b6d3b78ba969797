"""The pages of a disputed signature over HTTP: what anybody sees, what the signer sees, who is told what."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.acknowledgements.models import Acknowledgement, Dispute
from handbook.acknowledgements.standing import STANDS
from handbook.core import flood
from handbook.core.access_log import AccessEntry
from handbook.core.db import db
from tests import factories
from tests.acknowledgements import answering
from tests.acknowledgements.signing import sign_below
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
NOBODY = "0" * 32
WORDS = "I was not in the shop that day."


@pytest.fixture(autouse=True)
def _counts_begin_anew() -> None:
    flood.forget()


@pytest.fixture
def receipt(app: Flask) -> str:
    """The receipt of a signature of asha."""
    with app.app_context():
        return db.session.get_one(Acknowledgement, sign_below("asha")).receipt


def test_only_the_signer_reads_a_name_there(client_of: SignIn, visitor: Visitor, receipt: str):
    for browser in (visitor, client_of("ravi"), client_of("janis"), client_of("meera")):
        browser.get(f"/r/{receipt}?lang=en")
        assert "Asha Reddy" not in browser.words()
    asha = client_of("asha")
    asha.get(f"/r/{receipt}?lang=en")
    assert "In your name" in asha.words()
    assert "Asha Reddy" in asha.words()


def test_who_is_signed_in_may_leave_out_how_to_be_reached(app: Flask, client_of: SignIn, receipt: str):
    asha = client_of("asha")
    asha.get(f"/r/{receipt}?lang=en")
    asha.submit("", words=WORDS)
    assert "You are told as soon as it is decided" in asha.words()
    with app.app_context():
        assert answering.count(Dispute) == 1


@pytest.mark.parametrize("code", ["AAAA-BBBB-CCCC", "x", "'; DROP TABLE dispute --", "ఆ", "A" * 3000])
def test_every_unknown_code_gets_the_same_words(visitor: Visitor, code: str):
    visitor.get(f"/r/{code}")
    assert visitor.page.status_code == 404
    assert "There is no such receipt." in visitor.words()
    assert code not in visitor.words()


def test_posting_to_an_unknown_code_writes_nothing(app: Flask, visitor: Visitor, receipt: str):
    visitor.get(f"/r/{receipt}")
    token = visitor.form().fields["csrf_token"]
    fields = {"csrf_token": token, "words": WORDS, "contact": "x@y.example"}
    assert visitor.client.post("/r/AAAA-BBBB-CCCC", data=fields).status_code == 404
    with app.app_context():
        assert answering.count(Dispute) == 0


def test_a_flood_is_refused_with_words(visitor: Visitor):
    answers = [visitor.client.get("/r/AAAA-BBBB-CCCC").status_code for _each in range(62)]
    assert set(answers) == {404, 429}
    assert answers.count(404) == 60


def test_the_second_to_send_is_told_that_it_is_being_examined(app: Flask, client_of: SignIn, receipt: str):
    first, second = client_of("asha"), client_of("asha")
    for browser in (first, second):
        browser.get(f"/r/{receipt}?lang=en")
    first.submit("", words=WORDS)
    second.submit("", expect=409, words=WORDS)
    assert "It is being examined" in second.words()
    with app.app_context():
        assert answering.count(Dispute) == 1


def test_the_own_file_leads_to_the_page_of_each_signature(client_of: SignIn, receipt: str):
    asha = client_of("asha")
    asha.get("/my-file?lang=en")
    assert asha.link("This was not me") == f"/r/{receipt}"


def test_the_involved_are_refused_with_a_reason_and_never_listed(app: Flask, client_of: SignIn):
    with app.app_context():
        disputed = answering.dispute(sign_below("ravi"))
        answering.dispute(sign_below("asha"))
    dmitri = client_of("dmitri")
    dmitri.get("/disputes")
    assert "Ravi Kumar" not in dmitri.words()
    assert "Asha Reddy" in dmitri.words()
    assert "1 signature is disputed" in dmitri.words()
    dmitri.get(f"/disputes/{disputed}")
    assert dmitri.page.status_code == 403
    assert "You are or were the supervisor of this person." in dmitri.words()
    assert "Ravi" not in dmitri.words()
    dmitri.get(f"/disputes/{NOBODY}")
    assert dmitri.page.status_code == 404


def test_an_examiner_of_the_open_file_reads_no_dispute_in_which_they_are_involved(app: Flask, client_of: SignIn):
    with app.app_context():
        answering.dispute(sign_below("asha"), "nandini")
        place = f"/people/{answering.person_id('asha')}/file"
    nandini, meera = client_of("nandini"), client_of("meera")
    nandini.get(place)
    assert "I was on the terrace." not in nandini.words()
    meera.get(place)
    assert "I was on the terrace." in meera.words()


def test_reading_a_dispute_is_written_down_for_the_signer(app: Flask, client_of: SignIn):
    with app.app_context():
        disputed = answering.dispute(sign_below("asha"))
        signer = answering.person_id("asha")
    client_of("meera").get(f"/disputes/{disputed}")
    with app.app_context():
        (entry,) = db.session.query(AccessEntry).filter_by(kind="dispute").all()
        assert (entry.employee_id, entry.object_id) == (signer, disputed)


def test_two_examiners_set_aside_what_a_stranger_disputed(app: Flask, client_of: SignIn, receipt: str):
    with app.app_context():
        disputed = answering.dispute(db.session.query(Acknowledgement).one().id)
    meera = client_of("meera")
    meera.get(f"/disputes/{disputed}")
    fields = {"finding": "set aside", "reasons": "She was away.", "password": factories.PASSWORD}
    meera.submit("", expect=400, **fields)
    assert "takes a second person who examines disputes" in meera.words()
    assert "She was away." in meera.page.text
    second = fields | {"second_number": factories.PEOPLE["nandini"].number}
    meera.submit("", expect=400, **second, second_password="not-hers-at-all")
    assert "do not belong together" in meera.words()
    meera.submit("", **second, second_password=factories.PASSWORD)
    assert "The signature is set aside" in meera.words()
    assert f"with {factories.PEOPLE['nandini'].name} as second examiner" in meera.words()


def test_what_the_signer_disputed_asks_for_no_second_examiner(app: Flask, client_of: SignIn, receipt: str):
    with app.app_context():
        disputed = answering.dispute(db.session.query(Acknowledgement).one().id, "asha")
    meera = client_of("meera")
    meera.get(f"/disputes/{disputed}")
    assert "second examiner" not in meera.words()
    meera.submit("", finding="set aside", reasons="She was away.", password=factories.PASSWORD)
    assert "The signature is set aside" in meera.words()


def test_a_decided_dispute_shows_the_finding_and_takes_no_second(app: Flask, client_of: SignIn, receipt: str):
    with app.app_context():
        signed = db.session.query(Acknowledgement).one().id
        disputed = answering.dispute(signed)
    meera = client_of("meera")
    meera.get(f"/disputes/{disputed}")
    with app.app_context():
        answering.find("dmitri", disputed, STANDS)
    meera.submit("", expect=409, finding="set aside", reasons="No.", password="quiet-river-copper-42")
    assert "Somebody else has decided this dispute meanwhile." in meera.words()
    assert "The signature stands" in meera.words()
    meera.get("/disputes?show=examined")
    assert "Asha Reddy" in meera.words()
    asha = client_of("asha")
    asha.get("/my-file?lang=en")
    assert "The disputed signature stands" in asha.words()
