"""The pages of an import, from the file to the report; and nobody sees the import of another."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from handbook.core import clock, jobs
from handbook.core.access_log import AccessEntry
from handbook.core.db import db
from handbook.core.transaction import end_read
from handbook.people.importing import files, operations
from handbook.people.models import Employee, PeopleImport
from tests import factories
from tests.browser_like import Visitor
from tests.people.importing.bringing import csv_of

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
MISSING = "0" * 32
ANITA = ("000700", "Anita Rao", "Telugu", "cashier", "Banjara Hills", "000201", "2026-03-01", "")
GOOD_AND_BAD = csv_of(
    ANITA, ("000512", "Asha Rani Reddy", *[""] * 6), ("000701", "=Bad", "Klingon", "", "Atlantis", "x", "soon", "")
)


def test_meera_brings_maps_previews_and_applies(app: Flask, client_of: SignIn):
    browser = client_of("meera")
    columns = brought(browser, GOOD_AND_BAD)
    assert "Which column is which?" in browser.words()
    form = browser.form("/columns")
    assert [form.fields[f"column_{key}"] for key in ("staff_number", "name", "supervisor", "email")] == [
        "0", "1", "5", "",
    ]  # fmt: skip
    browser.submit("/columns")
    here = columns.removesuffix("/columns")
    assert "The file is being compared" in browser.words()
    assert watch(browser, here) | {"done": 0, "total": 0} == {
        "state": "queued", "done": 0, "total": 0, "words": "The file is being read", "left": "", "url": None,
        "label": "See what came of it",
    }  # fmt: skip
    work(app)
    seen = watch(browser, here)
    assert (seen["state"], seen["done"], seen["total"], seen["url"]) == ("done", 3, 3, here)
    browser.get(here)
    words = browser.words()
    for expected in ("This would change", "cannot be used 1", "new 1", "change 1", "Klingon", "Atlantis", "row 4"):
        assert expected in words, words
    with app.app_context():
        assert number_of_people("000700") == 0
    browser.submit("/apply")
    work(app)
    browser.get(here)
    for expected in ("The file is applied", "added 1", "changed 1", "Name: Asha Reddy → Asha Rani Reddy"):
        assert expected in browser.words(), browser.words()
    with app.app_context():
        assert number_of_people("000700") == 1
        one = db.session.scalars(select(PeopleImport)).one()
        assert (one.stage, one.lines_done, one.lines_total) == ("applied", 2, 2)
        assert one.applied_at is not None


def test_findings_are_taken_away_as_a_list_without_formulas_and_that_is_written_down(app: Flask, client_of: SignIn):
    browser, here = previewed(app, client_of("meera"), GOOD_AND_BAD)
    answer = browser.client.get(f"{here}/findings.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0] == ["row", "staff number", "name", "finding", "reason, or what changes"]
    assert [row[:4] for row in rows[1:]] == [
        ["4", "000701", "'=Bad", "cannot be used"],
        ["2", "000700", "Anita Rao", "new"],
        ["3", "000512", "Asha Rani Reddy", "change"],
    ]
    with app.app_context():
        found = db.session.scalars(select(AccessEntry).where(AccessEntry.kind == "export")).all()
        assert [one.purpose for one in found] == ["took away the findings of an import of people"]


def test_the_template_maps_by_itself_and_is_free_of_faults(app: Flask, client_of: SignIn):
    browser = client_of("meera")
    template = browser.client.get("/people/import/template.csv").data
    brought(browser, template)
    form = browser.form("/columns")
    chosen = [name for name in form.fields if name.startswith("column_") and form.fields[name]]
    assert len(chosen) == 13
    _browser, here = previewed(app, browser, template)
    browser.get(here)
    assert "new 2" in browser.words()
    assert "?show=error" not in browser.page.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b"\n\n \n", "The file is empty."),
        (b"%PDF-1.7\n\0\0\0\1\2\3\0", "neither a CSV nor an XLSX file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or locked workbook"),
        (b"PK\x03\x04 and no more", "no XLSX workbook that can be read"),
        (b'number,name\n1,"' + b"x" * 200_000, "cannot be read. Is a quotation mark left open"),
        (b",".join(b"%d" % n for n in range(600)), "more than 500 columns"),
    ],
)
def test_what_is_no_list_is_refused_beside_the_field_and_not_kept(
    app: Flask, client_of: SignIn, data: bytes, words: str
):
    browser = client_of("meera")
    browser.page = upload(browser, data)
    if b"x" * 1000 in data:
        assert browser.page.status_code in (302, 400)
        if browser.page.status_code == 302:
            return
    assert browser.page.status_code == 400
    assert words in browser.words()
    with app.app_context():
        assert db.session.scalars(select(PeopleImport)).all() == []
        assert files.kept_ids() == []


def test_a_file_that_is_too_large_for_the_web_is_refused_with_what_to_do(client_of: SignIn):
    browser = client_of("meera")
    browser.page = upload(browser, b"x" * (12 * 1024 * 1024 + 1))
    assert browser.page.status_code == 413
    assert "At most 12 MB can be sent at once." in browser.words()


def test_without_the_column_of_the_numbers_nothing_is_compared(app: Flask, client_of: SignIn):
    browser = client_of("meera")
    brought(browser, b"who,called\n000512,Asha\n")
    assert "No column was recognised as the staff number." in browser.words()
    browser.submit("/columns", expect=400)
    assert "Staff number: choose the column." in browser.words()
    browser.submit("/columns", expect=400, column_staff_number="0", column_name="0")
    assert "choose each column of the file at most once" in browser.words()
    browser.submit("/columns", column_staff_number="0", column_name="1")
    assert "The file is being compared" in browser.words()


def test_who_is_missing_leaves_only_after_a_tick(app: Flask, client_of: SignIn):
    rows = [(one.number, *[""] * 7) for name, one in factories.PEOPLE.items() if name != "ravi"]
    browser = client_of("meera")
    columns = brought(browser, csv_of(*rows))
    browser.submit("/columns", expect=400, missing="left")
    assert "Last day: give the last day of those who have left" in browser.words()
    browser.submit("/columns", missing="left", left_on=(clock.now().date() + timedelta(days=2)).isoformat())
    work(app)
    browser.get(columns.removesuffix("/columns"))
    assert "1 person is not in the file and will have left." in browser.words()
    browser.submit("/apply", expect=400)
    assert "Tick that they have left." in browser.words()
    browser.submit("/apply", sure="y")
    work(app)
    browser.get(columns.removesuffix("/columns"))
    assert "left 1" in browser.words()


def test_another_encoding_is_chosen_where_letters_look_wrong(app: Flask, client_of: SignIn):
    browser = client_of("meera")
    brought(browser, "Staff number;Name;Job\n1;Jānis Bērziņš;šef\n".encode("cp1257"))
    assert "Jānis Bērziņš" in browser.words()
    browser.submit("/reading", **{"reading-encoding": "cp1252"})
    assert "Jânis" in browser.words()
    browser.submit("/reading", **{"reading-encoding": "cp1257", "reading-separator": ","})
    assert "Staff number;Name;Job" in browser.words()


def test_a_preview_is_cancelled_and_begun_anew(app: Flask, client_of: SignIn):
    browser = client_of("meera")
    here = brought(browser, GOOD_AND_BAD).removesuffix("/columns")
    browser.submit("/columns")
    browser.submit("/cancel")
    assert "Which column is which?" in browser.words()
    work(app)
    browser.submit("/columns")
    work(app)
    browser.get(here)
    assert "This would change" in browser.words()


def test_an_apply_is_cancelled_before_it_began(app: Flask, client_of: SignIn):
    browser, here = previewed(app, client_of("meera"), GOOD_AND_BAD)
    browser.get(here)
    browser.submit("/apply")
    browser.submit("/cancel")
    assert "The import was cancelled" in browser.words()
    assert "Nothing was written." in browser.words()
    work(app)
    with app.app_context():
        assert number_of_people("000700") == 0


def test_the_list_is_shown_a_page_at_a_time_and_by_kind(app: Flask, client_of: SignIn):
    rows = [(f"1{n:05}", f"Person {n}", "Klingon" if n % 2 else "", "baker", "Banjara Hills", "", "", "")
            for n in range(120)]  # fmt: skip
    browser, here = previewed(app, client_of("meera"), csv_of(*rows))
    browser.get(f"{here}?show=error&page=2")
    assert "51 to 60 of 60" in browser.words()
    assert "stay the same" not in browser.words()
    browser.get(here)
    assert browser.link("After") == f"{here}?page=2"


@pytest.mark.parametrize("path", ["", "/columns", "/progress.json", "/findings.csv", "/report.csv"])
def test_the_import_of_another_and_a_missing_one_are_answered_alike(app: Flask, client_of: SignIn, path: str):
    _browser, here = previewed(app, client_of("meera"), GOOD_AND_BAD)
    browser = client_of("nandini")
    foreign, missing = browser.get(here + path), browser.get(f"/people/import/{MISSING}{path}")
    assert foreign.status_code == missing.status_code == 404
    assert alike(foreign.text, here) == alike(missing.text, f"/people/import/{MISSING}")
    browser.get("/people/import")
    assert here not in browser.page.text


@pytest.mark.parametrize("act", ["columns", "reading", "apply", "cancel", "remove"])
def test_nobody_acts_on_the_import_of_another(app: Flask, client_of: SignIn, act: str):
    _browser, here = previewed(app, client_of("meera"), GOOD_AND_BAD)
    browser = client_of("nandini")
    browser.get("/people/import")
    token = browser.form("/people/import").fields["csrf_token"]
    answers = [
        browser.client.post(f"{one}/{act}", data={"csrf_token": token}) for one in (here, f"/people/import/{MISSING}")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    with app.app_context():
        assert db.session.scalars(select(PeopleImport.stage)).all() == ["previewed"]


def test_files_are_kept_from_others_and_removed_after_a_week(app: Flask, client_of: SignIn):
    browser, here = previewed(app, client_of("meera"), GOOD_AND_BAD)
    with app.app_context():
        folder = files.folder(here.rpartition("/")[2])
        assert folder.stat().st_mode & 0o777 == 0o700
        assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
        assert operations.sweep() == 0
        (files.root() / MISSING).mkdir()
        assert operations.sweep() == 1
        with operations.transaction() as session:
            one = session.scalars(select(PeopleImport)).one()
            one.created_at -= timedelta(days=8)
        assert operations.sweep() == 1
        assert not folder.exists()
    browser.get(here)
    assert "only the numbers are kept" in browser.words()
    assert browser.client.get(f"{here}/findings.csv").status_code == 404


def test_files_are_removed_at_once_on_demand(app: Flask, client_of: SignIn):
    browser, here = previewed(app, client_of("meera"), GOOD_AND_BAD)
    browser.get(here)
    browser.submit("/remove")
    assert "The file and its findings are removed." in browser.words()
    with app.app_context():
        assert files.kept_ids() == []


def test_the_number_of_queries_does_not_grow_with_the_file(
    app: Flask, client_of: SignIn, counting: Callable[[], object]
):
    browser = client_of("meera")
    seen = []
    for count in (2, 200):
        rows = [(f"1{n:05}", f"Person {n}", "", "baker", "Banjara Hills", "", "", "") for n in range(count)]
        _browser, here = previewed(app, browser, csv_of(*rows))
        numbers = []
        for address in ("/people/import", here, f"{here}/columns", f"{here}/progress.json"):
            with app.app_context(), counting() as statements:
                assert browser.client.get(address).status_code == 200
            numbers.append(len(statements))
        seen.append(numbers)
    assert seen[0] == seen[1]


def brought(browser: Visitor, data: bytes) -> str:
    """Bring a file and open its columns; return their address."""
    answer = upload(browser, data)
    assert answer.status_code == 302, answer.text
    browser.get(answer.location)
    return str(answer.location)


def upload(browser: Visitor, data: bytes) -> TestResponse:
    browser.get("/people/import")
    fields = dict(browser.form("/people/import").form_values()) | {"file": (io.BytesIO(data), "people.csv")}
    return browser.client.post("/people/import", data=fields)


def previewed(app: Flask, browser: Visitor, data: bytes) -> tuple[Visitor, str]:
    """Bring a file and let the worker compare it; return the browser and the address of the import."""
    here = brought(browser, data).removesuffix("/columns")
    browser.submit("/columns")
    work(app)
    return browser, here


def work(app: Flask) -> None:
    with app.app_context():
        jobs.work_off()


def watch(browser: Visitor, here: str) -> dict[str, object]:
    return dict(browser.client.get(f"{here}/progress.json").get_json())


def number_of_people(number: str) -> int:
    end_read()
    return len(db.session.scalars(select(Employee.id).where(Employee.staff_number == number)).all())


def alike(page: str, here: str) -> str:
    page = re.sub(r'<span class="hash">[0-9A-F]{8}</span>', "NUMBER", page.replace(here, "HERE"))
    page = page.replace(here.replace("/", "%2F"), "HERE")
    return re.sub(r'name="csrf_token" value="[^"]+"', "TOKEN", page)
