"""The objects of what is agreed with people: for the person, for who looks after them today, for HR."""

from typing import Final

from tests.architecture.doors.answers import DECISION_MAKER, FORMER, HR, STAFF, SUPERVISOR
from tests.architecture.objects.relations import SELF, Row, of

ONE: Final = "/adjustments/<adjustment_id>"
READ: Final = (
    of("adjustment", self=(*STAFF, FORMER), team=(SUPERVISOR, HR, DECISION_MAKER), foreign=(HR,)),
    # Once it is over it is for the person and HR alone.
    of("adjustment that is over", self=(*STAFF, FORMER), team=(HR,), foreign=(HR,)),
)
ENDED: Final = (of("adjustment", refused={SELF: (HR,)}, team=(HR,), foreign=(HR,)),)
RECORDED: Final = (of("person", refused={SELF: (HR,)}, team=(HR,), foreign=(HR,)),)

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    ("GET", ONE): READ,
    ("POST", f"{ONE}/reply"): (of("adjustment", self=(*STAFF, FORMER)),),
    ("GET", f"{ONE}/end"): ENDED,
    ("POST", f"{ONE}/end"): ENDED,
    ("GET", "/people/<employee_id>/adjustments"): (of("person", self=(HR,), team=(HR,), foreign=(HR,)),),
    ("GET", "/people/<employee_id>/adjustments/new"): RECORDED,
    ("POST", "/people/<employee_id>/adjustments"): RECORDED,
}
