"""The migrations lead to the very tables of the models, guarded at every step."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import inspect

from handbook.app import create_app
from handbook.core import guards
from handbook.core.db import Base, db
from handbook.settings import Settings
from tests.architecture.source import ROOT, told
from tests.postgres import fresh_database

MIGRATIONS = ROOT / "handbook" / "migrations"
pytestmark = pytest.mark.database


@pytest.fixture
def untouched(tmp_path: Path) -> Iterator[Flask]:
    """The program on an empty database, in its context."""
    with fresh_database() as url:
        app = create_app(Settings(handbook_data=tmp_path, database_url=url or ""))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def test_the_migrations_reach_the_models_exactly(untouched: Flask):
    assert untouched.extensions["migrate"]
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        left = [str(difference) for difference in compare_metadata(context, Base.metadata)]
    assert not left, told('Run `make migration NAME="..."`: the models have what no migration makes.', left)


def test_the_guards_stand_after_each_revision(untouched: Flask):
    revisions = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
    assert revisions
    for revision in reversed(revisions):
        upgrade(revision=revision)
        with db.engine.connect() as connection:
            assert guards.missing(connection) == [], f"after revision {revision} a guard is missing"
    with db.engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
    assert set(guards.guarded_tables()) <= tables


def test_a_second_run_changes_nothing(untouched: Flask):
    assert untouched.extensions["migrate"]
    upgrade()
    upgrade()
    with db.engine.connect() as connection:
        assert guards.missing(connection) == []


def test_an_old_revision_never_depends_on_the_code_of_today():
    dependent = [path.name for path in (MIGRATIONS / "versions").glob("*.py") if "handbook" in path.read_text()]
    assert not dependent, told("Write plain sa.* types: the code of today changes, a revision does not.", dependent)
