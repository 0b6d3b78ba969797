"""A small application with nothing but a ledger, on SQLite and, where TEST_POSTGRES_URL is set, on PostgreSQL."""

import os
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy
import time_machine
from flask import Flask

from handbook.core import guards
from handbook.core.db import Base, db, engine_options
from handbook.ledger import setup
from tests.ledger.toys import ToyBase

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "").replace("postgresql://", "postgresql+psycopg://", 1)
Alter = Callable[..., None]


@pytest.fixture(params=["sqlite", *(["postgresql"] if POSTGRES else [])])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
        return
    url = sqlalchemy.make_url(POSTGRES)
    name = f"ledger_{secrets.token_hex(6)}"
    server = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


@pytest.fixture
def app(database: str, tmp_path: Path) -> Iterator[Flask]:
    """An application with an empty ledger, its guards on, inside its context."""
    app = Flask("ledger")
    app.config["SQLALCHEMY_DATABASE_URI"] = database
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(database)
    db.init_app(app)
    setup.install(app, tmp_path / "secrets", "handbook.example/ledger")
    with app.app_context():
        Base.metadata.create_all(db.engine)
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
