"""The task of the limited child that turns a sheet of a workbook into CSV; nothing else imports this.

openpyxl reads XML by defusedxml where that is installed, and it is pinned: entities are refused, not expanded.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from handbook.core.sandbox import N_, TaskRefused

UNPACKED = 400 * 1024 * 1024
WRITTEN = 64 * 1024 * 1024
PARTS = 2000
NO_WORKBOOK = N_("This is no XLSX workbook that can be read. Save the list as XLSX or CSV and bring it again.")
TOO_LARGE = N_("This workbook is too large once it is unpacked. Save the list alone, as CSV.")
NO_SHEET = N_("The workbook has no sheet of that name. Choose one of the list.")
TOO_MANY = N_("The sheet has more lines than can be taken at once. Divide it.")
# A format such as 000000 or "E"0000: the zeros are part of the number, as the sheet shows it.
_PADDED = re.compile(r'(?:"([^"]*)"|\\(.))?(0+)')


def to_csv(meta: dict[str, Any], blobs: Sequence[bytes]) -> tuple[dict[str, object], list[bytes]]:
    """Task: write a sheet as CSV (blob: the workbook; meta: `sheet`, a name or nothing for the first, `most` lines).

    Every row stays at its number: rows without content before others become empty lines.
    """
    _refuse_bomb(blobs[0])
    try:
        book = load_workbook(io.BytesIO(blobs[0]), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet.title for sheet in book.worksheets]
        sheet = _chosen(book, str(meta["sheet"] or ""))
        sheet.reset_dimensions()  # what the file says of its own size may be anything
        written = _written(sheet.iter_rows(), int(meta["most"]))
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError, InvalidFileException,
            zipfile.BadZipFile) as error:  # fmt: skip  # whatever openpyxl meets in a file that somebody made up
        raise TaskRefused(NO_WORKBOOK) from error
    return {"sheets": sheets, "sheet": sheet.title}, [written]


def _refuse_bomb(data: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise TaskRefused(NO_WORKBOOK) from error
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise TaskRefused(TOO_LARGE)


def _chosen(book: Any, name: str) -> Any:
    """Return the sheet of this name; without a name the first that is not hidden."""
    if name:
        found = [sheet for sheet in book.worksheets if sheet.title == name]
    else:
        found = sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
    if not found:
        raise TaskRefused(NO_SHEET)
    return found[0]


def _written(rows: Iterable[Sequence[Any]], most: int) -> bytes:
    out = io.StringIO()
    lines, empty, count = csv.writer(out), 0, 0
    for row in rows:
        cells = [_text(cell) for cell in row]
        if not any(cells):
            empty += 1
            continue
        out.write("\r\n" * empty)
        lines.writerow(cells)
        empty, count = 0, count + 1
        if count > most:
            raise TaskRefused(TOO_MANY)
        if out.tell() > WRITTEN:
            raise TaskRefused(TOO_LARGE)
    return out.getvalue().encode("utf-8", "replace")


def _text(cell: Any) -> str:
    """Return a cell as the sheet shows it, where that matters: zeros in front stay, days are ISO, 512.0 is 512."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return _padded(value, cell.number_format or "")
    return str(value).strip()


def _padded(value: int, format: str) -> str:
    shown = _PADDED.fullmatch(format)
    if shown is None:
        return str(value)
    return (shown[1] or shown[2] or "") + str(value).zfill(len(shown[3]))
