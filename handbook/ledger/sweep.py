"""One pass over the leaves in their order: numbering, time, every hash of the tree made again; flat in memory."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, Connection, bindparam, func, select

from handbook.ledger import tree
from handbook.ledger.findings import Findings
from handbook.ledger.heads import Heads
from handbook.ledger.leaves import LeafData, leaf_bytes
from handbook.ledger.models import AnyRow, AnySelect, Leaf, Node
from handbook.ledger.nodes import count_at, number_of
from handbook.ledger.reading import UNFIT, read_between
from handbook.ledger.records import moment_from_store, raw
from handbook.ledger.rows import Rows, named

PIECE = 2048
QUIET = timedelta(hours=24)
UNKNOWN = bytes(tree.HASH_SIZE)  # stands where a leaf is missing or unreadable, so that the others keep their places
Progress = Callable[[int, int], None]
_BETWEEN: tuple[BindParameter[int], BindParameter[int]] = (bindparam("first"), bindparam("last"))
_LEAVES: AnySelect = (
    select(Leaf.index.label("position"), raw(Leaf.type), raw(Leaf.schema), raw(Leaf.record_id))
    .add_columns(raw(Leaf.commitment), raw(Leaf.at))
    .where(Leaf.index.between(*_BETWEEN))
    .order_by(Leaf.index)
)
_NODES: AnySelect = select(Node.number, raw(Node.hash)).where(Node.number.between(*_BETWEEN))


class Sweep:
    """What one pass carries along: the tree so far, the last moment, and what was seen to be wrong."""

    def __init__(self, connection: Connection, findings: Findings) -> None:
        self.connection = connection
        self.findings = findings
        self.frontier = tree.Frontier()
        self.size = connection.execute(select(func.coalesce(func.max(Leaf.index), -1) + 1)).scalar_one()
        self.last_at = ""
        self.long_gaps: list[int] = []
        self.wrong_nodes: list[int] = []

    def run(self, rows: Rows, heads: Heads, progress: Progress | None) -> bytes:
        """Go through all leaves and their rows, hold the tree against the heads, and return its root."""
        if self.connection.execute(select(Leaf.index).where(Leaf.index < 0)).first() is not None:
            self.findings.fault("There are leaves at positions below 0.")
        for head in heads.due(-1, 0):
            heads.check(head, self.frontier.root())
        for start in range(0, self.size, PIECE):
            end = min(start + PIECE, self.size)
            leaves = read_between(self.connection, _LEAVES, start, end - 1, self._unreadable)
            rows.check(leaves)
            self._check_time(leaves)
            self._grow(start, end, self._hashes(start, end, leaves), heads)
            if progress is not None:
                progress(end, self.size)
        self._sum_up()
        return self.frontier.root()

    def _hashes(self, start: int, end: int, leaves: Sequence[AnyRow]) -> list[bytes]:
        """Return the hash of each leaf of the piece; report the holes."""
        found = {leaf[0]: self._hash(leaf) for leaf in leaves}
        missing = [index for index in range(start, end) if index not in found] if len(found) < end - start else []
        for index in missing:
            self.findings.fault(f"The leaf at position {index} is missing.")
        return [found.get(index, UNKNOWN) for index in range(start, end)]

    def _hash(self, leaf: AnyRow) -> bytes:
        _, kind, schema, _, committed, at = leaf
        try:
            return tree.leaf_hash(leaf_bytes(LeafData(kind, schema, moment_from_store(at), committed)))
        except UNFIT as error:
            self.findings.fault(f"{named(leaf)}: the leaf was altered: {error}.")
            return UNKNOWN

    def _check_time(self, leaves: Sequence[AnyRow]) -> None:
        """Find moments that run backwards, and remember where the clock stood still or leapt."""
        for leaf in leaves:
            at = str(leaf.at)
            if at == self.last_at:
                continue
            if at < self.last_at:
                self.findings.fault(
                    f"{named(leaf)}: its time {at} is before {self.last_at}, that of the leaf before it."
                )
            elif self.last_at and at[:10] != self.last_at[:10] and _apart(self.last_at, at) > QUIET:
                self.long_gaps.append(leaf.position)
            self.last_at = at

    def _grow(self, start: int, end: int, hashes: list[bytes], heads: Heads) -> None:
        """Add a piece to the tree, stopping where a head speaks of that very size, and compare the kept hashes."""
        kept = self._kept(count_at(start), count_at(end) - 1)
        done = start
        for head in heads.due(start, end):
            self._compare(self.frontier.extend(hashes[done - start : head.size - start]), kept)
            heads.check(head, self.frontier.root())
            done = head.size
        self._compare(self.frontier.extend(hashes[done - start :]), kept)

    def _compare(self, completed: tree.Completed, kept: dict[int, bytes]) -> None:
        for level, (first, hashes) in completed.items():
            if level:
                numbers = [number_of(level, position) for position in range(first, first + len(hashes))]
                wrong = [n for n, hash_ in zip(numbers, hashes, strict=True) if kept.get(n) != hash_]
                self.wrong_nodes += wrong[: 10 - len(self.wrong_nodes)]

    def _kept(self, first: int, last: int) -> dict[int, bytes]:
        rows = read_between(self.connection, _NODES, first, last, lambda *_: None)  # what is not read does not fit
        return dict(rows)

    def _unreadable(self, index: int, error: object) -> None:
        self.findings.fault(f"The leaf at position {index} cannot be read: {error}.")

    def _sum_up(self) -> None:
        if self.wrong_nodes:
            some = ", ".join(map(str, sorted(self.wrong_nodes)))
            self.findings.fault(f"Leaves were altered: the kept hashes of the tree do not fit them (numbers {some}).")
        beyond = (Node.number < 0) | (Node.number >= count_at(self.size))
        stray = self.connection.execute(select(func.count()).select_from(Node).where(beyond)).scalar_one()
        if stray:
            self.findings.fault(f"Leaves were cut off: {stray} kept hashes belong to a longer ledger than {self.size}.")
        if self.long_gaps:
            some = ", ".join(map(str, self.long_gaps[:5]))
            self.findings.note(
                f"{len(self.long_gaps)} times more than 24 hours passed between two records (before position {some}): "
                "a quiet time, or a clock that was set forward."
            )


def _apart(before: str, after: str) -> timedelta:
    try:
        return datetime.fromisoformat(after) - datetime.fromisoformat(before)
    except ValueError:
        return timedelta()  # unreadable moments are reported where the leaf is hashed
