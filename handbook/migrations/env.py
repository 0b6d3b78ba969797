"""How a migration runs: one transaction, foreign keys off on SQLite, the guards put back and compared at its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import NullPool

from handbook.core import guards
from handbook.core.db import Base, Json, UtcDateTime, db, engine_options
from handbook.core.installation import current_settings


class MigrationRefused(SystemExit):
    """The migrated database would not hold what the program promises; nothing of it was kept."""


def migrate() -> None:
    """Bring the database to the wanted revision, or change nothing."""
    with _engine().connect() as plain, _keys_off(plain):
        connection = plain.execution_options(handbook_writes=True)
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            compare_type=True,
            transactional_ddl=True,  # SQLite too: BEGIN is ours, not the driver's
            render_item=_render,
            process_revision_directives=_nothing_for_nothing,
        )
        with context.begin_transaction():
            context.run_migrations()
            _compare(connection)


def _engine() -> Engine:
    """Connect as the owner of the tables where one is named, apart from the pool of the program."""
    url = current_settings().database_owner_url or db.engine.url
    return create_engine(url, poolclass=NullPool, connect_args=engine_options(str(url)).get("connect_args", {}))


@contextmanager
def _keys_off(connection: Connection) -> Iterator[None]:
    """Switch SQLite's foreign keys off: a table that is rebuilt would take its children with it."""
    raw = connection.connection.driver_connection if connection.dialect.name == "sqlite" else None
    if raw is not None:  # outside of any transaction, where alone SQLite obeys
        raw.execute("PRAGMA foreign_keys=OFF")
    yield


def _compare(connection: Connection) -> None:
    """Check the keys, put the guards back that a rebuilt table has lost, and refuse where one is missing."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise MigrationRefused(
                f"The migration was taken back: {len(broken)} rows point nowhere, first {broken[0]}."
            )
    guards.install(connection)
    missing = guards.missing(connection)
    if missing:
        raise MigrationRefused(f"The migration was taken back: guards are missing: {', '.join(missing)}.")


def _render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our column types as plain ones, so that an old revision never depends on today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime()"
    if kind == "type" and isinstance(item, Json):
        return "sa.Text()"
    return False


def _nothing_for_nothing(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """Write no revision where nothing changed."""
    if directives and directives[0].upgrade_ops.is_empty():
        directives.clear()


migrate()
