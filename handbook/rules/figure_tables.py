"""The company's figures as tables in the texts of rules: found by the mark of a heading, written, compared.

A heading with the mark {.limits} or {.standards} opens a section; the one table in it is the company's. The row of its
headings belongs to the author, all rows below it say what handbook.yaml says, in the language of the text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from babel import Locale
from babel.numbers import format_currency, format_percent
from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.core.moments import locale_of
from handbook.rules.faults import Fault
from handbook.rules.figure_rows import LIMITS, TABLES, Limit, Row, Standard
from handbook.rules.outline import FILE, Outline
from handbook.rules.source import RuleSource

COLUMNS = 3
RULER = "|---|---|---|"
FENCES = ("```", "~~~")
Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A marked section of a body; lines count from 0. `tables`: the first line of each table and the one behind it."""

    table: str
    head: int
    tables: tuple[tuple[int, int], ...]


def tables_in(body: str) -> tuple[str, ...]:
    """Return which of the tables a text shows."""
    return tuple(table for table in TABLES if any(section.table == table for section in sections_of(body)))


def figures_in(body: str) -> list[Cells]:
    """Return the cells of a text that bind: up to how much; which standard, and what is aimed at."""
    lines = body.split("\n")
    return [
        row[1:2] if section.table == LIMITS else row[1:]
        for section in sections_of(body)
        for row in _rows_of(lines, section)
    ]


def without_tables(body: str) -> str:
    """Return a text without the rows of its company's tables: what is left are the author's own words."""
    lines = body.split("\n")
    for section in reversed(sections_of(body)):
        for start, stop in reversed(section.tables):
            del lines[start + 2 : stop]
    return "\n".join(lines)


def filled(body: str, frame: Outline, language: str, former: Outline | None = None) -> str:
    """Return a text whose sections without a table got one, and whose tables follow the figures.

    A table that says what `former` says is written anew. Any other stays as somebody wrote it, for a check to find.
    """
    return _written(body, frame, language, former, force=False)


def rewritten(body: str, frame: Outline, language: str) -> str:
    """Return a text whose tables say what the frame says, whatever stood there."""
    return _written(body, frame, language, None, force=True)


def faults(source: RuleSource, frame: Outline) -> Iterator[Fault]:
    """Yield what is wrong with the company's tables in a text; lines are those of the whole file."""
    lines = source.body.split("\n")
    for section in sections_of(source.body):
        at, name = source.body_line + section.head, section.table
        if not frame.rows(name):
            yield Fault(source.file, at, f"{FILE} has no {name}. Write them there, or take the mark {{.{name}}} away.")
        elif len(section.tables) != 1:
            words = f"Keep one table below this heading, here are {len(section.tables)}. flask rules tables writes it."
            yield Fault(source.file, at, words)
        else:
            row = _first_difference(lines, section, cells_of(frame, name, source.language))
            if row is not None:
                words = (
                    f"This table says something else here than {name} in {FILE}. Change the figures there, or on the "
                    "draft’s page of figures: every table follows. flask rules tables writes this one anew."
                )
                yield Fault(source.file, source.body_line + row, words)


def cells_of(frame: Outline, table: str, language: str) -> list[Cells]:
    """Return the rows of a table as readers of a language see them, in plain words."""
    return [cells_of_row(frame, row, language) for row in frame.rows(table)]


def cells_of_row(frame: Outline, row: Row, language: str) -> Cells:
    """Return the three cells of a row; words that lack in a language stand in the source language."""
    if isinstance(row, Limit):
        return frame.words(row.where, language), amounts_words(row, language), frame.words(row.examples, language)
    return frame.words(row.name, language), frame.words(row.standard, language), target_words(frame, row, language)


def amounts_words(row: Limit, language: str) -> str:
    """Write the amounts of a limit the way of a language: “€50 (₹2,500)”."""
    locale = Locale.parse(locale_of(language))
    pattern = locale.currency_formats["standard"].pattern
    written = []
    for code, amount in row.up_to.items():
        if amount == amount.to_integral_value():
            whole = re.sub(r"[.]0+", "", pattern)
            written.append(format_currency(amount, code, whole, locale=locale, currency_digits=False))
        else:
            written.append(format_currency(amount, code, locale=locale))
    first, others = written[0], written[1:]
    return f"{first} ({', '.join(others)})" if others else first


