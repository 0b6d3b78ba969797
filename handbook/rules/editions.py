"""The list of editions, a page at a time, each with how it stands today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handbook.core.pagination import Paged
from handbook.rules import queries
from handbook.rules.queries import EditionRow
from handbook.rules.reading import Standing


@dataclass(frozen=True, slots=True)
class ListedEdition:
    """An edition and how it stands today."""

    edition: EditionRow
    standing: Standing


@dataclass(frozen=True, slots=True)
class EditionList(Paged):
    """One page of the list, the newest first."""

    size = 20
    editions: Sequence[ListedEdition]
    total: int
    page: int


def listed(day: date, page: int) -> EditionList:
    """Return one page of the editions as they stand on a day (three queries)."""
    in_force = queries.number_in_force(day)
    newest = queries.newest_edition()
    total = newest.number if newest else 0  # numbers have no gaps: an edition is published whole, or not at all
    last = total - (page - 1) * EditionList.size
    rows = queries.editions_between(last - EditionList.size, last)
    return EditionList([ListedEdition(row, Standing(row.number, in_force)) for row in rows], total, page)
