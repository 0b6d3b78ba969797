"""Who may have a copy of a work file made, and who may take one."""

from collections.abc import Iterable

from handbook.core.actor import Actor
from handbook.permissions import Permission
from handbook.workfile.queries import Line


def may_make_copy(actor: Actor) -> bool:
    """Tell whether the actor may have a copy made: HR."""
    return actor.may(Permission.WORK_FILE_READ)


def may_take_copy(actor: Actor, employee_id: str, held: Iterable[Line], readable: Iterable[Line]) -> bool:
    """Tell whether the actor may take a copy of this person's file: the person, or HR who may read every line in it.

    `held`: the lines of the copy; `readable`: those of the file that the actor may see now. A notice of a matter that
    is still open, say, is for the person alone, and the copy tells it to nobody else.
    """
    if actor.employee_id == employee_id:
        return True
    return actor.may(Permission.WORK_FILE_READ) and set(held) <= set(readable)
