"""Checkpoints and proofs from the stored tree, at every size."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import event, func, select

from handbook.core.db import db
from handbook.core.errors import Conflict
from handbook.core.transaction import transaction
from handbook.ledger import checkpoints, tree
from handbook.ledger.appending import record_evidence
from handbook.ledger.keyring import signing_key
from handbook.ledger.leaves import LeafData, leaf_bytes
from handbook.ledger.models import Checkpoint, Leaf
from handbook.ledger.notes import signed_at, verify_note
from handbook.ledger.records import moment_text
from tests.ledger.conftest import Alter
from tests.ledger.toys import sign, signature

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]


def stored_hashes() -> list[bytes]:
    leaves = db.session.scalars(select(Leaf).order_by(Leaf.index))
    return [
        tree.leaf_hash(leaf_bytes(LeafData(leaf.type, leaf.schema, moment_text(leaf.at), leaf.commitment)))
        for leaf in leaves
    ]


def test_every_stored_proof_is_that_of_the_whole_tree():
    with transaction():
        for _ in range(37):
            record_evidence(signature())
    hashes = stored_hashes()
    for size in range(1, 38):
        assert checkpoints.root_at(size) == tree.root(hashes[:size])
        for index in range(size):
            assert checkpoints.inclusion_proof(index, size) == tree.inclusion_path(index, hashes[:size])
            assert checkpoints.consistency_proof(index, size) == tree.consistency_path(index, hashes[:size])


def test_a_proof_costs_at_most_two_queries():
    with transaction():
        for _ in range(100):
            record_evidence(signature())
    statements: list[str] = []
    db.session.rollback()
    event.listen(db.engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
    most = []
    for index in range(100):
        statements.clear()
        checkpoints.inclusion_proof(index, 100)
        most.append(len([one for one in statements if one.startswith("SELECT")]))
    assert max(most) == 2


def test_a_checkpoint_says_size_and_root_and_is_signed_and_dated(clock: time_machine.Traveller):
    sign(5)
    with transaction():
        kept = checkpoints.take_checkpoint()
        note, size, root, at = kept.note, kept.size, kept.root, kept.at
    head = verify_note(note, signing_key().verifier)
    assert (head.origin, head.size, head.root) == ("handbook.example/ledger", size, root)
    assert (size, root) == (6, tree.root(stored_hashes()))
    assert at == signed_at(note, signing_key().verifier) == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_an_empty_ledger_can_be_signed_too():
    with transaction():
        kept = checkpoints.take_checkpoint()
        assert (kept.size, kept.root) == (0, tree.EMPTY_ROOT)


def test_the_last_checkpoint_serves_again_while_nothing_is_added(clock: time_machine.Traveller):
    sign()
    with transaction():
        first = checkpoints.take_checkpoint().note
    clock.shift(timedelta(hours=1))
    with transaction():
        assert checkpoints.take_checkpoint().note == first
    sign()
    with transaction():
        assert checkpoints.take_checkpoint().note != first
    assert db.session.scalar(select(func.count()).select_from(Checkpoint)) == 2


def test_a_checkpoint_that_covers_the_leaf_serves_for_a_whole_batch():
    sign(4)
    with transaction():
        first = checkpoints.take_checkpoint().size
    sign(2)
    with transaction():
        assert checkpoints.take_checkpoint(covering=first - 1).size == first
        assert checkpoints.take_checkpoint(covering=first).size > first


def test_what_waits_in_the_same_transaction_is_not_covered_yet():
    sign()
    with transaction():
        record_evidence(signature())
        assert checkpoints.take_checkpoint().size == 1


def test_it_never_signs_a_tree_that_does_not_continue_its_last_checkpoint(alter: Alter):
    sign(2)
    with transaction():
        checkpoints.take_checkpoint()
    alter('DELETE FROM ledger_leaf WHERE "index" = 1')
    with pytest.raises(Conflict, match="does not continue"), transaction():
        checkpoints.take_checkpoint()
    alter("DELETE FROM ledger_node")
    sign(2, name="Someone else")
    with pytest.raises(Conflict, match="does not continue"), transaction():
        checkpoints.take_checkpoint()


def test_a_checkpoint_file_holds_the_signed_note_and_replaces_the_one_before(tmp_path: Path):
    sign(3)
    first = checkpoints.write_checkpoint(tmp_path / "checkpoint.txt")
    sign(3)
    second = checkpoints.write_checkpoint(tmp_path / "checkpoint.txt")
    written = (tmp_path / "checkpoint.txt").read_bytes().decode()
    assert verify_note(written, signing_key().verifier) == second
    assert (first.size, second.size) == (4, 8)
    assert [path.name for path in tmp_path.iterdir() if "checkpoint" in path.name] == ["checkpoint.txt"]
