"""The ledger: its root, its whole verification and one append, each beside plain hashing or a plain INSERT."""

import gc
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from flask import Flask
from sqlalchemy import Column, MetaData, Table, event, insert, select

import handbook.company.models
import handbook.people.models
import handbook.rules.models  # noqa: F401  # the tables that a signature points to
from handbook.acknowledgements.models import Acknowledgement
from handbook.core import guards
from handbook.core.db import Base, db, engine_options, new_id
from handbook.core.transaction import transaction
from handbook.ledger import setup, tree
from handbook.ledger.appending import record_evidence
from handbook.ledger.checkpoints import take_checkpoint
from handbook.ledger.leaves import LeafData, leaf_bytes
from handbook.ledger.models import Leaf, table_of
from handbook.ledger.records import moment_text, shape_of
from handbook.ledger.verification import verify
from tests.bench.row import Row, ratio_of_pairs

Times = tuple[list[float], list[float]]
COMMAND = "python -m tests.bench ledger"
RECORDS = 100_000
PAIRS = 5
APPENDS = 200
MOMENT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PLAIN = Table(
    "plain_acknowledgement",
    MetaData(),
    *(
        Column(column.name, column.type, primary_key=column.primary_key, unique=column.unique, index=column.index)
        for column in table_of(Acknowledgement).columns
    ),
)


def run() -> list[Row]:
    """Fill a ledger with signatures of the real table and measure it."""
    with tempfile.TemporaryDirectory() as folder, _application(Path(folder)):
        _fill(RECORDS)
        return [_root(_stored_leaves()), *_verification(_stored_records()), _append()]


def _root(leaves: list[bytes]) -> Row:
    ours, other = _in_turn(lambda: tree.root([tree.leaf_hash(leaf) for leaf in leaves]), lambda: _plain(leaves))
    ratio = ratio_of_pairs(ours, other)
    what = f"ledger: root from {RECORDS} stored leaves against plain SHA-256 over them"
    return Row(what, f"{min(ours):.3f} s", f"{min(other):.3f} s", ratio, "<= 4x", ratio <= 4, COMMAND)


def _verification(records: list[bytes]) -> list[Row]:
    """Compare with hashing the very bytes that are committed to (salt and record), once they lie ready in memory."""
    ours, other = _in_turn(_verified, lambda: _plain(records), pairs=3)
    ratio, slowest = ratio_of_pairs(ours, other), max(ours)
    what = f"ledger: full verification of {RECORDS} signatures, each opened, against plain SHA-256 over their records"
    words = f"{min(ours):.2f} s", f"{min(other):.3f} s"
    seconds = "ledger: the slowest of these verifications against ten seconds"
    return [
        Row(what, *words, ratio, "<= 40x", ratio <= 40, COMMAND),
        Row(seconds, f"{slowest:.2f} s", "10 s", slowest / 10, "<= 1x", slowest <= 10, COMMAND),
    ]


def _append() -> Row:
    ours, other = _in_turn(_recorded, _inserted, pairs=APPENDS)
    ratio = 1 / ratio_of_pairs(ours, other)
    what = "ledger: one signature with its leaf, committed, against a bare INSERT and COMMIT of the same row (speed)"
    words = f"{1000 * min(ours):.2f} ms", f"{1000 * min(other):.2f} ms"
    return Row(what, *words, ratio, ">= 0.4", ratio >= 0.4, COMMAND)


def _in_turn(ours: Callable[[], object], other: Callable[[], object], pairs: int = PAIRS) -> Times:
    times: Times = ([], [])
    for _ in range(pairs):
        for call, taken in zip((ours, other), times, strict=True):
            gc.collect()
            start = time.perf_counter()
            call()
            taken.append(time.perf_counter() - start)
    return times


def _plain(texts: list[bytes]) -> list[bytes]:
    return [sha256(text).digest() for text in texts]


def _verified() -> None:
    faults = verify().faults
    if faults:
        raise RuntimeError(f"the ledger of the benchmark is not whole: {faults[0]}")


def _recorded() -> None:
    with transaction():
        record_evidence(_signature())


def _inserted() -> None:
    row = _signature()
    values = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    more = {"id": new_id(), "schema": 1, "recorded_at": MOMENT, "salt": bytes(32)}
    with db.engine.connect() as connection:
        connection.execute(insert(PLAIN), values | more)
        connection.commit()


@contextmanager
def _application(folder: Path) -> Iterator[Flask]:
    url = f"sqlite:///{folder / 'ledger.sqlite3'}"
    app = Flask("bench")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    setup.install(app, folder / "secrets", "bench.example/ledger")
    with app.app_context():
        # The signatures stand alone here; people and editions would only be rows to point to.
        event.listen(db.engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=OFF"))
        Base.metadata.create_all(db.engine)
        PLAIN.create(db.engine, checkfirst=True)
        with db.engine.begin() as connection:
            guards.install(connection)
        yield app
        db.session.remove()
        db.engine.dispose()


def _fill(records: int) -> None:
    for start in range(0, records, 1000):
        with transaction():
            for _ in range(min(1000, records - start)):
                record_evidence(_signature())
        with transaction():
            take_checkpoint()


def _stored_leaves() -> list[bytes]:
    columns = (Leaf.type, Leaf.schema, Leaf.at, Leaf.commitment)
    rows = db.session.execute(select(*columns).order_by(Leaf.index)).all()
    db.session.rollback()
    return [leaf_bytes(LeafData(kind, schema, moment_text(at), commitment)) for kind, schema, at, commitment in rows]


def _stored_records() -> list[bytes]:
    table = table_of(Acknowledgement)
    shape = shape_of(table)
    with db.engine.connect() as connection:
        rows = connection.execute(select(table.c.salt, *shape.select)).all()
    return [bytes(row[0]) + shape.record_bytes(row[1:], 1) for row in rows]


def _signature() -> Acknowledgement:
    """Make a signature as asha's would be, filled like a real one."""
    hash_ = sha256(new_id().encode()).hexdigest()
    return Acknowledgement(
        invitation_id=new_id(),
        employee_id=new_id(),
        edition_id=new_id(),
        receipt=new_id(),
        idempotency_key=new_id(),
        staff_number="1001",
        name="ఆశా రావు",
        typed_name="Asha Rao",
        job="Cashier",
        location="Market Street",
        zone="Asia/Kolkata",
        profile="counter",
        language="te",
        translation_lagged=False,
        rules_in_source_language=["greeting", "returns"],
        manifest_sha256=hash_,
        pdf_sha256=hash_,
        html_sha256=hash_,
        statement="I have read these rules, I had the chance to ask, and I will follow them at work.",
        sections_read=15,
        sections_required=15,
        sections_total=15,
        questions_right=0,
        questions_total=0,
        shown_at=MOMENT,
        method="password",
        proven_at=MOMENT,
        credential_set_at=MOMENT,
        soon_after_reset=False,
        session_id=new_id(),
        device="phone",
        address="203.0.113.0",
        program_version="1.0",
    )
