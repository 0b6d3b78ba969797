"""How evidence gets into the ledger: its order, its time, its commitment, and what is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rfc8785
import sqlalchemy
import time_machine
from flask import Flask
from sqlalchemy import Float, Numeric, event, select
from sqlalchemy.orm import DeclarativeBase

from handbook.core.db import Base, db
from handbook.core.errors import Invalid, Unavailable
from handbook.core.guards import guarded_tables
from handbook.core.transaction import transaction
from handbook.ledger import setup, tree
from handbook.ledger.appending import position_of, record_evidence
from handbook.ledger.keyring import EXTENSION, signing_key
from handbook.ledger.keys import FILE
from handbook.ledger.leaves import LeafData, leaf_bytes
from handbook.ledger.models import EVIDENCE, Evidence, Leaf, Node
from handbook.ledger.nodes import count_at, tree_size
from handbook.ledger.records import moment_text, shape_of
from handbook.ledger.verification import verify
from tests.ledger.conftest import Alter
from tests.ledger.toys import Method, Remark, Signature, sign, signature

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]


def test_leaves_are_numbered_in_the_order_in_which_evidence_was_recorded():
    rows: list[Evidence] = []
    for several in (1, 3, 2, 5, 1, 8):
        with transaction():
            for number in range(several):
                rows.append(signature() if number % 2 == 0 else Remark(words="Janis was there."))
                record_evidence(rows[-1])
    assert [position_of(row.id) for row in rows] == list(range(20))


def test_a_stranger_has_no_position():
    sign(2)
    assert position_of("0" * 32) is None


def test_the_commitment_can_be_made_again_by_hand_from_the_stored_row(clock: time_machine.Traveller):
    (row,) = sign()
    record = {
        "id": row.id,
        "schema": 2,
        "recorded_at": "2026-11-23T09:00:00.000Z",
        "name": "Asha Rao",
        "staff_number": "1001",
        "opened_all": True,
        "right_answers": 6,
        "born_on": "1990-02-28",
        "shown_at": "2026-11-22T09:30:00.120Z",
        "manifest": "00ff",
        "strokes": {"lines": [[1, 2], [3, 4]], "pen": "తెలుగు 😀"},
        "method": "PIN",
        "device": "shared tablet",
    }
    together = select(Leaf.at, Leaf.commitment, Signature.salt).join(Signature, Signature.id == Leaf.record_id)
    stored = db.session.execute(together).one()
    assert stored.commitment == sha256(stored.salt + rfc8785.dumps(record)).digest()
    assert stored.at == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_the_same_row_twice_has_two_salts_and_two_commitments():
    sign(2)
    salts = db.session.scalars(select(Signature.salt)).all()
    assert len(set(salts)) == 2
    assert all(len(salt) == 32 for salt in salts)
    assert len(set(db.session.scalars(select(Leaf.commitment)))) == 2


def test_the_kept_hashes_are_those_of_the_tree_over_the_leaves():
    sign(21)
    leaves = db.session.scalars(select(Leaf).order_by(Leaf.index)).all()
    hashes = [
        tree.leaf_hash(leaf_bytes(LeafData(leaf.type, leaf.schema, moment_text(leaf.at), leaf.commitment)))
        for leaf in leaves
    ]
    kept = db.session.execute(select(Node.number, Node.hash).order_by(Node.number)).all()
    grown: list[bytes] = []
    frontier = tree.Frontier()
    for hash_ in hashes:
        completed = frontier.extend([hash_])
        grown += [row[0] for level, (_, row) in sorted(completed.items()) if level]
    assert [number for number, _ in kept] == list(range(count_at(len(hashes))))
    assert [hash_ for _, hash_ in kept] == grown
    assert tree_size(db.session()) == 28


def test_text_is_normalised_before_it_is_stored():
    (row,) = sign(name="Rene\u0301\r\nRao\rx", strokes={"e\u0301": ["a\r\nb", ("tuple", None)]})
    db.session.rollback()
    stored = db.session.execute(select(Signature.name, Signature.strokes)).one()
    assert stored.name == row.name == "René\nRao\nx"
    assert stored.strokes == row.strokes == {"é": ["a\nb", ["tuple", None]]}


class Chain(StrEnum):
    """A text that is also an enumeration."""

    SHOP = "shop"


def test_what_looks_like_text_is_stored_as_text():
    (row,) = sign(name=Chain.SHOP)
    assert type(row.name) is str
    assert db.session.scalar(select(Signature.name)) == "shop"


def test_moments_are_stored_in_utc_and_whole_milliseconds():
    moment = datetime(2026, 11, 22, 15, 0, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    sign(shown_at=moment)
    assert db.session.scalar(select(Signature.shown_at)) == datetime(2026, 11, 22, 9, 30, 0, 123000, tzinfo=UTC)


def test_columns_that_are_left_out_keep_their_defaults_beside_rows_that_fill_them():
    with transaction():
        record_evidence(signature())
        record_evidence(signature(right_answers=2, opened_all=False, method=Method.PAPER))
        record_evidence(signature(staff_number=None, strokes=None))
    answers = select(Signature.right_answers).join(Leaf, Leaf.record_id == Signature.id).order_by(Leaf.index)
    assert db.session.scalars(answers).all() == [6, 2, 6]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": "a\x00b"}, "NUL"),
        ({"name": "\ud800"}, "surrogates"),
        ({"name": 5}, "not text"),
        ({"right_answers": 1.0}, "not a whole number"),
        ({"right_answers": True}, "not a whole number"),
        ({"right_answers": Decimal(1)}, "not a whole number"),
        ({"right_answers": 2**53}, "53 bits"),
        ({"opened_all": 1}, "neither true nor false"),
        ({"born_on": datetime(2026, 1, 1, tzinfo=UTC)}, "not a date"),
        ({"born_on": "2026-01-01"}, "not a date"),
        ({"shown_at": datetime(2026, 1, 1)}, "time zone"),  # noqa: DTZ001
        ({"shown_at": date(2026, 1, 1)}, "time zone"),
        ({"manifest": "00ff"}, "not bytes"),
        ({"method": "PIN"}, "not one of the choices"),
        ({"strokes": {"x": 0.5}}, "fraction"),
        ({"strokes": [Decimal(1)]}, "fraction"),
        ({"strokes": {"x": [2**53]}}, "53 bits"),
        ({"strokes": {1: "x"}}, "not text"),
        ({"strokes": {"e\u0301": 1, "é": 2}}, "same text"),
        ({"strokes": {"x": b"bytes"}}, "JSON"),
    ],
)
def test_it_refuses_what_cannot_be_hashed_exactly(values: dict[str, Any], words: str):
    with pytest.raises(Invalid, match=words), transaction():
        record_evidence(signature(**values))
    assert tree_size(db.session()) == 0


def test_a_transaction_that_fails_leaves_neither_row_nor_leaf():
    def stumble() -> None:
        with transaction():
            record_evidence(signature())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    sign()
    assert tree_size(db.session()) == 1
    assert len(db.session.scalars(select(Signature.id)).all()) == 1


def test_a_transaction_without_evidence_writes_nothing():
    with transaction():
        pass
    assert tree_size(db.session()) == 0


def test_evidence_needs_an_open_transaction():
    with pytest.raises(RuntimeError, match="with transaction"):
        record_evidence(signature())


def test_the_same_row_cannot_be_recorded_twice():
    row = signature()
    with transaction():
        record_evidence(row)
        with pytest.raises(RuntimeError, match="a new row, once"):
            record_evidence(row)


def test_a_row_that_was_added_to_the_session_is_refused():
    row = signature()
    with transaction() as session:
        session.add(row)
        with pytest.raises(RuntimeError, match="adds it by itself"):
            record_evidence(row)
        session.expunge(row)


def test_time_never_runs_backwards(clock: time_machine.Traveller):
    sign()
    clock.shift(-59)
    sign()
    at = db.session.scalars(select(Leaf.at)).all()
    assert at == [datetime(2026, 11, 23, 9, 0, tzinfo=UTC)] * 2


def test_it_refuses_to_record_when_the_clock_stands_more_than_a_minute_back(clock: time_machine.Traveller):
    sign()
    clock.shift(-61)
    with pytest.raises(Unavailable, match="set the time of the machine"):
        sign()
    clock.shift(2)
    sign()
    assert tree_size(db.session()) == 2


def test_recording_costs_a_handful_of_statements_however_long_the_ledger_is():
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
    most = []
    for _ in range(66):
        statements.clear()
        with transaction():
            record_evidence(signature())
            record_evidence(signature())
        most.append(len([one for one in statements if one.split()[0] in ("SELECT", "INSERT")]))
    assert max(most) <= 6


def test_people_who_sign_at_the_same_moment_get_places_side_by_side(app: Flask):
    def sign_ten_times(_: int) -> list[str]:
        with app.app_context():
            return [row.id for row in sign(10)]

    with ThreadPoolExecutor(max_workers=4) as people:
        ids = [one for signed in people.map(sign_ten_times, range(4)) for one in signed]
    assert len(set(ids)) == 40
    assert tree_size(db.session()) == 40 + 12
    assert verify().faults == []


def test_the_key_is_made_before_the_first_leaf_and_never_again(app: Flask, tmp_path: Path):
    sign()
    key = signing_key()
    (tmp_path / "secrets" / FILE).unlink()
    app.extensions[EXTENSION].key = None
    with pytest.raises(Unavailable, match="put back the copy"):
        signing_key()
    assert not (tmp_path / "secrets" / FILE).exists()
    assert key.name == "handbook.example/ledger"


def test_the_name_of_the_log_stays_when_the_address_of_the_pages_changes(app: Flask, tmp_path: Path):
    sign()
    setup.install(app, tmp_path / "secrets", "other.example/ledger")
    assert signing_key().name == "handbook.example/ledger"


def test_every_evidence_table_of_the_product_is_insert_only():
    tables = {str(model.__tablename__) for model in EVIDENCE.values() if issubclass(model, Base)}
    assert {"ledger_recovery", "ledger_tombstone", "ledger_access_root"} <= tables
    assert tables | {"ledger_leaf", "ledger_node", "ledger_checkpoint"} <= set(guarded_tables())


@pytest.mark.parametrize("statement", ["UPDATE ledger_leaf SET schema = 9", "DELETE FROM ledger_leaf"])
def test_the_guards_refuse_to_touch_a_leaf(statement: str):
    sign()
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="insert-only"), transaction() as session:
        session.execute(sqlalchemy.text(statement))


@pytest.mark.parametrize("leaf_type", ["", "signed", "Toy.Signed", "toy.", 'toy."x'])
def test_a_model_with_an_unfit_leaf_type_is_refused(leaf_type: str):
    name = leaf_type

    class Own(DeclarativeBase):
        """A registry for this one model."""

    with pytest.raises(TypeError, match="needs a leaf_type"):

        class Unfit(Evidence, Own):
            """A model whose leaves could not be named."""

            __tablename__ = "unfit"
            leaf_type = name


def test_two_models_cannot_have_the_same_leaf_type():
    class Own(DeclarativeBase):
        """A registry for this one model."""

    with pytest.raises(TypeError, match="same leaf_type"):

        class Double(Evidence, Own):
            """A model that would write leaves of another."""

            __tablename__ = "double"
            leaf_type = "toy.signed"


@pytest.mark.parametrize("kind", [Float(), Numeric(), sqlalchemy.DateTime(), sqlalchemy.JSON(), sqlalchemy.Time()])
def test_a_column_that_cannot_be_hashed_exactly_is_refused(kind: Any):
    table = sqlalchemy.Table("unfit", sqlalchemy.MetaData(), sqlalchemy.Column("amount", kind))
    with pytest.raises(TypeError, match=r"unfit\.amount: evidence cannot hold"):
        shape_of(table)


def test_rows_of_an_older_schema_keep_their_record_without_the_later_column(alter: Alter):
    Signature.leaf_schema = 1
    try:
        sign(3, device=None)
    finally:
        Signature.leaf_schema = 2
    sign(3)
    assert verify().faults == []
    alter("UPDATE toy_signature SET device = 'tablet' WHERE schema = 1")
    faults = verify().faults
    assert len(faults) == 3
    assert all("device did not exist in schema 1" in fault for fault in faults)
