"""The list as a file: exactly the filtered rows, in their order, no formulas, and a note of who took it away."""

import csv
import io
from collections.abc import Callable

import pytest
from flask import Flask
from openpyxl import load_workbook

from handbook.core.access_log import AccessEntry
from handbook.core.db import db
from handbook.core.transaction import end_read, transaction
from handbook.people.directory import listing
from handbook.people.directory.exporting import HEADER
from handbook.people.models import Employee
from tests import factories
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
ADDRESSES = ("", "?q=noise&sort=-number", "?role=hr", "?state=left", "?language=te&sort=start", "?q=nobody-at-all")


@pytest.mark.parametrize("address", ADDRESSES)
def test_both_files_hold_exactly_the_rows_of_the_list(app: Flask, client_of: SignIn, address: str):
    with app.app_context():
        factories.more_people(70)
    browser = client_of("meera")
    shown = pages(browser, address)
    assert [row[0] for row in csv_rows(browser, address)[1:]] == shown
    assert [row[0] for row in xlsx_rows(browser, address)[1:]] == shown


def test_both_files_hold_the_same_cells_and_zeros_stay(client_of: SignIn):
    browser = client_of("meera")
    lines, cells = csv_rows(browser, "?sort=number"), xlsx_rows(browser, "?sort=number")
    assert lines == cells
    assert tuple(lines[0]) == HEADER
    asha = dict(zip(HEADER, next(row for row in lines if row[0] == "000512"), strict=True))
    assert asha["name"] == "Asha Reddy"
    assert asha["supervisor"] == "000201"
    assert (asha["state"], asha["location"], asha["last day"]) == ("here", "Banjara Hills", "")
    assert asha["roles"] == "employee"


@pytest.mark.parametrize(
    "text", ["=1+1", "+371 26123456", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://evil.example")', "＝1+1"]
)
def test_no_cell_is_a_formula(app: Flask, client_of: SignIn, text: str):
    with app.app_context(), transaction() as session:
        row = session.get_one(Employee, factories.person_id("asha"))
        row.latin_name = row.mobile = text
    browser = client_of("meera")
    for rows in (csv_rows(browser, "?q=000512"), xlsx_rows(browser, "?q=000512")):
        (row,) = rows[1:]
        assert row[2] == row[6] == "'" + text
    book = load_workbook(io.BytesIO(browser.get("/people.xlsx?q=000512").data))
    assert not [cell for row in book.active.iter_rows() for cell in row if cell.data_type == "f"]


def test_signs_that_a_workbook_cannot_hold_are_left_out(app: Flask, client_of: SignIn):
    with app.app_context(), transaction() as session:
        session.get_one(Employee, factories.person_id("asha")).latin_name = "A\x01s\x0bha"
    row = xlsx_rows(client_of("meera"), "?q=000512")[1]
    assert row[2] == "Asha"


def test_who_took_the_file_is_written_down_with_what_it_held(app: Flask, client_of: SignIn):
    browser = client_of("meera")
    browser.get("/people.csv?q=asha&role=hr")
    browser.get("/people.xlsx")
    with app.app_context():
        end_read()
        found = [
            (one.kind, one.purpose, one.account_id) for one in db.session.query(AccessEntry).order_by(AccessEntry.id)
        ]
        mine = factories.actor("meera").account_id
        assert found == [
            ("export", "exported the list of people as CSV: q asha, role hr", mine),
            ("export", "exported the list of people as XLSX: nobody left out who works here", mine),
        ]


def test_rows_are_loaded_a_few_at_a_time(app: Flask, client_of: SignIn, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(listing, "AT_ONCE", 7)
    with app.app_context():
        factories.more_people(20)
    browser = client_of("meera")
    assert [row[0] for row in csv_rows(browser, "?sort=number")[1:]] == pages(browser, "?sort=number")


def pages(browser: Visitor, address: str) -> list[str]:
    """Return the staff numbers of the whole list, page after page."""
    browser.get("/people" + address)
    found: list[str] = []
    while True:
        found += [cell.strip() for cell in browser.tree().xpath("//tbody/tr/td[1]/div/text()")]
        further = browser.tree().xpath("//a[@rel='next']/@href")
        if not further:
            return found
        browser.get(further[0])


def csv_rows(browser: Visitor, address: str) -> list[list[str]]:
    answer = browser.client.get("/people.csv" + address)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="people.csv"'
    text = answer.data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def xlsx_rows(browser: Visitor, address: str) -> list[list[str]]:
    answer = browser.client.get("/people.xlsx" + address)
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.data)).active
    return [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
