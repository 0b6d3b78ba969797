"""The doors of thanks, remarks, incidents with customers, and of speaking up."""

from typing import Final

from tests.architecture.doors.answers import ALL_STAFF, EVERYBODY, GUEST, HR, STAFF_AND_FORMER, SUPERVISOR, only

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    # Everybody thanks; who is meant, HR and supervisors say. Who has left still reads the own thanks.
    ("GET", "/compliments"): only(SUPERVISOR, HR),
    ("GET", "/compliments/new"): ALL_STAFF,
    ("POST", "/compliments/new"): ALL_STAFF,
    ("GET", "/compliments/<compliment_id>"): STAFF_AND_FORMER,
    ("POST", "/compliments/<compliment_id>/people"): only(SUPERVISOR, HR),
    ("GET", "/remarks"): only(SUPERVISOR, HR),
    ("GET", "/remarks/new"): ALL_STAFF,
    ("POST", "/remarks/new"): ALL_STAFF,
    # Everybody reports and sees the own reports; who stands by whom is asked of each row.
    ("GET", "/incidents"): ALL_STAFF,
    ("GET", "/incidents/new"): ALL_STAFF,
    ("POST", "/incidents/new"): ALL_STAFF,
    ("GET", "/incidents/<incident_id>"): STAFF_AND_FORMER,
    ("POST", "/incidents/<incident_id>/words"): STAFF_AND_FORMER,
    ("POST", "/incidents/<incident_id>/answers"): only(SUPERVISOR, HR),
    ("POST", "/incidents/<incident_id>/complaint"): only(SUPERVISOR, HR),
    # Past the own supervisor: supervisors read none of it, HR and the outsider only what is addressed to them.
    ("GET", "/speak-up"): ALL_STAFF,
    ("POST", "/speak-up"): ALL_STAFF,
    ("GET", "/speak-up/mine/<speak_up_id>"): STAFF_AND_FORMER,
    ("POST", "/speak-up/mine/<speak_up_id>/words"): STAFF_AND_FORMER,
    ("GET", "/speak-up/inbox"): only(HR, GUEST),
    ("GET", "/speak-up/inbox/<speak_up_id>"): only(HR, GUEST),
    ("POST", "/speak-up/inbox/<speak_up_id>/answers"): only(HR, GUEST),
    ("POST", "/speak-up/inbox/<speak_up_id>/people"): only(HR, GUEST),
    # Whoever has a code needs no account.
    ("GET", "/speak-up/follow"): EVERYBODY,
    ("POST", "/speak-up/follow"): EVERYBODY,
    ("POST", "/speak-up/follow/words"): EVERYBODY,
}
