"""The objects of what comes of a letter: whose it is, and who serves it."""

from typing import Final

from tests.architecture.doors.answers import DECISION_MAKER, FORMER, HR, STAFF
from tests.architecture.objects.relations import FOREIGN, OWN, TEAM, Row, of

PEOPLE: Final = (*STAFF, FORMER)
DECIDING: Final = (HR, DECISION_MAKER)
SEEN_BY_DECIDING: Final = (
    of("letter", self=DECIDING, own=DECIDING, team=(HR,), foreign=(HR,)),
    of("proposal", own=DECIDING),
)
SERVED_BY: Final = (of("letter", own=DECIDING), of("proposal", own=DECIDING))
THEIRS: Final = (of("letter", self=PEOPLE), of("proposal"))
# Nobody appeals against these letters: there is nothing to arrange and to decide.
NOT_APPEALED: Final = (of("letter"), of("proposal"))

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    # Opening needs no form: whoever may see the letter without being its employee is refused at once.
    ("POST", "/actions/<action_id>/open"): (
        of("letter", self=PEOPLE, refused={OWN: DECIDING, TEAM: (HR,), FOREIGN: (HR,)}),
        of("proposal", refused={OWN: DECIDING}),
    ),
    ("GET", "/actions/<action_id>/appeal"): THEIRS,
    ("POST", "/actions/<action_id>/appeal"): THEIRS,
    ("POST", "/actions/<action_id>/withdraw"): SEEN_BY_DECIDING,
    ("POST", "/actions/<action_id>/look-again"): SEEN_BY_DECIDING,
    ("GET", "/actions/<action_id>/refused"): SERVED_BY,
    ("POST", "/actions/<action_id>/refused"): SERVED_BY,
    ("GET", "/actions/<action_id>/appeal/hearing"): NOT_APPEALED,
    ("POST", "/actions/<action_id>/appeal/hearing"): NOT_APPEALED,
    ("GET", "/actions/<action_id>/appeal/decision"): NOT_APPEALED,
    ("POST", "/actions/<action_id>/appeal/decision"): NOT_APPEALED,
}
