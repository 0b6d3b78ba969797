"""Sealing: many signatures in one go, each paper whole by itself, and a seal that fails never loses a signature."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.acknowledgements import operations
from handbook.acknowledgements.models import Acknowledgement
from handbook.acknowledgements.operations import SEAL, Surroundings
from handbook.core import clock, jobs
from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.jobs import Job
from handbook.core.transaction import end_read, transaction
from handbook.documents import queries as documents
from handbook.documents.checking import check_file
from handbook.ledger.verification import verify
from handbook.people.models import Employee
from handbook.people.sign_in import BY_PASSWORD, Proof
from tests import factories
from tests.acknowledgements.signing import draft_of, read_below, sign_below, signature_of, signatures

pytestmark = pytest.mark.database


def test_the_paper_is_the_published_handbook_and_a_page_at_its_end(context: Flask, tmp_path: Path):
    signed = sign_below("asha", "te")
    jobs.work_off()
    row, document = signature_of("asha"), documents.document_of(signed)
    whole = documents.bytes_of(document)
    assert whole.startswith(documents.store().get(row.pdf_sha256))
    assert (document.kind, document.code, document.base_sha256) == ("acknowledgement", row.receipt, row.pdf_sha256)
    assert document.size == len(whole)
    last = last_page(whole, tmp_path)
    for words in (row.receipt, row.staff_number, "Asha Reddy", "Asia/Kolkata"):
        assert words in last


def test_the_evidence_inside_is_the_whole_record(context: Flask):
    signed = sign_below("asha")
    jobs.work_off()
    finding = check_file(documents.bytes_of(documents.document_of(signed)))
    assert finding.good
    record = finding.records[0]["record"]
    table = Acknowledgement.__table__
    assert set(record) == {column.name for column in table.columns} - {"salt"}
    assert (record["name"], record["manifest_sha256"]) == ("Asha Reddy", signature_of("asha").manifest_sha256)


def test_no_sign_of_a_typed_name_keeps_a_signature_from_being_sealed(context: Flask, tmp_path: Path):
    with transaction() as session:
        session.get_one(Employee, factories.person_id("ravi")).name = "Ravi \U0001f648 Kumar"
    signed = sign_below("ravi")
    jobs.work_off()
    last = last_page(documents.bytes_of(documents.document_of(signed)), tmp_path)
    assert "Ravi [U+1F648] Kumar" in " ".join(last.split())
    assert signature_of("ravi").name == "Ravi \U0001f648 Kumar"


def test_a_batch_of_twenty_is_sealed_in_one_go(context: Flask):
    signed = [sign_somebody(number) for number in range(20)]
    first, *others = db.session.scalars(select(Job.id).order_by(Job.created_at, Job.id)).all()
    end_read()
    jobs.run(first)
    assert result(first) == {"sealed": 20}
    found = documents.documents_of(signed)
    assert len(found) == len({one.sha256 for one in found.values()}) == 20
    assert len({one.base_sha256 for one in found.values()}) == 1
    for document in found.values():
        assert check_file(documents.bytes_of(document)).faults == ()
    end_read()
    jobs.work_off()
    assert [result(other) for other in others] == [{"sealed": 0}] * 19
    assert len(documents.documents_of(signed)) == 20
    assert verify().faults == []


def test_a_failed_seal_leaves_the_signature_and_a_job_that_says_why(context: Flask):
    signed = sign_below("asha")
    base = take_base_away(signed)
    jobs.work_off()
    assert signatures("asha") == 1
    job = the_job(signed)
    assert (job.state, job.tries) == ("failed", 3)
    assert "The store holds no file" in (job.error or "")
    (fault,) = verify().faults
    assert "A paper of the handbook is lost" in str(fault)
    base.with_suffix(".away").rename(base)
    ask_again(signed)
    jobs.work_off()
    assert the_job(signed).state == "done"
    assert verify().faults == []
    assert check_file(documents.bytes_of(documents.document_of(signed))).good


def test_the_next_signature_takes_along_what_could_not_be_sealed_before(context: Flask):
    hers = sign_below("asha")
    base = take_base_away(hers)
    jobs.work_off()
    base.with_suffix(".away").rename(base)
    his = sign_below("ravi")
    jobs.work_off()
    assert set(documents.documents_of([hers, his])) == {hers, his}


def test_one_paper_that_cannot_be_sealed_holds_up_nobody_else(context: Flask):
    broken = sign_below("asha", "te")
    good = [sign_below(name, "en") for name in ("ravi", "janis", "meera")]
    take_base_away(broken)
    jobs.work_off()
    assert set(documents.documents_of([broken, *good])) == set(good)
    assert the_job(broken).state == "failed"
    assert [the_job(one).state for one in good] == ["done"] * 3


def test_sealing_again_keeps_the_first_paper(context: Flask):
    signed = sign_below("asha")
    jobs.work_off()
    before = documents.document_of(signed).sha256
    with transaction() as session:
        session.get_one(Job, the_job(signed).id).state = "queued"
    jobs.work_off()
    assert documents.document_of(signed).sha256 == before


def test_the_tools_of_others_accept_the_paper(context: Flask, tmp_path: Path):
    signed = sign_below("asha")
    jobs.work_off()
    path = tmp_path / "signed.pdf"
    path.write_bytes(documents.bytes_of(documents.document_of(signed)))
    assert run("qpdf", "--check", path).returncode == 0
    said = run("pdfsig", "-nocert", path).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said


def sign_somebody(number: int) -> str:
    """Let one of many people read and sign who have no name in the tests."""
    staff_number = f"9{number:05}"
    if number == 0:
        factories.more_people(20)
    person = db.session.scalars(select(Employee).where(Employee.staff_number == staff_number)).one()
    who = Actor(new_id(), person.id, person.name, frozenset(), via="test")
    shown = read_below(who)
    proof = Proof(who.account_id, who.employee_id, clock.now(), BY_PASSWORD, clock.now(), None, None)
    with transaction():
        return operations.sign(who, draft_of(shown, who.name), proof, Surroundings("a test", ""))


def take_base_away(acknowledgement_id: str) -> Path:
    """Take the published PDF of this signature off the disk and return where it lay."""
    row = db.session.get_one(Acknowledgement, acknowledgement_id)
    path = documents.store().path(row.pdf_sha256)
    end_read()
    path.rename(path.with_suffix(".away"))
    return path


def ask_again(acknowledgement_id: str) -> None:
    with transaction():
        jobs.enqueue(SEAL, acknowledgement_id, {"acknowledgement_id": acknowledgement_id})


def the_job(acknowledgement_id: str) -> Job:
    end_read()
    return db.session.scalars(select(Job).where(Job.key == acknowledgement_id)).one()


def result(job_id: str) -> object:
    end_read()
    return db.session.get_one(Job, job_id).result


def last_page(pdf: bytes, folder: Path) -> str:
    """Return the words of the last page, blanks folded."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    pages = json.loads(run("qpdf", "--json", "--json-key=pages", path).stdout)["pages"]
    text = run("pdftotext", "-f", str(len(pages)), "-l", str(len(pages)), path, "-").stdout
    return " ".join(text.split())


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    arguments: Sequence[str] = [str(one) for one in command]
    return subprocess.run(arguments, capture_output=True, text=True, check=False)
