"""The objects of outcomes, questions and disputes: never about oneself, never by somebody involved."""

from typing import Final

from tests.architecture.doors.answers import DECISION_MAKER, HR, ROLES, SUPERVISOR
from tests.architecture.objects.relations import SELF, TEAM, Row, of

PERSON: Final = "/rounds/<int:number>/people/<employee_id>"
INVITEE: Final = (of("invitee", team=(SUPERVISOR, HR), foreign=(HR,)),)
_EXAMINING: Final = (HR, DECISION_MAKER)
# Whoever is involved is told in words that somebody else examines it.
DISPUTE: Final = (of("dispute", foreign=_EXAMINING, refused={SELF: _EXAMINING, TEAM: _EXAMINING}),)
QUESTION: Final = (of("question", team=(HR,), foreign=(HR,)),)

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    ("GET", PERSON): INVITEE,
    ("GET", f"{PERSON}/paper"): INVITEE,
    ("GET", f"{PERSON}/handbook.pdf"): INVITEE,
    ("GET", f"{PERSON}/refused"): INVITEE,
    ("POST", f"{PERSON}/refused"): INVITEE,
    ("GET", f"{PERSON}/served"): INVITEE,
    ("POST", f"{PERSON}/served"): INVITEE,
    ("GET", f"{PERSON}/read-aloud"): INVITEE,
    ("POST", f"{PERSON}/read-aloud"): INVITEE,
    # What somebody asked is for HR, never for a supervisor; nobody answers their own question.
    ("GET", "/questions/<outcome_id>"): QUESTION,
    ("POST", "/questions/<outcome_id>"): QUESTION,
    # Whoever holds a receipt may dispute it; the page names nobody.
    ("GET", "/r/<receipt>"): (of("receipt", self=ROLES, team=ROLES, foreign=ROLES),),
    ("POST", "/r/<receipt>"): (of("receipt", self=ROLES, team=ROLES, foreign=ROLES),),
    ("GET", "/disputes/<dispute_id>"): DISPUTE,
    ("POST", "/disputes/<dispute_id>"): DISPUTE,
}
