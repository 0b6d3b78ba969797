"""The honest word after a loss: what a restored ledger no longer has, and who says so."""

from dataclasses import dataclass

from sqlalchemy import Connection, LargeBinary, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.db import Base
from handbook.core.errors import Invalid
from handbook.core.transaction import session_of_transaction
from handbook.ledger import nodes
from handbook.ledger.appending import record_evidence
from handbook.ledger.keyring import signing_key
from handbook.ledger.models import Evidence, Leaf
from handbook.ledger.notes import verify_note
from handbook.ledger.records import moment_from_store, raw


class Recovery(Evidence, Base):
    """A declaration: the tree of this checkpoint is lost from `kept_size` on, for this reason, so they say."""

    __tablename__ = "ledger_recovery"
    leaf_type = "ledger.recovery"
    lost_size: Mapped[int]
    lost_root: Mapped[bytes] = mapped_column(LargeBinary(32))
    lost_note: Mapped[str] = mapped_column(Text)
    kept_size: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    declared_by: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True)
class Loss:
    """A declared loss as verification reads it; `sentence` is what it then always says."""

    size: int
    root: bytes
    sentence: str


def declare_recovery(checkpoint: str, reason: str, actor_text: str) -> Recovery:
    """Declare, in the open transaction, that the ledger no longer has what this checkpoint (a signed note) covers.

    `actor_text` is who says so, as it will be read ("command line, host user root, on behalf of Meera, HR").
    Raises Invalid where the checkpoint is not signed by this ledger, where nothing of it is lost, or without a reason.
    """
    if not reason.strip() or not actor_text.strip():
        raise Invalid("Say what happened and who declares it: both are kept in the ledger for good.")
    head = verify_note(checkpoint, signing_key().verifier)
    session = session_of_transaction()
    size = nodes.tree_size(session)
    if head.size <= size and nodes.roots(session, [(0, head.size)])[0] == head.root:
        raise Invalid(f"Nothing is lost: the ledger of {size} records continues this checkpoint of {head.size}.")
    row = Recovery(
        lost_size=head.size,
        lost_root=head.root,
        lost_note=checkpoint,
        kept_size=size,
        reason=reason.strip(),
        declared_by=actor_text.strip(),
    )
    record_evidence(row)
    return row


def declared_losses(connection: Connection) -> list[Loss]:
    """Return every declared loss, in the order of the ledger."""
    columns = (Leaf.index, raw(Recovery.recorded_at), Recovery.lost_size, Recovery.lost_root, Recovery.kept_size)
    words = (Recovery.reason, Recovery.declared_by)
    query = select(*columns, *words).join(Leaf, Leaf.record_id == Recovery.id).order_by(Leaf.index)
    return [
        Loss(
            lost_size,
            lost_root,
            f"Records were lost: at position {index}, {moment_from_store(at)}, {declared_by} declared that of a ledger "
            f"of {lost_size} records no more than {kept_size} were left to go on from. Reason: {reason}",
        )
        for index, at, lost_size, lost_root, kept_size, reason, declared_by in connection.execute(query)
    ]
