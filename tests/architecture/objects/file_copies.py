"""The objects of sealed copies of work files."""

from typing import Final

from tests.architecture.doors.answers import FORMER, HR, STAFF
from tests.architecture.objects.relations import Row, of

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    ("POST", "/people/<employee_id>/file/copies"): (of("person", self=(HR,), team=(HR,), foreign=(HR,)),),
    # These hold nothing that only the person may read.
    ("GET", "/people/<employee_id>/file/copies/<copy_id>.pdf"): (
        of("copy of a file", self=(HR,), team=(HR,), foreign=(HR,)),
    ),
    ("GET", "/my-file/copies/<copy_id>.pdf"): (of("own copy of a file", self=(*STAFF, FORMER)),),
}
