"""Every way of altering the ledger is found, and an honest ledger has no fault."""

import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy
import time_machine
from sqlalchemy import select

from handbook.core.db import db
from handbook.core.errors import Invalid
from handbook.core.transaction import transaction
from handbook.ledger import checkpoints, findings, sweep, tree
from handbook.ledger.appending import record_evidence
from handbook.ledger.keyring import signing_key
from handbook.ledger.keys import SigningKey
from handbook.ledger.leaves import LeafData, commitment, leaf_bytes
from handbook.ledger.models import Leaf, table_of
from handbook.ledger.nodes import count_at, keep
from handbook.ledger.notes import TreeHead, sign_note
from handbook.ledger.records import moment_text, shape_of
from handbook.ledger.verification import verify
from tests.ledger.conftest import Alter
from tests.ledger.toys import Signature, sign, signature

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]
SIGNED = 9
SIZE = SIGNED + 3
VICTIM = 5


def take() -> str:
    """Take a checkpoint and return its note, as somebody would who keeps it outside."""
    with transaction():
        return checkpoints.take_checkpoint().note


@pytest.fixture(params=[7, 2048])
def piece(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the same ledger be read in one piece and in several."""
    monkeypatch.setattr(sweep, "PIECE", request.param)


@pytest.mark.usefixtures("piece")
@pytest.mark.parametrize("size", [0, 1, 2, 6, 7, 8, 14, 15, 30])
def test_an_honest_ledger_has_no_fault(size: int):
    for number in range(size):
        with transaction():
            record_evidence(signature())
        if number % 4 == 1:
            take()
    steps: list[tuple[int, int]] = []
    report = verify(take(), progress=lambda done, total: steps.append((done, total)))
    assert (report.ok, report.faults, report.notes, report.size) == (True, [], [], size)
    assert report.root == checkpoints.root_at(size)
    assert steps[-1:] == ([(size, size)] if size else [])


SIGNATURE_COLUMNS = [column.name for column in table_of(Signature).columns]
OTHER_VALUE = {
    "id": "'" + "0" * 32 + "'",
    "schema": "1",
    "recorded_at": "'2026-11-22 10:00:00.000000'",
    "salt": "{bytes}",
    "name": "'Janis Ozols'",
    "staff_number": "'1002'",
    "opened_all": "{false}",
    "right_answers": "5",
    "born_on": "'1990-02-27'",
    "shown_at": "'2026-11-22 09:30:00.121000'",
    "manifest": "{bytes}",
    "strokes": """'{{"lines":[[1,2],[3,5]],"pen":"తెలుగు 😀"}}'""",
    "method": "'PAPER'",
    "device": "NULL",
}


def literal(value: str) -> str:
    sqlite = db.engine.dialect.name == "sqlite"
    return value.format(bytes="x'aabb'" if sqlite else "'\\xaabb'::bytea", false="0" if sqlite else "false")


@pytest.mark.parametrize("column", SIGNATURE_COLUMNS)
def test_a_change_in_any_column_of_a_row_is_found(column: str, alter: Alter):
    sign(SIGNED)
    row = id_at(VICTIM)
    alter(f"UPDATE toy_signature SET {column} = {literal(OTHER_VALUE[column])} WHERE id = :row", row=row)
    report = verify()
    assert not report.ok
    assert f"toy.signed {row} at position {VICTIM}" in report.faults[0]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("schema", "3"),
        ("type", "'toy.remarked'"),
        ("type", "'toy.unheard'"),
        ("record_id", "'" + "0" * 32 + "'"),
        ("at", "'2026-11-22 10:00:00.000000'"),
        ("commitment", "{bytes}"),
    ],
)
def test_a_change_in_any_column_of_a_leaf_is_found(column: str, value: str, alter: Alter):
    sign(SIGNED)
    alter(f'UPDATE ledger_leaf SET "{column}" = {literal(value)} WHERE "index" = {VICTIM}')
    report = verify()
    assert f"at position {VICTIM}" in report.faults[0]


def recommit(position: int) -> None:
    """Do what a forger would who has read this program: make the leaf fit the altered row."""
    shape = shape_of(table_of(Signature))
    query = select(Signature.schema, Signature.salt, *shape.select).where(Signature.id == id_at(position))
    with db.engine.begin() as connection:
        schema, salt, *values = connection.execute(query).one()
        made = commitment(salt, shape.record_bytes(values, schema))
        connection.execute(sqlalchemy.update(Leaf).where(Leaf.index == position).values(commitment=made))


def rebuild_tree(alter: Alter) -> None:
    """Do what a thorough forger would: make every kept hash fit the altered leaves."""
    alter("DELETE FROM ledger_node")
    with db.engine.begin() as connection:
        rows = connection.execute(select(Leaf.type, Leaf.schema, Leaf.at, Leaf.commitment).order_by(Leaf.index)).all()
    data = [LeafData(kind, schema, moment_text(at), made) for kind, schema, at, made in rows]
    with transaction() as session:
        keep(session, tree.Frontier().extend([tree.leaf_hash(leaf_bytes(leaf)) for leaf in data]))


def id_at(position: int) -> str:
    row = str(db.session.scalar(select(Leaf.record_id).where(Leaf.index == position)))
    db.session.rollback()
    return row


def test_a_row_and_its_leaf_altered_together_are_found_by_the_kept_hashes(alter: Alter):
    sign(SIGNED)
    alter("UPDATE toy_signature SET name = 'Janis Ozols' WHERE id = :row", row=id_at(VICTIM))
    recommit(VICTIM)
    (fault,) = verify().faults
    assert "the kept hashes of the tree do not fit them" in fault


def test_a_whole_tree_that_was_made_anew_is_found_by_the_kept_checkpoint(alter: Alter):
    sign(SIGNED)
    take()
    alter("UPDATE toy_signature SET name = 'Janis Ozols' WHERE id = :row", row=id_at(VICTIM))
    recommit(VICTIM)
    rebuild_tree(alter)
    assert verify().faults == [
        f"Another ledger: its first {SIZE} records do not have the root of the kept checkpoint of {SIZE} records."
    ]


def test_a_forger_of_everything_in_the_database_is_found_by_the_checkpoint_outside(alter: Alter):
    sign(SIGNED)
    outside = take()
    alter("UPDATE toy_signature SET name = 'Janis Ozols' WHERE id = :row", row=id_at(VICTIM))
    recommit(VICTIM)
    rebuild_tree(alter)
    alter("DELETE FROM ledger_checkpoint")
    sign(SIGNED)
    assert verify().ok, "nothing inside the database can tell any more"
    (fault,) = verify(outside).faults
    assert fault.startswith(f"Another ledger: its first {SIZE} records do not have the root of the given checkpoint")


@pytest.mark.usefixtures("piece")
@pytest.mark.parametrize("position", [0, 5, 6, SIZE - 1])
def test_a_leaf_that_was_dropped_is_found(position: int, alter: Alter):
    sign(SIGNED)
    row = id_at(position)
    alter(f'DELETE FROM ledger_leaf WHERE "index" = {position}')
    faults = verify().faults
    assert any(f"{row}: the row has no leaf" in fault for fault in faults)
    if position < SIZE - 1:
        assert f"The leaf at position {position} is missing." in faults
    else:
        assert any("cut off" in fault for fault in faults)


def test_a_row_that_was_dropped_is_found(alter: Alter):
    sign(SIGNED)
    row = id_at(VICTIM)
    alter("DELETE FROM toy_signature WHERE id = :row", row=row)
    assert verify().faults == [f"toy.signed {row} at position {VICTIM}: the row of this record is missing."]


def test_a_whole_table_that_was_dropped_is_found(alter: Alter):
    sign(SIGNED)
    alter("DROP TABLE toy_remark")
    faults = verify().faults
    assert len(faults) == 3
    assert all("toy.remarked" in fault for fault in faults)


def test_a_row_that_was_slipped_in_is_found(alter: Alter):
    sign(SIGNED)
    columns = ", ".join(column.name for column in table_of(Signature).columns if column.name != "id")
    alter(f"INSERT INTO toy_signature (id, {columns}) SELECT '{'0' * 32}', {columns} FROM toy_signature LIMIT 1")
    assert verify().faults == [f"toy.signed {'0' * 32}: the row has no leaf; it was not written by this program."]


def test_a_leaf_that_was_slipped_in_at_the_end_is_found(alter: Alter):
    sign(SIGNED)
    alter(
        'INSERT INTO ledger_leaf ("index", type, schema, record_id, at, commitment) '
        f"SELECT {SIZE}, type, schema, '{'0' * 32}', at, commitment FROM ledger_leaf WHERE \"index\" = {VICTIM}"
    )
    assert f"{'0' * 32} at position {SIZE}: the row of this record is missing." in verify().faults[0]


def test_a_leaf_before_the_first_is_found(alter: Alter):
    sign(SIGNED)
    alter(f'UPDATE ledger_leaf SET "index" = -1 WHERE "index" = {VICTIM}')
    assert verify().faults[0] == "There are leaves at positions below 0."


@pytest.mark.usefixtures("piece")
@pytest.mark.parametrize("other", [VICTIM + 1, SIZE - 1])
def test_two_leaves_that_changed_places_are_found(other: int, alter: Alter):
    with transaction():
        for _ in range(SIZE):
            record_evidence(signature())
    for old, new in ((VICTIM, 1000), (other, VICTIM), (1000, other)):
        alter(f'UPDATE ledger_leaf SET "index" = {new} WHERE "index" = {old}')
    (fault,) = verify().faults
    assert "the kept hashes of the tree do not fit them" in fault


def test_a_time_that_runs_backwards_is_found_though_row_and_tree_fit(alter: Alter, clock: time_machine.Traveller):
    sign(2)
    clock.shift(timedelta(hours=2))
    sign(2)
    early = "'2026-11-23 08:00:00.000000'"
    alter(f"UPDATE toy_signature SET recorded_at = {early} WHERE id = :row", row=id_at(3))
    alter(f'UPDATE ledger_leaf SET at = {early} WHERE "index" = 3')
    recommit(3)
    rebuild_tree(alter)
    (fault,) = verify().faults
    assert f"toy.signed {id_at(3)} at position 3: its time" in fault


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE ledger_node SET hash = {bytes} WHERE number = 2", "do not fit them (numbers 2)"),
        ("UPDATE ledger_node SET number = 1000 WHERE number = 2", "do not fit them (numbers 2)"),
        ("UPDATE ledger_node SET number = -1 WHERE number = 2", "do not fit them (numbers 2)"),
        ("DELETE FROM ledger_node WHERE number = 2", "do not fit them (numbers 2)"),
        ("INSERT INTO ledger_node (number, hash) VALUES (1000, {bytes})", "longer ledger than 12"),
        ("UPDATE ledger_checkpoint SET root = {bytes}", "size, root or time is not what was signed"),
        ("UPDATE ledger_checkpoint SET size = 11", "size, root or time is not what was signed"),
        ("UPDATE ledger_checkpoint SET at = '2026-11-22 10:00:00.000000'", "size, root or time is not what was signed"),
        (
            "UPDATE ledger_checkpoint SET note = replace(note, '\n12\n', '\n11\n')",
            "signature of this checkpoint is wrong",
        ),
        ("UPDATE ledger_checkpoint SET note = 'nothing'", "not a checkpoint"),
    ],
)
def test_a_change_in_what_is_kept_beside_the_leaves_is_found(statement: str, words: str, alter: Alter):
    sign(SIGNED)
    take()
    alter(literal(statement))
    assert any(words in fault for fault in verify().faults)


def test_a_kept_checkpoint_signed_with_another_key_is_found(alter: Alter):
    sign(SIGNED)
    take()
    stranger = SigningKey("handbook.example/ledger", bytes(32))
    note = sign_note(
        TreeHead(stranger.name, SIZE, checkpoints.root_at(SIZE)), datetime(2026, 11, 22, tzinfo=UTC), stranger
    )
    db.session.rollback()
    alter("UPDATE ledger_checkpoint SET note = :note", note=note)
    assert "not signed with the key of the ledger" in verify().faults[0]


def put_back(alter: Alter, size: int) -> None:
    """Bring the whole database back to when the ledger had this many records, as an old backup would."""
    late = f'SELECT record_id FROM ledger_leaf WHERE "index" >= {size}'
    alter(f"DELETE FROM toy_signature WHERE id IN ({late})")
    alter(f"DELETE FROM toy_remark WHERE id IN ({late})")
    alter(f'DELETE FROM ledger_leaf WHERE "index" >= {size}')
    alter(f"DELETE FROM ledger_node WHERE number >= {count_at(size)}")
    alter(f"DELETE FROM ledger_checkpoint WHERE size > {size}")


def test_a_database_that_was_put_back_is_found_by_the_checkpoint_outside(alter: Alter):
    sign(SIGNED)
    outside = take()
    put_back(alter, 7)
    assert verify().ok, "an older state is a sound ledger in itself"
    (fault,) = verify(outside).faults
    assert fault == f"Rolled back: the ledger is shorter than the given checkpoint of {SIZE} records: 7 < {SIZE}."


def test_a_database_that_was_put_back_and_went_on_is_found_too(alter: Alter):
    sign(SIGNED)
    outside = take()
    put_back(alter, 7)
    sign(SIGNED)
    (fault,) = verify(outside).faults
    assert fault.startswith("Another ledger: ")


def test_a_tail_that_was_cut_off_is_found_by_a_kept_checkpoint(alter: Alter):
    sign(SIGNED)
    take()
    alter("CREATE TABLE aside AS SELECT * FROM ledger_checkpoint")
    put_back(alter, 7)
    alter("INSERT INTO ledger_checkpoint SELECT * FROM aside")
    (fault,) = verify().faults
    assert fault == f"Rolled back: the ledger is shorter than the kept checkpoint of {SIZE} records: 7 < {SIZE}."


def test_two_checkpoints_kept_outside_are_proven_to_be_of_one_ledger(alter: Alter):
    sign(3)
    older = take()
    sign(3)
    newer = take()
    sign(3)
    assert verify(newer, since=older).ok
    assert verify(since=older).ok
    assert "the other way round" in verify(older, since=newer).faults[0]
    put_back(alter, 2)
    sign(8)
    assert len(verify(newer, since=older).faults) == 2


def test_a_checkpoint_of_another_ledger_is_refused():
    sign()
    stranger = SigningKey("handbook.example/ledger", bytes(32))
    with pytest.raises(Invalid, match="not signed with the key"):
        verify(sign_note(TreeHead(stranger.name, 1, bytes(32)), datetime(2026, 11, 22, tzinfo=UTC), stranger))
    with pytest.raises(Invalid, match="not a checkpoint"):
        verify("nothing of the kind")


def test_an_auditor_can_verify_with_the_public_key_alone():
    sign(3)
    take()
    assert verify(key=signing_key().verifier).ok
    assert not verify(key=SigningKey("handbook.example/ledger", bytes(32)).verifier).ok


def test_a_leap_of_the_clock_is_said_and_is_no_fault(clock: time_machine.Traveller):
    sign(2)
    clock.shift(timedelta(days=1827))
    sign(2)
    report = verify()
    assert report.ok
    assert "1 times more than 24 hours passed between two records (before position 2)" in report.notes[0]


def test_what_the_program_does_not_know_is_a_fault(alter: Alter):
    sign(3)
    alter("UPDATE ledger_leaf SET type = 'toy.unheard'")
    faults = verify().faults
    assert sum("this program knows no evidence of this type" in fault for fault in faults) == 4


def test_it_does_not_list_more_faults_than_a_person_would_read(alter: Alter, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(findings, "MOST", 5)
    sign(SIGNED)
    alter("UPDATE toy_signature SET name = 'Janis Ozols'")
    faults = verify().faults
    assert len(faults) == 6
    assert faults[-1] == f"{SIGNED - 5} further faults are not listed."


def test_memory_does_not_grow_with_the_ledger(monkeypatch: pytest.MonkeyPatch):
    def sign_a_hundred() -> None:
        with transaction():
            for _ in range(100):
                record_evidence(signature(name="x" * 5000))

    def most_memory() -> int:
        tracemalloc.start()
        assert verify().ok
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    monkeypatch.setattr(sweep, "PIECE", 50)
    sign_a_hundred()
    sign_a_hundred()
    verify()
    small = most_memory()
    for _ in range(8):
        sign_a_hundred()
    assert most_memory() < 1.5 * small
