"""Fixtures of the whole suite: a migrated and published template, and for each test a copy of its own."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, text

from handbook.app import create_app
from handbook.core.db import db
from handbook.people.known_browsers import mark_for
from handbook.rules import operations as rules
from handbook.rules import pages
from handbook.settings import Settings
from handbook.setup.operations import bring_up_to_date
from tests import factories, shared_work
from tests.browser_like import Visitor
from tests.kept_papers import KeptPapers

shared_work.share()
TEXTS = Path(__file__).parent / "texts"
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "")


@dataclass
class Template:
    """A data folder (and on PostgreSQL a database) with people and a first edition, from which tests copy."""

    folder: Path
    database: str
    copies: int = 0

    def copy(self, folder: Path) -> Settings:
        """Give a test its own data folder and database."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        if not self.database:
            return _settings(folder, "")
        self.copies += 1
        name = f"{self.database}_{self.copies}"
        _administer(f'CREATE DATABASE "{name}" TEMPLATE "{self.database}"')
        return _settings(folder, name)


@dataclass
class Statements:
    """The SQL statements that ran while a test was counting."""

    seen: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.seen)


@pytest.fixture(scope="session", autouse=True)
def kept_papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Render the papers of an edition once in a run, not once in each test that publishes the same."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "render_document", KeptPapers(folder / "papers").render)
        yield


@pytest.fixture(scope="session")
def bare_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A migrated installation with people and no edition."""
    folder = tmp_path_factory.mktemp("bare")
    name = ""
    if POSTGRES:
        name = f"bare_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}_{os.getpid()}"
        _administer(f'CREATE DATABASE "{name}"')
    app = create_app(_settings(folder, name))
    with app.app_context():
        bring_up_to_date()
        factories.found_company()
        db.session.remove()
        db.engine.dispose()
    return Template(folder, name)


@pytest.fixture(scope="session")
def template(bare_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The same with a small handbook published as edition 1, in English and Telugu."""
    folder = tmp_path_factory.mktemp("template")
    settings = bare_template.copy(folder)
    app = create_app(settings)
    with app.app_context():
        rules.import_tree("test", TEXTS)
        rules.publish("test", "The first edition.")
        db.session.remove()
        db.engine.dispose()
    return Template(folder, settings.database.rpartition("/")[2].partition("?")[0] if POSTGRES else "")


@pytest.fixture
def app(template: Template, tmp_path: Path) -> Iterator[Flask]:
    """An application of this test's own, with people and edition 1."""
    yield from _running(template.copy(tmp_path / "data"))


@pytest.fixture
def bare_app(bare_template: Template, tmp_path: Path) -> Iterator[Flask]:
    """An application of this test's own, with people and no edition."""
    yield from _running(bare_template.copy(tmp_path / "data"))


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """The same application with an open application context, for tests below the pages."""
    with app.app_context():
        yield app


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """A browser in which nobody is signed in."""
    return Visitor(app)


@pytest.fixture
def client_of(app: Flask) -> Callable[[str], Visitor]:
    """Give a function that returns the browser of somebody, by first name, who has signed in with the own password.

    The session is begun below the pages: hashing a password for each test would double the time of the suite. The
    door itself is tested where people sign in.
    """

    def sign_in(name: str) -> Visitor:
        browser = Visitor(app)
        with app.app_context():
            browser.carry(factories.session_of(name))
        browser.client.set_cookie("handbook-known", mark_for(factories.KNOWN[name].number, app.config["SECRET_KEY"]))
        return browser

    return sign_in


@pytest.fixture
def through_the_door(app: Flask) -> Callable[[str], Visitor]:
    """Give a function that signs somebody in on the page, by first name, and returns their browser."""

    def sign_in(name: str) -> Visitor:
        browser = Visitor(app)
        browser.get("/sign-in?lang=en")
        number = factories.KNOWN[name].number
        answer = browser.send("/sign-in", staff_number=number, password=factories.PASSWORD)
        assert answer.status_code in (200, 403), answer.text  # a guest has no start page
        browser.page = answer
        return browser

    return sign_in


@pytest.fixture
def counting() -> Callable[[], object]:
    """Give a context manager that counts the SQL statements run inside it (BEGIN and COMMIT left out)."""

    @contextmanager
    def count() -> Iterator[Statements]:
        statements = Statements()

        def note(_connection: object, _cursor: object, sql: str, *_more: object) -> None:
            if not sql.startswith(("BEGIN", "PRAGMA")):
                statements.seen.append(sql)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return count


def _running(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.testing = True
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    if settings.database_url:
        name = settings.database.rpartition("/")[2].partition("?")[0]
        _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def _settings(folder: Path, database: str) -> Settings:
    url = ""
    if database:
        server, _slash, host = POSTGRES.rpartition("/")
        url = f"{server}/{database}?{host.partition('?')[2]}"
    return Settings(handbook_data=folder, database_url=url, handbook_base_url="http://localhost")


def _administer(sql: str) -> None:
    url = POSTGRES.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(sql))
    engine.dispose()
