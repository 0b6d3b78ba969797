"""Sealed documents: base and earlier pages by hash, the tail as bytes, and the leaf that names the whole file."""

from sqlalchemy import LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.db import Base, Id, Json
from handbook.core.guards import insert_only
from handbook.ledger.models import Evidence


class SealedDocument(Evidence, Base):
    """One sealed PDF = base + tail. `record_id` is the evidence it shows; a later event seals a new document.

    `code` is printed on the paper and asked for at /verify; it tells nothing by itself.
    """

    __tablename__ = "sealed_document"
    leaf_type = "document.sealed"
    kind: Mapped[str] = mapped_column(Text)
    record_id: Mapped[str] = mapped_column(Id, unique=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    sha256: Mapped[str] = mapped_column(Text, unique=True)
    base_sha256: Mapped[str] = mapped_column(Text)
    pages: Mapped[list[str]] = mapped_column(Json)
    tail_sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    predecessor_sha256: Mapped[str | None] = mapped_column(Text)


@insert_only
class DocumentTail(Base):
    """The bytes of a tail, named by their SHA-256."""

    __tablename__ = "document_tail"
    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
