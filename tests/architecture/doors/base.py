"""The doors of complaints, cases, files and proof."""

from typing import Final

from tests.architecture.doors.answers import (
    ADMINISTRATOR,
    ALL_STAFF,
    AUDITOR,
    DECISION_MAKER,
    EVERYBODY,
    HR,
    STAFF_AND_FORMER,
    SUPERVISOR,
    only,
)

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("GET", "/"): STAFF_AND_FORMER,
    ("GET", "/healthz"): EVERYBODY,
    ("GET", "/readyz"): EVERYBODY,
    # Everybody may file a complaint and see their own; who sees which one is asked of each row.
    ("GET", "/complaints"): ALL_STAFF,
    ("GET", "/complaints/new"): ALL_STAFF,
    ("POST", "/complaints/new"): ALL_STAFF,
    ("GET", "/complaints/<complaint_id>"): ALL_STAFF,
    ("GET", "/complaints/<complaint_id>/customer"): ALL_STAFF,
    ("POST", "/complaints/<complaint_id>/take-on"): only(HR),
    ("POST", "/complaints/<complaint_id>/people"): only(SUPERVISOR, HR),
    ("POST", "/complaints/<complaint_id>/rules"): only(SUPERVISOR, HR),
    ("POST", "/complaints/<complaint_id>/stage"): only(SUPERVISOR, HR),
    # Cases: those who decide. A supervisor talks and an administrator keeps the machine running; neither sees a case.
    ("GET", "/complaints/<complaint_id>/case"): only(HR),
    ("POST", "/complaints/<complaint_id>/case"): only(HR),
    ("GET", "/cases"): only(HR, DECISION_MAKER),
    ("GET", "/cases/<case_id>"): only(HR, DECISION_MAKER),
    ("GET", "/cases/<case_id>/propose"): only(HR, DECISION_MAKER),
    ("POST", "/cases/<case_id>/propose"): only(HR, DECISION_MAKER),
    # A step is shown to the person it concerns, who may be anybody: who that is, is asked of each row.
    ("GET", "/actions/<action_id>"): STAFF_AND_FORMER,
    ("GET", "/actions/<action_id>/letter.pdf"): STAFF_AND_FORMER,
    ("POST", "/actions/<action_id>/statement"): STAFF_AND_FORMER,
    ("POST", "/actions/<action_id>/receipt"): STAFF_AND_FORMER,
    ("POST", "/actions/<action_id>/approve"): only(HR, DECISION_MAKER),
    ("POST", "/actions/<action_id>/decline"): only(HR, DECISION_MAKER),
    ("POST", "/actions/<action_id>/serve"): only(HR, DECISION_MAKER),
    ("POST", "/actions/<action_id>/seal"): only(HR, DECISION_MAKER),
    # Files: the own one is everybody's, those of others are HR's.
    ("GET", "/my-file"): STAFF_AND_FORMER,
    ("GET", "/people/<employee_id>/file"): only(HR),
    # Proof.
    ("GET", "/ledger"): only(HR, ADMINISTRATOR, AUDITOR),
    ("POST", "/ledger/checkpoint"): only(HR, ADMINISTRATOR, AUDITOR),
    ("GET", "/verify"): EVERYBODY,
    ("POST", "/verify"): EVERYBODY,
}
