"""The objects of thanks, incidents and speaking up; and of the calendars, on which what is promised rests."""

from typing import Final

from tests.architecture.doors.answers import ADMINISTRATOR, FORMER, HR, STAFF, SUPERVISOR
from tests.architecture.objects.relations import SELF, Row, of

INCIDENT: Final = "/incidents/<incident_id>"
INBOX: Final = "/speak-up/inbox/<speak_up_id>"
MINE: Final = "/speak-up/mine/<speak_up_id>"
STANDING_BY: Final = (of("incident", refused={SELF: (SUPERVISOR, HR)}, team=(SUPERVISOR, HR), foreign=(HR,)),)
# HR reads what is addressed to it: not the own words, and not those of people whom the reader looks after.
ADDRESSED: Final = (of("speak-up", foreign=(HR,)),)

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    # A supervisor hears the thanks of the own place; ravi works elsewhere.
    ("GET", "/compliments/<compliment_id>"): (
        of("thanks", self=(*STAFF, FORMER), team=(SUPERVISOR, HR), foreign=(HR,)),
    ),
    ("POST", "/compliments/<compliment_id>/people"): (
        of("thanks", self=(SUPERVISOR, HR), team=(SUPERVISOR, HR), foreign=(HR,)),
    ),
    ("GET", INCIDENT): (of("incident", self=(*STAFF, FORMER), team=(SUPERVISOR, HR), foreign=(HR,)),),
    ("POST", f"{INCIDENT}/words"): (of("incident", self=(*STAFF, FORMER)),),
    ("POST", f"{INCIDENT}/answers"): STANDING_BY,
    ("POST", f"{INCIDENT}/complaint"): STANDING_BY,
    ("GET", MINE): (of("speak-up", self=(*STAFF, FORMER)),),
    ("POST", f"{MINE}/words"): (of("speak-up", self=(*STAFF, FORMER)),),
    ("GET", INBOX): ADDRESSED,
    ("POST", f"{INBOX}/answers"): ADDRESSED,
    ("POST", f"{INBOX}/people"): ADDRESSED,
    ("POST", "/settings/calendar/<location_id>/week"): (of("location", foreign=(HR, ADMINISTRATOR)),),
    ("POST", "/settings/calendar/closed/<day_id>/remove"): (of("closed day", foreign=(HR, ADMINISTRATOR)),),
}
