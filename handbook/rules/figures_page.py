"""What the page of the company's figures shows: both tables as they are in force, and how each row came to be so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from handbook.rules import figure_tables, figures, queries
from handbook.rules.figure_rows import TABLES, Limit, Row, row_of
from handbook.rules.figure_tables import Cells
from handbook.rules.outline import Outline
from handbook.rules.queries import EditionRow, FigureStep


@dataclass(frozen=True, slots=True)
class Value:
    """What a row said from an edition on; no words where the edition took it out. `is_coming`: it counts later."""

    edition: int
    effective_on: date
    words: str
    is_coming: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table. `lang` is the language of its words; `values` tell its past and what comes, newest first."""

    id: str
    cells: Cells
    lang: str
    is_mine: bool
    values: Sequence[Value]

    @property
    def since(self) -> Value | None:
        """What counts now, and since when."""
        return next((value for value in self.values if not value.is_coming), None)

    @property
    def coming(self) -> Sequence[Value]:
        """What an announced edition will say, the last first."""
        return [value for value in self.values if value.is_coming]

    @property
    def before(self) -> Sequence[Value]:
        """What the row said before."""
        return [value for value in self.values if not value.is_coming][1:]


@dataclass(frozen=True, slots=True)
class Gone:
    """A row that an edition took out: what it was called, and what it said."""

    name: str
    lang: str
    values: Sequence[Value]


@dataclass(frozen=True, slots=True)
class RuleLink:
    """A rule that shows the table."""

    title: str
    lang: str
    url: str


@dataclass(frozen=True, slots=True)
class TablePage:
    """One table with all that is told about it."""

    name: str
    lines: Sequence[Line]
    gone: Sequence[Gone]
    rules: Sequence[RuleLink]


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """Both tables of an edition."""

    edition: EditionRow
    tables: Sequence[TablePage]


def page(day: date, language: str, job: str) -> FiguresPage:
    """Return the figures that count on a day for readers of a language who work in a job; raise NotFound before any."""
    edition = queries.current_edition(day)
    frame = queries.outline_of(edition.id)
    language = queries.known_language(edition.id, language)
    steps = queries.figure_steps()
    mine = figures.find_limit(frame.limits, job)
    found = []
    for table in TABLES:
        history = _by_row(step for step in steps if step.table == table)
        values = {row_id: _values(some, frame, language, edition.number) for row_id, some in history.items()}
        lines = [
            Line(row.id, figure_tables.cells_of_row(frame, row, language), _lang(row, frame, language),
                 row is mine, values.get(row.id, ()))
            for row in frame.rows(table)
        ]  # fmt: skip
        here = {line.id for line in lines}
        gone = [_gone(history[one], values[one], frame, language) for one in history if one not in here]
        found.append(TablePage(table, lines, [one for one in gone if one], _rules(edition, table, language)))
    return FiguresPage(edition, found)


def words_of(frame: Outline, row: Row, language: str) -> str:
    """Return what binds of a row: up to how much, or the standard and what is aimed at."""
    cells = figure_tables.cells_of_row(frame, row, language)
    return cells[1] if isinstance(row, Limit) else f"{cells[1]} · {cells[2]}"


def _by_row(steps: Iterator[FigureStep]) -> dict[str, list[FigureStep]]:
    found: dict[str, list[FigureStep]] = {}
    for step in steps:
        found.setdefault(step.row_id, []).append(step)
    return found


def _values(steps: Sequence[FigureStep], frame: Outline, language: str, number: int) -> list[Value]:
    """Return what a row said, newest first; an edition that mended its other words alone is left out."""
    values: list[Value] = []
    for step in steps:
        words = words_of(frame, row_of(step.table, step.data), language) if step.data is not None else ""
        if not values or values[-1].words != words:
            values.append(Value(step.edition, step.effective_on, words, is_coming=step.edition > number))
    return values[::-1]


def _gone(steps: Sequence[FigureStep], values: Sequence[Value], frame: Outline, language: str) -> Gone | None:
    """Return a row that is in force no more; None for one that an announced edition will bring."""
    data = next((step.data for step in reversed(steps) if step.data is not None), None)
    past = [value for value in values if not value.is_coming]
    if data is None or not past:
        return None
    row = row_of(steps[0].table, data)
    name = figure_tables.cells_of_row(frame, row, language)[0]
    return Gone(name, _lang(row, frame, language), past)


def _lang(row: Row, frame: Outline, language: str) -> str:
    words: Mapping[str, str] = row.where if isinstance(row, Limit) else row.name
    return language if language in words else frame.source


def _rules(edition: EditionRow, table: str, language: str) -> list[RuleLink]:
    shown = set(queries.rules_with_tables(edition.id, edition.source_language).get(table, ()))
    return [
        RuleLink(
            line.title,
            line.shown,
            url_for("rules.show_rule", edition=edition.number, language=language, rule_id=line.rule_id),
        )
        for line in queries.contents(edition, language)
        if line.rule_id in shown
    ]
