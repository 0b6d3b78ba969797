"""Who may read a work file."""

from handbook.core.actor import Actor
from handbook.permissions import Permission


def may_read_work_file(actor: Actor, employee_id: str) -> bool:
    """Tell whether the actor may read this person's file: the person themself, or HR."""
    return actor.employee_id == employee_id or actor.may(Permission.WORK_FILE_READ)
