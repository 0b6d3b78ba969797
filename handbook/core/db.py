"""The database handle, the column types that every model shares, and how a connection is opened."""

import json
import secrets
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Engine, MetaData, String, Text, event
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

Id = String(32)


class Base(DeclarativeBase):
    """Base of all models. Constraints have names, so that both databases can be migrated."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC, kept to the millisecond without zone in both databases."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without time zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Json(TypeDecorator[Any]):
    """A JSON value, kept as text so that both databases return the very same characters."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any | None:
        return None if value is None else json.loads(value)


def new_id() -> str:
    """Return a new random id: 128 bits as 32 hexadecimal characters."""
    return secrets.token_hex(16)


def engine_options(url: str) -> dict[str, Any]:
    """Return SQLAlchemy engine options for this database URL; what people wrote never reaches a log by an error."""
    if url.startswith("sqlite"):
        # isolation_level=None: SQLAlchemy's own BEGIN (below) decides, never the driver.
        return {"hide_parameters": True, "connect_args": {"timeout": 30, "isolation_level": None}}
    return {"hide_parameters": True, "pool_pre_ping": True}


@event.listens_for(Engine, "connect")
def _prepare_connection(connection: Any, _record: Any) -> None:
    """Switch on, for each SQLite connection, what that database leaves off (durability, keys, triggers)."""
    if not isinstance(connection, sqlite3.Connection):
        return
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Open an SQLite transaction, for writing at once where `transaction()` asked for it."""
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("handbook_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def is_sqlite() -> bool:
    """Tell whether the installation runs on SQLite."""
    return db.engine.dialect.name == "sqlite"


class Durability(NamedTuple):
    """What the database says of itself, for the check at start."""

    setting: str
    value: str
    good: bool


def durability() -> list[Durability]:
    """Ask the database for the settings on which confirmed signatures rest."""
    wanted: Mapping[str, tuple[str, ...]]
    with db.engine.connect() as connection:
        if is_sqlite():
            wanted = {"journal_mode": ("wal",), "synchronous": ("2", "3"), "foreign_keys": ("1",)}
            ask = "PRAGMA "
        else:
            wanted = {"synchronous_commit": ("on", "remote_apply", "remote_write"), "fsync": ("on", "off")}
            ask = "SHOW "
        found = {name: str(connection.exec_driver_sql(ask + name).scalar()) for name in wanted}
    return [Durability(name, found[name], found[name] in good) for name, good in wanted.items()]
