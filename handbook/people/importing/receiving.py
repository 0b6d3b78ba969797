"""Taking a file in, and reading it anew where encoding, separator or sheet were guessed wrongly."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from flask_babel import gettext as _

from handbook.core.db import new_id
from handbook.core.errors import Invalid
from handbook.people.importing import files, sheets, tables
from handbook.people.importing.days import Guess, guess_format
from handbook.people.importing.fields import DAYS
from handbook.people.importing.tables import Shape

_SAMPLED = 1000


@dataclass(frozen=True, slots=True)
class Received:
    """A file that lies in its folder: how it is written, and the sheets of a workbook (none for CSV)."""

    id: str
    shape: Shape
    sheets: tuple[str, ...] = ()
    sheet: str = ""

    def options(self) -> dict[str, Any]:
        """Return what the row of the import keeps of this."""
        return {"shape": self.shape.as_json(), "sheets": list(self.sheets), "sheet": self.sheet}


def receive(stream: IO[bytes], sheet: str = "", encoding: str = "", separator: str = "") -> Received:
    """Keep a file and look how it is written; raise Invalid, and keep nothing, where it is no list."""
    import_id = new_id()
    files.make_folder(import_id)
    try:
        files.receive(import_id, stream)
        return read_anew(import_id, sheet, encoding, separator)
    except BaseException:
        files.remove(import_id)
        raise


def read_anew(import_id: str, sheet: str = "", encoding: str = "", separator: str = "") -> Received:
    """Look again how a kept file is written, with what is known better now; raise Invalid."""
    upload = files.file_of(import_id, files.UPLOAD)
    if not upload.is_file():
        raise Invalid(_("The file has been removed, as every file is after a week. Bring it again."))
    if not sheets.is_workbook(upload):
        return Received(import_id, tables.shape_of(upload, encoding, separator))
    book = sheets.unpack(upload, sheet)
    table = files.file_of(import_id, files.TABLE)
    with files.written(table) as out:
        out.write(book.table)
    return Received(import_id, tables.shape_of(table, "utf-8-sig", ","), book.sheets, book.sheet)


def table_of(import_id: str) -> Path:
    """Return the table to read: what was brought, or the sheet that was taken out of it."""
    table = files.file_of(import_id, files.TABLE)
    return table if table.is_file() else files.file_of(import_id, files.UPLOAD)


def sample(import_id: str, shape: Shape, count: int) -> list[tuple[int, list[str]]]:
    """Return the first rows of a kept file."""
    return list(islice(tables.rows(table_of(import_id), shape), count))


def guessed_days(import_id: str, shape: Shape, mapping: Mapping[str, str]) -> Guess:
    """Return how the file writes days, by the first 1,000 rows of the columns that hold days."""
    places = [shape.columns.index(mapping[key]) for key in DAYS if mapping.get(key) in shape.columns]
    rows = sample(import_id, shape, _SAMPLED) if places else []
    return guess_format(cells[place] for _number, cells in rows for place in places if place < len(cells))
