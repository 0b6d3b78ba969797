"""The doors of what is agreed with people: HR records, whoever looks after people reads, each person the own."""

from typing import Final

from tests.architecture.doors.answers import DECISION_MAKER, HR, STAFF_AND_FORMER, SUPERVISOR, only

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    # With whom is asked of each row: HR sees all, others those who are placed with them today.
    ("GET", "/adjustments"): only(SUPERVISOR, HR, DECISION_MAKER),
    # Also who has left: the own one stays readable. For all others than its readers it is not there.
    ("GET", "/adjustments/<adjustment_id>"): STAFF_AND_FORMER,
    ("POST", "/adjustments/<adjustment_id>/reply"): STAFF_AND_FORMER,
    # Never about oneself, which is asked of each row.
    ("GET", "/adjustments/<adjustment_id>/end"): only(HR),
    ("POST", "/adjustments/<adjustment_id>/end"): only(HR),
    ("GET", "/people/<employee_id>/adjustments"): only(HR),
    ("GET", "/people/<employee_id>/adjustments/new"): only(HR),
    ("POST", "/people/<employee_id>/adjustments"): only(HR),
}
