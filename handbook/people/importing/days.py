"""Days as files write them: four orders, and a guess which one a file uses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

ISO, DOTS, SLASHES, MONTH_FIRST = "iso", "dmy_dots", "dmy_slashes", "mdy"
FORMATS = {
    ISO: _l("2026-03-31 (year, month, day)"),
    DOTS: _l("31.03.2026 (day, month, year)"),
    SLASHES: _l("31/03/2026 (day, month, year)"),
    MONTH_FIRST: _l("03/31/2026 (month, day, year)"),
}
# A day alone or with a time behind it, as databases and spreadsheets write it; it can be read in one way only.
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?")
_THREE = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})\.?")
_FIRST_YEAR, _LAST_YEAR, _TURN = 1900, 2200, 70


@dataclass(frozen=True, slots=True)
class Guess:
    """How a file writes days; `sure` is False where its days could be read in two ways."""

    format: str
    sure: bool


def read_day(text: str, format: str) -> date | None:
    """Return the day that a cell names in this format, or None. Year first is always understood."""
    iso = _ISO.fullmatch(text)
    if iso:
        return _day(*map(int, iso.groups()))
    parts = _THREE.fullmatch(text)
    if parts is None or format == ISO:
        return None
    first, _sign, second, year = parts.groups()
    day, month = (second, first) if format == MONTH_FIRST else (first, second)
    return _day(_whole_year(year), int(month), int(day))


def guess_format(cells: Iterable[str]) -> Guess:
    """Return the format in which these cells make sense."""
    found = [parts for cell in cells if (parts := _THREE.fullmatch(cell.strip()))]
    if not found:
        return Guess(ISO, True)
    day_first = any(int(parts[1]) > 12 for parts in found)
    month_first = any(int(parts[3]) > 12 for parts in found)
    if month_first and not day_first:
        return Guess(MONTH_FIRST, True)
    dots = any(parts[2] == "." for parts in found)
    # Dots are written with the day first wherever they are written.
    return Guess(DOTS if dots else SLASHES, (day_first and not month_first) or dots)


def _whole_year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else (2000 if year < _TURN else 1900) + year


def _day(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
