"""Importing on the command line: what would change, what changed, and one line per fault with exit code 1."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from handbook.people.importing import files
from handbook.people.models import PeopleImport
from tests import factories
from tests.people.importing.bringing import csv_of, db, person, stays

pytestmark = pytest.mark.database

ANITA = ("000700", "Anita Rao", "Telugu", "cashier", "Banjara Hills", "000201", "2026-03-01", "")


def test_a_dry_run_says_what_would_change_and_changes_nothing(app: Flask, tmp_path: Path):
    done = run(app, csv(tmp_path, csv_of(ANITA)), "--dry-run")
    assert done.exit_code == 0, done.output
    assert done.stdout == "Would be: 0 error, 1 new, 0 returns, 0 changed, 0 archived, 0 unchanged.\n"
    assert "staff_number=Staff number, name=Name" in done.stderr
    with app.app_context(), pytest.raises(Exception, match="No row was found"):
        person("000700")


def test_people_are_imported_in_the_name_of_somebody_and_no_file_stays(app: Flask, tmp_path: Path):
    done = run(app, csv(tmp_path, csv_of(ANITA)), "--as", "000102")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("Done: 0 error, 1 new, ")
    with app.app_context():
        assert stays("000700")[0][2:] == ("cashier", "000201")
        one = db.session.query(PeopleImport).one()
        assert (one.stage, one.owner_id, one.file_name) == ("applied", factories.person_id("meera"), "people.csv")
        assert files.kept_ids() == []
    assert run(app, tmp_path / "people.csv").stdout.startswith(
        "Done: 0 error, 0 new, 0 returns, 0 changed, 0 archived, 1 "
    )


def test_with_an_error_nothing_is_applied_unless_that_is_wanted(app: Flask, tmp_path: Path):
    path = csv(tmp_path, csv_of(ANITA, ("", "Nobody", *[""] * 6), ("000701", "Beena", "?", *[""] * 5)))
    done = run(app, path)
    assert done.exit_code == 1
    assert [line.partition(":")[0] for line in done.stderr.splitlines() if line.startswith("row")] == [
        "row 3, no staff number",
        "row 4, 000701",
    ]
    with app.app_context(), pytest.raises(Exception, match="No row was found"):
        person("000700")
    done = run(app, path, "--leave-out-errors")
    assert done.exit_code == 1
    assert "Done: 0 error, 1 new" in done.stdout
    with app.app_context():
        assert person("000700").name == "Anita Rao"


def test_columns_and_options_are_given_by_hand(app: Flask, tmp_path: Path):
    path = csv(tmp_path, "who;called\n000700;Jānis\n".encode("cp1257"))
    options = ("--map", "staff_number=who", "--map", "name=called", "--job", "baker", "--location", "rīga, centrs",
               "--language", "lv", "--encoding", "cp1257", "--from", "2026-03-01")  # fmt: skip
    done = run(app, path, *options)
    assert done.exit_code == 0, done.output
    with app.app_context():
        assert (person("000700").name, person("000700").language) == ("Jānis", "lv")
        assert stays("000700")[0][0].isoformat() == "2026-03-01"


def test_addresses_are_never_written_down_in_nobodys_name(app: Flask, tmp_path: Path):
    path = csv(tmp_path, csv_of(("000512", "asha@shop.example"), header=("Staff number", "E-mail")))
    done = run(app, path)
    assert done.exit_code == 1
    assert "Say who brings the file (--as 000102)." in done.stderr
    with app.app_context():
        assert (person("000512").email, files.kept_ids()) == (None, [])
    assert run(app, path, "--as", "000102").exit_code == 0
    with app.app_context():
        assert person("000512").email_set_by == factories.person_id("meera")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--as", "999999"), "Nobody has the staff number 999999."),
        (("--map", "shoe=Name"), "there is no field shoe"),
        (("--map", "name=Shoe"), "the file has no column Shoe"),
        (("--map", "name=Staff number"), "choose each column of the file at most once"),
        (("--location", "Atlantis"), "there is no location of that name"),
        (("--make-locations", "Mars/Base"), "name a time zone like Europe/Riga"),
        (("--from", "soon"), "soon"),
        (("--encoding", "latin"), "latin"),
        (("--sheet",), "--sheet"),
    ],
)
def test_a_bad_option_is_one_line_that_names_it(app: Flask, tmp_path: Path, options: tuple[str, ...], words: str):
    done = run(app, csv(tmp_path, csv_of(ANITA)), *options)
    assert done.exit_code == 1
    assert words in done.stderr
    assert "Traceback" not in done.output
    with app.app_context():
        assert files.kept_ids() == []


def test_a_file_that_is_none_is_refused(app: Flask, tmp_path: Path):
    done = run(app, csv(tmp_path, b"%PDF\0\0\0\0"))
    assert (done.exit_code, done.stderr.strip()) == (
        1, "This is neither a CSV nor an XLSX file. Save the list as one of them.",
    )  # fmt: skip
    assert run(app, tmp_path / "no-such-file").exit_code == 1


def csv(folder: Path, data: bytes) -> Path:
    path = folder / "people.csv"
    path.write_bytes(data)
    return path


def run(app: Flask, file: Path, *options: str) -> Result:
    return app.test_cli_runner().invoke(args=["people", "import", str(file), *options])
