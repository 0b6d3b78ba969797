"""The access log under the ledger: what was read by whom cannot be taken back either."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from handbook.core import clock as handbook_clock
from handbook.core.access_log import AccessEntry
from handbook.core.db import db, new_id
from handbook.core.transaction import transaction
from handbook.ledger import access_roots
from handbook.ledger.access_roots import commit_access_root
from handbook.ledger.verification import verify
from tests.ledger.conftest import Alter

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]


def read(times: int) -> None:
    """Let olga the auditor open this many files, one after another."""
    olga = new_id()
    for number in range(times):
        with transaction() as session:
            session.add(
                AccessEntry(
                    at=handbook_clock.now(),
                    account_id=olga,
                    employee_id=new_id() if number % 2 else None,
                    kind="work_file",
                    object_id=None,
                    purpose="Yearly sample",
                )
            )


def commit() -> tuple[int, int, int] | None:
    with transaction():
        row = commit_access_root()
        return None if row is None else (row.first_id, row.last_id, row.entries)


@pytest.fixture
def committed(app: Flask, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch) -> time_machine.Traveller:
    """Seven readings in two roots, hashed in batches of two."""
    monkeypatch.setattr(access_roots, "BATCH", 2)
    read(4)
    clock.shift(timedelta(hours=1))
    assert commit() == (1, 4, 4)
    read(3)
    clock.shift(timedelta(hours=1))
    assert commit() == (5, 7, 3)
    return clock


@pytest.mark.usefixtures("committed")
def test_an_honest_access_log_has_no_fault():
    report = verify()
    assert (report.ok, report.faults, report.size) == (True, [], 2)


@pytest.mark.usefixtures("committed")
def test_nothing_is_committed_twice():
    assert commit() is None


def test_an_empty_access_log_has_no_root():
    assert commit() is None


def test_entries_of_the_last_minute_wait_for_the_next_root(clock: time_machine.Traveller):
    read(2)
    clock.shift(timedelta(minutes=5))
    read(2)
    assert commit() == (1, 2, 2)
    assert commit() is None
    clock.shift(timedelta(minutes=2))
    assert commit() == (3, 4, 2)


COLUMNS = {
    "at": "'2026-11-23 08:00:00.000000'",
    "account_id": "'somebody'",
    "employee_id": "'somebody'",
    "kind": "'case'",
    "object_id": "'something'",
    "purpose": "'Other'",
}


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("column", COLUMNS)
def test_a_change_in_any_column_of_an_entry_is_found(column: str, alter: Alter):
    alter(f"UPDATE access_entry SET {column} = {COLUMNS[column]} WHERE id = 6")
    assert verify().faults == ["In the access log from entry 5 to 7, committed at position 1, an entry was altered."]


@pytest.mark.usefixtures("committed")
def test_an_entry_that_was_removed_is_found(alter: Alter):
    alter("DELETE FROM access_entry WHERE id = 6")
    assert "there are 2 entries instead of 3" in verify().faults[0]


@pytest.mark.usefixtures("committed")
def test_an_entry_that_was_moved_is_found(alter: Alter):
    alter("UPDATE access_entry SET id = 100 WHERE id = 6")
    assert "there are 2 entries instead of 3" in verify().faults[0]


def test_an_entry_that_was_slipped_in_between_two_roots_is_found(committed: time_machine.Traveller, alter: Alter):
    read(3)
    alter("DELETE FROM access_entry WHERE id = 8")
    committed.shift(timedelta(hours=1))
    assert commit() == (9, 10, 2)
    alter("INSERT INTO access_entry SELECT 8, at, account_id, NULL, kind, NULL, purpose FROM access_entry WHERE id = 9")
    (fault,) = verify().faults
    assert "1 entries were added after the root before it" in fault


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("column", ["first_id", "last_id", "entries"])
def test_a_root_that_was_altered_is_a_fault_of_the_ledger(column: str, alter: Alter):
    alter(f"UPDATE ledger_access_root SET {column} = {column} + 1")
    assert any("access.committed" in fault for fault in verify().faults)


def test_reading_without_any_root_is_not_yet_covered(clock: time_machine.Traveller, alter: Alter):
    read(2)
    alter("UPDATE access_entry SET purpose = 'Other'")
    assert verify().ok
    assert db.session.scalars(select(AccessEntry.purpose)).all() == ["Other"] * 2
