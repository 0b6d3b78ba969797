"""Which objects each route shows to whom: written by hand, role by role and relation by relation."""

from typing import Final

from tests.architecture.objects import (
    adjustments,
    base,
    directory,
    exports,
    importing,
    outcomes,
    publishing,
    rounds,
    signing,
    ways_in,
)
from tests.architecture.objects.relations import Row

_TABLES = (base, adjustments, directory, importing, ways_in, rounds, signing, outcomes, exports, publishing)
OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    route: rows for table in _TABLES for route, rows in table.OBJECTS.items()
}
