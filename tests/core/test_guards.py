"""What is evidence can be added to, and nothing else: every way that SQL knows to change or remove a row is refused."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from handbook.core import guards
from handbook.core.db import Base, db, is_sqlite
from handbook.ledger.models import EVIDENCE

pytestmark = pytest.mark.database

COLUMNS = ", ".join(f'"{column.name}"' for column in Base.metadata.tables["edition"].columns)
FORGED = COLUMNS.replace('"note"', "'forged'")
OTHER_ID = FORGED.replace('"id"', "'0123456789abcdef0123456789abcdef'")
COPY = f"INTO edition ({COLUMNS}) SELECT {FORGED} FROM edition WHERE true"
BOTH = (
    "UPDATE edition SET note = 'forged'",
    "UPDATE edition SET note = 'forged' WHERE number = 1",
    "UPDATE edition SET id = '0123456789abcdef0123456789abcdef'",
    "UPDATE edition SET note = forged.note FROM (SELECT 'forged' AS note) AS forged",
    "UPDATE edition SET note = note",
    "DELETE FROM edition",
    "DELETE FROM edition WHERE number = 1 RETURNING id",
    f"INSERT {COPY} ON CONFLICT (id) DO UPDATE SET note = 'forged'",
    f"INSERT {COPY.replace(FORGED, OTHER_ID)} ON CONFLICT (number) DO UPDATE SET note = 'forged'",
    "WITH forged AS (SELECT 'forged' AS note) UPDATE edition SET note = (SELECT note FROM forged)",
)
SQLITE = (
    f"REPLACE {COPY}",
    f"INSERT OR REPLACE {COPY}",
    f"INSERT OR REPLACE {COPY.replace(FORGED, OTHER_ID)}",
    "UPDATE OR REPLACE edition SET note = 'forged'",
    "UPDATE OR IGNORE edition SET note = 'forged'",
    "UPDATE edition SET rowid = rowid + 1",
)
POSTGRESQL = (
    "TRUNCATE edition CASCADE",
    "TRUNCATE acknowledgement, edition CASCADE",
    "WITH gone AS (DELETE FROM edition RETURNING id) SELECT count(*) FROM gone",
    "MERGE INTO edition USING (SELECT 1 AS number) AS old ON edition.number = old.number "
    "WHEN MATCHED THEN UPDATE SET note = 'forged'",
    "MERGE INTO edition USING (SELECT 1 AS number) AS old ON edition.number = old.number WHEN MATCHED THEN DELETE",
    "ALTER TABLE edition ADD COLUMN forged text; UPDATE edition SET forged = 'forged'",
)


@pytest.mark.parametrize("statement", [*BOTH, *SQLITE, *POSTGRESQL])
def test_it_refuses_every_form_of_change(context: Flask, statement: str):
    if statement in (POSTGRESQL if is_sqlite() else SQLITE):
        refused_as_unknown_words(statement)
        return
    before = everything()
    assert "evidence is insert-only" in refusal_of(statement)
    assert everything() == before


def test_it_refuses_what_another_deletion_would_take_along(context: Flask):
    before = everything()
    statements = ["CREATE TABLE binder (id TEXT PRIMARY KEY)", "INSERT INTO binder VALUES ('1')"]
    if is_sqlite():
        statements.append("CREATE TRIGGER cascade AFTER DELETE ON binder BEGIN DELETE FROM edition; END")
    else:
        statements += [
            "ALTER TABLE edition ADD COLUMN binder TEXT DEFAULT '1' REFERENCES binder (id) ON DELETE CASCADE",
        ]
    assert "evidence is insert-only" in refusal_of(*statements, "DELETE FROM binder")
    assert everything() == before


def test_it_refuses_with_the_switches_of_the_database_turned_off(context: Flask):
    if is_sqlite():
        off = ["PRAGMA recursive_triggers = OFF", "PRAGMA foreign_keys = OFF"]
        attacks = [f"REPLACE {COPY}", "DELETE FROM edition"]
    else:
        off = ["SET session_replication_role = replica"]
        attacks = ["UPDATE edition SET note = 'forged'", "TRUNCATE edition CASCADE", "DELETE FROM edition"]
    before = everything()
    for attack in attacks:
        with pytest.raises(DBAPIError, match="insert-only"), db.engine.connect() as connection:
            raw = connection.connection.cursor()
            for switch in off:
                raw.execute(switch)
            connection.exec_driver_sql(attack)
    db.engine.dispose()
    assert everything() == before


def test_a_new_row_is_still_taken(context: Flask):
    row = f"INSERT INTO access_entry (at, account_id, kind, purpose) VALUES ('2026-01-01', '{'0' * 32}', 'k', 'p')"
    with db.engine.begin() as connection:
        connection.execute(text(row))
        assert connection.execute(text("SELECT count(*) FROM access_entry")).scalar_one() == 1


def test_every_table_of_evidence_is_guarded(context: Flask):
    evidence = {model.__tablename__ for model in EVIDENCE.values() if issubclass(model, Base)}
    also = {"access_entry", "ledger_leaf", "ledger_node", "ledger_checkpoint", "document_tail", "rule_text"}
    assert evidence | also <= set(guards.guarded_tables())
    with db.engine.connect() as connection:
        assert guards.missing(connection) == []


@pytest.mark.parametrize("act", ["update", "delete"])
def test_a_guard_that_somebody_took_away_is_missed_by_name(context: Flask, act: str):
    on = "" if is_sqlite() else " ON acknowledgement"
    with db.engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER guard_acknowledgement_{act}{on}"))
    with db.engine.connect() as connection:
        assert guards.missing(connection) == [f"guard_acknowledgement_{act}"]


def test_a_guard_that_does_nothing_any_more_is_missed(context: Flask):
    with db.engine.begin() as connection:
        if is_sqlite():
            connection.execute(text("DROP TRIGGER guard_edition_update"))
            quiet = "CREATE TRIGGER guard_edition_update BEFORE UPDATE ON edition BEGIN SELECT 1; END"
            connection.execute(text(quiet))
        else:
            connection.execute(text("ALTER TABLE edition DISABLE TRIGGER guard_edition_update"))
    with db.engine.connect() as connection:
        assert guards.missing(connection) == ["guard_edition_update"]


def test_removed_guards_come_back_with_the_next_installation(context: Flask):
    with db.engine.begin() as connection:
        guards.remove(connection)
        assert set(guards.missing(connection)) > {"guard_edition_update", "guard_ledger_leaf_delete"}
        guards.install(connection)
        assert guards.missing(connection) == []


def everything() -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        rows = connection.execute(text(f"SELECT {COLUMNS} FROM edition ORDER BY number")).all()
    assert rows, "a table without rows proves nothing"
    return [tuple(row) for row in rows]


def refusal_of(*statements: str) -> str:
    with pytest.raises(DBAPIError) as refused, db.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    return str(refused.value.orig)


def refused_as_unknown_words(statement: str) -> None:
    """The other database's own words: this one must not even understand them, or the form belongs to both."""
    before = everything()
    refusal_of(statement)
    assert everything() == before
