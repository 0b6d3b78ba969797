"""The objects of importing people: an import is its owner's alone."""

from typing import Final

from tests.architecture.doors.answers import ADMINISTRATOR, HR
from tests.architecture.objects.relations import Row, of

_ONE: Final = "/people/import/<import_id>"
_MINE: Final = (of("import", own=(HR, ADMINISTRATOR)),)
_LISTS: Final = (of("seen import", own=(HR, ADMINISTRATOR)),)

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    ("GET", _ONE): _MINE,
    ("GET", f"{_ONE}/columns"): _MINE,
    ("POST", f"{_ONE}/columns"): _MINE,
    ("POST", f"{_ONE}/reading"): _MINE,
    ("POST", f"{_ONE}/apply"): _MINE,
    ("POST", f"{_ONE}/cancel"): _MINE,
    ("POST", f"{_ONE}/remove"): _MINE,
    ("GET", f"{_ONE}/progress.json"): _MINE,
    ("GET", f"{_ONE}/findings.csv"): _LISTS,
    ("GET", f"{_ONE}/report.csv"): _LISTS,
}
