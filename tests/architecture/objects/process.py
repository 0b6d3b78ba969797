"""The objects of the process of a case: the case, what lies in its folder, its letters; and the person's own side."""

from typing import Final

from tests.architecture.doors.answers import DECISION_MAKER, FORMER, HR, STAFF
from tests.architecture.objects.relations import Row, of

PEOPLE: Final = (*STAFF, FORMER)
DECIDING: Final = (HR, DECISION_MAKER)

# HR looks into the case that it has a part in, the decision-maker decides it; a part of another opens nothing.
WORKED_ON: Final = (of("case", own=DECIDING),)
LOOKED_INTO: Final = (of("case", own=(HR,)),)
# The person's side: of the own case alone, whatever the office.
OWN_SIDE: Final = (of("case", self=PEOPLE),)

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    ("POST", "/cases/<case_id>/begin"): LOOKED_INTO,
    ("POST", "/cases/<case_id>/folder"): LOOKED_INTO,
    ("POST", "/cases/<case_id>/folder/<note_id>/release"): (of("case note", own=(HR,)),),
    ("GET", "/cases/<case_id>/notice"): LOOKED_INTO,
    ("POST", "/cases/<case_id>/notice"): LOOKED_INTO,
    ("GET", "/cases/<case_id>/suspension"): LOOKED_INTO,
    ("POST", "/cases/<case_id>/suspension"): LOOKED_INTO,
    ("GET", "/cases/<case_id>/assign"): LOOKED_INTO,
    ("POST", "/cases/<case_id>/assign/investigator"): LOOKED_INTO,
    ("POST", "/cases/<case_id>/assign/decider"): LOOKED_INTO,
    ("GET", "/cases/<case_id>/folder"): WORKED_ON,
    ("GET", "/cases/<case_id>/folder/<note_id>/file"): (of("case note", own=DECIDING),),
    ("GET", "/cases/<case_id>/letters/<record_id>.pdf"): (of("case letter", own=DECIDING),),
    ("POST", "/cases/<case_id>/seal"): WORKED_ON,
    ("GET", "/cases/<case_id>/hearing"): WORKED_ON,
    ("POST", "/cases/<case_id>/hearing"): WORKED_ON,
    ("GET", "/cases/<case_id>/hearing/notes"): WORKED_ON,
    ("GET", "/cases/<case_id>/tests"): WORKED_ON,
    # The investigator of these cases approves as well, so what may bar a step is open to both.
    ("GET", "/cases/<case_id>/bars"): WORKED_ON,
    ("GET", "/cases/<case_id>/close"): WORKED_ON,
    ("POST", "/cases/<case_id>/close"): WORKED_ON,
    ("POST", "/cases/<case_id>/hearing/keep"): WORKED_ON,
    ("POST", "/cases/<case_id>/hearing/notes"): WORKED_ON,
    ("POST", "/cases/<case_id>/tests"): WORKED_ON,
    ("POST", "/cases/<case_id>/bars"): WORKED_ON,
    ("POST", "/cases/<case_id>/bars/look"): WORKED_ON,
    ("GET", "/my-file/cases/<case_id>"): OWN_SIDE,
    ("GET", "/my-file/cases/<case_id>/given/<note_id>"): (of("case note", self=PEOPLE),),
    ("GET", "/my-file/cases/<case_id>/letters/<record_id>.pdf"): (of("case letter", self=PEOPLE),),
    ("POST", "/my-file/cases/<case_id>/open"): OWN_SIDE,
    ("POST", "/my-file/cases/<case_id>/answer"): OWN_SIDE,
    ("POST", "/my-file/cases/<case_id>/companion"): OWN_SIDE,
    ("POST", "/my-file/cases/<case_id>/interpreter"): OWN_SIDE,
    ("POST", "/my-file/cases/<case_id>/time"): OWN_SIDE,
    ("POST", "/my-file/cases/<case_id>/notes/add"): OWN_SIDE,
    ("POST", "/my-file/cases/<case_id>/notes/confirm"): OWN_SIDE,
}
