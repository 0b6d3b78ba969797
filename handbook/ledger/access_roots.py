"""The access log in the ledger: from time to time one root over all readings that were written down since the last."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, LargeBinary, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from handbook.core import clock
from handbook.core.access_log import AccessEntry
from handbook.core.db import Base
from handbook.core.transaction import session_of_transaction
from handbook.ledger import tree
from handbook.ledger.appending import record_evidence
from handbook.ledger.findings import Findings
from handbook.ledger.models import Evidence, Leaf, table_of
from handbook.ledger.records import shape_of

# An entry gets its number a moment before it is committed. A root waits this long, so that no number below its last
# one can still come.
SETTLED = timedelta(minutes=1)
BATCH = 2000


class AccessRoot(Evidence, Base):
    """A commitment to the entries of the access log from `first_id` to `last_id`: their RFC 6962 root and number."""

    __tablename__ = "ledger_access_root"
    leaf_type = "access.committed"
    first_id: Mapped[int]
    last_id: Mapped[int]
    entries: Mapped[int]
    root: Mapped[bytes] = mapped_column(LargeBinary(32))


def commit_access_root() -> AccessRoot | None:
    """Commit, in the open transaction, to all settled entries since the last root; None where there are none."""
    session = session_of_transaction()
    after = session.scalar(select(func.max(AccessRoot.last_id))) or 0
    first, last = _settled(session, after)
    if first is None or last is None:
        return None
    entries, root = _root(session.connection(), first, last)
    row = AccessRoot(first_id=first, last_id=last, entries=entries, root=root)
    record_evidence(row)
    return row


def check_access_roots(connection: Connection, findings: Findings) -> None:
    """Hash the access log again and compare it with every root, in the order of the ledger."""
    columns = (Leaf.index, AccessRoot.first_id, AccessRoot.last_id, AccessRoot.entries, AccessRoot.root)
    query = select(*columns).join(Leaf, Leaf.record_id == AccessRoot.id).order_by(Leaf.index)
    before = 0
    for index, first, last, entries, root in connection.execute(query).all():
        found, again = _root(connection, first, last)
        where = f"the access log from entry {first} to {last}, committed at position {index}"
        if found != entries:
            findings.fault(f"In {where}, there are {found} entries instead of {entries}.")
        elif again != root:
            findings.fault(f"In {where}, an entry was altered.")
        stray = _count(connection, before + 1, first - 1)
        if stray:
            findings.fault(f"Before {where}, {stray} entries were added after the root before it.")
        before = last


def _settled(session: Session, after: int) -> tuple[int | None, int | None]:
    """Return the numbers of the first and the last new entry below which no other can come any more."""
    new = AccessEntry.id > after
    young = session.scalar(select(func.min(AccessEntry.id)).where(new, AccessEntry.at > clock.now() - SETTLED))
    query = select(func.min(AccessEntry.id), func.max(AccessEntry.id)).where(new)
    first, last = session.execute(query if young is None else query.where(AccessEntry.id < young)).one()
    return first, last


def _root(connection: Connection, first: int, last: int) -> tuple[int, bytes]:
    """Return how many entries lie between these two numbers, and the root over them; a batch in memory at a time."""
    shape = shape_of(table_of(AccessEntry))
    frontier = tree.Frontier()
    place = shape.names.index("id")
    query = select(*shape.select).order_by(AccessEntry.id).limit(BATCH)
    while rows := connection.execute(query.where(AccessEntry.id.between(first, last))).all():
        frontier.extend([_hash(row) for row in rows])
        first = rows[-1][place] + 1
    return frontier.size, frontier.root()


def _hash(row: Sequence[Any]) -> bytes:
    try:
        return tree.leaf_hash(shape_of(table_of(AccessEntry)).record_bytes(row, 1))
    except (TypeError, ValueError):
        return tree.EMPTY_ROOT  # not as the program writes it: no entry has this hash


def _count(connection: Connection, first: int, last: int) -> int:
    query = select(func.count()).select_from(AccessEntry).where(AccessEntry.id.between(first, last))
    return connection.execute(query).scalar_one()
