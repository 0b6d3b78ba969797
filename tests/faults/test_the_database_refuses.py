"""A full disk and a locked database: plain words, nothing half, reading goes on; and later the same form is signed."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from sqlite3 import OperationalError
from typing import Protocol

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from handbook.acknowledgements.models import Acknowledgement
from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.ledger.models import Leaf
from handbook.ledger.verification import verify
from tests import factories
from tests.browser_like import Visitor
from tests.faults import crowd


class Trouble(Protocol):
    """Something that befalls the database of an application for the length of a block."""

    def __call__(self, app: Flask) -> AbstractContextManager[None]: ...


@contextmanager
def full_disk(app: Flask) -> Iterator[None]:
    """Let the database not grow by a page more, and leave no room in the table that every signature needs first."""
    with app.app_context(), db.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    with on_each_connection(app, f"PRAGMA max_page_count={pages}"):
        with app.app_context():
            fill_up()
        yield


@contextmanager
def locked_database(app: Flask) -> Iterator[None]:
    """Let somebody else write for longer than this program has patience, which is shortened here."""
    with on_each_connection(app, "PRAGMA busy_timeout=50"):
        with app.app_context():
            other = db.engine.raw_connection()
        other.driver_connection.execute("BEGIN IMMEDIATE")
        yield
        other.driver_connection.execute("ROLLBACK")
        other.close()


@pytest.mark.parametrize("trouble", [full_disk, locked_database])
def test_nothing_is_signed_and_the_answer_says_so(app: Flask, trouble: Trouble):
    ravi = Visitor(app)
    with app.app_context():
        crowd.let_read([factories.PEOPLE["ravi"].number])
        before = written()
    ravi.get("/sign-in?lang=en&next=/sign")
    ravi.submit("/sign-in", staff_number=factories.PEOPLE["ravi"].number, password=factories.PASSWORD)
    with trouble(app):
        answer = ravi.send("/sign?lang=", password=factories.PASSWORD)
        assert answer.status_code == 503
        assert "We cannot save at the moment" in answer.text
        assert "Nothing was saved. Wait a minute and send it again." in answer.text
        for page in ("/handbook", "/sign", "/my-file"):
            assert ravi.client.get(page, follow_redirects=True).status_code == 200
    with app.app_context():
        assert written() == before
    receipt = ravi.submit("/sign?lang=", password=factories.PASSWORD)
    assert receipt.request.path.startswith("/sign/receipt/")
    with app.app_context():
        assert written() == {"signatures": 1, "leaves": before["leaves"] + 1}
        assert verify().ok


@contextmanager
def on_each_connection(app: Flask, pragma: str) -> Iterator[None]:
    """Run a PRAGMA on every connection that the application opens meanwhile, and none of the older ones."""

    def prepare(connection: object, _record: object) -> None:
        connection.execute(pragma)  # type: ignore[attr-defined]  # a connection of sqlite3

    with app.app_context():
        engine = db.engine
        db.session.remove()
    engine.dispose()
    event.listen(engine, "connect", prepare)
    try:
        yield
    finally:
        event.remove(engine, "connect", prepare)
        engine.dispose()


def fill_up() -> None:
    """Write tries to sign in until not the smallest fits."""
    connection = db.engine.raw_connection()
    values = "INSERT INTO sign_in_attempt (id, at, staff_number, address) VALUES (?, ?, ?, '')"
    for size in (2000, 100, 1):
        with pytest.raises(OperationalError, match="full"):
            while True:
                at = clock.now().strftime("%Y-%m-%d %H:%M:%S.%f")
                connection.driver_connection.execute(values, (new_id(), at, "7" * size))
    connection.close()


def written() -> dict[str, int]:
    """Return how many signatures and leaves there are."""
    counts = {"signatures": Acknowledgement, "leaves": Leaf}
    found = {name: db.session.scalar(select(func.count()).select_from(table)) or 0 for name, table in counts.items()}
    db.session.remove()
    return found
