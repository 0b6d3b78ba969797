"""The objects of conversations: for the person, for who looks after them today, for HR."""

from typing import Final

from tests.architecture.doors.answers import DECISION_MAKER, FORMER, HR, STAFF, SUPERVISOR
from tests.architecture.objects.relations import SELF, Row, of

ONE: Final = "/conversations/<conversation_id>"
LOOKING_AFTER: Final = (SUPERVISOR, HR, DECISION_MAKER)

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    ("GET", ONE): (of("conversation", self=(*STAFF, FORMER), team=LOOKING_AFTER, foreign=(HR,)),),
    ("POST", f"{ONE}/reply"): (of("conversation", self=(*STAFF, FORMER)),),
    # Nobody says of themself how a goal goes, and is told so.
    ("POST", f"{ONE}/check-in"): (
        of("conversation", refused={SELF: LOOKING_AFTER}, team=LOOKING_AFTER, foreign=(HR,)),
    ),
    ("GET", "/people/<employee_id>/conversations"): (
        of("person", self=LOOKING_AFTER, team=LOOKING_AFTER, foreign=(HR,)),
    ),
    ("POST", "/people/<employee_id>/conversations"): (
        of("person", refused={SELF: LOOKING_AFTER}, team=LOOKING_AFTER, foreign=(HR,)),
    ),
}
