"""Verifying a sealed document: one rule, one answer, a sentence for each fault; what cannot be read is refused."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handbook.core import sandbox

LARGEST = 64 * 1024 * 1024
TOO_LARGE = sandbox.N_("The file is larger than 64 MB. Send the sealed PDF itself.")


@dataclass(frozen=True)
class Verdict:
    """What a verification found; `attachments` and `sealed_at` are given for an intact document only."""

    ok: bool
    faults: tuple[str, ...]
    sealed_at: datetime | None
    sha256: str
    base_sha256: str | None
    attachments: dict[str, bytes] = field(default_factory=dict)


def verify_pdf(data: bytes, ca_fingerprint: str) -> Verdict:
    """Say whether these bytes are a document sealed under this authority (SHA-256 of its certificate), untouched.

    The rule is one signature, valid, over the whole file, certified against every change, by a key of this authority,
    in the one form that the program writes. Never raises for a bad document: any doubt is a fault.
    """
    # pyHanko takes half a second to import: only who verifies pays for it.
    from handbook.documents import verification

    return verification.verify(data, ca_fingerprint.replace(":", "").lower())


def verify_upload(data: bytes, ca_fingerprint: str, limits: sandbox.Limits = sandbox.PREVIEW) -> Verdict:
    """Verify bytes that a stranger sent, in a limited child; raises SandboxFailed where they are too costly."""
    if len(data) > LARGEST:
        raise sandbox.SandboxFailed("refused", TOO_LARGE)
    meta: dict[str, object] = {"ca": ca_fingerprint.replace(":", "").lower()}
    answer, parts = sandbox.run("handbook.documents.verification:task", meta, [data], limits)
    return _verdict(answer, parts)


def _verdict(answer: dict[str, Any], parts: list[bytes]) -> Verdict:
    at = answer["sealed_at"]
    return Verdict(
        ok=answer["ok"] is True,
        faults=tuple(answer["faults"]),
        sealed_at=datetime.fromisoformat(at) if at else None,
        sha256=answer["sha256"],
        base_sha256=answer["base_sha256"],
        attachments=dict(zip(answer["names"], parts, strict=True)),
    )
