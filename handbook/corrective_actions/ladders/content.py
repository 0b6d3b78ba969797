"""A ladder as the JSON that is kept, hashed and confirmed, and back; no database."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from handbook.corrective_actions.ladders.ladder import Ladder, Rung, Scope, Severity, Step, Suspending
from handbook.ledger.canonical import canonical
from handbook.permissions import Role

DAYS = ("reply_days", "appeal_days", "notice_days", "post_days", "limitation_days", "breach_days")


def content_of(ladder: Ladder) -> dict[str, Any]:
    """Return everything that a ladder says, but for the day from which it counts, as JSON values."""
    return {
        "country": ladder.country,
        "rungs": [_rung_content(rung) for rung in ladder.rungs],
        "first": {severity.value: step.value if step else None for severity, step in ladder.first.items()},
        **{name: getattr(ladder, name) for name in DAYS},
        "small_firm": ladder.small_firm,
        "suspending": _suspending_content(ladder.suspending),
        "sources": dict(ladder.sources),
    }


def ladder_of(content: Mapping[str, Any], from_on: date) -> Ladder:
    """Return the ladder that such JSON says, counting from a day on."""
    suspending = content["suspending"]
    return Ladder(
        from_on=from_on,
        country=content["country"],
        rungs=tuple(_rung(one) for one in content["rungs"]),
        first={Severity(severity): Step(step) if step else None for severity, step in content["first"].items()},
        **{name: content[name] for name in DAYS},
        small_firm=content["small_firm"],
        suspending=Suspending(**suspending) if suspending else None,
        sources=dict(content["sources"]),
    )


def ladder_sha256(ladder: Ladder) -> str:
    """Return the SHA-256 (64 hex digits) of the canonical JSON of a ladder and of the day from which it counts."""
    return sha256(canonical({**content_of(ladder), "from_on": ladder.from_on.isoformat()})).hexdigest()


def _rung_content(rung: Rung) -> dict[str, Any]:
    return {
        "step": rung.step.value,
        "months": rung.months,
        "approvers": rung.approvers,
        "scope": rung.scope.value,
        "hearing": rung.hearing,
        "decides": sorted(role.value for role in rung.decides),
    }


def _rung(content: Mapping[str, Any]) -> Rung:
    return Rung(
        step=Step(content["step"]),
        months=content["months"],
        approvers=content["approvers"],
        scope=Scope(content["scope"]),
        hearing=content["hearing"],
        decides=frozenset(Role(role) for role in content["decides"]),
    )


def _suspending_content(suspending: Suspending | None) -> dict[str, Any] | None:
    if suspending is None:
        return None
    return {"most_days": suspending.most_days, "paid": suspending.paid, "full_days": suspending.full_days}
