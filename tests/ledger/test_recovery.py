"""After an honest restore: what was lost is declared once, and said for ever."""

import pytest

from handbook.core.errors import Invalid
from handbook.core.transaction import transaction
from handbook.ledger import checkpoints
from handbook.ledger.recovery import declare_recovery
from handbook.ledger.verification import verify
from tests.ledger.conftest import Alter
from tests.ledger.test_verification import put_back, take
from tests.ledger.toys import sign

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]
WHO = "command line, host user root, on behalf of Meera Nair (2001)"


def declare(checkpoint: str, reason: str = "The disk died; the backup of Sunday night was restored.") -> None:
    with transaction():
        declare_recovery(checkpoint, reason, WHO)


def lose(alter: Alter) -> str:
    """Sign, keep a checkpoint outside, and fall back to the state of three records."""
    sign(9)
    outside = take()
    put_back(alter, 3)
    return outside


def test_a_declared_loss_is_no_fault_any_more_and_is_always_said(alter: Alter):
    outside = lose(alter)
    assert not verify(outside).ok
    declare(outside)
    sign(2)
    for report in (verify(), verify(outside)):
        assert report.ok
        assert "at position 3" in report.notes[0]
        assert f"{WHO} declared that of a ledger of 12 records no more than 3 were left" in report.notes[0]
        assert "The disk died" in report.notes[0]
    assert verify(outside).notes[1].endswith("This loss was declared.")


def test_the_loss_stays_declared_when_the_ledger_has_outgrown_the_lost_one(alter: Alter):
    outside = lose(alter)
    declare(outside)
    sign(20)
    report = verify(outside)
    assert report.ok
    assert report.notes[1].startswith("Another ledger: ")


def test_a_declaration_covers_only_the_checkpoint_that_it_names(alter: Alter):
    sign(3)
    sign(2)
    other = take()
    sign(4)
    outside = take()
    put_back(alter, 3)
    declare(outside)
    assert not verify(other).ok
    declare(other)
    assert verify(other).ok
    assert len(verify().notes) == 2


def test_a_declaration_that_was_altered_is_a_fault(alter: Alter):
    outside = lose(alter)
    declare(outside)
    alter("UPDATE ledger_recovery SET reason = 'Nothing much.'")
    assert "ledger.recovery" in verify(outside).faults[0]


def test_nothing_can_be_declared_lost_that_is_still_there():
    sign(3)
    outside = take()
    sign(3)
    with pytest.raises(Invalid, match="Nothing is lost: the ledger of 8 records continues this checkpoint of 4"):
        declare(outside)


@pytest.mark.parametrize(("reason", "who"), [("", WHO), ("  ", WHO), ("The disk died.", " ")])
def test_a_declaration_needs_a_reason_and_a_person(reason: str, who: str, alter: Alter):
    outside = lose(alter)
    with pytest.raises(Invalid, match="Say what happened"), transaction():
        declare_recovery(outside, reason, who)


def test_only_a_checkpoint_of_this_ledger_can_be_declared_lost(alter: Alter):
    outside = lose(alter)
    with pytest.raises(Invalid, match="wrong"):
        declare(outside.replace("\n12\n", "\n13\n"))
    assert checkpoints.latest_checkpoint() is None
