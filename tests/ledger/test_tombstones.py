"""An approved erasure leaves its mark; an unapproved one is a fault."""

import pytest
from sqlalchemy import select

from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.core.transaction import transaction
from handbook.ledger import checkpoints
from handbook.ledger.models import Leaf
from handbook.ledger.tombstones import leave_tombstone
from handbook.ledger.verification import verify
from tests.ledger.conftest import Alter
from tests.ledger.test_verification import take
from tests.ledger.toys import sign

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]


def erase(alter: Alter, record_id: str) -> None:
    with transaction():
        leave_tombstone(record_id, "The retention ended.", "approved by Meera Nair (2001)")
    alter("DELETE FROM toy_signature WHERE id = :row", row=record_id)


def test_the_tree_stays_valid_when_an_approved_erasure_removes_row_and_salt(alter: Alter):
    rows = sign(6)
    before = take()
    erase(alter, rows[2].id)
    report = verify(before)
    assert (report.ok, report.size) == (True, 9)
    assert report.notes == ["1 records were erased by approved erasures; their leaves stand."]
    assert len(checkpoints.inclusion_proof(2, 9)) == 4


def test_an_erasure_without_a_tombstone_is_a_fault(alter: Alter):
    rows = sign(6)
    erase(alter, rows[2].id)
    alter("DELETE FROM toy_signature WHERE id = :row", row=rows[3].id)
    (fault,) = verify().faults
    assert f"{rows[3].id} at position 4: the row of this record is missing" in fault


@pytest.mark.parametrize("change", ["position = 3", "record_type = 'toy.remarked'"])
def test_a_tombstone_that_was_altered_hides_nothing(change: str, alter: Alter):
    rows = sign(6)
    erase(alter, rows[2].id)
    alter(f"UPDATE ledger_tombstone SET {change}")
    faults = verify().faults
    assert any("the row of this record is missing" in fault for fault in faults)
    assert any("ledger.erased" in fault for fault in faults)


def test_an_erased_row_that_came_back_with_a_backup_is_a_fault():
    rows = sign(6)
    with transaction():
        leave_tombstone(rows[2].id, "The retention ended.", "approved by Meera Nair (2001)")
    (fault,) = verify().faults
    assert f"{rows[2].id} at position 2: it was erased, and its row is back" in fault


def test_only_what_has_a_leaf_can_be_erased():
    with pytest.raises(NotFound), transaction():
        leave_tombstone("0" * 32, "The retention ended.", "approved by Meera Nair (2001)")
    assert db.session.scalar(select(Leaf.index)) is None
