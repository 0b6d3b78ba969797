"""The columns of the tables of doors, and what a cell may say."""

from typing import Final

VISITOR, EMPLOYEE, SUPERVISOR, HR = "visitor", "employee", "supervisor", "hr"
DECISION_MAKER, ADMINISTRATOR, AUDITOR = "decision-maker", "administrator", "auditor"
FORMER, GUEST = "former employee", "guest"
STAFF: Final = (EMPLOYEE, SUPERVISOR, HR, DECISION_MAKER, ADMINISTRATOR, AUDITOR)
SIGNED_IN: Final = (*STAFF, FORMER, GUEST)
ROLES: Final = (VISITOR, *SIGNED_IN)

# IN: the view itself answers, be it "not found" or "not like this". NO: 403. KNOCK: sign in first.
IN, NO, KNOCK = "in", "403", "sign in"


def only(*roles: str) -> dict[str, str]:
    return {role: IN if role in roles else NO for role in SIGNED_IN} | {VISITOR: KNOCK}


EVERYBODY: Final = dict.fromkeys(ROLES, IN)
ALL_STAFF: Final = only(*STAFF)
# Also who has left: the own file, letters, replies.
STAFF_AND_FORMER: Final = only(*STAFF, FORMER)
ALL_SIGNED_IN: Final = only(*SIGNED_IN)
