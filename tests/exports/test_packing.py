"""The ZIP: every sealed paper once, and an index in which everybody stands who signed."""

import csv
import io
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from handbook.acknowledgements import queries
from handbook.core import jobs
from handbook.core.errors import NotFound
from handbook.core.transaction import transaction
from handbook.documents import queries as documents
from handbook.documents.checking import check_file
from handbook.exports.packing import HEADER, file_name, pack_edition, plain
from handbook.people.models import Employee
from tests.acknowledgements.signing import publish_change, sign_below, signature_of

pytestmark = pytest.mark.database


def test_every_sealed_paper_is_in_it_byte_for_byte(context: Flask, tmp_path: Path):
    signed = [sign_below(name) for name in ("asha", "ravi", "lakshmi")]
    jobs.work_off()
    archive, lines = pack(tmp_path)
    assert len(lines) == 3
    for line in lines:
        data = archive.read(line["file"])
        assert sha256(data).hexdigest() == line["sha256"]
        assert check_file(data).faults == ()
        assert line["state"] == "sealed"
    kept = {documents.bytes_of(documents.document_of(one)) for one in signed}
    assert {archive.read(line["file"]) for line in lines} == kept
    assert sorted(archive.namelist()) == sorted([line["file"] for line in lines] + ["index.csv"])
    assert archive.testzip() is None


def test_the_index_says_who_signed_when_and_in_which_language(context: Flask, tmp_path: Path):
    sign_below("asha", "te")
    jobs.work_off()
    line = pack(tmp_path)[1][0]
    row = signature_of("asha")
    assert line == {
        "file": f"edition-1/000512_asha-reddy_{row.receipt}.pdf",
        "staff number": "000512",
        "name": "Asha Reddy",
        "job": "cashier",
        "location": "Banjara Hills",
        "language": "te",
        "signed at (UTC)": row.recorded_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "receipt": row.receipt,
        "sha256": line["sha256"],
        "state": "sealed",
    }


def test_a_signature_that_is_not_sealed_yet_stands_in_the_index_without_a_file(context: Flask, tmp_path: Path):
    sign_below("asha")
    jobs.work_off()
    sign_below("ravi")
    archive, lines = pack(tmp_path)
    states = {line["name"]: (line["file"] != "", line["sha256"] != "", line["state"]) for line in lines}
    assert states == {"Asha Reddy": (True, True, "sealed"), "Ravi Kumar": (False, False, "signed, not sealed yet")}
    assert len(archive.namelist()) == 2


def test_other_editions_are_left_out(context: Flask, tmp_path: Path):
    sign_below("asha")
    publish_change()
    sign_below("ravi")
    assert [line["name"] for line in pack(tmp_path, 1)[1]] == ["Asha Reddy"]
    assert [line["name"] for line in pack(tmp_path, 2)[1]] == ["Ravi Kumar"]


def test_an_edition_that_nobody_signed_is_an_empty_index(context: Flask, tmp_path: Path):
    archive, lines = pack(tmp_path)
    assert (lines, archive.namelist()) == ([], ["index.csv"])


def test_an_unknown_edition_is_refused(context: Flask):
    with pytest.raises(NotFound, match="There is no edition 7"):
        pack_edition(7, io.BytesIO())


def test_progress_is_told_after_each_person(context: Flask):
    for name in ("asha", "ravi", "lakshmi"):
        sign_below(name)
    told: list[tuple[int, int]] = []
    pack_edition(1, io.BytesIO(), lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_no_spreadsheet_takes_a_name_for_a_formula(context: Flask, tmp_path: Path):
    with transaction() as session:
        asha = Employee.staff_number == "000512"
        session.execute(update(Employee).where(asha).values(name='=HYPERLINK("http://evil.example")'))
    sign_below("asha")
    assert pack(tmp_path)[1][0]["name"] == '\'=HYPERLINK("http://evil.example")'


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_could_be_a_formula_is_marked_as_text(value: str):
    assert plain(value) == "'" + value


@pytest.mark.parametrize("value", ["", "Asha", "000512", "a=b", "అశా", "O'Neil"])
def test_other_words_stay_as_they_are(value: str):
    assert plain(value) == value


def test_names_of_files_are_plain_and_never_the_same(context: Flask, tmp_path: Path):
    with transaction() as session:
        session.execute(update(Employee).values(name="../../etc/passwd", latin_name=""))
    names = ("asha", "ravi", "lakshmi")
    for name in names:
        sign_below(name)
    jobs.work_off()
    files = [line["file"] for line in pack(tmp_path)[1]]
    assert len(set(files)) == 3
    for file in files:
        assert file.startswith("edition-1/")
        assert file.count("/") == 1
        assert ".." not in file
        assert file.isascii()


def test_a_name_without_latin_letters_gets_a_word_instead(context: Flask):
    sign_below("lakshmi")
    one = queries.signed_of(signature_of("lakshmi").edition_id)[0]
    assert file_name(1, one) == f"edition-1/000513_signature_{one.receipt}.pdf"


def pack(folder: Path, number: int = 1) -> tuple[zipfile.ZipFile, list[dict[str, str]]]:
    """Pack an edition; return the archive and the lines of its index."""
    path = folder / f"edition-{number}.zip"
    with path.open("wb") as out:
        count = pack_edition(number, out)
    archive = zipfile.ZipFile(path)
    lines = list(csv.DictReader(io.StringIO(archive.read("index.csv").decode("utf-8"))))
    assert count == sum(1 for line in lines if line["file"])
    assert archive.read("index.csv").decode().splitlines()[0] == ",".join(HEADER)
    return archive, lines
