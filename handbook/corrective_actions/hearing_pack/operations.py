"""Asking for a hearing pack."""

from sqlalchemy import select

from handbook.core import clock, jobs
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.transaction import session_of_transaction
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.hearing_pack.models import HearingPack
from handbook.corrective_actions.hearing_pack.printing import PRINT
from handbook.corrective_actions.hearing_pack.queries import find_pack_by_key, packed_case_for


def ask_for_pack(actor: Actor, case_id: str, language: str, idempotency_key: str) -> str:
    """Let the worker print a case as it stands then, in a language; return the id of the print.

    The same key gives the same print. Raises NotFound for whoever has no part in the case.
    """
    session, case = session_of_transaction(), packed_case_for(actor, case_id)
    # Equal forms stand in line here, so that the second finds what the first has written.
    session.execute(select(Case.id).where(Case.id == case_id).with_for_update(key_share=True))
    earlier = find_pack_by_key(idempotency_key)
    if earlier is not None:
        return earlier
    pack = HearingPack(
        id=new_id(),
        case_id=case.id,
        idempotency_key=idempotency_key,
        language=language,
        asked_by=actor.employee_id,
        asked_at=clock.now(),
    )
    session.add(pack)
    session.flush()
    jobs.enqueue(PRINT, pack.id, {"pack_id": pack.id}, actor.employee_id)
    return pack.id
