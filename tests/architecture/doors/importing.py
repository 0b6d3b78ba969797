"""The doors of importing people."""

from typing import Final

from tests.architecture.doors.answers import ADMINISTRATOR, HR, only

# Those who keep the list of people; whose import it is, is asked of each row.
KEEPERS: Final = only(HR, ADMINISTRATOR)

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("GET", "/people/import"): KEEPERS,
    ("POST", "/people/import"): KEEPERS,
    ("GET", "/people/import/template.csv"): KEEPERS,
    ("GET", "/people/import/<import_id>"): KEEPERS,
    ("GET", "/people/import/<import_id>/columns"): KEEPERS,
    ("POST", "/people/import/<import_id>/columns"): KEEPERS,
    ("POST", "/people/import/<import_id>/reading"): KEEPERS,
    ("POST", "/people/import/<import_id>/apply"): KEEPERS,
    ("POST", "/people/import/<import_id>/cancel"): KEEPERS,
    ("POST", "/people/import/<import_id>/remove"): KEEPERS,
    ("GET", "/people/import/<import_id>/progress.json"): KEEPERS,
    ("GET", "/people/import/<import_id>/findings.csv"): KEEPERS,
    ("GET", "/people/import/<import_id>/report.csv"): KEEPERS,
}
