"""The ZIP: every sealed paper once, and an index of everybody who signed, with all that there is to know."""

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from handbook.core import clock, jobs
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.core.transaction import end_read, transaction
from handbook.documents import queries as documents
from handbook.documents.checking import check_file
from handbook.exports import packing, signatures
from handbook.exports.index import HEADER, file_name
from handbook.exports.packing import pack
from handbook.exports.selection import Selection
from handbook.people.models import Employee
from tests.acknowledgements.signing import publish_change, sign_below, signature_of
from tests.exports.standing import dispute, find, sign_after_reset

pytestmark = pytest.mark.database

ALL = Selection()
FIRST = Selection(1)


class Dead(Exception):
    """The worker died here."""


def test_every_sealed_paper_is_in_it_byte_for_byte(context: Flask, tmp_path: Path):
    signed = [sign_below(name) for name in ("asha", "ravi", "lakshmi")]
    jobs.work_off()
    archive, lines = packed(tmp_path)
    assert len(lines) == 3
    for line in lines:
        data = archive.read(line["file"])
        assert sha256(data).hexdigest() == line["sha256"]
        assert check_file(data).faults == ()
        assert line["state"] == "sealed"
    kept = {documents.bytes_of(documents.document_of(one)) for one in signed}
    assert {archive.read(line["file"]) for line in lines} == kept
    assert archive.namelist() == [*(line["file"] for line in lines), "index.csv"]
    assert archive.testzip() is None


def test_the_index_tells_all_facts_of_a_signature(context: Flask, tmp_path: Path):
    sign_below("asha", "te")
    jobs.work_off()
    line = packed(tmp_path)[1][0]
    row = signature_of("asha")
    assert line == {
        "file": f"edition-1/000512_asha-reddy_{row.receipt}.pdf",
        "edition": "1",
        "staff number": "000512",
        "name": "Asha Reddy",
        "job": "cashier",
        "location": "Banjara Hills",
        "profile": "everyone",
        "language": "te",
        "translation lagged": "yes" if row.translation_lagged else "no",
        "signed at (UTC)": row.recorded_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "signed at (local)": clock.local(row.recorded_at, "Asia/Kolkata").strftime("%Y-%m-%dT%H:%M:%S+05:30"),
        "proven by": row.method,
        "soon after reset": "no",
        "standing": "stands",
        "receipt": row.receipt,
        "sha256": line["sha256"],
        "state": "sealed",
    }


def test_the_index_says_what_was_disputed_set_aside_and_signed_soon_after_a_reset(context: Flask, tmp_path: Path):
    doubted, refuted, defended = (sign_below(name) for name in ("asha", "ravi", "lakshmi"))
    sign_after_reset("janis")
    dispute(doubted, "asha")
    find(dispute(refuted, "ravi"), refuted, is_good=False)
    find(dispute(defended, "lakshmi"), defended, is_good=True)
    said = {line["staff number"]: (line["standing"], line["soon after reset"]) for line in packed(tmp_path)[1]}
    assert said == {
        "000512": ("in dispute", "no"),
        "000516": ("set aside", "no"),
        "000513": ("stands", "no"),
        "000201": ("stands", "yes"),
    }


def test_a_paper_that_was_set_aside_is_packed_all_the_same(context: Flask, tmp_path: Path):
    refuted = sign_below("ravi")
    jobs.work_off()
    find(dispute(refuted, "ravi"), refuted, is_good=False)
    archive, lines = packed(tmp_path)
    assert archive.read(lines[0]["file"]) == documents.bytes_of(documents.document_of(refuted))


def test_a_signature_that_is_not_sealed_yet_stands_in_the_index_without_a_file(context: Flask, tmp_path: Path):
    sign_below("asha")
    jobs.work_off()
    sign_below("ravi")
    archive, lines = packed(tmp_path)
    states = {line["name"]: (line["file"] != "", line["sha256"] != "", line["state"]) for line in lines}
    assert states == {"Asha Reddy": (True, True, "sealed"), "Ravi Kumar": (False, False, "signed, not sealed yet")}
    assert len(archive.namelist()) == 2


