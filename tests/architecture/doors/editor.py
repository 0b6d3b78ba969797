"""The doors of the draft's editor: HR alone writes; what others may see of the draft has doors of its own."""

from typing import Final

from tests.architecture.doors.answers import HR, only

_EDITORS = only(HR)

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("GET", "/handbook/draft"): _EDITORS,
    ("POST", "/handbook/draft/starter"): _EDITORS,
    ("POST", "/handbook/draft/begin"): _EDITORS,
    ("GET", "/handbook/draft/checks"): _EDITORS,
    ("GET", "/handbook/draft/new"): _EDITORS,
    ("POST", "/handbook/draft/new"): _EDITORS,
    ("GET", "/handbook/draft/frame"): _EDITORS,
    ("POST", "/handbook/draft/frame"): _EDITORS,
    ("POST", "/handbook/draft/preview"): _EDITORS,
    ("GET", "/handbook/draft/<language>/<rule_id>"): _EDITORS,
    ("POST", "/handbook/draft/<language>/<rule_id>"): _EDITORS,
    ("GET", "/handbook/draft/<language>/<rule_id>/preview"): _EDITORS,
    ("GET", "/handbook/draft/<language>/<rule_id>/difference"): _EDITORS,
    # Whose unsaved words they are, is the session's: nobody can name another person's.
    ("POST", "/handbook/draft/<language>/<rule_id>/unsaved"): _EDITORS,
    ("POST", "/handbook/draft/<language>/<rule_id>/unsaved/drop"): _EDITORS,
    ("GET", "/handbook/draft/<language>/<rule_id>/remove"): _EDITORS,
    ("POST", "/handbook/draft/<language>/<rule_id>/remove"): _EDITORS,
    ("POST", "/handbook/draft/<language>/<rule_id>/bring-back"): _EDITORS,
}
