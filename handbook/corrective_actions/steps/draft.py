"""What a form hands over to propose a step."""

from dataclasses import dataclass
from datetime import date, datetime

from handbook.corrective_actions.ladders.ladder import Step


@dataclass(frozen=True, slots=True)
class ProposalDraft:
    """What a form hands over to propose a step, or to propose it anew after a change (`row_version` of the step).

    `first_on` and `last_on` are the days of a suspension; `last_on` alone is the last day of work of a dismissal with
    notice (None: without). The two reasons are asked for where the ladder says otherwise and where something is
    missing. A dismissal asks for no change: its `change` and `help` are not kept, nor is `change_by`.
    """

    idempotency_key: str
    step: Step
    observed_at: datetime
    place: str
    observed: str
    heard: str
    reasons: str
    change: str
    change_by: date | None
    help: str
    not_notified_reason: str
    approver_ids: tuple[str, ...]
    deviation_reason: str = ""
    going_on_reason: str = ""
    first_on: date | None = None
    last_on: date | None = None
    row_version: int = 0
