"""The doors of conversations: who looks after people records, the person reads and replies."""

from typing import Final

from tests.architecture.doors.answers import DECISION_MAKER, HR, STAFF_AND_FORMER, SUPERVISOR, only

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    # With whom is asked of each person: those placed with the actor today, and for HR everybody.
    ("GET", "/conversations"): only(SUPERVISOR, HR, DECISION_MAKER),
    ("GET", "/conversations/new"): only(SUPERVISOR, HR, DECISION_MAKER),
    ("GET", "/people/<employee_id>/conversations"): only(SUPERVISOR, HR, DECISION_MAKER),
    ("POST", "/people/<employee_id>/conversations"): only(SUPERVISOR, HR, DECISION_MAKER),
    # Also who has left: the own ones stay readable.
    ("GET", "/conversations/<conversation_id>"): STAFF_AND_FORMER,
    ("POST", "/conversations/<conversation_id>/reply"): STAFF_AND_FORMER,
    ("POST", "/conversations/<conversation_id>/check-in"): only(SUPERVISOR, HR, DECISION_MAKER),
}
