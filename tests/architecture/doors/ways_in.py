"""The doors of signing in, credentials, the own account and shared devices."""

from typing import Final

from tests.architecture.doors.answers import ADMINISTRATOR, EVERYBODY, HR, KNOCK, ROLES, SIGNED_IN, only

# Without a password that was right, or a link that counts, these steps lead back to the beginning.
SENT_BACK: Final = dict.fromkeys(ROLES, KNOCK)
# A guest chooses a password too.
_OWN: Final = only(*SIGNED_IN)

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
    # The own account is everybody's who has one.
    ("GET", "/account"): _OWN,
    ("GET", "/account/password"): _OWN,
    ("POST", "/account/password"): _OWN,
    ("GET", "/account/pin"): _OWN,
    ("POST", "/account/pin"): _OWN,
    ("GET", "/account/address"): _OWN,
    ("POST", "/account/address"): _OWN,
    ("POST", "/account/sessions/<session_id>/end"): _OWN,
    ("POST", "/account/sessions/end-others"): _OWN,
    ("POST", "/account/language"): _OWN,
    ("POST", "/account/seen"): _OWN,
    ("GET", "/account/second-step"): _OWN,
    ("POST", "/account/second-step"): _OWN,
    ("POST", "/account/second-step/confirm"): _OWN,
    ("POST", "/account/second-step/remove"): _OWN,
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
