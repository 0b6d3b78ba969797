"""Return commits, raise rolls back, it does not nest, and what follows a commit follows it truly."""

import pytest
from flask import Flask
from sqlalchemy import text

from handbook.company.models import Location
from handbook.core.db import db
from handbook.core.transaction import after_commit, before_commit, end_read, session_of_transaction, transaction

pytestmark = pytest.mark.database


def test_returning_commits(context: Flask):
    with transaction() as session:
        session.add(shop("Jūrmala"))
    assert "Jūrmala" in shops()


def test_raising_rolls_everything_back(context: Flask):
    with pytest.raises(ZeroDivisionError), transaction() as session:
        session.add(shop("Jūrmala"))
        session.flush()
        raise ZeroDivisionError
    assert "Jūrmala" not in shops()


def test_another_write_works_after_one_was_rolled_back(context: Flask):
    with pytest.raises(ZeroDivisionError), transaction():
        raise ZeroDivisionError
    with transaction() as session:
        session.add(shop("Jūrmala"))
    assert "Jūrmala" in shops()


def test_it_does_not_nest(context: Flask):
    with pytest.raises(RuntimeError, match="do not nest"), transaction() as session:
        session.add(shop("Jūrmala"))
        with transaction():
            pass
    assert "Jūrmala" not in shops()


def test_a_write_outside_of_one_says_so(context: Flask):
    with pytest.raises(RuntimeError, match=r"outside `with transaction\(\):`"):
        session_of_transaction()


def test_what_was_added_outside_of_one_is_never_stored(context: Flask):
    db.session.add(shop("Nowhere"))
    db.session.flush()
    with transaction() as session:
        session.add(shop("Jūrmala"))
    assert "Jūrmala" in shops()
    assert "Nowhere" not in shops()


def test_what_follows_the_commit_finds_the_row(context: Flask):
    found: list[list[str]] = []
    with transaction() as session:
        after_commit(lambda: found.append(shops()))
        session.add(shop("Jūrmala"))
        assert found == []
    assert "Jūrmala" in found[0]


def test_nothing_follows_what_was_rolled_back(context: Flask):
    called: list[str] = []
    with pytest.raises(ZeroDivisionError), transaction():
        after_commit(lambda: called.append("of the one before"))
        raise ZeroDivisionError
    with transaction():
        after_commit(lambda: called.append("of this one"))
    assert called == ["of this one"]


def test_a_call_follows_once(context: Flask):
    called: list[str] = []
    with transaction():
        after_commit(lambda: called.append("once"))
    with transaction():
        pass
    assert called == ["once"]


def test_a_step_before_the_commit_can_still_stop_it(context: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("handbook.core.transaction._BEFORE_COMMIT", [])
    before_commit(lambda session: session.execute(text("SELECT nothing FROM nowhere")))
    with pytest.raises(Exception, match="nowhere"), transaction() as session:
        session.add(shop("Jūrmala"))
    assert "Jūrmala" not in shops()


def test_a_write_begins_though_this_request_has_read_what_somebody_changed_since(context: Flask):
    assert db.session.query(Location).count() == 2
    with db.engine.begin() as other:
        other.execute(text("UPDATE location SET name = 'Rīga, Vecrīga' WHERE name = 'Rīga, Centrs'"))
    with transaction() as session:
        session.add(shop("Jūrmala"))
    assert {"Jūrmala", "Rīga, Vecrīga"} < set(shops())


def test_the_end_of_reading_lets_others_be_seen(context: Flask):
    assert db.session.query(Location).count() == 2
    with db.engine.begin() as other:
        other.execute(
            text(
                "INSERT INTO location (id, name, zone, country, row_version) "
                "VALUES ('1', 'Jūrmala', 'Europe/Riga', '', 1)"
            )
        )
    end_read()
    assert db.session.query(Location).count() == 3


def shop(name: str) -> Location:
    return Location(name=name, zone="Europe/Riga")


def shops() -> list[str]:
    """Return the names as another connection sees them."""
    with db.engine.connect() as other:
        return list(other.execute(text("SELECT name FROM location")).scalars())
