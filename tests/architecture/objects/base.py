"""The objects of complaints, cases, steps, files and signatures."""

from typing import Final

from tests.architecture.doors.answers import DECISION_MAKER, FORMER, HR, STAFF
from tests.architecture.objects.relations import OWN, SELF, Row, of

PEOPLE: Final = (*STAFF, FORMER)
DECIDING: Final = (HR, DECISION_MAKER)

ANSWERED_BY_ALL: Final = (
    of("letter", self=PEOPLE, own=DECIDING, team=(HR,), foreign=(HR,)),
    of("proposal", own=DECIDING),
)
ANSWERED_BY_DECIDING: Final = (
    of("letter", self=DECIDING, own=DECIDING, team=(HR,), foreign=(HR,)),
    of("proposal", own=DECIDING),
)

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    # A case is opened by whoever handles the complaint, and by nobody else.
    ("GET", "/complaints/<complaint_id>/case"): (of("complaint"), of("complaint in hand", own=(HR,))),
    ("POST", "/complaints/<complaint_id>/case"): (of("complaint"), of("complaint in hand", own=(HR,))),
    ("GET", "/cases/<case_id>"): (of("case", own=DECIDING),),
    ("GET", "/cases/<case_id>/propose"): (of("case", own=DECIDING),),
    ("POST", "/cases/<case_id>/propose"): (of("case", own=DECIDING),),
    # A letter: the employee and HR see it once it is served; before, only those who work on the case.
    ("GET", "/actions/<action_id>"): (
        of("letter", self=PEOPLE, own=DECIDING, team=(HR,), foreign=(HR,)),
        of("proposal", own=DECIDING),
    ),
    ("GET", "/actions/<action_id>/letter.pdf"): (
        of("letter", self=PEOPLE, own=DECIDING, team=(HR,), foreign=(HR,)),
        of("proposal", absent={OWN: DECIDING}),
    ),
    # Who may see it gets the page with what is missing in the form; whose act it is, the operation asks.
    ("POST", "/actions/<action_id>/statement"): ANSWERED_BY_ALL,
    ("POST", "/actions/<action_id>/receipt"): ANSWERED_BY_ALL,
    ("POST", "/actions/<action_id>/approve"): ANSWERED_BY_DECIDING,
    ("POST", "/actions/<action_id>/decline"): ANSWERED_BY_DECIDING,
    ("POST", "/actions/<action_id>/serve"): ANSWERED_BY_DECIDING,
    # Sealing again needs no form: whoever the letter is about is refused at once.
    ("POST", "/actions/<action_id>/seal"): (
        of("letter", own=DECIDING, team=(HR,), foreign=(HR,), refused={SELF: DECIDING}),
        of("proposal", own=DECIDING),
    ),
    # Files: of others, HR's alone; a supervisor has none, whoever is placed with them.
    ("GET", "/people/<employee_id>/file"): (of("person", self=(HR,), team=(HR,), foreign=(HR,)),),
}
