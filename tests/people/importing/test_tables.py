"""Files as they come: encodings, separators, titles above the headings, workbooks; hostile ones are refused."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel
from openpyxl import Workbook

from handbook.core.errors import Invalid
from handbook.people.importing import sheets, tables

NAME = "Kristīne Bērziņa šķūņa ceļš"


@pytest.fixture(autouse=True, scope="module")
def _words() -> Iterator[None]:
    """Sentences need an application."""
    app = Flask(__name__)
    Babel(app)
    with app.app_context():
        yield


@pytest.mark.parametrize(
    ("encoding", "guessed", "name"),
    [
        ("utf-8", "utf-8-sig", NAME), ("utf-8-sig", "utf-8-sig", NAME), ("utf-16", "utf-16", NAME),
        ("utf-16-le", "utf-16-le", NAME), ("utf-16-be", "utf-16-be", NAME), ("cp1257", "cp1257", NAME),
        ("cp1252", "cp1252", "José Niño à l'hôtel"), ("utf-8", "utf-8-sig", "లక్ష్మీ దేవి"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encoding_and_separator_are_guessed(tmp_path: Path, encoding: str, guessed: str, name: str, separator: str):
    job = "a" if separator == "," else "a,b;c".replace(separator, "")
    rows = [["Staff number", "Name", "Job"], ["000512", name, job]]
    path = kept(tmp_path, "\r\n".join(separator.join(row) for row in rows).encode(encoding))
    shape = tables.shape_of(path)
    assert (shape.encoding, shape.separator, shape.columns) == (guessed, separator, ("Staff number", "Name", "Job"))
    assert list(tables.rows(path, shape)) == [(2, rows[1])]


def test_headings_below_a_title_are_found_and_rows_keep_their_numbers(tmp_path: Path):
    text = 'List of staff;;\n;;\nStaff number;Name;Job\n\n000512;"Asha\nRani";x\n;;\n000513;Ravi;y\n'
    path = kept(tmp_path, text.encode())
    shape = tables.shape_of(path)
    assert shape.heading_row == 3
    assert list(tables.rows(path, shape)) == [(5, ["000512", "Asha\nRani", "x"]), (7, ["000513", "Ravi", "y"])]


def test_headings_are_made_unlike_each_other():
    assert tables.unlike(["Name", "", " Name ", "Name", "", ""]) == ("Name", "Column 2", "Name (2)", "Name (3)")


def test_a_workbook_keeps_zeros_days_and_the_numbers_of_its_rows(tmp_path: Path):
    book = Workbook()
    sheet = book.active
    sheet.append(["Staff number", "Name", "Start"])
    for value, format in ((512, "000000"), (513.0, "General"), (514, '"E"0000'), ("000515", "@"), (1.5, "General")):
        sheet.append([value, "x", date(2026, 3, 1)])
        sheet.cell(sheet.max_row, 1).number_format = format
    sheet["A9"], sheet["C9"] = "late", datetime(2026, 3, 1, 8, 30)  # noqa: DTZ001  # cells have no zone
    sheet["A10"] = "=1+1"
    sheet["XFD40"] = " "
    book.create_sheet("Other").append(["Number"])
    found = sheets.unpack(saved(tmp_path, book))
    assert (found.sheets, found.sheet) == (("Sheet", "Other"), "Sheet")
    shape = tables.shape_of(kept(tmp_path, found.table))
    rows = [(row, cells[0], cells[2]) for row, cells in tables.rows(tmp_path / "table", shape)]
    assert rows == [
        (2, "000512", "2026-03-01"), (3, "513", "2026-03-01"), (4, "E0514", "2026-03-01"),
        (5, "000515", "2026-03-01"), (6, "1.5", "2026-03-01"), (9, "late", "2026-03-01 08:30:00"),
    ]  # fmt: skip
    assert sheets.unpack(tmp_path / "book.xlsx", "Other").table == b"Number\r\n"


def test_the_first_sheet_that_can_be_seen_is_taken(tmp_path: Path):
    book = Workbook()
    book.active.title = "Hidden"
    book.active.sheet_state = "hidden"
    book.create_sheet("Seen").append(["Name"])
    assert sheets.unpack(saved(tmp_path, book)).sheet == "Seen"


def test_a_sheet_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(Invalid, match="The workbook has no sheet of that name"):
        sheets.unpack(saved(tmp_path, Workbook()), "Other")


def test_a_bomb_is_refused_by_its_unpacked_size(tmp_path: Path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(500 * 1024 * 1024))
    assert path.stat().st_size < 1 << 20
    with pytest.raises(Invalid, match="too large once it is unpacked"):
        sheets.unpack(path)


@pytest.mark.parametrize("entity", [True, False], ids=["entities", "half a document"])
def test_a_hostile_sheet_is_refused(tmp_path: Path, entity: bool):
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    head = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>' if entity else ""
    cell = "&l9;" if entity else "</v>"
    path = saved(tmp_path, Workbook())
    hostile = tmp_path / "hostile.xlsx"
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(hostile, "w") as bad:
        for part in good.namelist():
            text = good.read(part)
            if part == "xl/worksheets/sheet1.xml":
                main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
                row = f'<row r="1"><c r="A1" t="str"><v>{cell}</v></c></row>'
                text = f'{head}<worksheet xmlns="{main}"><sheetData>{row}</sheetData></worksheet>'.encode()
            bad.writestr(part, text)
    with pytest.raises(Invalid):
        sheets.unpack(hostile)


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + b"\xff" * 500])
def test_what_only_looks_like_a_workbook_is_refused(tmp_path: Path, data: bytes):
    path = kept(tmp_path, data)
    assert sheets.is_workbook(path)
    with pytest.raises(Invalid, match="no XLSX workbook that can be read"):
        sheets.unpack(path)


def test_another_kind_of_archive_is_refused(tmp_path: Path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(Invalid, match="no XLSX workbook that can be read"):
        sheets.unpack(kept(tmp_path, out.getvalue()))


def kept(folder: Path, data: bytes) -> Path:
    path = folder / "table"
    path.write_bytes(data)
    return path


def saved(folder: Path, book: Workbook) -> Path:
    path = folder / "book.xlsx"
    book.save(path)
    return path
