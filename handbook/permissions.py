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


class Permission(StrEnum):
    """Object and act. A door asks for one; `policy` then asks about the very row."""

    HANDBOOK_READ = "handbook:read"
    HANDBOOK_SIGN = "handbook:sign"
    ACKNOWLEDGEMENT_LIST = "acknowledgement:list"
    OWN_FILE_READ = "own-file:read"
    WORK_FILE_READ = "work-file:read"
    PEOPLE_READ = "people:read"
    COMPLAINT_FILE = "complaint:file"
    COMPLAINT_READ = "complaint:read"
    CASE_OPEN = "case:open"
    CASE_READ = "case:read"
    STEP_PROPOSE = "step:propose"
    STEP_APPROVE = "step:approve"
    STEP_SERVE = "step:serve"
    STEP_ANSWER = "step:answer"
    EXPORT_MAKE = "export:make"
    LEDGER_READ = "ledger:read"


EVERYONE = frozenset(
    {
        Permission.HANDBOOK_READ,
        Permission.HANDBOOK_SIGN,
        Permission.OWN_FILE_READ,
        Permission.COMPLAINT_FILE,
        Permission.STEP_ANSWER,
    }
)

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.EMPLOYEE: EVERYONE,
    Role.SUPERVISOR: EVERYONE | {Permission.ACKNOWLEDGEMENT_LIST, Permission.COMPLAINT_READ},
    Role.HR: EVERYONE
    | {
        Permission.ACKNOWLEDGEMENT_LIST,
        Permission.WORK_FILE_READ,
        Permission.PEOPLE_READ,
        Permission.COMPLAINT_READ,
        Permission.CASE_OPEN,
        Permission.CASE_READ,
        Permission.STEP_PROPOSE,
        Permission.STEP_APPROVE,
        Permission.STEP_SERVE,
        Permission.EXPORT_MAKE,
        Permission.LEDGER_READ,
    },
    Role.DECISION_MAKER: EVERYONE
    | {Permission.CASE_READ, Permission.STEP_PROPOSE, Permission.STEP_APPROVE, Permission.STEP_SERVE},
    # An administrator sees no complaint and no case by virtue of being administrator.
    Role.ADMINISTRATOR: EVERYONE | {Permission.LEDGER_READ},
    Role.AUDITOR: EVERYONE | {Permission.ACKNOWLEDGEMENT_LIST, Permission.LEDGER_READ},
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Return everything that these roles together may ask for at a door."""
    return frozenset().union(*(GRANTS[role] for role in roles))
