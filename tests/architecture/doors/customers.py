"""The doors of customers: the public one, the page behind a code, and the letters of whoever handles a complaint."""

from typing import Final

from tests.architecture.doors.answers import ALL_STAFF, EVERYBODY, GUEST, HR, SUPERVISOR, only

# Whose complaint it is, is asked of each; a guest may be the outsider who handles one.
HANDLING: Final = only(SUPERVISOR, HR, GUEST)
DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("GET", "/complain"): EVERYBODY,
    ("POST", "/complain"): EVERYBODY,
    ("GET", "/complain/thanks"): EVERYBODY,
    ("POST", "/complain/thanks"): EVERYBODY,
    ("GET", "/complain/remark"): EVERYBODY,
    ("POST", "/complain/remark"): EVERYBODY,
    ("GET", "/complain/kept"): EVERYBODY,
    ("GET", "/complain/poster"): ALL_STAFF,
    # Whoever holds the code is the customer, signed in or not.
    ("GET", "/c"): EVERYBODY,
    ("POST", "/c"): EVERYBODY,
    ("GET", "/c/<code>"): EVERYBODY,
    ("GET", "/c/<code>/receipt"): EVERYBODY,
    ("GET", "/c/<code>/letters/<letter_id>"): EVERYBODY,
    ("POST", "/c/<code>/words"): EVERYBODY,
    ("POST", "/c/<code>/unsettled"): EVERYBODY,
    ("GET", "/complaints/contacts"): only(HR),
    ("POST", "/complaints/contacts"): only(HR),
    ("GET", "/complaints/<complaint_id>/letters"): HANDLING,
    ("GET", "/complaints/<complaint_id>/letters/new"): HANDLING,
    ("POST", "/complaints/<complaint_id>/letters/new"): HANDLING,
    ("GET", "/complaints/<complaint_id>/letters/<letter_id>"): HANDLING,
    ("POST", "/complaints/<complaint_id>/code"): HANDLING,
}
