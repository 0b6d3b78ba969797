"""The job that a letter of a case waits for; `sealing` does it."""

from handbook.core import jobs
from handbook.core.actor import Actor

SEAL = "corrective_actions.seal_case_letter"


def enqueue(actor: Actor | None, case_id: str, record_id: str) -> None:
    """Let the letter about this record be sealed once the transaction is committed; `actor` None: for nobody."""
    jobs.enqueue(SEAL, record_id, {"case_id": case_id, "record_id": record_id}, actor.account_id if actor else None)
