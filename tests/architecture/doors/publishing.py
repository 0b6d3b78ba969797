"""The doors of publishing: kinds of change, the other person's word, remarks of the staff, the button."""

from typing import Final

from tests.architecture.doors.answers import ALL_STAFF, DECISION_MAKER, HR, only

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("GET", "/handbook/draft/publish"): only(HR),
    ("POST", "/handbook/draft/publish"): only(HR),
    ("POST", "/handbook/draft/kinds/<rule_id>"): only(HR),
    # Whose publication it is, is asked of each: the owner alone sees it.
    ("GET", "/handbook/draft/publishing/<job_id>"): only(HR),
    ("GET", "/handbook/draft/publishing/<job_id>.json"): only(HR),
    ("POST", "/handbook/draft/publishing/<job_id>/cancel"): only(HR),
    # Small firms have one person in HR: the decision-maker can be the other one.
    ("GET", "/handbook/draft/confirm"): only(HR, DECISION_MAKER),
    ("GET", "/handbook/draft/confirm/<rule_id>"): only(HR, DECISION_MAKER),
    ("POST", "/handbook/draft/confirm/<rule_id>"): only(HR, DECISION_MAKER),
    ("POST", "/handbook/draft/confirm/<rule_id>/material"): only(HR, DECISION_MAKER),
    # Everybody who works here is asked; who remarked, and what, HR alone reads.
    ("GET", "/handbook/draft/read"): ALL_STAFF,
    ("POST", "/handbook/draft/read"): ALL_STAFF,
    ("GET", "/handbook/draft/remarks"): only(HR),
    ("POST", "/handbook/draft/remarks/open"): only(HR),
    ("POST", "/handbook/draft/remarks/close"): only(HR),
    ("POST", "/handbook/draft/remarks/parties"): only(HR),
    ("POST", "/handbook/draft/remarks/<remark_id>/answer"): only(HR),
}
