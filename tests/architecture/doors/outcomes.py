"""The doors of declining, asking, witnessing, serving and disputing."""

from typing import Final

from tests.architecture.doors.answers import ALL_STAFF, DECISION_MAKER, EVERYBODY, HR, SUPERVISOR, only

RECORDING: Final = only(SUPERVISOR, HR)
PERSON: Final = "/rounds/<int:number>/people/<employee_id>"
DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    # Declining and asking: every person for themself, like signing.
    ("GET", "/sign/decline"): ALL_STAFF,
    ("POST", "/sign/decline"): ALL_STAFF,
    ("GET", "/sign/question"): ALL_STAFF,
    ("POST", "/sign/question"): ALL_STAFF,
    # What people ask is for HR alone; a supervisor never reads it.
    ("GET", "/questions"): only(HR),
    ("GET", "/questions/<outcome_id>"): only(HR),
    ("POST", "/questions/<outcome_id>"): only(HR),
    # About whom something may be recorded is asked of each person.
    ("GET", PERSON): RECORDING,
    ("GET", f"{PERSON}/paper"): RECORDING,
    ("GET", f"{PERSON}/handbook.pdf"): RECORDING,
    ("GET", f"{PERSON}/refused"): RECORDING,
    ("POST", f"{PERSON}/refused"): RECORDING,
    ("GET", f"{PERSON}/served"): RECORDING,
    ("POST", f"{PERSON}/served"): RECORDING,
    ("GET", f"{PERSON}/read-aloud"): RECORDING,
    ("POST", f"{PERSON}/read-aloud"): RECORDING,
    # This was not me: without an account too, for the account may be in other hands.
    ("GET", "/r/<receipt>"): EVERYBODY,
    ("POST", "/r/<receipt>"): EVERYBODY,
    # Who examines; that they are not involved is asked of each dispute.
    ("GET", "/disputes"): only(HR, DECISION_MAKER),
    ("GET", "/disputes/<dispute_id>"): only(HR, DECISION_MAKER),
    ("POST", "/disputes/<dispute_id>"): only(HR, DECISION_MAKER),
}
