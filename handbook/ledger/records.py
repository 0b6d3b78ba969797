"""What exactly is hashed of a row: the values of its columns, normalised before they are stored, as canonical JSON."""

import enum
import json
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, Date, Enum, Integer, LargeBinary, String, Table, type_coerce
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine

from handbook.core.db import Json, UtcDateTime
from handbook.core.errors import Invalid
from handbook.ledger.canonical import canonical, encode_json

SINCE_SCHEMA = "since_schema"
WIDEST_INTEGER = 2**53 - 1
Convert = Callable[[Any], Any]


def normalised(column: Column[Any], value: Any) -> Any:
    """Return the value in the one form that is stored and hashed: text NFC with LF, moments in UTC whole milliseconds.

    Raises Invalid for what canonical JSON or one of the databases cannot keep exactly: floats, decimals, integers of
    more than 53 bits, NUL, a moment without zone, a value of another kind than its column.
    """
    try:
        return None if value is None else _NORMALISE[_kind(column)](value)
    except (TypeError, ValueError) as error:
        raise Invalid(f"{column.table.name}.{column.name}: {error}") from error


@dataclass(frozen=True)
class Shape:
    """How the rows of one table become records: which columns, in which order, and how each value is written."""

    names: tuple[str, ...]
    select: tuple[ColumnElement[Any], ...]
    since: tuple[int, ...]
    converters: tuple[tuple[int, Convert], ...]

    def record(self, values: Sequence[Any], schema: int) -> dict[str, Any]:
        """Make the record of one row from the values that the database gave for `select`.

        Raises ValueError or TypeError where a value is not as the program writes it, and where a column holds
        something that did not exist at the row's schema number.
        """
        row = list(values)
        for place, convert in self.converters:
            if row[place] is not None:
                row[place] = convert(row[place])
        if max(self.since) <= schema:
            return dict(zip(self.names, row, strict=True))
        late = [name for name, since, value in self._columns(row) if since > schema and value is not None]
        if late:
            raise ValueError(f"{', '.join(late)} did not exist in schema {schema} and must be empty")
        return {name: value for name, since, value in self._columns(row) if since <= schema}

    def record_bytes(self, values: Sequence[Any], schema: int) -> bytes:
        """Return the canonical JSON of `record`."""
        return canonical(self.record(values, schema))

    def _columns(self, row: Sequence[Any]) -> Iterable[tuple[str, int, Any]]:
        return zip(self.names, self.since, row, strict=True)


@cache
def shape_of(table: Table) -> Shape:
    """Return the shape of a table: every column but the salt, by name. Raises TypeError for a type it cannot hash."""
    columns = sorted((column for column in table.columns if column.name != "salt"), key=lambda column: column.name)
    kinds = [_kind(column) for column in columns]
    return Shape(
        names=tuple(column.name for column in columns),
        # Without a type, so that the value is seen as the database keeps it and nothing smooths an alteration over.
        select=tuple(type_coerce(column, NullType()).label(column.name) for column in columns),
        since=tuple(int(column.info.get(SINCE_SCHEMA, 1)) for column in columns),
        converters=tuple((place, _FROM_STORE[kind]) for place, kind in enumerate(kinds) if kind in _FROM_STORE),
    )


def moment_text(moment: datetime) -> str:
    """Write a moment as records have it: UTC, milliseconds, 'Z'. A moment without zone is taken as UTC."""
    if moment.microsecond % 1000:
        raise ValueError(f"{moment} is not in whole milliseconds")
    plain = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return plain.isoformat(timespec="milliseconds") + "Z"


def moment_from_store(value: Any) -> str:
    """Write a moment as records have it from what the driver gives: text in SQLite, a naive datetime in PostgreSQL."""
    if isinstance(value, datetime):
        return moment_text(value)
    if len(value) != 26 or value[10] != " " or value[23:] != "000":
        raise ValueError(f"{value!r} is not a moment as the program writes it")
    return f"{value[:10]}T{value[11:23]}Z"


def _date_from_store(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _json_from_store(value: Any) -> Any:
    read = json.loads(value)
    if encode_json(read) != value:
        raise ValueError("a JSON value is not as the program writes it")
    return read


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    text = str.__str__(value).replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        raise ValueError("text cannot hold the character NUL")
    text.encode()  # half of a surrogate pair raises UnicodeEncodeError, a ValueError
    return unicodedata.normalize("NFC", text)


def _choice(value: Any) -> Any:
    if not isinstance(value, enum.Enum):
        raise TypeError(f"{value!r} is not one of the choices")
    return value


def _integer(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is not a whole number")
    if abs(value) > WIDEST_INTEGER:
        raise ValueError(f"{value} has more than 53 bits; keep it as text")
    return int(value)


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _bytes(value: Any) -> bytes:
    if not isinstance(value, bytes | bytearray | memoryview):
        raise TypeError(f"{value!r} is not bytes")
    return bytes(value)


def _moment(value: Any) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError(f"{value!r} is not a moment with its time zone")
    moment = value.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _date(value: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError(f"{value!r} is not a date")
    return value


def _json(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    if isinstance(value, dict):
        return _json_object(value)
    raise TypeError(f"{value!r} cannot be kept in a JSON value; write numbers with a fraction as text")


def _json_object(value: dict[Any, Any]) -> dict[str, Any]:
    read = {_text(key): _json(item) for key, item in value.items()}
    if len(read) != len(value):
        raise ValueError("two keys of a JSON value are the same text")
    return read


_KINDS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (Json, "json"),
    (UtcDateTime, "moment"),
    (Boolean, "boolean"),
    (Integer, "integer"),
    (LargeBinary, "bytes"),
    (Date, "date"),
    (Enum, "choice"),
    (String, "text"),
)
_NORMALISE: dict[str, Convert] = {
    "json": _json,
    "moment": _moment,
    "boolean": _boolean,
    "integer": _integer,
    "bytes": _bytes,
    "date": _date,
    "choice": _choice,
    "text": _text,
}
_FROM_STORE: dict[str, Convert] = {
    "json": _json_from_store,
    "moment": moment_from_store,
    "boolean": {0: False, 1: True}.__getitem__,  # a 2, which SQLAlchemy would take for true, is an alteration
    "bytes": bytes.hex,
    "date": _date_from_store,
}


def _kind(column: Column[Any]) -> str:
    kept: TypeEngine[Any] = column.type
    for type_, kind in _KINDS:
        if isinstance(kept, type_):
            return kind
    if isinstance(kept, TypeDecorator):
        for type_, kind in _KINDS:
            if isinstance(kept.impl_instance, type_):
                return kind
    raise TypeError(f"{column.table.name}.{column.name}: evidence cannot hold a column of type {kept!r}")
