"""The kept hashes of the tree: the numbering of complete subtrees, and roots and proofs from a handful of rows."""

from collections.abc import Iterable

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from handbook.ledger import tree
from handbook.ledger.leaves import LeafData, leaf_bytes
from handbook.ledger.models import Leaf, Node, table_of
from handbook.ledger.records import moment_text

Place = tuple[int, int]


def number_of(level: int, position: int) -> int:
    """Return the number of the complete subtree `position` (from the left) of 2**level leaves; level 1 or higher.

    It becomes complete with its last leaf. All leaves before that one have completed leaf - bit_count(leaf) subtrees,
    and of those that the last leaf completes itself the lower levels come first.
    """
    last = ((position + 1) << level) - 1
    return last - last.bit_count() + level - 1


def count_at(size: int) -> int:
    """Return how many complete subtrees of two leaves or more a tree of this size has."""
    return size - size.bit_count()


def tree_size(session: Session) -> int:
    """Return the number of leaves."""
    last = session.scalar(select(func.max(Leaf.index)))
    return 0 if last is None else last + 1


def load(session: Session, places: Iterable[Place]) -> dict[Place, bytes]:
    """Return the hashes at these (level, position), level 0 being the leaves themselves, in at most two queries."""
    found: dict[Place, bytes] = {}
    numbers = {number_of(*place): place for place in places if place[0]}
    indexes = [position for level, position in places if not level]
    if numbers:
        rows = session.execute(select(Node.number, Node.hash).where(Node.number.in_(numbers)))
        found |= {numbers[number]: hash_ for number, hash_ in rows}
    if indexes:
        columns = (Leaf.index, Leaf.type, Leaf.schema, Leaf.at, Leaf.commitment)
        for index, kind, schema, at, committed in session.execute(select(*columns).where(Leaf.index.in_(indexes))):
            data = LeafData(kind, schema, moment_text(at), committed)
            found[0, index] = tree.leaf_hash(leaf_bytes(data))
    return found


def roots(session: Session, ranges: Iterable[tree.Range]) -> list[bytes]:
    """Return the root over each range of leaves (ranges as RFC 6962 cuts them), in at most two queries.

    Raises LookupError where a leaf or a kept hash is missing: then only a verification can tell what happened.
    """
    parts = [tree.complete_subtrees(start, end) for start, end in ranges]
    hashes = load(session, {place for places in parts for place in places})
    return [tree.fold([hashes[place] for place in places]) for places in parts]


def keep(session: Session, completed: tree.Completed) -> None:
    """Write the hashes of the subtrees that `Frontier.extend` completed."""
    rows = {
        number_of(level, first + place): hash_
        for level, (first, hashes) in completed.items()
        if level
        for place, hash_ in enumerate(hashes)
    }
    if rows:
        session.execute(insert(table_of(Node)), [{"number": number, "hash": rows[number]} for number in sorted(rows)])
