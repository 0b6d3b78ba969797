"""Who may read what of a work file: the one statement of it."""

from collections.abc import Collection

from handbook.core.actor import Actor
from handbook.permissions import Permission
from handbook.workfile.kinds import Group

WHOLE = frozenset(Group)
# What whoever looks after a person sees besides the steps that count: never papers, complaints or statements.
OF_OWN_PEOPLE = frozenset({Group.TALKS})


def may_read_work_file(actor: Actor, employee_id: str) -> bool:
    """Tell whether the actor may read this person's file: the person themself, or HR."""
    return actor.employee_id == employee_id or actor.may(Permission.WORK_FILE_READ)


def may_read_of_own_people(actor: Actor, employee_id: str, own_people: Collection[str]) -> bool:
    """Tell whether the actor may see the steps and conversations of a person: one placed with them today.

    `own_people` are the actor's today (people.queries.own_people_today); a changed placement ends it at once.
    """
    return actor.may(Permission.CONVERSATION_RECORD) and employee_id in own_people and employee_id != actor.employee_id
