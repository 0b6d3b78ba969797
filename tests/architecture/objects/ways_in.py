"""The objects of credentials and sessions: ways in, shared devices, signed-in devices."""

from typing import Final

from tests.architecture.doors.answers import ADMINISTRATOR, HR, SIGNED_IN
from tests.architecture.objects.relations import SELF, TEAM, Row, of

PERSONNEL: Final = (HR, ADMINISTRATOR)

# A way in is never handed out by oneself, nor by whoever the person is placed with.
ISSUED: Final = (of("person", foreign=PERSONNEL, refused={SELF: PERSONNEL, TEAM: PERSONNEL}),)

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    ("POST", "/account/sessions/<session_id>/end"): (of("session", own=SIGNED_IN),),
    ("POST", "/devices/<device_id>/end"): (of("device", foreign=PERSONNEL),),
    ("GET", "/people/<employee_id>/ways-in"): (of("person", self=PERSONNEL, team=PERSONNEL, foreign=PERSONNEL),),
    ("POST", "/people/<employee_id>/link"): ISSUED,
    ("POST", "/people/<employee_id>/slip"): ISSUED,
    ("POST", "/people/<employee_id>/disable"): (of("person", self=PERSONNEL, team=PERSONNEL, foreign=PERSONNEL),),
    ("POST", "/people/<employee_id>/enable"): (of("person", self=PERSONNEL, team=PERSONNEL, foreign=PERSONNEL),),
    ("POST", "/people/<employee_id>/second-step/remove"): (
        of("person", self=(ADMINISTRATOR,), foreign=(ADMINISTRATOR,)),
    ),
}
