"""A company on SQLite and, where the environment names a server, on PostgreSQL: the long proofs run on both."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url

from handbook.app import create_app
from handbook.core.db import db
from handbook.rules import operations as rules
from handbook.settings import Settings
from handbook.setup.operations import bring_up_to_date
from tests import factories
from tests.conftest import TEXTS
from tests.postgres import NAME, fresh_database

# Files that are one long proof: begun last, they would keep one process busy while the other waits.
LONG = ("test_lives_of_cases", "test_two_hundred_editions", "test_every_alteration_is_found", "test_a_year_of_rounds")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long files, in this order; the others stay as they are."""
    places = {stem: place for place, stem in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONG)))


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


@pytest.fixture(scope="module", params=databases())
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """Found a company and publish its first edition."""
    data = tmp_path_factory.mktemp("company")
    if request.param == "sqlite":
        yield from _founded(settings_for(data))
        return
    with fresh_database() as url:
        assert url
        yield from _founded(settings_for(data, url))


@contextmanager
def copied(company: Company, data: Path) -> Iterator[Company]:
    """Give a copy of an installation, as a backup would keep it: folder, keys and database."""
    with company.app.app_context():
        db.session.remove()
        db.engine.dispose()
    shutil.copytree(company.settings.data_dir, data)
    if company.database == "SQLite":
        yield Company(create_app(settings_for(data)), settings_for(data))
        return
    with fresh_database(str(make_url(company.settings.database).database)) as url:
        assert url
        yield Company(create_app(settings_for(data, url)), settings_for(data, url))


def settings_for(data: Path, url: str = "") -> Settings:
    """Return the settings of an installation in this folder, on SQLite where no database is named."""
    return Settings(handbook_data=data, database_url=url, handbook_base_url="http://127.0.0.1")


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
