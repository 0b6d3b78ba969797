"""Who may do what: the only statement of roles, permissions and grants, readable on one page."""

from enum import StrEnum


class Role(StrEnum):
    """A dated grant to an account; roles add up."""

    EMPLOYEE = "employee"
    SUPERVISOR = "supervisor"
    HR = "hr"
    DECISION_MAKER = "decision-maker"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    # Computed, never granted: a person whose last placement is over.
    FORMER_EMPLOYEE = "former employee"
    # Somebody from outside, invited to one thing.
    GUEST = "guest"


class Permission(StrEnum):
    """Object and act. A door asks for one; `policy` then asks about the very row."""

    HANDBOOK_READ = "handbook:read"
    HANDBOOK_SIGN = "handbook:sign"
    DRAFT_EDIT = "draft:edit"
    DRAFT_REMARK = "draft:remark"
    EDITORIAL_CONFIRM = "editorial:confirm"
    HANDBOOK_PUBLISH = "handbook:publish"
    ACKNOWLEDGEMENT_LIST = "acknowledgement:list"
    ROUND_MANAGE = "round:manage"
    OUTCOME_RECORD = "outcome:record"
    QUESTION_ANSWER = "question:answer"
    DISPUTE_FILE = "dispute:file"
    DISPUTE_EXAMINE = "dispute:examine"
    OWN_ACCOUNT = "own-account:change"
    OWN_FILE_READ = "own-file:read"
    WORK_FILE_READ = "work-file:read"
    ADJUSTMENT_READ = "adjustment:read"
    ADJUSTMENT_RECORD = "adjustment:record"
    PEOPLE_READ = "people:read"
    PEOPLE_CHANGE = "people:change"
    CREDENTIAL_ISSUE = "credential:issue"
    ROLE_CHANGE = "role:change"
    DEVICE_ENROL = "device:enrol"
    COMPLAINT_FILE = "complaint:file"
    COMPLAINT_READ = "complaint:read"
    COMPLAINT_OVERSEE = "complaint:oversee"
    INCIDENT_ANSWER = "incident:answer"
    SPEAK_UP_FILE = "speak-up:file"
    SPEAK_UP_READ = "speak-up:read"
    CONVERSATION_RECORD = "conversation:record"
    CASE_OPEN = "case:open"
    CASE_READ = "case:read"
    STEP_PROPOSE = "step:propose"
    STEP_APPROVE = "step:approve"
    STEP_SERVE = "step:serve"
    STEP_ANSWER = "step:answer"
    APPEAL_HEAR = "appeal:hear"
    LADDER_CHANGE = "ladder:change"
    CALENDAR_CHANGE = "calendar:change"
    OUTSIDER_INVITE = "outsider:invite"
    SETTINGS_CHANGE = "settings:change"
    EXPORT_MAKE = "export:make"
    LEDGER_READ = "ledger:read"


EVERYONE = frozenset(
    {
        Permission.HANDBOOK_READ,
        Permission.HANDBOOK_SIGN,
        Permission.DRAFT_REMARK,
        Permission.OWN_FILE_READ,
        Permission.COMPLAINT_FILE,
        Permission.SPEAK_UP_FILE,
        Permission.STEP_ANSWER,
        Permission.OWN_ACCOUNT,
        Permission.DISPUTE_FILE,
    }
)

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.EMPLOYEE: EVERYONE,
    Role.SUPERVISOR: EVERYONE
    | {
        Permission.ACKNOWLEDGEMENT_LIST,
        Permission.OUTCOME_RECORD,
        Permission.ADJUSTMENT_READ,
        Permission.COMPLAINT_READ,
        Permission.INCIDENT_ANSWER,
        Permission.CONVERSATION_RECORD,
    },
    Role.HR: EVERYONE
    | {
        Permission.DRAFT_EDIT,
        Permission.EDITORIAL_CONFIRM,
        Permission.HANDBOOK_PUBLISH,
        Permission.ACKNOWLEDGEMENT_LIST,
        Permission.WORK_FILE_READ,
        Permission.ADJUSTMENT_READ,
        Permission.ADJUSTMENT_RECORD,
        Permission.ROUND_MANAGE,
        Permission.OUTCOME_RECORD,
        Permission.QUESTION_ANSWER,
        Permission.DISPUTE_EXAMINE,
        Permission.PEOPLE_READ,
        Permission.PEOPLE_CHANGE,
        Permission.CREDENTIAL_ISSUE,
        Permission.DEVICE_ENROL,
        Permission.COMPLAINT_READ,
        Permission.COMPLAINT_OVERSEE,
        Permission.INCIDENT_ANSWER,
        Permission.SPEAK_UP_READ,
        Permission.CONVERSATION_RECORD,
        Permission.CASE_OPEN,
        Permission.CASE_READ,
        Permission.STEP_PROPOSE,
        Permission.STEP_APPROVE,
        Permission.STEP_SERVE,
        Permission.APPEAL_HEAR,
        Permission.LADDER_CHANGE,
        Permission.CALENDAR_CHANGE,
        Permission.OUTSIDER_INVITE,
        Permission.EXPORT_MAKE,
        Permission.LEDGER_READ,
    },
    Role.DECISION_MAKER: EVERYONE
    | {
        Permission.EDITORIAL_CONFIRM,
        Permission.DISPUTE_EXAMINE,
        # Only of people who are placed with them: whoever looks after somebody lives what is agreed.
        Permission.ADJUSTMENT_READ,
        Permission.CONVERSATION_RECORD,
        Permission.CASE_READ,
        Permission.STEP_PROPOSE,
        Permission.STEP_APPROVE,
        Permission.STEP_SERVE,
        Permission.APPEAL_HEAR,
        Permission.LADDER_CHANGE,
        Permission.OUTSIDER_INVITE,
    },
    # An administrator sees no complaint and no case by virtue of being administrator.
    Role.ADMINISTRATOR: EVERYONE
    | {
        Permission.PEOPLE_READ,
        Permission.PEOPLE_CHANGE,
        Permission.CREDENTIAL_ISSUE,
        Permission.ROLE_CHANGE,
        Permission.SETTINGS_CHANGE,
        Permission.CALENDAR_CHANGE,
        Permission.DEVICE_ENROL,
        Permission.LEDGER_READ,
    },
    Role.AUDITOR: EVERYONE | {Permission.ACKNOWLEDGEMENT_LIST, Permission.LEDGER_READ},
    Role.FORMER_EMPLOYEE: frozenset(
        {Permission.OWN_FILE_READ, Permission.STEP_ANSWER, Permission.OWN_ACCOUNT, Permission.DISPUTE_FILE}
    ),
    # What a guest may ask for at a door; `policy` then opens the one thing that they were invited to.
    Role.GUEST: frozenset(
        {
            Permission.OWN_ACCOUNT,
            Permission.COMPLAINT_READ,
            Permission.SPEAK_UP_READ,
            Permission.CASE_READ,
            Permission.STEP_APPROVE,
            # The page of a step asks for it; only the person whom the step is about may answer.
            Permission.STEP_ANSWER,
            Permission.APPEAL_HEAR,
        }
    ),
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Return everything that these roles together may ask for at a door."""
    return frozenset().union(*(GRANTS[role] for role in roles))
