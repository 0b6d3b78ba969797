"""Keeping sealed documents: bytes in the store before the commit, the row with its leaf in the transaction."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select

from handbook.core import clock
from handbook.core.db import new_id
from handbook.core.installation import current_settings
from handbook.core.transaction import session_of_transaction
from handbook.documents.keys import SealKeys, seal_keys
from handbook.documents.models import DocumentTail, SealedDocument
from handbook.documents.queries import has_documents, store
from handbook.documents.seal import Attachment, seal
from handbook.ledger.appending import record_evidence

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that reads like something else


@dataclass(frozen=True, slots=True)
class Sealed:
    """A document that was sealed and is ready to be kept: everything that `keep` writes down."""

    kind: str
    record_id: str
    code: str
    base: bytes
    pages: Sequence[bytes]
    tail: bytes
    predecessor_sha256: str | None = None


def keys() -> SealKeys:
    """Return the keys of this installation, made at the first start and never again once a document is sealed."""
    settings = current_settings()
    return _keys(settings.secrets_folder, expected=has_documents())


def seal_document(
    kind: str,
    record_id: str,
    code: str,
    base: bytes,
    pages: Sequence[bytes],
    attachments: Sequence[Attachment],
    reason: str,
    predecessor_sha256: str | None = None,
) -> Sealed:
    """Seal base and pages with the company's key (outside of any transaction)."""
    tail = seal(base, pages, attachments, keys=keys(), at=clock.now(), reason=reason)
    return Sealed(kind, record_id, code, base, pages, tail, predecessor_sha256)


def keep(sealed: Sealed) -> str:
    """Write a sealed document down with its leaf and return its id; a record that has one keeps the first.

    Runs inside a transaction; base and pages are on the disk before the row that names them.
    """
    session = session_of_transaction()
    found = session.scalar(select(SealedDocument.id).where(SealedDocument.record_id == sealed.record_id))
    if found is not None:
        return found
    files = store()
    whole = sha256(sealed.base)
    whole.update(sealed.tail)
    tail_name = sha256(sealed.tail).hexdigest()
    session.add(DocumentTail(sha256=tail_name, data=sealed.tail))
    document = SealedDocument(
        id=new_id(),
        kind=sealed.kind,
        record_id=sealed.record_id,
        code=sealed.code,
        sha256=whole.hexdigest(),
        base_sha256=files.put(sealed.base),
        pages=[files.put(page) for page in sealed.pages],
        tail_sha256=tail_name,
        size=len(sealed.base) + len(sealed.tail),
        predecessor_sha256=sealed.predecessor_sha256,
    )
    record_evidence(document)
    return document.id


def new_code() -> str:
    """Return a code for a paper: 60 random bits in three groups that can be read out on the telephone."""
    letters = [secrets.choice(_ALPHABET) for _each in range(12)]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


@cache
def _keys(folder: Path, *, expected: bool) -> SealKeys:
    return seal_keys(folder, expected=expected, at=clock.now())
