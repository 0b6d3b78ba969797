"""The doors of signing rounds and boards."""

from typing import Final

from tests.architecture.doors.answers import AUDITOR, HR, SUPERVISOR, only

# Who sees how far people are; a supervisor sees the own people, which is asked of each row.
BOARDS = only(SUPERVISOR, HR, AUDITOR)
# Who reminds and makes room to read.
ROOM_MAKERS = only(SUPERVISOR, HR)

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("GET", "/team"): BOARDS,
    ("GET", "/team/hour"): ROOM_MAKERS,
    ("GET", "/team/hour.json"): ROOM_MAKERS,
    ("GET", "/rounds"): BOARDS,
    ("GET", "/rounds/new"): only(HR),
    ("POST", "/rounds/new"): only(HR),
    ("GET", "/rounds/<int:number>"): BOARDS,
    ("GET", "/rounds/<int:number>/not-signed.csv"): BOARDS,
    ("GET", "/rounds/<int:number>/deadline"): only(HR),
    ("POST", "/rounds/<int:number>/deadline"): only(HR),
    ("GET", "/rounds/<int:number>/chosen"): ROOM_MAKERS,
    ("POST", "/rounds/<int:number>/chosen"): ROOM_MAKERS,
    ("GET", "/rounds/<int:number>/text"): ROOM_MAKERS,
    ("POST", "/rounds/<int:number>/text"): ROOM_MAKERS,
    ("GET", "/rounds/<int:number>/slips"): ROOM_MAKERS,
    ("POST", "/rounds/<int:number>/slips"): ROOM_MAKERS,
    ("GET", "/rounds/<int:number>/own-deadline"): only(HR),
    ("POST", "/rounds/<int:number>/own-deadline"): only(HR),
    ("GET", "/rounds/<int:number>/leave"): only(HR),
    ("POST", "/rounds/<int:number>/leave"): only(HR),
}
