"""Insert-only guards: triggers of both databases that refuse to change or remove what was written."""

from typing import TypeVar

from sqlalchemy import Connection, Table, UniqueConstraint, text

from handbook.core.db import Base

Model = TypeVar("Model", bound=type[Base])
_MESSAGE = "evidence is insert-only"
_GUARDED: set[str] = set()


def insert_only(model: Model) -> Model:
    """Mark a model as evidence: its rows can be added, and nothing else (class decorator)."""
    _GUARDED.add(str(model.__tablename__))
    return model


def guarded_tables() -> list[str]:
    """Return the names of all insert-only tables."""
    return sorted(_GUARDED)


def install(connection: Connection) -> None:
    """Create the guard triggers of every insert-only table that exists in this database."""
    remove(connection)
    for name, sql in _wanted(connection).items():
        del name
        for statement in sql:
            connection.execute(text(statement))


def remove(connection: Connection) -> None:
    """Drop the guard triggers, so that a migration can run; `install` must follow."""
    for name in _present(connection):
        table = name.removeprefix("guard_").rsplit("_", 1)[0]
        on = "" if connection.dialect.name == "sqlite" else f' ON "{table}"'
        connection.execute(text(f'DROP TRIGGER IF EXISTS "{name}"{on}'))


def missing(connection: Connection) -> list[str]:
    """Compare the guards with the database's catalogue; return the names that are not there or no longer refuse."""
    wanted = _wanted(connection)
    return sorted(set(wanted) - _intact(connection, wanted))


def _tables(connection: Connection) -> list[Table]:
    tables: list[Table] = []
    for name in guarded_tables():
        table = Base.metadata.tables[name]
        if connection.dialect.has_table(connection, name):
            tables.append(table)
    return tables


def _wanted(connection: Connection) -> dict[str, list[str]]:
    make = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    return {name: sql for table in _tables(connection) for name, sql in make(table).items()}


def _sqlite(table: Table) -> dict[str, list[str]]:
    """Return SQLite triggers. The one before INSERT stops REPLACE, which would delete without a DELETE trigger."""
    keys = [tuple(table.primary_key.columns)]
    keys += [tuple(rule.columns) for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    keys += [tuple(index.columns) for index in table.indexes if index.unique]
    keys.sort(key=lambda key: [column.name for column in key])  # both are sets: the text must be the same every time
    same = " OR ".join("(" + " AND ".join(f'"{c.name}" = NEW."{c.name}"' for c in key) + ")" for key in keys)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}: {table.name}'); END"
    return {
        f"guard_{table.name}_update": [
            f'CREATE TRIGGER "guard_{table.name}_update" BEFORE UPDATE ON "{table.name}" {refuse}'
        ],
        f"guard_{table.name}_delete": [
            f'CREATE TRIGGER "guard_{table.name}_delete" BEFORE DELETE ON "{table.name}" {refuse}'
        ],
        f"guard_{table.name}_insert": [
            f'CREATE TRIGGER "guard_{table.name}_insert" BEFORE INSERT ON "{table.name}" '
            f'WHEN EXISTS (SELECT 1 FROM "{table.name}" WHERE {same}) {refuse}'
        ],
    }


def _postgresql(table: Table) -> dict[str, list[str]]:
    """Return PostgreSQL triggers; ENABLE ALWAYS holds even for a replica role, and TRUNCATE needs its own."""
    function = (
        "CREATE OR REPLACE FUNCTION handbook_insert_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}: %', TG_TABLE_NAME; END $$"
    )
    wanted: dict[str, list[str]] = {}
    for act, level in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
        name = f"guard_{table.name}_{act}"
        wanted[name] = [
            function,
            f'CREATE TRIGGER "{name}" BEFORE {act.upper()} ON "{table.name}" '
            f"FOR EACH {level} EXECUTE FUNCTION handbook_insert_only()",
            f'ALTER TABLE "{table.name}" ENABLE ALWAYS TRIGGER "{name}"',
        ]
    return wanted


def _present(connection: Connection) -> list[str]:
    if connection.dialect.name == "sqlite":
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_%'"
    else:
        sql = "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'guard_%'"
    return [str(name) for (name,) in connection.execute(text(sql))]


def _intact(connection: Connection, wanted: dict[str, list[str]]) -> set[str]:
    """Return the guards that stand as they were made: somebody may have put another one under the same name."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        return {name for name, sql in rows if [sql] == wanted.get(name)}
    rows = connection.execute(
        text(
            "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgenabled = 'A' "
            f"AND proname = 'handbook_insert_only' AND prosrc LIKE '% RAISE EXCEPTION ''{_MESSAGE}%'"
        )
    )
    return {name for (name,) in rows}
