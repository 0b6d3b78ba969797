"""Who may see a signature and its sealed paper."""

from handbook.core.actor import Actor
from handbook.permissions import Permission


def may_read_paper(actor: Actor, owner_id: str) -> bool:
    """Tell whether the actor may read the sealed paper of this person: the signer or HR, never a supervisor."""
    return actor.employee_id == owner_id or actor.may(Permission.WORK_FILE_READ)
