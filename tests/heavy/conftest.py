"""A company on SQLite and, where the environment names a server, on PostgreSQL: the long proofs run on both."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from handbook.app import create_app
from handbook.core.db import db
from handbook.rules import operations as rules
from handbook.settings import Settings
from handbook.setup.operations import bring_up_to_date
from tests import factories
from tests.conftest import TEXTS
from tests.postgres import NAME, fresh_database


@dataclass(frozen=True)
class Company:
    """An installation of a test's own, with people and edition 1."""

    app: Flask
    settings: Settings

    @property
    def database(self) -> str:
        """The kind of database, for what is printed."""
        return "SQLite" if self.settings.database.startswith("sqlite") else "PostgreSQL"


def databases() -> list[str]:
    """Return what the environment gives us to prove things on."""
    return ["sqlite", "postgresql"] if NAME in os.environ else ["sqlite"]


@pytest.fixture(params=databases())
def company(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Company]:
    """Found a company and publish its first edition."""
    if request.param == "sqlite":
        yield from _founded(Settings(handbook_data=tmp_path / "data", handbook_base_url="http://127.0.0.1"))
        return
    with fresh_database() as url:
        assert url
        settings = Settings(handbook_data=tmp_path / "data", database_url=url, handbook_base_url="http://127.0.0.1")
        yield from _founded(settings)


def _founded(settings: Settings) -> Iterator[Company]:
    app = create_app(settings)
    with app.app_context():
        bring_up_to_date()
        factories.found_company()
        rules.import_tree("test", TEXTS)
        rules.publish("test", "The first edition.")
        db.session.remove()
    yield Company(app, settings)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
