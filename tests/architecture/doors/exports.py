"""The doors of exports."""

from typing import Final

from tests.architecture.doors.answers import HR, only

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    # Whose export it is, is asked of each: the owner alone sees it.
    ("GET", "/exports"): only(HR),
    ("POST", "/exports"): only(HR),
    ("GET", "/jobs/<job_id>.json"): only(HR),
    ("POST", "/exports/<job_id>/cancel"): only(HR),
    ("GET", "/exports/<job_id>.zip"): only(HR),
}
