"""The doors of signing in, credentials, the own account and shared devices."""

from typing import Final

from tests.architecture.doors.answers import ADMINISTRATOR, EVERYBODY, HR, KNOCK, ROLES, STAFF_AND_FORMER, only

# Without a password that was right, or a link that counts, these steps lead back to the beginning.
SENT_BACK: Final = dict.fromkeys(ROLES, KNOCK)

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    # Ways in are for people who are not in yet.
    ("GET", "/sign-in"): EVERYBODY,
    ("POST", "/sign-in"): EVERYBODY,
    ("GET", "/sign-in/code"): SENT_BACK,
    ("POST", "/sign-in/code"): SENT_BACK,
    ("GET", "/sign-in/forgotten"): EVERYBODY,
    ("POST", "/sign-in/forgotten"): EVERYBODY,
    ("GET", "/sign-in/slip"): EVERYBODY,
    ("POST", "/sign-in/slip"): EVERYBODY,
    ("GET", "/sign-in/choose"): SENT_BACK,
    ("POST", "/sign-in/choose"): SENT_BACK,
    ("GET", "/welcome/<token>"): EVERYBODY,
    ("POST", "/welcome/<token>"): EVERYBODY,
    ("GET", "/kiosk"): EVERYBODY,
    ("POST", "/kiosk"): EVERYBODY,
    ("POST", "/sign-out"): EVERYBODY,
    # The own account is everybody's who has one and works or worked here; a guest is invited to one thing only.
    ("GET", "/account"): STAFF_AND_FORMER,
    ("GET", "/account/password"): STAFF_AND_FORMER,
    ("POST", "/account/password"): STAFF_AND_FORMER,
    ("GET", "/account/pin"): STAFF_AND_FORMER,
    ("POST", "/account/pin"): STAFF_AND_FORMER,
    ("GET", "/account/address"): STAFF_AND_FORMER,
    ("POST", "/account/address"): STAFF_AND_FORMER,
    ("POST", "/account/sessions/<session_id>/end"): STAFF_AND_FORMER,
    ("POST", "/account/sessions/end-others"): STAFF_AND_FORMER,
    ("POST", "/account/language"): STAFF_AND_FORMER,
    ("POST", "/account/seen"): STAFF_AND_FORMER,
    ("GET", "/account/second-step"): STAFF_AND_FORMER,
    ("POST", "/account/second-step"): STAFF_AND_FORMER,
    ("POST", "/account/second-step/confirm"): STAFF_AND_FORMER,
    ("POST", "/account/second-step/remove"): STAFF_AND_FORMER,
    # Others' ways in: HR and administrators hand them out; whose, is asked of each person. Supervisors never.
    ("GET", "/people/<employee_id>/ways-in"): only(HR, ADMINISTRATOR),
    ("POST", "/people/<employee_id>/link"): only(HR, ADMINISTRATOR),
    ("POST", "/people/<employee_id>/slip"): only(HR, ADMINISTRATOR),
    ("POST", "/people/slips"): only(HR, ADMINISTRATOR),
    ("POST", "/people/<employee_id>/disable"): only(HR, ADMINISTRATOR),
    ("POST", "/people/<employee_id>/enable"): only(HR, ADMINISTRATOR),
    ("POST", "/people/<employee_id>/second-step/remove"): only(ADMINISTRATOR),
    # Shared devices.
    ("GET", "/devices"): only(HR, ADMINISTRATOR),
    ("POST", "/devices"): only(HR, ADMINISTRATOR),
    ("POST", "/devices/<device_id>/end"): only(HR, ADMINISTRATOR),
}
