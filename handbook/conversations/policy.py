"""Who may record and read a conversation, asked of people and not of accounts; no database."""

from collections.abc import Collection

from handbook.core.actor import Actor
from handbook.permissions import Permission


def sees_everybody(actor: Actor) -> bool:
    """Tell whether the actor reads the conversations of everybody: HR."""
    return actor.may(Permission.CONVERSATION_RECORD) and actor.may(Permission.WORK_FILE_READ)


def may_record(actor: Actor, employee_id: str, own_people: Collection[str], own_records: Collection[str]) -> bool:
    """Tell whether the actor may record a conversation with a person: HR, and whoever the person is placed with today.

    Never with oneself: `own_records` are all by which the actor is known.
    """
    if employee_id in {actor.employee_id, *own_records} or not actor.may(Permission.CONVERSATION_RECORD):
        return False
    return sees_everybody(actor) or employee_id in own_people


def may_read(actor: Actor, employee_id: str, own_people: Collection[str], own_records: Collection[str]) -> bool:
    """Tell whether the actor may read the conversations of a person: the person, and those who may record one."""
    return actor.employee_id == employee_id or may_record(actor, employee_id, own_people, own_records)
