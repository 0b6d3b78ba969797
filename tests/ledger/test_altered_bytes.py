"""Bytes that no program would write: SQLite keeps anything in any column, and verification must find it."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from handbook.core.access_log import AccessEntry
from handbook.core.clock import now
from handbook.core.transaction import transaction
from handbook.ledger.access_roots import commit_access_root
from handbook.ledger.recovery import declare_recovery
from handbook.ledger.tombstones import leave_tombstone
from handbook.ledger.verification import verify
from tests.ledger.conftest import Alter
from tests.ledger.test_verification import put_back, take
from tests.ledger.toys import sign

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def database(tmp_path: Path) -> str:
    """The URL of an empty SQLite database, whatever the environment names."""
    return f"sqlite:///{tmp_path / 'ledger.sqlite3'}"


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE toy_signature SET opened_all = 2", "altered"),
        ("UPDATE toy_signature SET opened_all = 'yes'", "altered"),
        ("UPDATE toy_signature SET name = x'417368612052616f'", "altered"),
        ("UPDATE toy_signature SET name = CAST(x'ff' AS TEXT)", "cannot be read"),
        ("UPDATE toy_signature SET manifest = CAST(manifest AS TEXT)", "cannot be read"),
        ("UPDATE toy_signature SET manifest = 'text'", "altered"),
        ("UPDATE toy_signature SET shown_at = '2026-11-22 09:30:00.120001'", "not a moment"),
        ("UPDATE toy_signature SET shown_at = '2026-11-22T09:30:00.120000'", "not a moment"),
        ("UPDATE toy_signature SET recorded_at = 'yesterday'", "not a moment"),
        ("UPDATE toy_signature SET born_on = '1990-02-28 '", "altered"),
        ("UPDATE toy_signature SET strokes = '{'", "altered"),
        ("UPDATE toy_signature SET strokes = replace(strokes, ',', ', ')", "not as the program writes it"),
        ("""UPDATE toy_signature SET strokes = '{"pen":"","lines":[[1,2],[3,4]],"pen":"తెలుగు 😀"}'""", "not as"),
        ("UPDATE toy_signature SET schema = 'one'", "altered"),
        ("UPDATE ledger_leaf SET commitment = 'text'", "altered"),
        ("UPDATE ledger_leaf SET at = 'yesterday'", "altered"),
        ("UPDATE ledger_leaf SET type = CAST(x'ff' AS TEXT)", "cannot be read"),
        ("UPDATE ledger_leaf SET record_id = CAST(x'ff' || random() AS TEXT)", "cannot be read"),
        ("UPDATE ledger_node SET hash = 'text'", "do not fit them"),
        ("UPDATE ledger_node SET hash = CAST(x'ff' AS TEXT)", "do not fit them"),
        ("UPDATE ledger_checkpoint SET note = CAST(x'ff' AS TEXT)", "The kept checkpoints cannot be read"),
        ("UPDATE ledger_checkpoint SET note = x'ff'", "In the kept checkpoint of 7 records"),
        ("UPDATE ledger_checkpoint SET at = 'yesterday'", "In the kept checkpoint of 7 records"),
        ("UPDATE ledger_recovery SET recorded_at = 'yesterday'", "The declared losses cannot be read"),
        ("UPDATE ledger_recovery SET reason = CAST(x'ff' AS TEXT)", "The declared losses cannot be read"),
        ("UPDATE ledger_tombstone SET record_type = CAST(x'ff' AS TEXT)", "The tombstones cannot be read"),
        ("UPDATE ledger_access_root SET root = CAST(x'ff' AS TEXT)", "The access log cannot be read"),
        ("UPDATE access_entry SET purpose = CAST(x'ff' AS TEXT)", "The access log cannot be read"),
        ("UPDATE access_entry SET purpose = x'ff'", "an entry was altered"),
    ],
)
def test_bytes_that_no_program_would_write_are_found(
    statement: str, words: str, alter: Alter, clock: time_machine.Traveller
):
    sign(2)
    lost = take()
    put_back(alter, 1)
    (erased,) = sign()
    with transaction() as session:
        session.add(AccessEntry(at=now(), account_id="olga", kind="work_file", purpose="Yearly sample"))
    clock.shift(timedelta(hours=1))
    with transaction():
        leave_tombstone(erased.id, "The retention ended.", "approved by Meera Nair")
        declare_recovery(lost, "The disk died.", "Meera Nair")
        commit_access_root()
    alter("DELETE FROM toy_signature WHERE id IN (SELECT record_id FROM ledger_tombstone)")
    sign(2)
    take()
    assert verify().faults == []
    alter(statement)
    assert any(words in fault for fault in verify().faults)
