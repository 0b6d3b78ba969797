"""On the screen or on paper: asked once before the first signature, changed at any time, kept with the words shown."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.acknowledgements import operations
from handbook.acknowledgements.models import Acknowledgement, Consent, Outcome
from handbook.acknowledgements.operations import Surroundings
from handbook.core.db import db
from handbook.core.errors import Invalid
from handbook.core.transaction import transaction
from handbook.ledger.models import Leaf
from tests import factories
from tests.acknowledgements.signing import (
    agree,
    answer_right,
    draft_of,
    has_signing_form,
    proof_of,
    publish_change,
    read_and_sign,
    read_below,
    read_sections,
    signature_of,
)
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def test_it_is_asked_before_the_first_signature_and_nothing_is_chosen_beforehand(client_of: SignIn):
    browser = client_of("asha")
    read_sections(browser)
    assert browser.page.request.path == "/sign/how"
    assert not browser.tree().xpath("//input[@checked]")
    words = browser.words()
    for part in ("Both count the same.", "Who sees it:", "It is kept as long as", "you can change your mind"):
        assert part in words
    assert browser.link("The privacy notice") == "/privacy-notice"


def test_it_is_asked_once_and_stands_for_later_editions(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    read_and_sign(browser, "asha")
    with app.app_context():
        publish_change()
    read_sections(browser)
    assert browser.page.request.path == "/sign/questions"
    with app.app_context():
        assert len(consents()) == 1


def test_the_choice_is_evidence_with_the_very_words_and_the_signature_names_it(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    browser.get("/?lang=te")
    read_and_sign(browser, "asha", "te")
    with app.app_context():
        (consent,) = consents()
        assert (consent.choice, consent.language) == ("electronic", "te")
        assert consent.employee_id == factories.person_id("asha")
        assert consent.session_id is not None
        assert signature_of("asha").consent_id == consent.id
        leaf = db.session.scalars(select(Leaf).where(Leaf.record_id == consent.id)).one()
        assert leaf.type == "acknowledgement.consent"


def test_no_choice_is_no_answer(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    browser.get("/sign/how?lang=en")
    browser.submit("/sign/how", 400)
    assert "Choose how you wish to sign." in browser.words()
    fields = dict(browser.form("/sign/how").form_values()) | {"choice": "by telephone"}
    assert browser.client.post("/sign/how?lang=en", data=fields).status_code == 400
    with app.app_context():
        assert consents() == []


def test_paper_says_what_happens_next_and_is_kept_with_the_invitation(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    read_sections(browser)
    agree(browser, "paper")
    assert browser.page.request.path == "/sign"
    assert "HR prints the handbook and its last page for you." in browser.words()
    assert not has_signing_form(browser)
    with app.app_context():
        outcome = db.session.scalars(select(Outcome)).one()
        asha = factories.person_id("asha")
        assert (outcome.kind, outcome.employee_id, outcome.by_employee_id) == ("paper", asha, asha)
        assert (outcome.profile, outcome.language, outcome.by_name) == ("everyone", "en", "Asha Reddy")


def test_paper_can_become_the_screen_at_any_time(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    read_sections(browser)
    agree(browser, "paper")
    browser.get(browser.link("Sign on the screen after all"))
    assert browser.tree().xpath("//input[@checked]/@value") == ["paper"]
    agree(browser)
    answer_right(browser)
    assert has_signing_form(browser)
    browser.get(browser.link("I would rather sign on paper"))
    agree(browser, "paper")
    assert "You sign on paper" in browser.words()
    with app.app_context():
        assert [one.choice for one in consents()] == ["paper", "electronic", "paper"]


def test_a_choice_of_paper_is_for_one_edition(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    browser.get("/sign/how?lang=en")
    agree(browser, "paper")
    with app.app_context():
        publish_change()
    read_sections(browser)
    assert browser.page.request.path == "/sign/how"


def test_nobody_signs_electronically_who_chose_paper(context: Flask):
    asha = factories.actor("asha")
    shown = read_below(asha)
    with transaction():
        operations.choose_how(asha, shown, "paper", "en", Surroundings("", ""))
    draft, proof = draft_of(shown), proof_of(asha)
    with pytest.raises(Invalid, match="on the screen or on paper"), transaction():
        operations.sign(asha, draft, proof, Surroundings("", ""))
    assert db.session.scalars(select(Acknowledgement)).all() == []


def test_one_person_chooses_for_nobody_else(app: Flask, client_of: SignIn):
    asha, ravi = client_of("asha"), client_of("ravi")
    asha.get("/sign/how?lang=en")
    agree(asha)
    read_sections(ravi)
    assert ravi.page.request.path == "/sign/how"
    with app.app_context():
        assert {one.employee_id for one in consents()} == {factories.person_id("asha")}


@pytest.mark.parametrize("language", ["en", "te", "hi", "lv"])
def test_the_privacy_notice_is_for_everybody(visitor: Visitor, language: str):
    answer = visitor.get(f"/privacy-notice?lang={language}")
    assert answer.status_code == 200
    assert visitor.tree().get("lang") == language
    assert "personnel@lotus-linden.example" in visitor.words()


def consents() -> list[Consent]:
    return list(db.session.scalars(select(Consent).order_by(Consent.recorded_at, Consent.id)))
