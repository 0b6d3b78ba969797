"""Values of evidence before they are stored: each in the one form in which it is kept and hashed."""

import enum
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column

from handbook.core.errors import Invalid
from handbook.ledger.kinds import Kind, kind_of

WIDEST_INTEGER = 2**53 - 1


def normalised(column: Column[Any], value: Any) -> Any:
    """Return the value in the one form that is stored and hashed: text NFC with LF, moments in UTC whole milliseconds.

    Raises Invalid for what canonical JSON or one of the databases cannot keep exactly: floats, decimals, integers of
    more than 53 bits, NUL, a moment without zone, a value of another kind than its column.
    """
    try:
        return None if value is None else _NORMALISE[kind_of(column)](value)
    except (TypeError, ValueError, OverflowError) as error:
        raise Invalid(f"{column.table.name}.{column.name}: {error}") from error


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


_NORMALISE: dict[Kind, Callable[[Any], Any]] = {
    "json": _json,
    "moment": _moment,
    "boolean": _boolean,
    "integer": _integer,
    "bytes": _bytes,
    "date": _date,
    "choice": _choice,
    "text": _text,
}
