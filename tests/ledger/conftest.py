"""A small application with nothing but a ledger: on SQLite, or on PostgreSQL where the environment names a server."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy
import time_machine
from flask import Flask

from handbook.core import guards
from handbook.core.access_log import AccessEntry
from handbook.core.db import Base, db, engine_options
from handbook.ledger import access_roots, models, recovery, setup, tombstones
from tests.ledger.toys import ToyBase
from tests.postgres import fresh_database

Alter = Callable[..., None]
MODELS = (
    models.Leaf,
    models.Node,
    models.Checkpoint,
    recovery.Recovery,
    tombstones.Tombstone,
    access_roots.AccessRoot,
    AccessEntry,
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database."""
    with fresh_database() as url:
        yield (
            url.replace("postgresql://", "postgresql+psycopg://") if url else f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
        )


@pytest.fixture
def app(database: str, tmp_path: Path) -> Iterator[Flask]:
    """An application with an empty ledger, its guards on, inside its context."""
    app = Flask("ledger")
    app.config["SQLALCHEMY_DATABASE_URI"] = database
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(database)
    db.init_app(app)
    setup.install(app, tmp_path / "secrets", "handbook.example/ledger")
    with app.app_context():
        Base.metadata.create_all(db.engine, tables=[models.table_of(model) for model in MODELS])
        ToyBase.metadata.create_all(db.engine)
        with db.engine.begin() as connection:
            guards.install(connection)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def alter(app: Flask) -> Alter:
    """Do to the tables what only the owner of the database could: the guards are gone, the statement runs."""

    def run(statement: str, **values: object) -> None:
        with db.engine.begin() as connection:
            guards.remove(connection)
            connection.execute(sqlalchemy.text(statement), values)

    return run


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands at nine in the morning of a Monday until it is told otherwise."""
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False) as stopped:
        yield stopped
