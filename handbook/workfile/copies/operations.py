"""Ordering a copy of a work file: by HR, by a command, and by itself after a dismissal."""

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.core import jobs
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Refused
from handbook.core.transaction import end_read, session_of_transaction, transaction
from handbook.documents.letters import language_of_letter
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee
from handbook.workfile.copies.policy import may_make_copy
from handbook.workfile.copies.queries import AFTER_DISMISSAL, dismissals_without_copy, find_copy_by_key, owner_of
from handbook.workfile.copies.queries import SEAL as SEAL
from handbook.workfile.copies.sealing import LETTER
from handbook.workfile.copies.why import Why as Why
from handbook.workfile.models import WorkFileCopy
from handbook.workfile.queries import lines_of


def order_copy(actor: Actor, employee_id: str, idempotency_key: str) -> str:
    """Let the worker make a sealed copy of a person's file as it stands now; return its id.

    The same key gives the same copy. Raises NotFound for an unknown person, Refused for everybody but HR.
    """
    require_hr(actor)
    return write_order(employee_id, Why.ASKED, idempotency_key, actor.name, actor.employee_id)


def require_hr(actor: Actor) -> None:
    """Raise Refused for whoever may not have copies made."""
    if not may_make_copy(actor):
        raise Refused(_("Only HR has copies of work files made."))


def write_order(employee_id: str, why: Why, idempotency_key: str, by_name: str = "", by_id: str | None = None) -> str:
    """Write down that a copy is to be made, of every line that the person may read, and give it to the worker."""
    # Equal orders stand in line here, so that the second finds what the first has written.
    held = select(Employee.id).where(Employee.id == employee_id).with_for_update(key_share=True)
    session_of_transaction().execute(held)
    earlier = find_copy_by_key(employee_id, idempotency_key)
    if earlier is not None:
        return earlier
    owner = owner_of(employee_id)
    copy = WorkFileCopy(
        id=new_id(),
        employee_id=employee_id,
        employee_name=owner.name,
        staff_number=owner.staff_number,
        why=why.value,
        by_id=by_id,
        by_name=by_name,
        lines=[list(line) for line in lines_of(employee_id, owner.reader)],
        last_on=owner.last_on,
        language=language_of_letter(owner.language, LETTER),
        zone=owner.zone,
        idempotency_key=idempotency_key,
    )
    record_evidence(copy)
    jobs.enqueue(SEAL, copy.id, {"copy_id": copy.id}, by_id)
    return copy.id


def copy_after_dismissals() -> int:
    """Order a copy for everybody whose dismissal was served and sealed, once; return how many."""
    waiting = dismissals_without_copy()
    end_read()
    for action_id, employee_id in waiting:
        with transaction():
            write_order(employee_id, Why.DISMISSAL, AFTER_DISMISSAL + action_id)
    return len(waiting)
