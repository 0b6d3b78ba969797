"""The doors of sealed copies of work files."""

from typing import Final

from tests.architecture.doors.answers import HR, STAFF_AND_FORMER, only

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("POST", "/people/<employee_id>/file/copies"): only(HR),
    ("GET", "/people/<employee_id>/file/copies/<copy_id>.pdf"): only(HR),
    # The own copy also for who has left: it is made for them.
    ("GET", "/my-file/copies/<copy_id>.pdf"): STAFF_AND_FORMER,
}
