"""What each route answers to each role: written by hand, so that a slip in the grants does not pass as the rule."""

from typing import Final

from tests.architecture.doors import (
    base,
    directory,
    editor,
    exports,
    importing,
    outcomes,
    publishing,
    reading,
    rounds,
    signing,
    ways_in,
)

_TABLES = (base, directory, editor, importing, ways_in, rounds, signing, outcomes, exports, reading, publishing)
DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    route: cells for table in _TABLES for route, cells in table.DOORS.items()
}
