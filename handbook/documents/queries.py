"""Reading sealed documents: their rows, and their bytes put together from base and tail."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app
from sqlalchemy import select

from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.documents.models import DocumentTail, SealedDocument
from handbook.documents.store import Store


@dataclass(frozen=True, slots=True)
class Document:
    """One sealed document without its bytes."""

    id: str
    kind: str
    record_id: str
    code: str
    sha256: str
    base_sha256: str
    pages: list[str]
    tail_sha256: str
    size: int
    predecessor_sha256: str | None
    recorded_at: datetime


_COLUMNS = (
    SealedDocument.id,
    SealedDocument.kind,
    SealedDocument.record_id,
    SealedDocument.code,
    SealedDocument.sha256,
    SealedDocument.base_sha256,
    SealedDocument.pages,
    SealedDocument.tail_sha256,
    SealedDocument.size,
    SealedDocument.predecessor_sha256,
    SealedDocument.recorded_at,
)


def store() -> Store:
    """Return the store of this installation."""
    return cast(Store, current_app.extensions["handbook.store"])


def has_documents() -> bool:
    """Tell whether anything was ever sealed here."""
    return db.session.scalar(select(SealedDocument.id).limit(1)) is not None


def documents_of(record_ids: Iterable[str]) -> dict[str, Document]:
    """Return the sealed document of each record that has one, by record id (one query)."""
    wanted = list(record_ids)
    if not wanted:
        return {}
    rows = db.session.execute(select(*_COLUMNS).where(SealedDocument.record_id.in_(wanted)))
    return {row.record_id: Document(*row) for row in rows}


def document_of(record_id: str) -> Document:
    """Return the sealed document of this record; raise NotFound while it is still being sealed."""
    found = documents_of([record_id]).get(record_id)
    if found is None:
        raise NotFound("This paper is not sealed yet. Look again in a minute.")
    return found


def find_by_sha256(sha256: str) -> Document | None:
    """Return the document whose whole file has this hash, or None."""
    row = db.session.execute(select(*_COLUMNS).where(SealedDocument.sha256 == sha256)).first()
    return Document(*row) if row else None


def find_by_code(code: str) -> Document | None:
    """Return the document with this printed code, or None; small letters and blanks do not matter."""
    tidy = code.strip().upper().replace(" ", "")
    row = db.session.execute(select(*_COLUMNS).where(SealedDocument.code == tidy)).first()
    return Document(*row) if row else None


def tail_of(document: Document) -> bytes:
    """Return the bytes behind the base."""
    data = db.session.scalar(select(DocumentTail.data).where(DocumentTail.sha256 == document.tail_sha256))
    if data is None:
        raise NotFound(f"The tail of document {document.id} is missing. Run `flask ledger verify`.")
    return data


def bytes_of(document: Document) -> bytes:
    """Return the whole file: the base, which many share, and the tail."""
    return store().get(document.base_sha256) + tail_of(document)


def pieces_of(document: Document) -> Iterator[bytes]:
    """Yield the whole file in two pieces, for streaming."""
    yield store().get(document.base_sha256)
    yield tail_of(document)
