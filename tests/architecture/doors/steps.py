"""The doors of what comes of a letter: opening it, a refused receipt, an appeal, a look at it again."""

from typing import Final

from tests.architecture.doors.answers import ALL_SIGNED_IN, DECISION_MAKER, GUEST, HR, only

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    # Everybody reads the list; it holds what opens for the reader, and nothing else.
    ("GET", "/actions"): ALL_SIGNED_IN,
    # The employee's own acts, also of who has left; whose letter it is, is asked of each.
    ("POST", "/actions/<action_id>/open"): ALL_SIGNED_IN,
    ("GET", "/actions/<action_id>/appeal"): ALL_SIGNED_IN,
    ("POST", "/actions/<action_id>/appeal"): ALL_SIGNED_IN,
    # Those who decide and serve.
    ("POST", "/actions/<action_id>/withdraw"): only(HR, DECISION_MAKER),
    ("POST", "/actions/<action_id>/look-again"): only(HR, DECISION_MAKER),
    ("GET", "/actions/<action_id>/refused"): only(HR, DECISION_MAKER),
    ("POST", "/actions/<action_id>/refused"): only(HR, DECISION_MAKER),
    ("GET", "/actions/<action_id>/appeal/hearing"): only(HR, DECISION_MAKER),
    ("POST", "/actions/<action_id>/appeal/hearing"): only(HR, DECISION_MAKER),
    # Somebody from outside may be the one who hears an appeal.
    ("GET", "/actions/<action_id>/appeal/decision"): only(HR, DECISION_MAKER, GUEST),
    ("POST", "/actions/<action_id>/appeal/decision"): only(HR, DECISION_MAKER, GUEST),
}
