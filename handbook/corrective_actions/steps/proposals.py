"""What exactly an approver approves: the canonical JSON of a proposal and its SHA-256; no database."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from handbook.adjustments.queries import Agreed
from handbook.corrective_actions.steps.models import StepProposed
from handbook.ledger.canonical import canonical
from handbook.ledger.records import moment_text

MOMENTS = ("notice_at", "observed_at")
DAYS = ("change_by", "first_on", "last_on")
CONTENT = (
    "reference",
    "case_reference",
    "subject_id",
    "subject_name",
    "staff_number",
    "job",
    "location",
    "step",
    "months",
    "is_paid",
    "ladder",
    "dropped",
    "rests_on",
    "recommended",
    "because",
    "deviation_reason",
    "going_on",
    "going_on_reason",
    "letter_language",
    "written_in",
    "tests_sha256",
    "rule_id",
    "rule_title",
    "rule_version",
    "edition_number",
    "notice",
    "not_notified_reason",
    "agreed",
    "zone",
    "place",
    "observed",
    "heard",
    "reasons",
    "change",
    "help",
    "by_id",
    "by_name",
    "approver_ids",
)


def agreed_content(agreed: Iterable[Agreed]) -> list[dict[str, Any]]:
    """Return what was agreed with a person about the rule, as a proposal keeps it."""
    return [
        {
            "words": one.words,
            "language": one.language,
            "from_on": one.from_on.isoformat(),
            "until": one.until.isoformat() if one.until else None,
        }
        for one in agreed
    ]


def proposal_content(row: StepProposed) -> dict[str, Any]:
    """Return everything of a proposal that an approver decides about, as JSON values."""
    content: dict[str, Any] = {name: getattr(row, name) for name in CONTENT}
    for name in MOMENTS:
        moment = getattr(row, name)
        content[name] = moment_text(moment) if moment else None
    for name in DAYS:
        day = getattr(row, name)
        content[name] = day.isoformat() if day else None
    return content


def proposal_sha256(row: StepProposed) -> str:
    """Return the SHA-256 (64 hex digits) of the canonical JSON of a proposal, normalised as the ledger keeps it."""
    return sha256(canonical(proposal_content(row))).hexdigest()
