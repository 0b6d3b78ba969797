"""The kinds of column that evidence may have: those whose values both databases and canonical JSON keep exactly."""

from functools import cache
from typing import Any, Literal

from sqlalchemy import Boolean, Column, Date, Enum, Integer, LargeBinary, String
from sqlalchemy.types import TypeDecorator, TypeEngine

from handbook.core.db import Json, UtcDateTime

Kind = Literal["json", "moment", "boolean", "integer", "bytes", "date", "choice", "text"]
_KINDS: tuple[tuple[type[TypeEngine[Any]], Kind], ...] = (
    (Json, "json"),
    (UtcDateTime, "moment"),
    (Boolean, "boolean"),
    (Integer, "integer"),
    (LargeBinary, "bytes"),
    (Date, "date"),
    (Enum, "choice"),
    (String, "text"),
)


@cache
def kind_of(column: Column[Any]) -> Kind:
    """Return the kind of a column. Raises TypeError for any other type: floats, decimals, moments without zone."""
    kept: TypeEngine[Any] = column.type
    inner = kept.impl_instance if isinstance(kept, TypeDecorator) else kept
    for candidate in (kept, inner):
        for type_, kind in _KINDS:
            if isinstance(candidate, type_):
                return kind
    raise TypeError(f"{column.table.name}.{column.name}: evidence cannot hold a column of type {kept!r}")
