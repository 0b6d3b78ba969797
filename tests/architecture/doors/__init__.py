"""What each route answers to each role: written by hand, so that a slip in the grants does not pass as the rule."""

from typing import Final

from tests.architecture.doors import (
    adjustments,
    base,
    directory,
    editor,
    exports,
    figures,
    importing,
    outcomes,
    pictures,
    publishing,
    reading,
    rounds,
    signing,
    ways_in,
)

_TABLES = (
    base,
    adjustments,
    directory,
    editor,
    importing,
    ways_in,
    rounds,
    signing,
    outcomes,
    exports,
    reading,
    pictures,
    publishing,
    figures,
)
DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    route: cells for table in _TABLES for route, cells in table.DOORS.items()
}
