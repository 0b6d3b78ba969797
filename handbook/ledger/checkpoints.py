"""Checkpoints: taken of the tree as it is committed, kept, written out, and the proofs that lead to them."""

import os
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as insert_unless_there
from sqlalchemy.orm import Session

from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Conflict
from handbook.core.transaction import session_of_transaction, transaction
from handbook.ledger import nodes, tree
from handbook.ledger.keyring import signing_key
from handbook.ledger.keys import sync_folder
from handbook.ledger.models import Checkpoint
from handbook.ledger.notes import TreeHead, parse_note, sign_note, verify_note

__all__ = [
    "consistency_proof",
    "inclusion_proof",
    "latest_checkpoint",
    "parse_note",
    "root_at",
    "take_checkpoint",
    "verify_note",
    "write_checkpoint",
]


def take_checkpoint(covering: int | None = None) -> Checkpoint:
    """Sign the tree as it is committed now, keep the checkpoint in the open transaction and return it.

    Gives the last checkpoint again where the size is unchanged, or where it already covers the leaf `covering`.
    Raises Conflict where the tree does not continue the last checkpoint: such a tree must never be signed.
    """
    session = session_of_transaction()
    last = latest_checkpoint()
    size = nodes.tree_size(session)
    if last is not None and (last.size == size or (covering is not None and covering < last.size)):
        return last
    key = signing_key()
    root = nodes.roots(session, [(0, size)])[0]
    if last is not None:
        _refuse_another_tree(session, last, size, root)
    at = clock.now().replace(microsecond=0)  # whole seconds, as the dated signature has them
    note = sign_note(TreeHead(key.name, size, root), at, key)
    values = {"size": size, "root": root, "at": at, "note": note}
    # Two processes may come to the same size at once (PostgreSQL); both then keep the one that was first.
    session.execute(insert_unless_there(Checkpoint).values(values).on_conflict_do_nothing())
    return session.get_one(Checkpoint, size)


def latest_checkpoint() -> Checkpoint | None:
    """Return the kept checkpoint of the largest size, or None."""
    return db.session.scalar(select(Checkpoint).order_by(Checkpoint.size.desc()).limit(1))


def write_checkpoint(path: Path) -> TreeHead:
    """Take a checkpoint in a transaction of its own and write its note to this file, whole or not at all."""
    with transaction():
        note = take_checkpoint().note
    half = path.with_name(f".{path.name}.{os.getpid()}")
    with half.open("w", encoding="utf-8", newline="\n") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
    sync_folder(path.resolve().parent)
    return parse_note(note).head


def root_at(size: int) -> bytes:
    """Return the root of the tree of the first `size` leaves, in at most two queries."""
    return nodes.roots(db.session(), [(0, size)])[0]


def inclusion_proof(index: int, size: int) -> list[bytes]:
    """Return the path that proves leaf `index` in the tree of `size` leaves, in at most two queries."""
    return nodes.roots(db.session(), tree.inclusion_ranges(index, size))


def consistency_proof(old: int, size: int) -> list[bytes]:
    """Return the proof that the tree of `old` leaves is the beginning of that of `size`, in at most two queries."""
    return nodes.roots(db.session(), tree.consistency_ranges(old, size))


def _refuse_another_tree(session: Session, last: Checkpoint, size: int, root: bytes) -> None:
    if size >= last.size:
        path = nodes.roots(session, tree.consistency_ranges(last.size, size))
        if tree.verify_consistency(last.size, size, last.root, root, path):
            return
    raise Conflict(
        f"The ledger of {size} records does not continue its checkpoint of {last.size} records; it is not signed. "
        "Run `flask ledger verify` to see what was altered."
    )
