"""The doors of reading on and signing."""

from typing import Final

from tests.architecture.doors.answers import ALL_STAFF, EVERYBODY, STAFF_AND_FORMER

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    # Signing: every person on their own behalf, whatever else they are.
    ("POST", "/handbook/read"): ALL_STAFF,
    ("GET", "/sign"): ALL_STAFF,
    ("POST", "/sign"): ALL_STAFF,
    ("GET", "/sign/how"): ALL_STAFF,
    ("POST", "/sign/how"): ALL_STAFF,
    ("GET", "/sign/questions"): ALL_STAFF,
    ("POST", "/sign/questions"): ALL_STAFF,
    ("GET", "/sign/receipt/<acknowledgement_id>"): STAFF_AND_FORMER,
    ("GET", "/signatures/<acknowledgement_id>.pdf"): STAFF_AND_FORMER,
    # What the program keeps about people: whoever is asked to use it may read that first.
    ("GET", "/privacy-notice"): EVERYBODY,
}