def target_words(frame: Outline, row: Standard, language: str) -> str:
    """Write what is aimed at: “80% (of all calls)”, or the words alone."""
    measured = frame.words(row.measured, language)
    if row.target is None:
        return measured or "–"
    share = format_percent(row.target / 100, locale=locale_of(language))
    return f"{share} ({measured})" if measured else share


def sections_of(body: str) -> list[Section]:
    """Return the marked sections of a text, in order; each ends at the next heading, whatever its level."""
    if not any(f".{table}" in body for table in TABLES):
        return []
    lines = body.split("\n")
    headings = _headings(lines)
    found = []
    for place, head in enumerate(headings):
        end = headings[place + 1] if place + 1 < len(headings) else len(lines)
        for table in _marks(lines[head]):
            found.append(Section(table, head, tuple(_tables(lines, head + 1, end))))
    return found


def _written(body: str, frame: Outline, language: str, former: Outline | None, *, force: bool) -> str:
    lines = body.split("\n")
    for section in reversed(sections_of(body)):
        wanted = cells_of(frame, section.table, language)
        if not wanted or len(section.tables) > 1:
            continue
        if not section.tables:
            lines[section.head + 1 : section.head + 1] = ["", *_headed(section.table, language), *map(_line, wanted)]
            continue
        before = cells_of(former, section.table, language) if former else []
        is_former = bool(before) and _first_difference(lines, section, before) is None
        if (force or is_former) and _first_difference(lines, section, wanted) is not None:
            start, stop = section.tables[0]
            kept = [*lines[start : start + 2]]
            fits = all(len(_cells(line)) == COLUMNS for line in kept)
            lines[start:stop] = [*(kept if fits else _headed(section.table, language)), *map(_line, wanted)]
    return "\n".join(lines)


def _headed(table: str, language: str) -> list[str]:
    with force_locale(locale_of(language)):
        limits = (_("Where you work"), _("Up to"), _("For example"))
        standards = (_("Channel"), _("Our standard"), _("We aim at"))
        return [_line(limits if table == LIMITS else standards), RULER]


def _first_difference(lines: Sequence[str], section: Section, wanted: Sequence[Cells]) -> int | None:
    """Return the first line of a section's table that differs from these cells, or None."""
    rows, expected = _rows_of(lines, section), [_squeezed(map(_escaped, cells)) for cells in wanted]
    if rows == expected:
        return None
    start = section.tables[0][0]
    at = next((index for index, pair in enumerate(zip(rows, expected, strict=False)) if pair[0] != pair[1]), len(rows))
    return start + 2 + min(at, max(len(rows) - 1, 0))


def _rows_of(lines: Sequence[str], section: Section) -> list[Cells]:
    return [_squeezed(_cells(line)) for start, stop in section.tables for line in lines[start + 2 : stop]]


def _squeezed(cells: Iterable[str]) -> Cells:
    return tuple(" ".join(cell.split()) for cell in cells)


def _headings(lines: Sequence[str]) -> list[int]:
    found, fence = [], ""
    for number, line in enumerate(lines):
        opening = line.lstrip()[:3]
        if opening in FENCES and (not fence or opening == fence):
            fence = "" if fence else opening
        elif not fence and re.match(r"#{1,6}[ \t]", line):
            found.append(number)
    return found


def _marks(heading: str) -> list[str]:
    line = heading.rstrip()
    inside = line[line.rfind("{") + 1 : -1].split() if line.endswith("}") else []
    return [table for table in TABLES if f".{table}" in inside]


def _tables(lines: Sequence[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    number = start
    while number + 1 < end:
        if "|" in lines[number] and _is_ruler(lines[number + 1]):
            stop = number + 2
            while stop < end and "|" in lines[stop]:
                stop += 1
            yield number, stop
            number = stop
        else:
            number += 1


def _is_ruler(line: str) -> bool:
    return "|" in line and "-" in line and not line.strip("|-: \t")


def _cells(line: str) -> list[str]:
    inside = line.strip()
    inside = inside.removeprefix("|")
    inside = inside[:-1] if inside.endswith("|") and not inside.endswith("\\|") else inside
    return re.split(r"(?<!\\)\|", inside)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_escaped, cells))} |"


def _escaped(words: str) -> str:
    """Return words so that Markdown takes none of their signs for its own."""
    words = re.sub(r"([\\`*_{}\[\]|])", r"\\\1", words)
    return re.sub(r"&(?=#?\w{1,30};)", "&amp;", words).replace("<", "&lt;")
