"""What each route answers to each role: written by hand, so that a slip in the grants does not pass as the rule."""

from typing import Final

VISITOR, EMPLOYEE, SUPERVISOR, HR = "visitor", "employee", "supervisor", "hr"
DECISION_MAKER, ADMINISTRATOR, AUDITOR = "decision-maker", "administrator", "auditor"
STAFF: Final = (EMPLOYEE, SUPERVISOR, HR, DECISION_MAKER, ADMINISTRATOR, AUDITOR)
ROLES: Final = (VISITOR, *STAFF)

# IN: the view itself answers, be it "not found" or "not like this". NO: 403. KNOCK: sign in first.
IN, NO, KNOCK = "in", "403", "sign in"


def _for(*roles: str) -> dict[str, str]:
    return {role: IN if role in roles else NO for role in STAFF} | {VISITOR: KNOCK}


EVERYBODY: Final = dict.fromkeys(ROLES, IN)
ALL_STAFF: Final = _for(*STAFF)

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("GET", "/"): ALL_STAFF,
    ("GET", "/healthz"): EVERYBODY,
    ("GET", "/readyz"): EVERYBODY,
    ("GET", "/sign-in"): EVERYBODY,
    ("POST", "/sign-in"): EVERYBODY,
    ("POST", "/sign-out"): EVERYBODY,
    # Reading and signing: every person on their own behalf, whatever else they are.
    ("GET", "/handbook"): ALL_STAFF,
    ("GET", "/handbook/<int:edition>/<language>"): ALL_STAFF,
    ("GET", "/handbook/<int:edition>/<language>/<rule_id>"): ALL_STAFF,
    ("GET", "/handbook/<int:edition>/<language>/handbook.pdf"): ALL_STAFF,
    ("GET", "/handbook/<int:edition>/changes"): ALL_STAFF,
    ("POST", "/handbook/read"): ALL_STAFF,
    ("GET", "/sign"): ALL_STAFF,
    ("POST", "/sign"): ALL_STAFF,
    ("GET", "/sign/receipt/<acknowledgement_id>"): ALL_STAFF,
    ("GET", "/signatures/<acknowledgement_id>.pdf"): ALL_STAFF,
    ("GET", "/team"): _for(SUPERVISOR, HR, AUDITOR),
    # Everybody may file a complaint and see their own; who sees which one is asked of each row.
    ("GET", "/complaints"): ALL_STAFF,
    ("GET", "/complaints/new"): ALL_STAFF,
    ("POST", "/complaints/new"): ALL_STAFF,
    ("GET", "/complaints/<complaint_id>"): ALL_STAFF,
    ("GET", "/complaints/<complaint_id>/customer"): ALL_STAFF,
    ("POST", "/complaints/<complaint_id>/take-on"): _for(HR),
    ("POST", "/complaints/<complaint_id>/people"): _for(SUPERVISOR, HR),
    ("POST", "/complaints/<complaint_id>/rules"): _for(SUPERVISOR, HR),
    ("POST", "/complaints/<complaint_id>/stage"): _for(SUPERVISOR, HR),
    # Cases: those who decide. A supervisor talks and an administrator keeps the machine running; neither sees a case.
    ("GET", "/complaints/<complaint_id>/case"): _for(HR),
    ("POST", "/complaints/<complaint_id>/case"): _for(HR),
    ("GET", "/cases"): _for(HR, DECISION_MAKER),
    ("GET", "/cases/<case_id>"): _for(HR, DECISION_MAKER),
    ("GET", "/cases/<case_id>/propose"): _for(HR, DECISION_MAKER),
    ("POST", "/cases/<case_id>/propose"): _for(HR, DECISION_MAKER),
    # A step is shown to the person it concerns, who may be anybody: who that is, is asked of each row.
    ("GET", "/actions/<action_id>"): ALL_STAFF,
    ("GET", "/actions/<action_id>/letter.pdf"): ALL_STAFF,
    ("POST", "/actions/<action_id>/statement"): ALL_STAFF,
    ("POST", "/actions/<action_id>/receipt"): ALL_STAFF,
    ("POST", "/actions/<action_id>/approve"): _for(HR, DECISION_MAKER),
    ("POST", "/actions/<action_id>/decline"): _for(HR, DECISION_MAKER),
    ("POST", "/actions/<action_id>/serve"): _for(HR, DECISION_MAKER),
    ("POST", "/actions/<action_id>/seal"): _for(HR, DECISION_MAKER),
    # Files: the own one is everybody's, those of others are HR's.
    ("GET", "/my-file"): ALL_STAFF,
    ("GET", "/people"): _for(HR),
    ("GET", "/people/<employee_id>/file"): _for(HR),
    # Exports.
    ("GET", "/exports"): _for(HR),
    ("POST", "/exports"): _for(HR),
    ("GET", "/jobs/<job_id>.json"): _for(HR),
    ("POST", "/exports/<job_id>/cancel"): _for(HR),
    ("GET", "/exports/<job_id>.zip"): _for(HR),
    # Proof.
    ("GET", "/ledger"): _for(HR, ADMINISTRATOR, AUDITOR),
    ("POST", "/ledger/checkpoint"): _for(HR, ADMINISTRATOR, AUDITOR),
    ("GET", "/verify"): EVERYBODY,
    ("POST", "/verify"): EVERYBODY,
}
