"""Is this file ours and unaltered? The seal, the evidence inside, and what the ledger holds."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from handbook.core.errors import Invalid
from handbook.documents.evidence import NAME, check_attachment
from handbook.documents.operations import keys
from handbook.documents.queries import Document, find_by_sha256
from handbook.documents.verify import Verdict, verify_pdf, verify_upload
from handbook.ledger.appending import position_of
from handbook.ledger.keyring import signing_key
from handbook.ledger.notes import verify_note


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found out about a file. `faults` has one sentence per fault; none means unaltered and ours."""

    sha256: str
    faults: tuple[str, ...]
    sealed_at: datetime | None
    document: Document | None
    position: int | None
    records: list[dict[str, Any]] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Tell whether the file is ours, whole and as it was sealed."""
        return not self.faults


def check_file(data: bytes) -> Finding:
    """Check a file of our own disk (command line)."""
    return _check(data, verify_pdf)


def check_upload(data: bytes) -> Finding:
    """Check a file that somebody sent: it is taken apart in a limited child process."""
    return _check(data, verify_upload)


def _check(data: bytes, look: Callable[[bytes, str], Verdict]) -> Finding:
    if not data.startswith(b"%PDF-"):
        raise Invalid("This file is not a PDF. Choose the sealed PDF as you received it.")
    verdict = look(data, keys().ca_fingerprint)
    faults = list(verdict.faults)
    records: list[dict[str, Any]] = []
    if verdict.ok:
        records, wrong = _check_evidence(verdict)
        faults += wrong
    name = sha256(data).hexdigest()
    document = find_by_sha256(name)
    if document is None and not faults:
        faults.append("The ledger does not know this file. It was sealed with our key, but not kept here.")
    position = position_of(document.id) if document else None
    return Finding(name, tuple(faults), verdict.sealed_at, document, position, records)


def _check_evidence(verdict: Verdict) -> tuple[list[dict[str, Any]], list[str]]:
    attached = verdict.attachments.get(NAME)
    if attached is None:
        return [], [f"The file has no {NAME} inside, which every sealed paper has."]
    try:
        records, faults = check_attachment(attached)
        _note_is_ours(attached)
    except (KeyError, ValueError, Invalid) as error:
        return [], [f"The evidence inside cannot be read: {error}"]
    return records, faults


def _note_is_ours(attached: bytes) -> None:
    verify_note(json.loads(attached)["checkpoint"], signing_key().verifier)
