"""The doors of the handbook: reading, searching, printing, what changed."""

from typing import Final

from tests.architecture.doors.answers import ALL_STAFF

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    # Reading: every person on their own behalf, whatever else they are.
    ("GET", "/handbook"): ALL_STAFF,
    ("GET", "/handbook/search"): ALL_STAFF,
    ("GET", "/handbook/editions"): ALL_STAFF,
    ("GET", "/handbook/changes"): ALL_STAFF,
    ("GET", "/handbook/rules/<rule_id>"): ALL_STAFF,
    ("GET", "/handbook/<int:edition>/changes"): ALL_STAFF,
    ("GET", "/handbook/<int:edition>/<language>"): ALL_STAFF,
    ("GET", "/handbook/<int:edition>/<language>/<rule:rule_id>"): ALL_STAFF,
    ("GET", "/handbook/<int:edition>/<language>/rules/<rule_id>"): ALL_STAFF,
    ("GET", "/handbook/<int:edition>/<language>/search"): ALL_STAFF,
    ("GET", "/handbook/<int:edition>/<language>/print"): ALL_STAFF,
    ("GET", "/handbook/<int:edition>/<language>/notice-board"): ALL_STAFF,
    ("GET", "/handbook/<int:edition>/<language>/handbook.pdf"): ALL_STAFF,
    # Those who write see all; others what their own job owns.
    ("GET", "/handbook/reviews"): ALL_STAFF,
}
