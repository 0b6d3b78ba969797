"""The public page: whoever holds a paper learns whether it is genuine, and nothing about a person."""

import io
import re
from collections.abc import Callable

import pytest
from flask import Flask

from handbook.core import flood, jobs
from handbook.documents import queries as documents
from handbook.documents.queries import Document
from tests.acknowledgements import answering
from tests.acknowledgements.signing import sign_below
from tests.browser_like import Visitor

pytestmark = pytest.mark.database


@pytest.fixture
def paper(app: Flask) -> tuple[Document, bytes]:
    """Asha's sealed signature."""
    with app.app_context():
        signed = sign_below("asha")
        jobs.work_off()
        document = documents.document_of(signed)
        return document, documents.bytes_of(document)


def test_the_file_itself_is_recognised_by_a_stranger(visitor: Visitor, paper: tuple[Document, bytes]):
    document, data = paper
    upload(visitor, data)
    assert "Yes. This file is genuine and unaltered." in visitor.words()
    assert "A signature under the service handbook" in visitor.words()
    assert document.code in visitor.words()
    assert nothing_personal(visitor)


@pytest.mark.parametrize("style", ["{}", "  {} ", "lower", "blanks"])
def test_the_code_on_the_paper_is_known_however_it_is_typed(
    visitor: Visitor, paper: tuple[Document, bytes], style: str
):
    code = paper[0].code
    typed = {"lower": code.lower(), "blanks": code.replace("-", " - ")}.get(style, style.format(code))
    visitor.get("/verify?lang=en")
    visitor.submit("/verify", code=typed)
    assert "A paper with this code was sealed here." in visitor.words()
    assert nothing_personal(visitor)


def test_the_square_code_leads_to_the_answer(visitor: Visitor, paper: tuple[Document, bytes]):
    visitor.get(f"/verify?code={paper[0].code}&lang=en")
    assert "A paper with this code was sealed here." in visitor.words()
    assert nothing_personal(visitor)


@pytest.mark.parametrize("change", [str.lower, str.upper])
def test_the_hash_of_the_file_is_known(visitor: Visitor, paper: tuple[Document, bytes], change: Callable[[str], str]):
    visitor.get("/verify?lang=en")
    visitor.submit("/verify", code=change(paper[0].sha256))
    assert "A paper with this code was sealed here." in visitor.words()


@pytest.mark.parametrize("code", ["AAAA-AAAA-AAAA", "0" * 64, "' OR 1=1 --", "<script>alert(1)</script>", "అ" * 20])
def test_a_code_that_nobody_gave_is_unknown(visitor: Visitor, paper: tuple[Document, bytes], code: str):
    visitor.get("/verify?lang=en")
    visitor.submit("/verify", code=code)
    assert "No sealed paper has this code." in visitor.words()
    assert visitor.tree().xpath("//main//script") == []


@pytest.mark.parametrize("place", [100, 0.25, 0.5, 0.9, -40])
def test_one_changed_byte_is_refused(visitor: Visitor, paper: tuple[Document, bytes], place: float):
    data = bytearray(paper[1])
    data[int(place) if isinstance(place, int) else int(len(data) * place)] ^= 1
    upload(visitor, bytes(data))
    assert "No. Do not rely on this file." in visitor.words()
    assert nothing_personal(visitor)


def test_bytes_added_at_the_end_are_refused(visitor: Visitor, paper: tuple[Document, bytes]):
    upload(visitor, paper[1] + b"\n")
    assert "No. Do not rely on this file." in visitor.words()


