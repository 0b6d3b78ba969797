"""The command line: exit code 0 only when all went well, else 1 with one line per fault that says what to change."""

import zipfile
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from handbook.core import guards, jobs
from handbook.core.db import db
from handbook.documents import queries as documents
from tests.acknowledgements.signing import sign_below

pytestmark = pytest.mark.database


@pytest.fixture
def sealed(app: Flask, tmp_path: Path) -> Path:
    """Asha's sealed signature as a file."""
    with app.app_context():
        signed = sign_below("asha")
        jobs.work_off()
        path = tmp_path / "asha.pdf"
        path.write_bytes(documents.bytes_of(documents.document_of(signed)))
    return path


def test_a_genuine_paper_verifies(app: Flask, sealed: Path):
    done = run(app, "documents", "verify", sealed)
    assert done.exit_code == 0
    assert f"{sealed}: genuine and unaltered, ledger position" in done.stdout
    assert done.stderr == ""


def test_of_several_papers_each_gets_its_line_and_one_bad_one_is_enough(app: Flask, sealed: Path, tmp_path: Path):
    altered, text = tmp_path / "altered.pdf", tmp_path / "text.pdf"
    altered.write_bytes(sealed.read_bytes()[:-30] + b"x" + sealed.read_bytes()[-29:])
    text.write_text("no PDF at all")
    done = run(app, "documents", "verify", altered, text, sealed)
    assert done.exit_code == 1
    assert f"{sealed}: genuine and unaltered" in done.stdout
    assert f"{altered}: " in done.stderr
    assert f"{text}: This file is not a PDF. Choose the sealed PDF as you received it." in done.stderr


def test_the_ledger_verifies_and_a_row_that_somebody_changed_is_named(app: Flask, sealed: Path):
    assert run(app, "ledger", "verify").exit_code == 0
    with app.app_context():
        change_behind_our_back("UPDATE acknowledgement SET typed_name = 'Somebody else'")
    done = run(app, "ledger", "verify")
    assert done.exit_code == 1
    assert "acknowledgement.signed" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_checkpoint_is_written_and_verified_with(app: Flask, sealed: Path, tmp_path: Path):
    note = tmp_path / "checkpoint.txt"
    assert run(app, "ledger", "checkpoint", "--out", note).exit_code == 0
    assert run(app, "ledger", "verify", "--checkpoint", note).exit_code == 0
    note.write_text(note.read_text().replace("\n", "\n7", 1))
    done = run(app, "ledger", "verify", "--checkpoint", note)
    assert done.exit_code == 1
    assert done.stderr.strip()
    assert "Traceback" not in done.output


def test_signatures_are_exported_whole_or_not_at_all(app: Flask, sealed: Path, tmp_path: Path):
    out = tmp_path / "edition-1.zip"
    done = run(app, "acknowledgements", "export", "--edition", 1, "--out", out)
    assert done.exit_code == 0
    assert f"Packed 1 signed PDFs into {out}." in done.stdout
    assert len(zipfile.ZipFile(out).namelist()) == 2
    again = run(app, "acknowledgements", "export", "--edition", 1, "--out", out)
    assert again.exit_code == 1
    assert f"{out} exists already. Name another file." in again.stderr
    unknown = run(app, "acknowledgements", "export", "--edition", 7, "--out", tmp_path / "seven.zip")
    assert unknown.exit_code == 1
    assert unknown.stderr == "There is no edition 7. Look for it in the list of editions.\n"
    assert sorted(path.name for path in tmp_path.glob("*.zip*")) == ["edition-1.zip"]


def test_the_worker_does_what_waits_and_ends(app: Flask):
    with app.app_context():
        sign_below("asha")
    done = run(app, "jobs", "work", "--once")
    assert (done.exit_code, done.stdout) == (0, "Did 1 jobs.\n")
    assert run(app, "jobs", "work", "--once").stdout == "Did 0 jobs.\n"


def test_upgrading_twice_is_upgrading_once(app: Flask, sealed: Path):
    for _time in range(2):
        done = run(app, "upgrade")
        assert done.exit_code == 0, done.output
        assert "The database is up to date and guarded." in done.stdout
    assert run(app, "ledger", "verify").exit_code == 0


def test_upgrading_puts_a_missing_guard_back(app: Flask):
    with app.app_context():
        change_behind_our_back()
    done = run(app, "jobs", "work", "--once")
    assert done.exit_code == 1
    assert "The guard guard_edition_update is missing. Run `flask upgrade`." in done.stderr
    assert run(app, "upgrade").exit_code == 0
    assert run(app, "jobs", "work", "--once").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("documents", "verify"), "FILES"),
        (("documents", "verify", "no-such-file.pdf"), "no-such-file.pdf"),
        (("documents", "verify", "."), "."),
        (("ledger", "verify", "--checkpoint", "no-such-file"), "no-such-file"),
        (("ledger", "checkpoint"), "--out"),
        (("ledger", "declare-recovery", "--checkpoint", "no-such-file", "--reason", "x", "--as", "1"), "no-such-file"),
        (("acknowledgements", "export", "--edition", "one", "--out", "x.zip"), "--edition"),
        (("acknowledgements", "export", "--out", "x.zip"), "--edition"),
        (("acknowledgements", "export", "--edition", "1"), "--out"),
        (("demo", "load", "--employees", "3"), "--employees"),
        (("demo", "load", "--seed", "x"), "--seed"),
        (("demo", "load", "--rules", "no-such-folder"), "no-such-folder"),
        (("demo", "load", "--rules", "docs"), "never-argue"),
        (("rules", "publish", "--note", "x"), "--as"),
        (("rules", "publish", "--note", "x", "--as", "000000"), "000000"),
        (("rules", "publish", "--note", "x", "--as", "000102"), "Nothing has changed since edition 1"),
        (("rules", "publish", "--note", " ", "--as", "000102"), "note"),
        (("rules", "publish", "--note", "x", "--as", "000102", "--effective", "soon"), "--effective"),
        (("rules", "diff", "1", "7"), "There is no edition 7"),
        (("jobs", "work", "--twice"), "--twice"),
    ],
)
def test_bad_input_is_one_line_that_names_it_and_exit_code_1(app: Flask, arguments: tuple[str, ...], words: str):
    done = run(app, *arguments)
    assert done.exit_code == 1, done.output
    assert words in done.stderr
    assert "Traceback" not in done.output
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert not Path("x.zip").exists()


@pytest.mark.parametrize("name", ["acknowledgements", "demo", "documents", "jobs", "ledger", "rules"])
def test_a_group_by_itself_says_what_it_can_do(app: Flask, name: str):
    assert "Commands:" in run(app, name, "--help").output


def change_behind_our_back(*statements: str) -> None:
    """Do to the database what only its owner could."""
    with db.engine.begin() as connection:
        guards.remove(connection)
        for statement in statements:
            connection.execute(text(statement))
        if statements:
            guards.install(connection)


def run(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=[str(one) for one in arguments])
