"""Which objects each route shows to whom: written by hand, role by role and relation by relation."""

from typing import Final

from tests.architecture.objects import (
    adjustments,
    base,
    complaints,
    conversations,
    customers,
    directory,
    exports,
    file_copies,
    importing,
    ladders,
    outcomes,
    process,
    publishing,
    returns,
    rounds,
    signing,
    steps,
    voices,
    ways_in,
    work_files,
)
from tests.architecture.objects.relations import Row

_TABLES = (
    base,
    process,
    complaints,
    adjustments,
    customers,
    directory,
    importing,
    ladders,
    ways_in,
    rounds,
    signing,
    steps,
    outcomes,
    exports,
    publishing,
    conversations,
    voices,
    work_files,
    file_copies,
    returns,
)
OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    route: rows for table in _TABLES for route, rows in table.OBJECTS.items()
}
