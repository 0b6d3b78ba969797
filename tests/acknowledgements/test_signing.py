"""Signing over HTTP: the person alone, their own password, the very text that they saw, once."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.acknowledgements.models import Acknowledgement
from handbook.core import jobs
from handbook.core.db import db
from handbook.documents.checking import check_file
from handbook.rules import operations as rules
from tests import factories
from tests.acknowledgements.signing import (
    SIGN,
    change_rule,
    has_signing_form,
    publish_change,
    read_and_sign,
    read_everything,
    signature_of,
    signatures,
)
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
RECEIPT = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}")


def test_asha_reads_signs_and_gets_a_receipt_and_then_her_sealed_paper(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    receipt = read_and_sign(browser, "asha")
    words = browser.words()
    assert "You signed edition 1" in words
    assert "I have read the service handbook, edition 1, in English, and I had the chance to ask." in words
    assert "Asha Reddy, cashier, Banjara Hills, staff number 000512" in words
    assert "All 2 sections, in English" in words
    assert "Your copy is being sealed." in words
    code = RECEIPT.search(words)
    with app.app_context():
        row = signature_of("asha")
        assert code is not None
        assert code[0] == row.receipt
        assert row.manifest_sha256 in browser.page.text.replace(" ", "")
        assert jobs.work_off() == 1
    browser.get(receipt)
    paper = browser.client.get(browser.link("Open the sealed PDF"))
    assert paper.mimetype == "application/pdf"
    with app.app_context():
        assert check_file(paper.data).faults == ()


def test_unread_sections_hold_the_signature_and_the_page_says_so(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    browser.get("/sign?lang=en")
    assert not has_signing_form(browser)
    assert "2 sections are still unread." in browser.words()
    assert "You can sign when every section was opened." in browser.words()


def test_a_post_with_unread_sections_signs_nothing(app: Flask, client_of: SignIn):
    reader, hasty = client_of("asha"), client_of("ravi")
    read_everything(reader)
    fields = sheet_of(reader) | {"csrf_token": token_of(hasty), "typed_name": "Ravi Kumar"}
    hasty.page = hasty.client.post("/sign?lang=en", data=fields | {"password": factories.PASSWORD})
    assert hasty.page.status_code == 400
    assert "2 sections are still unread." in hasty.words()
    assert count(app) == 0


def test_a_wrong_password_signs_nothing_and_keeps_the_typed_name(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    read_everything(browser)
    browser.submit(SIGN, 400, typed_name="Asha R. Reddy", password="my-secret-words")
    assert "That is not your password. Type it once more." in browser.words()
    assert "Nothing was signed." in browser.words()
    assert browser.form(SIGN).fields["typed_name"] == "Asha R. Reddy"
    assert "my-secret-words" not in browser.page.text
    assert count(app) == 0
    browser.submit(SIGN, password=factories.PASSWORD)
    with app.app_context():
        assert signature_of("asha").typed_name == "Asha R. Reddy"


def test_the_sixth_wrong_password_is_too_many(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    read_everything(browser)
    for _try in range(5):
        browser.submit(SIGN, 400, password="wrong")
    browser.submit(SIGN, 429, password=factories.PASSWORD)
    assert "Wait ten minutes" in browser.words()
    assert count(app) == 0


def test_another_persons_password_signs_for_nobody(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    read_everything(browser)
    browser.submit(SIGN, 400, typed_name="Asha Reddy", password="the-password-of-janis")
    assert count(app) == 0


def test_a_newer_edition_published_meanwhile_is_shown_and_nothing_is_signed(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    read_everything(browser)
    with app.app_context():
        publish_change("If you are insulted, you may stop.")
    browser.submit(SIGN, 409, typed_name="Asha Reddy", password=factories.PASSWORD)
    words = browser.words()
    assert "There is a newer text" in words
    assert "A newer edition was published while you were reading." in words
    assert "If you are insulted, you may stop." in words
    assert "I have read the service handbook, edition 2, in English" in words
    assert browser.link("Read what changed").startswith("/handbook/2/changes")
    assert count(app) == 0
    assert browser.client.get(browser.link("Read what changed")).status_code == 200


def test_the_same_post_twice_is_one_signature_with_one_receipt(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    read_everything(browser)
    fields = sheet_of(browser) | {"typed_name": "Asha Reddy", "password": factories.PASSWORD}
    answers = [browser.client.post("/sign?lang=en", data=fields) for _click in range(3)]
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert count(app) == 1
    with app.app_context():
        assert db.session.query(jobs.Job).count() == 1


def test_who_has_signed_is_led_to_the_receipt(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    receipt = read_and_sign(browser, "asha")
    browser.get("/sign?lang=te")
    assert browser.page.request.path == receipt


def test_the_signer_is_the_session_and_nobody_whom_a_form_names(app: Flask, client_of: SignIn):
    asha, ravi = client_of("asha"), client_of("ravi")
    read_everything(asha)
    read_everything(ravi)
    with app.app_context():
        hers = factories.person_id("asha")
    stolen = sheet_of(asha) | {"csrf_token": token_of(ravi), "typed_name": "Asha Reddy", "password": factories.PASSWORD}
    answer = ravi.client.post("/sign?lang=en", data=stolen | {"employee_id": hers, "staff_number": "000512"})
    assert answer.status_code == 302
    with app.app_context():
        assert signatures("asha") == 0
        assert (signature_of("ravi").staff_number, signature_of("ravi").name) == ("000516", "Ravi Kumar")


def test_a_form_that_another_has_sent_already_is_no_way_to_a_receipt_of_theirs(app: Flask, client_of: SignIn):
    asha, ravi = client_of("asha"), client_of("ravi")
    read_everything(asha)
    fields = sheet_of(asha) | {"typed_name": "Asha Reddy", "password": factories.PASSWORD}
    hers = asha.client.post("/sign?lang=en", data=fields).headers["Location"]
    read_everything(ravi)
    answer = ravi.client.post("/sign?lang=en", data=fields | {"csrf_token": token_of(ravi)})
    assert answer.status_code == 400
    assert count(app) == 1
    assert ravi.get(hers).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [("manifest", "0" * 64), ("profile", "phone"), ("language", "fr")],
)
def test_a_form_about_another_text_than_the_one_in_force_signs_nothing(
    app: Flask, client_of: SignIn, field: str, value: str
):
    browser = client_of("asha")
    read_everything(browser)
    browser.submit(SIGN, 409, password=factories.PASSWORD, **{field: value})
    assert "Nothing was signed." in browser.words()
    assert count(app) == 0


@pytest.mark.parametrize(
    ("field", "value", "status", "words"),
    [
        ("typed_name", "", 400, "Type your name."),
        ("typed_name", "   ", 400, "Type your name."),
        ("typed_name", "A" * 201, 400, "Your name: 200 signs at most."),
        ("typed_name", "Asha\0Reddy", 400, "NUL"),
        ("password", "", 400, "Type your password."),
        ("password", "x" * 257, 400, "Password: 256 signs at most."),
        ("shown_at", "", 400, "Open the signing page again."),
        ("shown_at", "yesterday", 400, "Open the signing page again."),
        ("shown_at", "2026-01-01T00:00:00", 400, "Open the signing page again."),
        ("shown_at", "2999-01-01T00:00:00+00:00", 400, "Open the signing page again."),
        ("shown_at", "0001-01-01T00:00:00+14:00", 400, "Open the signing page again."),
        ("shown_at", "2001-01-01T00:00:00+00:00", 400, "Open the signing page again."),
        ("edition", "", 400, "Open the signing page again."),
        ("edition", "one", 400, "Open the signing page again."),
        ("edition", "9" * 30, 400, "Open the signing page again."),
        ("edition", "7", 404, "There is no edition 7"),
        ("manifest", "short", 400, "Open the signing page again."),
        ("idempotency_key", "", 400, "Open the signing page again."),
        ("idempotency_key", "x" * 65, 400, "Open the signing page again."),
        ("profile", "", 400, "Open the signing page again."),
    ],
)
def test_bad_input_names_what_to_change_and_signs_nothing(
    app: Flask, client_of: SignIn, field: str, value: str, status: int, words: str
):
    browser = client_of("asha")
    read_everything(browser)
    fields = {"typed_name": "Asha Reddy", "password": factories.PASSWORD, field: value}
    browser.submit(SIGN, status, **fields)
    assert words in browser.words()
    assert count(app) == 0


def test_a_receipt_is_for_its_owner_alone(app: Flask, client_of: SignIn):
    receipt = read_and_sign(client_of("asha"), "asha")
    missing = "/sign/receipt/" + "0" * 32
    for name in ("ravi", "janis", "meera", "dmitri", "olga"):
        browser = client_of(name)
        foreign, none = browser.get(receipt), browser.get(missing)
        assert (foreign.status_code, none.status_code) == (404, 404)
        assert plain(foreign.text) == plain(none.text)


@pytest.mark.parametrize(
    ("name", "status"),
    [("asha", 200), ("meera", 200), ("nandini", 200), ("janis", 404), ("ravi", 404), ("dmitri", 404), ("olga", 404)],
)
def test_the_sealed_paper_is_for_the_signer_and_for_personnel(app: Flask, client_of: SignIn, name: str, status: int):
    read_and_sign(client_of("asha"), "asha")
    with app.app_context():
        jobs.work_off()
        address = f"/signatures/{signature_of('asha').id}.pdf"
    assert client_of(name).get(address).status_code == status


def test_before_it_is_sealed_the_paper_says_to_look_again(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    read_and_sign(browser, "asha")
    with app.app_context():
        address = f"/signatures/{signature_of('asha').id}.pdf"
    assert browser.get(address).status_code == 404
    assert "Look again in a minute." in browser.words()


def test_a_later_edition_is_signed_anew_and_the_earlier_signature_stays(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    read_and_sign(browser, "asha")
    with app.app_context():
        publish_change()
    read_and_sign(browser, "asha")
    assert "You signed edition 2" in browser.words()
    assert count(app) == 2


def test_a_rule_in_the_source_language_is_named_on_the_signing_page_and_in_the_record(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    read_and_sign(browser, "asha", "te")
    with app.app_context():
        row = signature_of("asha")
        assert (row.language, row.rules_in_source_language) == ("te", ["greet-every-customer"])
        assert row.statement.startswith("సేవా నియమావళి 1వ సంచికను తెలుగులో")


def test_a_translation_that_lags_is_written_into_the_record(app: Flask, client_of: SignIn):
    with app.app_context():
        change_rule("never-argue", "Call your supervisor early.", "Call your supervisor at once.")
        rules.publish("test", "Another word.")
    read_and_sign(client_of("asha"), "asha", "te")
    read_and_sign(client_of("ravi"), "ravi", "en")
    with app.app_context():
        assert signature_of("asha").translation_lagged
        assert not signature_of("ravi").translation_lagged


def sheet_of(browser: Visitor) -> dict[str, str]:
    """Return the fields of the signing form as they stand on the page."""
    return dict(browser.form(SIGN).form_values())


def token_of(browser: Visitor) -> str:
    browser.get("/my-file")
    return str(browser.form("/sign-out").fields["csrf_token"])


def count(app: Flask) -> int:
    with app.app_context():
        return len(db.session.scalars(select(Acknowledgement.id)).all())


def plain(page: str) -> str:
    """Return a page without the random number of its request, its tokens and the id that was asked for."""
    page = re.sub(r'<span class="hash">[0-9A-F]{8}</span>', "", page)
    page = re.sub(r'name="csrf_token" value="[^"]+"', "", page)
    return re.sub(r"[0-9a-f]{32}", "ID", page)
