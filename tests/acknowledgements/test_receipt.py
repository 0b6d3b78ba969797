"""The receipt: on the page, by mail, on paper, with everything that somebody needs who says: this was not me."""

import email
import email.policy
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select, update

from handbook.acknowledgements import operations
from handbook.acknowledgements.operations import RECEIPT, Surroundings
from handbook.acknowledgements.wording import for_paper
from handbook.core import clock, jobs
from handbook.core.db import db
from handbook.core.jobs import Job
from handbook.core.transaction import transaction
from handbook.documents import queries as documents
from handbook.documents.checking import check_file
from handbook.people.models import Employee
from handbook.people.sign_in import BY_PIN
from tests import factories
from tests.acknowledgements.signing import (
    SIGN,
    draft_of,
    has_signing_form,
    proof_of,
    publish_change,
    read_and_sign,
    read_below,
    read_everything,
    sign_below,
    signature_of,
)
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SOON_AFTER_RESET = "signed within a day after another person had handed out a way into this account"

SignIn = Callable[[str], Visitor]
DRAWN = "[[[10,20],[300,250],[990,40]],[[500,150]]]"


def test_it_names_what_was_read_answered_and_how_it_was_proven(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    read_and_sign(browser, "asha")
    words = browser.words()
    assert "All 2 sections, in English" in words
    assert "2 of 2 right at the end" in words
    assert "Your own password, typed again." in words
    assert "This signature is marked" not in words
    with app.app_context():
        assert browser.link("Tell us with this receipt") == f"/r/{signature_of('asha').receipt}"
        assert f"http://localhost/r/{signature_of('asha').receipt}" in words  # on paper nobody can click


def test_a_drawing_is_kept_and_shown_as_it_was_drawn(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    read_everything(browser)
    browser.submit(SIGN, password=factories.PASSWORD, strokes=DRAWN)
    (path,) = browser.tree().xpath("//main//*[local-name()='svg'][@class='drawn']/*[local-name()='path']")
    assert path.get("d") == "M10 20L300 250 990 40M500 150L500 150"
    with app.app_context():
        assert signature_of("asha").strokes == [[[10, 20], [300, 250], [990, 40]], [[500, 150]]]


@pytest.mark.parametrize("drawn", ["<svg>", "[[[1,2],[3,4.5]]]", "[" * 50_000, "[[[1,1]]" + ",[[1,1]]" * 60 + "]"])
def test_what_is_no_drawing_is_refused_and_can_be_sent_again_without_it(app: Flask, client_of: SignIn, drawn: str):
    browser = client_of("asha")
    read_everything(browser)
    browser.submit(SIGN, 400, password=factories.PASSWORD, strokes=drawn)
    assert "or sign without one." in browser.words()
    assert has_signing_form(browser)
    browser.submit(SIGN, password=factories.PASSWORD)
    with app.app_context():
        assert signature_of("asha").strokes is None


def test_the_sealed_page_says_the_same_on_paper(context: Flask, tmp_path: Path):
    asha = factories.actor("asha")
    shown = read_below(asha, "te")
    hour = timedelta(hours=1)
    proof = replace(
        proof_of(asha),
        method=BY_PIN,
        credential_issued_at=clock.now() - hour,
        credential_issued_by=factories.person_id("meera"),
    )
    draft = replace(draft_of(shown), strokes=[[[10, 20], [300, 250]]])
    with transaction():
        signed = operations.sign(asha, draft, proof, Surroundings("", "", "Tablet in the staff room"))
    jobs.work_off()
    words, whole = paper(signed, tmp_path)
    assert "Greet every customer" in words  # untranslated rules by their titles
    assert "greet-every-customer" not in words
    assert "Tablet in the staff room" in words
    with force_locale("te"):
        row = signature_of("asha")
        told = [_(SOON_AFTER_RESET), for_paper(row).proven, for_paper(row).answered]
    # Lines are broken anywhere between words, so blanks do not count.
    assert [each for each in told if "".join(each.split()) not in "".join(words.split())] == []
    assert f"/r/{signature_of('asha').receipt}" in words
    assert check_file(whole).faults == ()


def test_the_sealed_page_of_a_delta_names_what_was_required(context: Flask, tmp_path: Path):
    sign_below("asha")
    publish_change()
    words, _whole = paper(signed_again("asha"), tmp_path)
    assert "the one changed section of 2 since edition 1, signed before" in words


def test_a_signature_soon_after_a_reset_is_marked_on_the_receipt(app: Flask, client_of: SignIn):
    with app.app_context():
        asha = factories.actor("asha")
        shown = read_below(asha)
        fresh = replace(
            proof_of(asha), credential_issued_at=clock.now(), credential_issued_by=factories.person_id("meera")
        )
        with transaction():
            signed = operations.sign(asha, draft_of(shown), fresh, Surroundings("", "", "Tablet 1"))
    browser = client_of("asha")
    browser.get(f"/sign/receipt/{signed}")
    assert "another person had handed out a way into this account" in browser.words()
    assert "On the shared device Tablet 1." in browser.words()
    assert "Print this receipt" not in browser.page.text  # a shared tablet has no printer of its own


def test_it_is_mailed_once_where_an_address_is_on_file(app: Flask):
    with app.app_context():
        give_mail("asha")
        signed = sign_below("asha", "en")
        sign_below("ravi")
        assert [job.key for job in db.session.scalars(select(Job).where(Job.kind == RECEIPT))] == [signed]
        row = signature_of("asha")
        receipt, name = row.receipt, row.name
        jobs.work_off()
    (mail,) = mails(app)
    assert (mail["To"], mail["Subject"]) == ("asha@lotus-linden.example", "You signed the service handbook, edition 1")
    text = mail.get_body(("plain",)).get_content()
    assert f"{name}, your signature is recorded." in text
    assert f"http://localhost/sign/receipt/{signed}" in text
    assert f"http://localhost/r/{receipt}" in text


def test_no_mail_leaves_where_the_address_was_taken_away_meanwhile(app: Flask):
    with app.app_context():
        give_mail("asha")
        sign_below("asha")
        give_mail("asha", None)
        jobs.work_off()
        job = db.session.scalars(select(Job).where(Job.kind == RECEIPT)).one()
        assert (job.state, job.result) == ("done", {"sent": 0})
    assert mails(app) == []


def give_mail(name: str, address: str | None = "asha@lotus-linden.example") -> None:
    who = factories.person_id(name)
    with transaction() as session:
        session.execute(update(Employee).where(Employee.id == who).values(email=address))


def mails(app: Flask) -> list[email.message.EmailMessage]:
    folder = app.extensions["handbook.settings"].data_dir / "mail"
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in folder.glob("*.eml")]


def signed_again(name: str) -> str:
    signed = sign_below(name)
    jobs.work_off()
    return signed


def paper(signed: str, folder: Path) -> tuple[str, bytes]:
    """Return the words of the last page of a sealed paper, and the whole of it."""
    whole = documents.bytes_of(documents.document_of(signed))
    path = folder / "paper.pdf"
    path.write_bytes(whole)
    pages = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(pages.rstrip("\f").rpartition("\f")[2].split()), whole
