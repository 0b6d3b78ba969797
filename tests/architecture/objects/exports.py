"""The objects of exports: the owner's alone."""

from typing import Final

from tests.architecture.doors.answers import HR
from tests.architecture.objects.relations import Row, of

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    ("GET", "/jobs/<job_id>.json"): (of("export", own=(HR,)), of("other job")),
    ("GET", "/exports/<job_id>.zip"): (of("export", own=(HR,)), of("other job")),
    ("POST", "/exports/<job_id>/cancel"): (of("export", own=(HR,)), of("other job")),
}
