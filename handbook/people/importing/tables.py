"""Tables as they lie on disk: encoding, separator and heading line are guessed, then rows are read one by one."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from handbook.core.errors import Invalid
from handbook.people.importing.fields import LONGEST_CELL, MOST_COLUMNS, MOST_LINES
from handbook.people.importing.headings import recognised

ENCODINGS = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp1252": _l("Windows 1252 (Western Europe)"),
    "cp1257": _l("Windows 1257 (Baltic)"),
}
SEPARATORS = {",": _l("comma"), ";": _l("semicolon"), "\t": _l("tab")}
_PIECE = 1 << 20
_LOOKED_AT = 1 << 16
# Letters that are common in one code page and rare in the other: ā ē ī ū š ž č ģ ķ ļ ņ against à á ã æ ê ñ ø ú ù ô.
_BALTIC = bytes.fromhex("e2 e7 ee fb f0 fe ec ef f2 c2 c7 ce db d0 de cc cf d2")
_WESTERN = bytes.fromhex("e0 e1 e3 e6 ea f1 f8 fa f9 f4 d1 d8 c6")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table is written. `heading_row` counts from 1; `columns` are the headings, each made unlike the others."""

    encoding: str
    separator: str
    heading_row: int
    columns: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the shape for the options of an import."""
        return asdict(self) | {"columns": list(self.columns)}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Shape":
        """Read back what `as_json` wrote."""
        return cls(kept["encoding"], kept["separator"], int(kept["heading_row"]), tuple(kept["columns"]))


def shape_of(path: Path, encoding: str = "", separator: str = "") -> Shape:
    """Return how a table is written, what is not given being guessed; raise Invalid where it is no table."""
    encoding = encoding or _encoding(path)
    first = _first_rows(path, encoding, separator)
    separator = separator or max(SEPARATORS, key=lambda sign: _likeness(_first_rows(path, encoding, sign)))
    first = _first_rows(path, encoding, separator)
    if not any(any(row) for row in first):
        raise Invalid(_("The file is empty. Choose one with a line of headings and a line for each person."))
    place = _heading_place(first)
    return Shape(encoding, separator, place + 1, unlike(first[place]))


def rows(path: Path, shape: Shape) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each row below the headings that is not empty; raise Invalid where it is too long."""
    count = 0
    for row, cells in enumerate(_records(path, shape.encoding, shape.separator), 1):
        if row > shape.heading_row and any(cell.strip() for cell in cells):
            count += 1
            if count > MOST_LINES:
                raise Invalid(_("The file has more than %(most)s lines. Divide it.", most=MOST_LINES))
            yield row, cells


def unlike(headings: Sequence[str]) -> tuple[str, ...]:
    """Return headings of which no two are equal; one that is empty is named by its place."""
    names: list[str] = []
    for place, heading in enumerate(headings, 1):
        plain = " ".join(heading.split())[:LONGEST_CELL] or _("Column %(number)s", number=place)
        name, turn = plain, 2
        while name in names:
            name, turn = f"{plain} ({turn})", turn + 1
        names.append(name)
    while names and not headings[len(names) - 1].strip():
        names.pop()
    return tuple(names)


def _records(path: Path, encoding: str, separator: str) -> Iterator[list[str]]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=separator)
        try:
            yield from reader
        except csv.Error as error:
            raise Invalid(
                _("Line %(line)s cannot be read. Is a quotation mark left open before it?", line=reader.line_num)
            ) from error


def _first_rows(path: Path, encoding: str, separator: str) -> list[list[str]]:
    found = [[cell.strip() for cell in row] for row in islice(_records(path, encoding, separator or ","), 10)]
    if any(len(row) > MOST_COLUMNS for row in found):
        raise Invalid(_("The file has more than %(most)s columns.", most=MOST_COLUMNS))
    return found


def _likeness(first: list[list[str]]) -> tuple[int, int]:
    """Return how much these rows look like a table with headings."""
    heading = first[_heading_place(first)] if first else []
    return recognised(heading), len(heading)


def _heading_place(first: list[list[str]]) -> int:
    """Return the place of the row with the most headings that we know, else of the first with anything in it."""
    best = max(range(len(first)), key=lambda place: (recognised(first[place]), -place), default=0)
    if first and recognised(first[best]):
        return best
    return next((place for place, row in enumerate(first) if any(row)), 0)


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head:
        return _without_mark(head)
    return "utf-8-sig" if _is_utf8(path) else _code_page(path)


def _without_mark(head: bytes) -> str:
    """Return which UTF-16 this is, by where the zero bytes of plain letters lie; raise Invalid where it is none."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) // 8 or min(even, odd) * 8 > max(even, odd):
        raise Invalid(_("This is neither a CSV nor an XLSX file. Save the list as one of them."))
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _code_page(path: Path) -> str:
    baltic = western = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            baltic += sum(map(piece.count, _BALTIC))
            western += sum(map(piece.count, _WESTERN))
    return "cp1257" if baltic > western else "cp1252"