def test_one_edition_or_all(context: Flask, tmp_path: Path):
    sign_below("asha")
    publish_change()
    sign_below("ravi")
    assert names(packed(tmp_path, Selection(1))) == ["Asha Reddy"]
    assert names(packed(tmp_path, Selection(2))) == ["Ravi Kumar"]
    assert names(packed(tmp_path, ALL)) == ["Asha Reddy", "Ravi Kumar"]


def test_an_edition_that_nobody_signed_is_an_empty_index(context: Flask, tmp_path: Path):
    archive, lines = packed(tmp_path)
    assert (lines, archive.namelist()) == ([], ["index.csv"])


def test_an_unknown_edition_is_refused(context: Flask, tmp_path: Path):
    with pytest.raises(NotFound, match="There is no edition 7"):
        pack(Selection(7), tmp_path / "work", tmp_path / "out.zip")
    assert list(tmp_path.iterdir()) == [context.extensions["handbook.settings"].data_dir]


def test_it_goes_on_where_a_worker_died_without_repeat_or_hole(
    context: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in ("asha", "ravi", "lakshmi", "janis", "stranger"):
        sign_below(name)
    jobs.work_off()
    monkeypatch.setattr(packing, "BATCH", 2)
    told: list[tuple[int, int]] = []

    def die(done: int, total: int) -> None:
        if not told or told[-1][0] < done:
            told.append((done, total))
            raise Dead

    deaths = 0
    while not (tmp_path / "selection.zip").exists():
        try:
            pack(FIRST, tmp_path / "work", tmp_path / "selection.zip", die)
        except Dead:
            deaths += 1
    assert (deaths, told) == (4, [(0, 5), (2, 5), (4, 5), (5, 5)])
    archive, lines = read(tmp_path / "selection.zip")
    assert [line["staff number"] for line in lines] == ["000201", "000512", "000513", "000516", "000599"]
    for line in lines:
        assert sha256(archive.read(line["file"])).hexdigest() == line["sha256"]
    assert archive.namelist() == [*(line["file"] for line in lines), "index.csv"]


def test_who_signs_while_it_is_packed_does_not_shift_it(
    context: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    sign_below("asha")
    sign_below("ravi")
    monkeypatch.setattr(packing, "BATCH", 1)
    told: list[tuple[int, int]] = []

    def another_signs(done: int, total: int) -> None:
        told.append((done, total))
        if done == 1:
            end_read()
            sign_below("janis")  # comes first by staff number
            dispute(signature_of("ravi").id, "ravi")

    pack(FIRST, tmp_path / "work", tmp_path / "selection.zip", another_signs)
    lines = read(tmp_path / "selection.zip")[1]
    assert told == [(0, 2), (1, 2), (2, 2)]
    assert [(line["name"], line["standing"]) for line in lines] == [("Asha Reddy", "stands"), ("Ravi Kumar", "stands")]


def test_half_an_export_of_something_else_is_not_gone_on_with(context: Flask, tmp_path: Path):
    sign_below("asha")
    sign_below("ravi")

    def die(done: int, total: int) -> None:
        raise Dead

    with pytest.raises(Dead):
        pack(FIRST, tmp_path / "work", tmp_path / "selection.zip", die)
    assert names(packed(tmp_path, Selection(1, person="ravi"))) == ["Ravi Kumar"]


def test_a_worker_that_died_after_the_last_step_but_one_has_left_a_whole_file(context: Flask, tmp_path: Path):
    sign_below("asha")
    jobs.work_off()
    target = tmp_path / "selection.zip"
    first = pack(FIRST, tmp_path / "work", target)
    (tmp_path / "work").mkdir()
    assert pack(FIRST, tmp_path / "work", target) == first == packing.Packed(1, target.stat().st_size)
    assert not (tmp_path / "work").exists()


def test_the_number_of_queries_grows_with_the_batches_alone(
    context: Flask, tmp_path: Path, counting: Callable[[], object]
):
    pack(FIRST, tmp_path / "work", tmp_path / "none.zip")  # the edition is kept from now on
    numbers = []
    for count, people in enumerate((("asha",), ("ravi", "lakshmi", "janis"))):
        for name in people:
            sign_below(name)  # not sealed: each sealed paper asks for its own bytes
        end_read()
        with counting() as statements:
            pack(FIRST, tmp_path / "work", tmp_path / f"{count}.zip")
        numbers.append(len(statements))
    assert numbers[0] == numbers[1], statements.seen


def test_the_index_is_never_held_in_memory(context: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A list of 40,000 people: what is held at once is a batch."""
    one = signatures.Facts(
        *("0" * 32, 1, "000512", "Asha Reddy", "", "cashier", "Banjara Hills", "Asia/Kolkata", "everyone", "en"),
        *(False, "R-0001", clock.now(), "password", False, True, False),
    )
    monkeypatch.setattr(signatures, "ids", lambda selection, at: iter(["0" * 32] * 40_000))
    monkeypatch.setattr(signatures, "facts", lambda ids, at: [one] * len(ids))
    monkeypatch.setattr(packing.documents, "documents_of", lambda ids: {})
    monkeypatch.setattr(packing, "BATCH", 1000)
    tracemalloc.start()
    pack(FIRST, tmp_path / "work", tmp_path / "selection.zip")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    size = zipfile.ZipFile(tmp_path / "selection.zip").getinfo("index.csv").file_size
    assert size > 6_000_000
    assert most < size / 2


def test_no_spreadsheet_takes_a_name_for_a_formula(context: Flask, tmp_path: Path):
    rename('=HYPERLINK("http://evil.example")', staff_number="000512")
    sign_below("asha")
    assert packed(tmp_path)[1][0]["name"] == '\'=HYPERLINK("http://evil.example")'


def test_names_of_files_are_plain_and_never_the_same(context: Flask, tmp_path: Path):
    people = ("asha", "ravi", "lakshmi")
    for number in ("000512", "000516", "000513"):
        rename("../../etc/passwd", number)
    for name in people:
        sign_below(name)
    jobs.work_off()
    files = [line["file"] for line in packed(tmp_path)[1]]
    assert len(set(files)) == 3
    for file in files:
        assert file.startswith("edition-1/")
        assert file.count("/") == 1
        assert ".." not in file
        assert file.isascii()


def test_a_name_without_latin_letters_gets_a_word_instead(context: Flask):
    signed = sign_below("lakshmi")
    one = signatures.facts([signed], clock.now())[0]
    assert file_name(one) == f"edition-1/000513_signature_{one.receipt}.pdf"


def test_a_signature_that_was_erased_meanwhile_is_left_out(context: Flask):
    signed = sign_below("asha")
    assert [one.id for one in signatures.facts(["0" * 32, signed], clock.now())] == [signed]


def packed(folder: Path, selection: Selection = FIRST) -> tuple[zipfile.ZipFile, list[dict[str, str]]]:
    """Pack a selection; return the archive and the lines of its index."""
    path = folder / "selection.zip"
    path.unlink(missing_ok=True)
    count = pack(selection, folder / "work", path).files
    archive, lines = read(path)
    assert count == sum(1 for line in lines if line["file"])
    assert not (folder / "work").exists()
    return archive, lines


def read(path: Path) -> tuple[zipfile.ZipFile, list[dict[str, str]]]:
    """Return an archive and the lines of its index."""
    archive = zipfile.ZipFile(path)
    text = archive.read("index.csv").decode("utf-8-sig")
    assert text.splitlines()[0] == ",".join(HEADER)
    return archive, list(csv.DictReader(io.StringIO(text)))


def names(export: tuple[zipfile.ZipFile, list[dict[str, str]]]) -> list[str]:
    return [line["name"] for line in export[1]]


def rename(name: str, staff_number: str) -> None:
    with transaction() as session:
        session.execute(update(Employee).where(Employee.staff_number == staff_number).values(name=name))
    db.session.expire_all()
