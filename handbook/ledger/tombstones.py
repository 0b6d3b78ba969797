"""The mark that an approved erasure leaves: a record was here, its row and salt are gone, its leaf stays."""

from sqlalchemy import Connection, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.db import Base, Id
from handbook.core.errors import NotFound
from handbook.core.transaction import session_of_transaction
from handbook.ledger.appending import record_evidence
from handbook.ledger.models import Evidence, Leaf


class Tombstone(Evidence, Base):
    """One erased record: where its leaf is, what kind it was, and by which approved erasure it went."""

    __tablename__ = "ledger_tombstone"
    leaf_type = "ledger.erased"
    record_id: Mapped[str] = mapped_column(Id, unique=True)
    record_type: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    approved_by: Mapped[str] = mapped_column(Text)


def leave_tombstone(record_id: str, reason: str, approved_by: str) -> Tombstone:
    """Mark a record as erased, in the open transaction that also removes its row (the caller does, as database owner).

    The words must not tell who the erased record was about. Raises NotFound where the record has no leaf.
    """
    query = select(Leaf.type, Leaf.index).where(Leaf.record_id == record_id)
    leaf = session_of_transaction().execute(query).one_or_none()
    if leaf is None:
        raise NotFound("The ledger has no such record.")
    row = Tombstone(
        record_id=record_id,
        record_type=leaf.type,
        position=leaf.index,
        reason=reason,
        approved_by=approved_by,
    )
    record_evidence(row)
    return row


def erased_records(connection: Connection) -> set[tuple[str, str, int]]:
    """Return (id, leaf type, position) of every record that was erased by an approved erasure."""
    query = select(Tombstone.record_id, Tombstone.record_type, Tombstone.position)
    return {(record_id, kind, position) for record_id, kind, position in connection.execute(query)}
