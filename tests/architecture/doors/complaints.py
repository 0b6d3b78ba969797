"""The doors of complaints: everybody writes one down, whoever handles one works on it, HR oversees them."""

from typing import Final

from tests.architecture.doors.answers import ADMINISTRATOR, ALL_STAFF, GUEST, HR, SUPERVISOR, only

# Whose complaint it is, is asked of each; a guest may be the outsider who handles one.
HANDLING: Final = only(SUPERVISOR, HR, GUEST)

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    # Everybody may file a complaint and see their own; who sees which one is asked of each row.
    ("GET", "/complaints"): ALL_STAFF,
    ("GET", "/complaints/new"): ALL_STAFF,
    ("POST", "/complaints/new"): ALL_STAFF,
    ("GET", "/complaints/<complaint_id>"): ALL_STAFF,
    ("GET", "/complaints/mine"): HANDLING,
    ("GET", "/complaints/<complaint_id>/handling"): HANDLING,
    ("GET", "/complaints/<complaint_id>/customer"): HANDLING,
    ("GET", "/complaints/<complaint_id>/photo"): HANDLING,
    ("GET", "/complaints/<complaint_id>/act"): HANDLING,
    ("POST", "/complaints/<complaint_id>/act"): HANDLING,
    ("POST", "/complaints/<complaint_id>/people"): HANDLING,
    ("POST", "/complaints/<complaint_id>/rules"): HANDLING,
    ("POST", "/complaints/<complaint_id>/stage"): HANDLING,
    ("POST", "/complaints/<complaint_id>/take-on"): only(HR),
    ("POST", "/complaints/<complaint_id>/outside"): only(HR),
    # Who the outsider is, is settled by HR or by whoever keeps the settings.
    ("GET", "/complaints/settings"): only(HR, ADMINISTRATOR),
    ("POST", "/complaints/settings"): only(HR, ADMINISTRATOR),
    ("GET", "/improvements"): only(HR),
    ("POST", "/improvements"): only(HR),
}
