"""What each route answers to each role: written by hand, so that a slip in the grants does not pass as the rule."""

from typing import Final

from tests.architecture.doors import (
    adjustments,
    base,
    cases,
    complaints,
    conversations,
    customers,
    directory,
    editor,
    exports,
    figures,
    file_copies,
    importing,
    ladders,
    outcomes,
    pictures,
    publishing,
    reading,
    returns,
    rounds,
    signing,
    steps,
    voices,
    ways_in,
    work_files,
)

_TABLES = (
    base,
    cases,
    complaints,
    adjustments,
    customers,
    directory,
    editor,
    importing,
    ladders,
    ways_in,
    rounds,
    signing,
    steps,
    outcomes,
    exports,
    reading,
    pictures,
    publishing,
    figures,
    conversations,
    voices,
    work_files,
    file_copies,
    returns,
)
DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    route: cells for table in _TABLES for route, cells in table.DOORS.items()
}
