"""`flask workfile export`: the sealed copy as a file, by the same gates as the page."""

import io
import zipfile
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from handbook.core import jobs
from handbook.core.db import db
from handbook.documents.checking import check_file
from handbook.workfile.models import WorkFileCopy
from handbook.workfile.queries import readers
from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.corrective_actions import stories

pytestmark = pytest.mark.database


def export(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["workfile", "export", *map(str, arguments)])


@pytest.fixture
def signed(app: Flask) -> None:
    with app.app_context():
        sign_below("asha")
        jobs.work_off()


def test_it_writes_the_sealed_copy_and_says_on_whose_word(app: Flask, signed: None, tmp_path: Path):
    out = tmp_path / "copy.pdf"
    done = export(app, "000512", "--out", out)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Recorded as command line, host user" in done.stdout
    with app.app_context():
        assert check_file(out.read_bytes()).faults == ()
        copy = db.session.query(WorkFileCopy).one()
        assert (copy.employee_id, copy.by_id) == (factories.person_id("asha"), None)


def test_a_zip_holds_the_copy_and_each_sealed_paper_unchanged(app: Flask, signed: None, tmp_path: Path):
    out = tmp_path / "copy.zip"
    assert export(app, "000512", "--out", out).exit_code == 0
    with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as archive, app.app_context():
        copy, paper = sorted(archive.namelist(), reverse=True)
        assert (copy.startswith("work-file-"), paper.startswith("papers/001-")) == (True, True)
        assert [check_file(archive.read(name)).document.kind for name in (copy, paper)] == [
            "work file",
            "acknowledgement",
        ]
    assert list(tmp_path.glob(".*.part")) == []


def test_on_behalf_of_hr_it_is_noted_as_a_reading_and_others_are_refused(app: Flask, signed: None, tmp_path: Path):
    with app.app_context():
        meera, janis = (factories.KNOWN[name].number for name in ("meera", "janis"))
    assert export(app, "000512", "--as", meera, "--out", tmp_path / "copy.pdf").exit_code == 0
    with app.app_context():
        assert [one.purpose for one in readers(factories.person_id("asha"))] == ["took a copy of the work file"]
    refused = export(app, "000512", "--as", janis, "--out", tmp_path / "other.pdf")
    assert (refused.exit_code, refused.stderr.strip()) == (1, "Only HR has copies of work files made.")
    assert not (tmp_path / "other.pdf").exists()


def test_what_only_the_person_reads_is_written_for_nobody_in_hr(app: Flask, tmp_path: Path):
    with app.app_context():
        case_id = stories.open_case("asha")
        stories.begin(case_id)
        stories.tell(case_id)
        nandini = factories.KNOWN["nandini"].number
    refused = export(app, "000512", "--as", nandini, "--out", tmp_path / "copy.pdf")
    assert (refused.exit_code, "only the person reads" in refused.stderr) == (1, True)
    assert not (tmp_path / "copy.pdf").exists()


def test_an_unknown_number_and_a_name_that_is_taken_are_told_and_nothing_is_written(app: Flask, tmp_path: Path):
    out = tmp_path / "copy.pdf"
    assert "Nobody has the staff number 999" in export(app, "999", "--out", out).stderr
    out.write_bytes(b"mine")
    assert "exists already" in export(app, "000512", "--out", out).stderr
    assert out.read_bytes() == b"mine"
