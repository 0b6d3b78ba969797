"""The doors of work files, boards, notice and hearing packs."""

from typing import Final

from tests.architecture.doors.answers import DECISION_MAKER, GUEST, HR, STAFF_AND_FORMER, SUPERVISOR, only

# Who has a part in a case, which is asked of each: also somebody from outside.
OF_CASES: Final = only(HR, DECISION_MAKER, GUEST)

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    # The own file also for who has left: reading it, and adding own words.
    ("GET", "/my-file/statement"): STAFF_AND_FORMER,
    ("POST", "/my-file/statement"): STAFF_AND_FORMER,
    # Of people placed with the reader today, which is asked of each person.
    ("GET", "/team/<employee_id>"): only(SUPERVISOR, HR, DECISION_MAKER),
    ("GET", "/board"): STAFF_AND_FORMER,
    ("GET", "/complaints/<complaint_id>/notice"): only(SUPERVISOR, HR, GUEST),
    ("GET", "/cases/<case_id>/notified"): OF_CASES,
    ("GET", "/cases/<case_id>/hearing-pack"): OF_CASES,
    ("POST", "/cases/<case_id>/hearing-pack"): OF_CASES,
    ("GET", "/cases/<case_id>/hearing-pack/<pack_id>.pdf"): OF_CASES,
}
