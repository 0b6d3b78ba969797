"""What exactly is hashed of a stored row: the values of its columns, as the database keeps them, as canonical JSON."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Label, Table, type_coerce
from sqlalchemy.types import NullType

from handbook.ledger.canonical import RowWriter, canonical, encode_json, remembered
from handbook.ledger.kinds import Kind, kind_of

SINCE_SCHEMA = "since_schema"
Convert = Callable[[Any], Any]


@dataclass(frozen=True)
class Shape:
    """How the rows of one table become records: which columns, in which order, and how each value is written."""

    names: tuple[str, ...]
    select: tuple[ColumnElement[Any], ...]
    since: tuple[int, ...]
    newest: int
    converters: tuple[tuple[int, Convert], ...]
    literals: tuple[int, ...]
    writer: RowWriter

    def record(self, values: Sequence[Any], schema: int) -> dict[str, Any]:
        """Make the record of one row from the values that the database gave for `select`.

        Raises ValueError, TypeError or LookupError where a value is not as the program writes it, and ValueError where
        a column holds something that did not exist at the row's schema number.
        """
        row = self._written(values)
        for place in self.literals:
            if row[place] is not None:
                row[place] = json.loads(row[place])
        if self.newest <= schema:
            return dict(zip(self.names, row, strict=True))
        late = [name for name, since, value in self._columns(row) if since > schema and value is not None]
        if late:
            raise ValueError(f"{', '.join(late)} did not exist in schema {schema} and must be empty")
        return {name: value for name, since, value in self._columns(row) if since <= schema}

    def record_bytes(self, values: Sequence[Any], schema: int) -> bytes:
        """Return the canonical JSON of `record`, which verification needs of every row, in the fastest way there is."""
        written = self.writer.write(self._written(values)) if self.newest <= schema else None
        return canonical(self.record(values, schema)) if written is None else written

    def _written(self, values: Sequence[Any]) -> list[Any]:
        """Return the values as they stand in the record: text without its quotes, other kinds as JSON."""
        row = list(values)
        for place, convert in self.converters:
            if row[place] is not None:
                row[place] = convert(row[place])
        return row

    def _columns(self, row: Sequence[Any]) -> Iterable[tuple[str, int, Any]]:
        return zip(self.names, self.since, row, strict=True)


def raw(column: Any) -> Label[Any]:
    """Select a column without its type: as the database keeps it, so that nothing smooths an alteration over."""
    return type_coerce(column, NullType()).label(column.name)


@cache
def shape_of(table: Table) -> Shape:
    """Return the shape of a table: every column but the salt, by name. Raises TypeError for a type it cannot hash."""
    columns = sorted((column for column in table.columns if column.name != "salt"), key=lambda column: column.name)
    kinds = [kind_of(column) for column in columns]
    names = tuple(column.name for column in columns)
    since = tuple(int(column.info.get(SINCE_SCHEMA, 1)) for column in columns)
    return Shape(
        names=names,
        select=tuple(raw(column) for column in columns),
        since=since,
        newest=max(since),
        converters=tuple((place, _FROM_STORE[kind]) for place, kind in enumerate(kinds) if kind in _FROM_STORE),
        literals=tuple(place for place, kind in enumerate(kinds) if kind in ("json", "boolean")),
        writer=RowWriter(names, kinds),
    )


def moment_text(moment: datetime) -> str:
    """Write a moment as records have it: UTC, milliseconds, 'Z'. A moment without zone is taken as UTC."""
    if moment.microsecond % 1000:
        raise ValueError(f"{moment} is not in whole milliseconds")
    plain = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return plain.isoformat(timespec="milliseconds") + "Z"


@lru_cache(maxsize=8192)  # a leaf and its row hold the same moment
def moment_from_store(value: Any) -> str:
    """Write a moment as records have it from what the driver gives: text in SQLite, a naive datetime in PostgreSQL."""
    if isinstance(value, datetime):
        return moment_text(value)
    if len(value) != 26 or value[10] != " " or value[23:] != "000":
        raise ValueError(f"{value!r} is not a moment as the program writes it")
    return f"{value[:10]}T{value[11:23]}Z"


def _date_from_store(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str.__str__(value)


@remembered
def _json_from_store(value: str) -> str:
    if encode_json(json.loads(value)) != value:
        raise ValueError("a JSON value is not as the program writes it")
    return value


_FROM_STORE: dict[Kind, Convert] = {
    "json": _json_from_store,
    "moment": moment_from_store,
    "boolean": {0: "false", 1: "true"}.__getitem__,  # a 2, which SQLAlchemy would take for true, is an alteration
    "bytes": bytes.hex,
    "date": _date_from_store,
}
