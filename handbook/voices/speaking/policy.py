"""Who reads what somebody speaks up about, asked of people and not of accounts; no database."""

from dataclasses import dataclass

from handbook.core.actor import Actor
from handbook.permissions import Permission
from handbook.voices.lifecycle import Addressee


@dataclass(frozen=True, slots=True)
class Parties:
    """The people of it, by employee id. `kept_from`: whom it concerns, and who looks after the writer."""

    addressee: Addressee
    employee_id: str | None
    kept_from: frozenset[str] = frozenset()


def is_hr(actor: Actor) -> bool:
    """Tell whether the actor reads what is addressed to HR."""
    return actor.may(Permission.SPEAK_UP_READ) and actor.may(Permission.WORK_FILE_READ)


def may_read(actor: Actor, parties: Parties, outsider_id: str | None, own_records: frozenset[str]) -> bool:
    """Tell whether the actor reads and answers it; `outsider_id` is who is named as the outsider today.

    Whoever it is kept from sees nothing, whatever their role; nobody answers themself. Neither by another record:
    `own_records` are all by which the actor is known.
    """
    me = actor.employee_id
    if {me, *own_records} & {parties.employee_id, *parties.kept_from} or not actor.may(Permission.SPEAK_UP_READ):
        return False
    return is_hr(actor) if parties.addressee is Addressee.HR else me == outsider_id
