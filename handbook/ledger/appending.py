"""The only way into the ledger: rows wait in the session, and get their time, leaf and place when all else is done."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Any, cast

from sqlalchemy import Column, Table, func, insert, inspect, select
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.sql.dml import ReturningInsert

from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.errors import Unavailable
from handbook.core.transaction import session_of_transaction
from handbook.ledger import nodes, tree
from handbook.ledger.keyring import signing_key
from handbook.ledger.leaves import SALT_SIZE, LeafData, commitment, leaf_bytes
from handbook.ledger.models import AnyRow, AnySelect, Evidence, Leaf, table_of
from handbook.ledger.normalising import normalised
from handbook.ledger.records import moment_text, shape_of

WAITING = "ledger.waiting"
LOCK = 0x6C6564676572  # any number will do, if nothing else in the database uses it: "ledger"
BACKWARDS = timedelta(seconds=60)
_LAST: AnySelect = (
    select(Leaf.index.label("position"), Leaf.type, Leaf.schema, Leaf.at, Leaf.commitment)
    .order_by(Leaf.index.desc())
    .limit(1)
)


def record_evidence(row: Evidence) -> None:
    """Let a new row of evidence wait for the end of the open transaction, which stores it and gives it its leaf.

    Sets id (where it has none), salt and schema, and normalises every value in place (text NFC with LF, moments to the
    millisecond). `recorded_at` is set under the ledger's lock. Do not add the row to the session: until the commit it
    is in no table, so no other row can point to it by a foreign key in the same transaction.
    Raises Invalid for a value that cannot be hashed exactly, RuntimeError outside a transaction.
    """
    waiting: dict[int, Evidence] = session_of_transaction().info.setdefault(WAITING, {})
    state: Any = inspect(row)
    if not state.transient or id(row) in waiting:
        raise RuntimeError(f"{type(row).__name__}: record_evidence takes a new row, once, and adds it by itself")
    row.id = row.id or new_id()
    row.salt = secrets.token_bytes(SALT_SIZE)
    row.schema = type(row).leaf_schema
    for name, column in _columns(state.mapper).items():
        given = state.dict.get(name)
        kept = normalised(column, given)
        if kept is not given:
            setattr(row, name, kept)
    waiting[id(row)] = row


def append_waiting(session: Session) -> None:
    """Store the waiting rows and append their leaves: the last step before COMMIT, under the ledger's one lock.

    Raises Unavailable where the clock stands more than a minute before the last leaf.
    """
    waiting: list[Evidence] = list(session.info.pop(WAITING, {}).values())
    if not waiting:
        return
    if session.get_bind().dialect.name == "postgresql":  # SQLite has locked at BEGIN IMMEDIATE
        session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    last = session.execute(_LAST).one_or_none()
    if last is None:
        signing_key()  # from the first leaf on, a missing key is a loss and not a first start
    at = _time_after(last.at if last else None)
    leaves = _store(session, waiting, at)
    size = last.position + 1 if last else 0
    frontier = _frontier(session, size, len(leaves), last)
    session.execute(insert(table_of(Leaf)), [{"index": size + n, **leaf} for n, leaf in enumerate(leaves)])
    text = moment_text(at)
    data = [LeafData(leaf["type"], leaf["schema"], text, leaf["commitment"]) for leaf in leaves]
    nodes.keep(session, frontier.extend([tree.leaf_hash(leaf_bytes(one)) for one in data]))


def position_of(record_id: str) -> int | None:
    """Return the index of the leaf of this row of evidence, counted from 0, or None where it has none."""
    return db.session.scalar(select(Leaf.index).where(Leaf.record_id == record_id))


def _time_after(last: datetime | None) -> datetime:
    now = clock.now()
    if last is None or now >= last:
        return now
    if last - now > BACKWARDS:
        raise Unavailable(
            f"The clock of this machine says {moment_text(now)}, but the last record was made at {moment_text(last)}. "
            "Nothing is recorded until the clock is right: set the time of the machine and try again."
        )
    return last


def _store(session: Session, waiting: Sequence[Evidence], at: datetime) -> list[dict[str, Any]]:
    """Insert the rows and commit to what the database says it has stored; return the values of their leaves."""
    leaves = []
    for (model, _), group in groupby(waiting, lambda row: (type(row), set(_values(row)))):
        rows = list(group)
        stored = {one.id: one for one in _insert(session, model, rows, at)}
        shape = shape_of(table_of(model))
        for row in rows:
            record = shape.record_bytes(stored[row.id][: len(shape.names)], row.schema)
            values = {"type": model.leaf_type, "schema": row.schema, "record_id": row.id, "at": at}
            leaves.append({**values, "commitment": commitment(row.salt, record)})
    return leaves


def _insert(session: Session, model: type[Evidence], rows: Sequence[Evidence], at: datetime) -> Sequence[AnyRow]:
    for row in rows:
        row.recorded_at = at
    return session.execute(_insertion(table_of(model)), [_values(row) for row in rows]).all()


def _values(row: Evidence) -> dict[str, Any]:
    """Return what is set on the row by column name; a column that is not set keeps the default of its table."""
    state: Any = inspect(row)
    given = state.dict
    return {column.name: given[name] for name, column in _columns(state.mapper).items() if name in given}


@cache
def _columns(mapper: Mapper[Evidence]) -> dict[str, Column[Any]]:
    """Return the columns of a model by the names of its attributes."""
    return {name: cast(Column[Any], attribute.columns[0]) for name, attribute in mapper.column_attrs.items()}


@cache
def _insertion(table: Table) -> ReturningInsert[*tuple[Any, ...]]:
    """Return the INSERT that also tells what has been stored."""
    return insert(table).returning(*shape_of(table).select)


def _frontier(session: Session, size: int, more: int, last: AnyRow | None) -> tree.Frontier:
    """Return the right edge of the tree with those peaks that get a parent when `more` leaves are added."""
    levels = [n for n in range(size.bit_length()) if size >> n & 1 and (size + more) >> n + 1 > size >> n + 1]
    peaks = {}
    if last is not None and 0 in levels:
        data = LeafData(last.type, last.schema, moment_text(last.at), last.commitment)
        peaks[0] = tree.leaf_hash(leaf_bytes(data))
    kept = {level: (level, (size >> level) - 1) for level in levels if level}
    found = nodes.load(session, kept.values())
    return tree.Frontier(size, peaks | {level: found[place] for level, place in kept.items()})
