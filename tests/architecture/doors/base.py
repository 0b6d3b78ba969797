"""The doors of complaints, cases, files and proof."""

from typing import Final

from tests.architecture.doors.answers import (
    ADMINISTRATOR,
    ALL_SIGNED_IN,
    AUDITOR,
    DECISION_MAKER,
    EVERYBODY,
    GUEST,
    HR,
    STAFF_AND_FORMER,
    only,
)

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("GET", "/"): ALL_SIGNED_IN,
    ("GET", "/healthz"): EVERYBODY,
    ("GET", "/readyz"): EVERYBODY,
    # Cases: those who decide. A supervisor talks and an administrator keeps the machine running; neither sees a case.
    ("GET", "/complaints/<complaint_id>/case"): only(HR),
    ("POST", "/complaints/<complaint_id>/case"): only(HR),
    ("GET", "/cases"): only(HR, DECISION_MAKER, GUEST),
    ("GET", "/cases/<case_id>"): only(HR, DECISION_MAKER, GUEST),
    ("GET", "/cases/<case_id>/propose"): only(HR, DECISION_MAKER),
    ("POST", "/cases/<case_id>/propose"): only(HR, DECISION_MAKER),
    # A step is shown to the person it concerns, who may be anybody: who that is, is asked of each row.
    ("GET", "/actions/<action_id>"): ALL_SIGNED_IN,
    ("GET", "/actions/<action_id>/letter.pdf"): ALL_SIGNED_IN,
    ("POST", "/actions/<action_id>/statement"): ALL_SIGNED_IN,
    ("POST", "/actions/<action_id>/receipt"): ALL_SIGNED_IN,
    ("POST", "/actions/<action_id>/approve"): only(HR, DECISION_MAKER, GUEST),
    ("POST", "/actions/<action_id>/decline"): only(HR, DECISION_MAKER, GUEST),
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
