"""What the owner of a database could do behind the program's back: any table, past guards and foreign keys."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import sqlalchemy
from sqlalchemy import Boolean, Column, Date, LargeBinary, Table

from handbook.core.db import Json, UtcDateTime, new_id

Row = dict[str, Any]


class Forger:
    """One connection to the bare database; values go in and out exactly as they are stored."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        if self.is_sqlite:
            self.connection: Any = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
            self.connection.execute("PRAGMA synchronous=OFF")
            return
        plain = sqlalchemy.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self.connection = psycopg.connect(plain, autocommit=True)
        self.connection.execute("SET session_replication_role = replica")  # no foreign key is checked any more

    def run(self, sql: str, *values: object) -> Any:
        """Run a statement with `?` for its values; return the cursor."""
        return self.connection.execute(sql if self.is_sqlite else sql.replace("?", "%s"), values)

    def rows(self, table: Table) -> list[Row]:
        """Return every row of a table as it is stored, by primary key."""
        names = [column.name for column in table.columns]
        order = ", ".join(f'"{column.name}"' for column in table.primary_key)
        listed = ", ".join(f'"{name}"' for name in names)
        found = self.run(f'SELECT {listed} FROM "{table.name}" ORDER BY {order}').fetchall()
        return [dict(zip(names, row, strict=True)) for row in found]

    def change(self, table: Table, row: Mapping[str, Any], **values: Any) -> Row:
        """Give columns of a row other values and return the row as it is then."""
        settings = ", ".join(f'"{name}" = ?' for name in values)
        where, key = self._key(table, row)
        done = self.run(f'UPDATE "{table.name}" SET {settings} WHERE {where}', *values.values(), *key)
        assert done.rowcount == 1
        return dict(row) | values

    def insert(self, table: Table, row: Mapping[str, Any]) -> None:
        """Slip a row in."""
        listed, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
        self.run(f'INSERT INTO "{table.name}" ({listed}) VALUES ({marks})', *row.values())

    def delete(self, table: Table, row: Mapping[str, Any]) -> None:
        """Take a row out."""
        where, key = self._key(table, row)
        assert self.run(f'DELETE FROM "{table.name}" WHERE {where}', *key).rowcount == 1

    @contextmanager
    def changed(self, table: Table, row: Mapping[str, Any], **values: Any) -> Iterator[None]:
        """Let columns of a row have other values for the length of a block."""
        other = self.change(table, row, **values)
        try:
            yield
        finally:
            self.change(table, other, **{name: row[name] for name in values})

    def restore(self, table: Table, rows: list[Row]) -> None:
        """Make a table what it was."""
        self.run(f'DELETE FROM "{table.name}"')
        for row in rows:
            self.insert(table, row)

    @contextmanager
    def passing(self, *tables: Table) -> Iterator[None]:
        """Let these tables be altered for the length of a block."""
        before = {table: self.rows(table) for table in tables}
        try:
            yield
        finally:
            for table, rows in before.items():
                self.restore(table, rows)

    def close(self) -> None:
        """End the connection."""
        self.connection.close()

    def _key(self, table: Table, row: Mapping[str, Any]) -> tuple[str, list[Any]]:
        names = [column.name for column in table.primary_key]
        return " AND ".join(f'"{name}" = ?' for name in names), [row[name] for name in names]


def others(column: Column[Any], value: Any, *, is_sqlite: bool) -> list[Any]:
    """Return values that a column could be given in place of this one, as they are stored: near misses first."""
    changed = [_filled(column, is_sqlite)] if value is None else _near(column, value)
    return [*changed, None] if column.nullable and value is not None else changed


def _near(column: Column[Any], value: Any) -> list[Any]:
    kind = column.type
    if isinstance(kind, Boolean):
        return [not value if isinstance(value, bool) else 1 - value]
    if isinstance(kind, LargeBinary):
        return [bytes([value[0] ^ 1]) + bytes(value[1:]), bytes(value[:-1])]
    if isinstance(kind, UtcDateTime):
        return [_moved(value, timedelta(milliseconds=1)), _moved(value, -timedelta(days=400))]
    if isinstance(kind, Date):
        moved = (value if isinstance(value, date) else date.fromisoformat(value)) + timedelta(days=1)
        return [moved if isinstance(value, date) else moved.isoformat()]
    if isinstance(kind, Json):
        return [_other_json(value)]
    if isinstance(value, int):
        return [value + 1000] if column.primary_key or column.unique else [value + 1, -value or -1]
    if isinstance(value, str):
        return _other_text(column, value)
    raise TypeError(f"{column}: the forger knows no other value than {value!r}")


def _other_text(column: Column[Any], value: str) -> list[str]:
    if getattr(column.type, "length", None):
        return [new_id()]
    return [f"{value} ", f"{value}.", ""] if value else ["."]


def _moved(value: Any, by: timedelta) -> Any:
    if isinstance(value, datetime):
        return value + by
    return (datetime.fromisoformat(value) + by).strftime("%Y-%m-%d %H:%M:%S.%f")


def _other_json(value: str) -> str:
    read = json.loads(value)
    other = [*read, "one more"] if isinstance(read, list) else {**read, "zz": "one more"}
    return json.dumps(other, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _filled(column: Column[Any], is_sqlite: bool) -> Any:
    kind = column.type
    if isinstance(kind, UtcDateTime):
        return "2026-01-02 03:04:05.006000" if is_sqlite else datetime(2026, 1, 2, 3, 4, 5, 6000)  # noqa: DTZ001
    if isinstance(kind, Date):
        return "2026-01-02" if is_sqlite else date(2026, 1, 2)
    if isinstance(kind, Boolean):
        return 1 if is_sqlite else True
    if kind.python_type is int:
        return 7
    return new_id()
