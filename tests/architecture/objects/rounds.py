"""The objects of rounds: a round belongs to nobody; whose names it shows is asked of each person."""

from typing import Final

from tests.architecture.doors.answers import AUDITOR, HR, SUPERVISOR
from tests.architecture.objects.relations import Row, of

READ: Final = (of("round", foreign=(SUPERVISOR, HR, AUDITOR)),)
RECORDED: Final = (of("round", foreign=(SUPERVISOR, HR)),)
# Who was chosen stands in the address: a supervisor can choose the own people alone.
CHOSEN: Final = (of("invitation", self=(HR,), team=(SUPERVISOR, HR), foreign=(HR,)),)
MANAGED: Final = (of("round", foreign=(HR,)),)

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    ("GET", "/rounds/<int:number>"): READ,
    ("GET", "/rounds/<int:number>/not-signed.csv"): READ,
    ("GET", "/rounds/<int:number>/chosen"): RECORDED,
    ("POST", "/rounds/<int:number>/chosen"): RECORDED,
    ("GET", "/rounds/<int:number>/deadline"): MANAGED,
    ("POST", "/rounds/<int:number>/deadline"): MANAGED,
    ("GET", "/rounds/<int:number>/leave"): MANAGED,
    ("POST", "/rounds/<int:number>/leave"): MANAGED,
    ("GET", "/rounds/<int:number>/own-deadline"): MANAGED,
    ("POST", "/rounds/<int:number>/own-deadline"): MANAGED,
    ("GET", "/rounds/<int:number>/slips"): RECORDED,
    ("POST", "/rounds/<int:number>/slips"): RECORDED,
    ("GET", "/rounds/<int:number>/text"): RECORDED,
    ("POST", "/rounds/<int:number>/text"): RECORDED,
    ("GET", "/rounds/<int:number>/chosen?p=<invitation_id>"): CHOSEN,
    ("GET", "/rounds/<int:number>/slips?p=<invitation_id>"): CHOSEN,
    ("GET", "/rounds/<int:number>/text?p=<invitation_id>"): CHOSEN,
}
