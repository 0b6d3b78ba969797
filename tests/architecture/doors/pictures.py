"""The doors of pictures and of the logo: readers see them, HR brings the ones, the administrator chooses the other."""

from typing import Final

from tests.architecture.doors.answers import ADMINISTRATOR, ALL_STAFF, EVERYBODY, HR, only

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    # Whoever may read the handbook sees its pictures.
    ("GET", "/handbook/pictures/<picture>"): ALL_STAFF,
    ("GET", "/handbook/draft/pictures"): only(HR),
    ("POST", "/handbook/draft/pictures"): only(HR),
    ("GET", "/settings"): only(ADMINISTRATOR),
    ("POST", "/settings/logo"): only(ADMINISTRATOR),
    ("POST", "/settings/logo/remove"): only(ADMINISTRATOR),
    ("GET", "/settings/calendar"): only(HR, ADMINISTRATOR),
    ("POST", "/settings/calendar/<location_id>/week"): only(HR, ADMINISTRATOR),
    ("POST", "/settings/calendar/closed"): only(HR, ADMINISTRATOR),
    ("POST", "/settings/calendar/closed/<day_id>/remove"): only(HR, ADMINISTRATOR),
    ("POST", "/settings/calendar/file"): only(HR, ADMINISTRATOR),
    # It stands on the page to sign in.
    ("GET", "/company/logo/<picture>"): EVERYBODY,
}