def test_the_published_handbook_without_a_signature_is_refused(
    app: Flask, visitor: Visitor, paper: tuple[Document, bytes]
):
    with app.app_context():
        upload(visitor, documents.store().get(paper[0].base_sha256))
    assert "No. Do not rely on this file." in visitor.words()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"GIF89a", "This file is not a PDF. Choose the sealed PDF as you received it."),
        (b"", "This file is not a PDF."),
        (b"\0" * 100, "This file is not a PDF."),
    ],
)
def test_what_is_no_pdf_is_told_so_beside_the_field(visitor: Visitor, data: bytes, words: str):
    upload(visitor, data, expect=400)
    assert words in visitor.words()


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"<<" * 5000, b"%PDF-1.7\nstartxref\n0\n%%EOF\n"])
def test_what_only_pretends_to_be_a_pdf_is_refused(visitor: Visitor, data: bytes):
    upload(visitor, data)
    assert "No. Do not rely on this file." in visitor.words()


def test_nothing_given_is_told_so(visitor: Visitor):
    visitor.get("/verify?lang=en")
    visitor.submit("/verify", 400)
    assert "Choose the PDF file, or type the code." in visitor.words()


def test_a_code_that_is_too_long_is_told_so(visitor: Visitor):
    visitor.get("/verify?lang=en")
    visitor.submit("/verify", 400, code="A" * 81)
    assert "Code: 80 signs at most." in visitor.words()


def test_a_code_with_a_sign_that_no_database_keeps_is_told_so(visitor: Visitor):
    visitor.get("/verify?lang=en")
    visitor.submit("/verify", 400, code="AAAA\0")
    assert "Code: letters, digits and lines only." in visitor.words()


def test_the_upload_is_kept_nowhere(app: Flask, visitor: Visitor, paper: tuple[Document, bytes]):
    data = app.extensions["handbook.settings"].data_dir
    before = {path for path in data.rglob("*") if path.is_file()}
    altered = paper[1][:-1] + b"x"
    upload(visitor, altered)
    new = {path for path in data.rglob("*") if path.is_file()} - before
    assert {path for path in new if path.stat().st_size >= len(altered) - 1} == set()


def test_the_page_never_writes(
    app: Flask, visitor: Visitor, paper: tuple[Document, bytes], counting: Callable[[], object]
):
    with app.app_context(), counting() as statements:
        visitor.get(f"/verify?code={paper[0].code}")
        visitor.get("/verify?code=unknown")
        upload(visitor, paper[1])
    assert len(statements) > 0
    assert all(sql.lstrip().upper().startswith("SELECT") for sql in statements.seen)


def test_too_many_checks_a_minute_are_refused_and_reading_is_not(app: Flask, visitor: Visitor):
    flood.forget()
    visitor.get("/verify?lang=en")
    answers = [visitor.send("/verify", code="AAAA").status_code for _post in range(31)]
    assert answers == [200] * 30 + [429]
    assert visitor.get("/verify").status_code == 200
    flood.forget()


def upload(browser: Visitor, data: bytes, expect: int = 200) -> None:
    """Send a file by the form of the page."""
    browser.get("/verify?lang=en")
    token = browser.form("/verify").fields["csrf_token"]
    fields = {"csrf_token": token, "code": "", "file": (io.BytesIO(data), "paper.pdf")}
    browser.page = browser.client.post("/verify", data=fields)
    assert browser.page.status_code == expect, browser.words()


def nothing_personal(browser: Visitor) -> bool:
    found = re.findall(r"Asha|Reddy|000512|cashier|Banjara|[0-9a-f]{32}(?![0-9a-f])(?<![0-9a-f]{33})", browser.words())
    assert found == []
    return True


def test_a_signature_that_no_longer_counts_says_so_and_the_paper_stays_genuine(
    app: Flask, visitor: Visitor, paper: tuple[Document, bytes]
):
    document, data = paper
    with app.app_context():
        disputed = answering.dispute(document.record_id)
    visitor.get(f"/verify?code={document.code}&lang=en")
    assert "The signature is disputed: it does not count while it is examined." in visitor.words()
    with app.app_context():
        answering.find("meera", disputed, second="nandini")
    upload(visitor, data)
    assert "Yes. This file is genuine and unaltered." in visitor.words()
    assert "The signature was set aside on" in visitor.words()
    assert nothing_personal(visitor)
