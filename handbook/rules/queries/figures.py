"""The company's figures over the editions: what each edition did to the rows, and which rules show the tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from handbook.core.db import db
from handbook.rules import figure_tables
from handbook.rules.drafts import sources_published
from handbook.rules.models import Edition, EditionFigure


@dataclass(frozen=True, slots=True)
class FigureStep:
    """What one edition did to a row of a table: new, changed or removed; `data` is the row, None where it went."""

    edition: int
    effective_on: date
    table: str
    row_id: str
    change: str
    data: Mapping[str, Any] | None


def figure_steps() -> list[FigureStep]:
    """Return what the editions did to the rows of both tables, oldest first (one query)."""
    columns = (EditionFigure.table_name, EditionFigure.row_id, EditionFigure.change, EditionFigure.data)
    query = (
        select(Edition.number, Edition.effective_on, *columns)
        .join(Edition, Edition.id == EditionFigure.edition_id)
        .order_by(Edition.number)
    )
    return [FigureStep(*row) for row in db.session.execute(query)]


@lru_cache(maxsize=32)
def rules_with_tables(edition_id: str, language: str) -> dict[str, tuple[str, ...]]:
    """Return by table the rules of an edition that show it in a language. Kept, because an edition never changes."""
    shown: dict[str, tuple[str, ...]] = {}
    for (rule_id, written), source in sorted(sources_published(edition_id).items()):
        for table in figure_tables.tables_in(source) if written == language else ():
            shown[table] = (*shown.get(table, ()), rule_id)
    return shown
