"""The one verb of the work file: the person adds own words."""

from sqlalchemy import select

from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.transaction import session_of_transaction
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee
from handbook.people.queries import NOWHERE, find_placed_today
from handbook.workfile.models import FileStatement
from handbook.workfile.queries import find_statement_by_key


def add_statement(actor: Actor, words: str, language: str, idempotency_key: str) -> str:
    """Keep own words of the actor in the own file, at any time; return the id. The same key gives the same one."""
    # Equal forms stand in line here, so that the second finds what the first has written.
    mine = select(Employee.id).where(Employee.id == actor.employee_id).with_for_update(key_share=True)
    session_of_transaction().execute(mine)
    earlier = find_statement_by_key(actor, idempotency_key)
    if earlier is not None:
        return earlier
    placed = find_placed_today(actor.employee_id)
    statement_id = new_id()
    record_evidence(
        FileStatement(
            id=statement_id,
            employee_id=actor.employee_id,
            by_name=actor.name,
            words=words,
            language=language,
            zone=placed.zone if placed else NOWHERE,
            idempotency_key=idempotency_key,
        )
    )
    return statement_id
