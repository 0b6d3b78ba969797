"""Lists for spreadsheets: CSV and XLSX line by line, and no cell that a spreadsheet would take for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from openpyxl import Workbook

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOM = "\ufeff"  # without it some spreadsheets read UTF-8 as something else
# What XML, and so XLSX, cannot hold.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def plain(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return "'" + value if value[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠") else value


def csv_pieces(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield a CSV file in UTF-8 piece by piece; every cell is made plain."""
    out = io.StringIO()
    lines = csv.writer(out)
    out.write(_BOM)
    lines.writerow(header)
    for row in rows:
        lines.writerow([plain(each) for each in row])
        if out.tell() > 1 << 16:
            yield _taken(out)
    yield _taken(out)


def write_xlsx(out: IO[bytes], title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a workbook of one sheet row by row; every cell is text (`000512` keeps its zeros) and made plain."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append(list(header))
    for row in rows:
        sheet.append([plain(_CONTROLS.sub("", each)) for each in row])
    book.save(out)


def _taken(out: io.StringIO) -> bytes:
    """Return what was written so far and make room."""
    piece = out.getvalue().encode()
    out.seek(0)
    out.truncate()
    return piece
