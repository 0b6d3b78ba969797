"""What the form of a row of figures shows beside its fields: two people's versions of it, the jobs to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from handbook.core.db import db
from handbook.people.models import JobTitle
from handbook.publishing.editing_difference import Blocks, between_words
from handbook.rules import figure_tables
from handbook.rules.figure_rows import Limit, Row
from handbook.rules.outline import Outline


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell of a row that two people wrote differently, in a language."""

    language: str
    blocks: Blocks


def jobs() -> list[str]:
    """Return the names of the company's jobs (one query)."""
    return list(db.session.scalars(select(JobTitle.title).order_by(JobTitle.title)))


def differing(frame: Outline, theirs: Row, mine: Row) -> Sequence[CellChange]:
    """Return what differs between a row as it stands and as somebody typed it, cell by cell in every language."""
    found = [
        CellChange(language, between_words(old, new))
        for language in frame.languages
        for old, new in zip(_said(frame, theirs, language), _said(frame, mine, language), strict=True)
        if old != new
    ]
    return list({repr(one.blocks): one for one in reversed(found)}.values())[::-1]


def _said(frame: Outline, row: Row, language: str) -> Sequence[str]:
    jobs_named = ", ".join(row.jobs) if isinstance(row, Limit) else ""
    return (*figure_tables.cells_of_row(frame, row, language), jobs_named)
