"""The doors of the process of a case: who works on one by which office; everybody has the own side."""

from typing import Final

from tests.architecture.doors.answers import ALL_SIGNED_IN, DECISION_MAKER, GUEST, HR, STAFF_AND_FORMER, only

WORKING: Final = only(HR, DECISION_MAKER, GUEST)
FINDING_OUT: Final = only(HR)
DECIDING: Final = only(HR, DECISION_MAKER)

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    # Who may look into a case: HR. Which of them it is, is asked of each row.
    ("POST", "/cases/<case_id>/begin"): FINDING_OUT,
    ("POST", "/cases/<case_id>/folder"): FINDING_OUT,
    ("POST", "/cases/<case_id>/folder/<note_id>/release"): FINDING_OUT,
    ("GET", "/cases/<case_id>/notice"): FINDING_OUT,
    ("POST", "/cases/<case_id>/notice"): FINDING_OUT,
    ("GET", "/cases/<case_id>/suspension"): FINDING_OUT,
    ("POST", "/cases/<case_id>/suspension"): FINDING_OUT,
    ("GET", "/cases/<case_id>/assign"): FINDING_OUT,
    ("POST", "/cases/<case_id>/assign/investigator"): FINDING_OUT,
    ("POST", "/cases/<case_id>/assign/decider"): FINDING_OUT,
    # What everybody with a part in a case may read; a guest by invitation among them.
    ("GET", "/cases/<case_id>/folder"): WORKING,
    ("GET", "/cases/<case_id>/folder/<note_id>/file"): WORKING,
    ("GET", "/cases/<case_id>/letters/<record_id>.pdf"): WORKING,
    ("GET", "/cases/<case_id>/hearing"): WORKING,
    ("POST", "/cases/<case_id>/hearing"): WORKING,
    ("GET", "/cases/<case_id>/hearing/notes"): WORKING,
    ("GET", "/cases/<case_id>/tests"): WORKING,
    ("GET", "/cases/<case_id>/bars"): WORKING,
    ("GET", "/cases/<case_id>/close"): WORKING,
    ("POST", "/cases/<case_id>/close"): WORKING,
    # Who may decide a step, and serves letters.
    ("POST", "/cases/<case_id>/seal"): DECIDING,
    ("POST", "/cases/<case_id>/hearing/keep"): DECIDING,
    ("POST", "/cases/<case_id>/hearing/notes"): DECIDING,
    ("POST", "/cases/<case_id>/tests"): DECIDING,
    ("POST", "/cases/<case_id>/bars"): DECIDING,
    ("POST", "/cases/<case_id>/bars/look"): DECIDING,
    # The person's own side; also of who has left.
    ("GET", "/my-file/cases/<case_id>"): STAFF_AND_FORMER,
    ("GET", "/my-file/cases/<case_id>/given/<note_id>"): STAFF_AND_FORMER,
    ("GET", "/my-file/cases/<case_id>/letters/<record_id>.pdf"): STAFF_AND_FORMER,
    ("POST", "/my-file/cases/<case_id>/open"): ALL_SIGNED_IN,
    ("POST", "/my-file/cases/<case_id>/answer"): ALL_SIGNED_IN,
    ("POST", "/my-file/cases/<case_id>/companion"): ALL_SIGNED_IN,
    ("POST", "/my-file/cases/<case_id>/interpreter"): ALL_SIGNED_IN,
    ("POST", "/my-file/cases/<case_id>/time"): ALL_SIGNED_IN,
    ("POST", "/my-file/cases/<case_id>/notes/add"): ALL_SIGNED_IN,
    ("POST", "/my-file/cases/<case_id>/notes/confirm"): ALL_SIGNED_IN,
}
