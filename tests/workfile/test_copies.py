"""A sealed copy of the whole file: what is in it, when it is made by itself, and who may take it."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask, current_app

from handbook.core import clock, jobs
from handbook.core.db import db, new_id
from handbook.core.errors import NotFound, Refused
from handbook.core.transaction import transaction
from handbook.corrective_actions.ladders.ladder import Step
from handbook.documents.checking import check_file
from handbook.documents.queries import Document, bytes_of, documents_of
from handbook.workfile.copies import operations, queries
from handbook.workfile.copies.why import Why
from handbook.workfile.models import WorkFileCopy
from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.browser_like import Visitor
from tests.corrective_actions import stories
from tests.documents.papers import ask as ask_about
from tests.workfile.test_whole_file import add_statement

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def order(name: str, by: str = "meera", key: str | None = None) -> str:
    with transaction():
        return operations.order_copy(factories.actor(by), factories.person_id(name), key or new_id())


def made(copy_id: str) -> Document:
    jobs.work_off()
    return documents_of([copy_id])[copy_id]


def words_of(document: Document, folder: Path) -> str:
    file = folder / "copy.pdf"
    file.write_bytes(bytes_of(document))
    return re.sub(r"[ \n]+", " ", ask_about("pdftotext", file, "-"))


def record(copy_id: str) -> WorkFileCopy:
    return db.session.get_one(WorkFileCopy, copy_id, populate_existing=True)


def taken(reader: str, name: str, copy_id: str) -> Document:
    with current_app.test_request_context():
        return queries.copy_for(factories.actor(reader), factories.person_id(name), copy_id)


def test_it_holds_every_line_and_the_pages_of_every_sealed_paper_and_verifies(context: Flask, tmp_path: Path):
    sign_below("asha")
    action_id = stories.served("asha")
    stories.reply(action_id)
    add_statement("asha", "The till was new to me.")
    jobs.work_off()
    document = made(order("asha"))
    words = words_of(document, tmp_path)
    for expected in ("A copy of your work file", "The till was new to me.", "Signed the handbook, edition 1"):
        assert expected in words
    # In the list, and on the sheet behind the letter, which is kept in the language in which it was served.
    assert words.count("The customer insulted me first.") == 2
    for paper in ("Signature page", "How this letter was given", "ఉద్యోగి వివరణ", "How this copy was made"):
        assert paper in words
    finding = check_file(bytes_of(document))
    assert finding.faults == ()
    assert finding.document.kind == "work file"
    sealed = {one["record"]["sha256"] for one in finding.records if one["type"] == "document.sealed"}
    assert len(sealed) == 4  # the signature, the notice and the invitation of the case, the last paper of the letter
    assert all(name[:16] in words for name in sealed)


def test_the_contents_name_the_page_on_which_a_paper_begins(context: Flask, tmp_path: Path):
    sign_below("asha")
    jobs.work_off()
    pages = words_of(made(order("asha")), tmp_path).split("\f")
    number = int(re.search(r"paper 1, page (\d+)", " ".join(pages))[1])
    assert "A copy of your work file" in pages[0]
    assert "A copy of your work file" not in pages[number - 1]
    assert "A copy of your work file" in pages[number - 2]  # the cover ends on the page before


def test_it_is_ordered_by_hr_once_for_one_form_and_by_nobody_else(context: Flask):
    key = new_id()
    assert order("asha", key=key) == order("asha", key=key)
    for other in ("janis", "dmitri", "inese", "olga", "asha"):
        with pytest.raises(Refused):
            order("asha", by=other)


def test_the_record_of_it_is_evidence_that_names_the_lines(context: Flask):
    sign_below("asha")
    copy = record(order("asha"))
    assert (copy.why, copy.by_name, copy.last_on) == (Why.ASKED, factories.actor("meera").name, None)
    assert [kind for kind, _id in copy.lines] == ["consent", "acknowledgement"]


def test_after_a_dismissal_one_is_made_by_itself_and_only_one(context: Flask, tmp_path: Path):
    stories.served("lakshmi")
    stories.served("asha", step=Step.DISMISSAL)
    assert operations.copy_after_dismissals() == 0  # the letter is not sealed yet
    jobs.work_off()
    assert operations.copy_after_dismissals() == 1
    assert operations.copy_after_dismissals() == 0
    (copy,) = db.session.query(WorkFileCopy).all()
    assert (copy.employee_id, copy.why, copy.by_id) == (factories.person_id("asha"), Why.DISMISSAL, None)
    assert copy.last_on == clock.today(copy.zone)
    words = words_of(made(copy.id), tmp_path)
    assert "Your last day of work" in words
    assert "by itself, after the dismissal was served" in words


def test_after_a_dismissal_with_notice_it_waits_for_the_last_day(context: Flask):
    last = clock.now().date() + timedelta(days=30)
    stories.served("asha", step=Step.DISMISSAL, last_on=last)
    jobs.work_off()
    assert operations.copy_after_dismissals() == 0
    with time_machine.travel(clock.now() + timedelta(days=33), tick=False):
        assert operations.copy_after_dismissals() == 1


def test_the_person_and_hr_take_it_and_nobody_else(context: Flask):
    sign_below("asha")
    copy_id = order("asha")
    jobs.work_off()
    assert taken("asha", "asha", copy_id) == taken("meera", "asha", copy_id)
    for reader, name in (("janis", "asha"), ("dmitri", "asha"), ("lakshmi", "asha"), ("lakshmi", "lakshmi")):
        with pytest.raises(NotFound):
            taken(reader, name, copy_id)


def test_a_copy_that_tells_of_an_open_matter_is_for_the_person_alone(context: Flask):
    case_id = stories.open_case("asha")
    stories.begin(case_id)
    stories.tell(case_id)
    copy_id = order("asha", by="nandini")
    jobs.work_off()
    assert taken("asha", "asha", copy_id)
    with pytest.raises(NotFound):
        taken("nandini", "asha", copy_id)


def test_an_open_matter_stands_in_it_as_a_line_without_its_letters(context: Flask, tmp_path: Path):
    case_id = stories.open_case("asha")
    stories.begin(case_id)
    stories.tell(case_id)
    jobs.work_off()
    words = words_of(made(order("asha")), tmp_path)
    assert "Notice of an allegation" in words
    assert "No sealed paper belongs to this file." in words


def test_one_that_is_not_finished_cannot_be_taken(context: Flask):
    copy_id = order("asha")
    with pytest.raises(NotFound):
        taken("asha", "asha", copy_id)


def test_the_job_twice_gives_one_document(context: Flask):
    copy_id = order("asha")
    before = made(copy_id)
    with transaction() as session:
        session.query(jobs.Job).filter_by(kind=queries.SEAL).update({"state": "queued"})
    assert made(copy_id) == before


def test_hr_orders_and_takes_it_over_the_page_and_the_person_sees_that(app: Flask, client_of: SignIn):
    with app.app_context():
        asha = factories.person_id("asha")
    meera = client_of("meera")
    meera.get(f"/people/{asha}/file")
    meera.submit(f"/people/{asha}/file/copies")
    assert "The copy is being made." in meera.words()
    with app.app_context():
        jobs.work_off()
        copy_id = db.session.query(WorkFileCopy.id).scalar()
    meera.get(f"/people/{asha}/file")
    assert "Take the copy" in meera.words()
    answer = meera.get(f"/people/{asha}/file/copies/{copy_id}.pdf")
    assert answer.data.startswith(b"%PDF-")
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    own = client_of("asha")
    own.get("/my-file")
    assert "took a copy of the work file" in own.words()
    assert own.get(f"/my-file/copies/{copy_id}.pdf").data == answer.data
    assert client_of("lakshmi").get(f"/my-file/copies/{copy_id}.pdf").status_code == 404


def test_hr_finds_the_name_of_who_has_left_above_their_file(app: Flask, client_of: SignIn):
    with app.app_context():
        address, name = f"/people/{factories.person_id('milda')}/file", factories.KNOWN["milda"].name
    browser = client_of("meera")
    browser.get(address)
    assert browser.tree().xpath("string(//h1)") == f"Work file of {name}"


def test_the_proofs_inside_cover_the_copy_and_every_paper_in_it(context: Flask):
    sign_below("asha")
    jobs.work_off()
    copy_id = order("asha")
    finding = check_file(bytes_of(made(copy_id)))
    assert sorted(one["type"] for one in finding.records) == ["document.sealed", "file.copied"]
    (own,) = (one for one in finding.records if one["type"] == "file.copied")
    assert json.loads(json.dumps(own["record"]["lines"])) == record(copy_id).lines
