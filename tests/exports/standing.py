"""Signatures of which there is more to say: disputed, set aside, given soon after a reset, given long ago elsewhere."""

from dataclasses import replace
from datetime import datetime

import time_machine

from handbook.acknowledgements import operations
from handbook.acknowledgements.models import Dispute, DisputeFinding
from handbook.acknowledgements.operations import Surroundings
from handbook.acknowledgements.standing import SET_ASIDE, STANDS
from handbook.core import clock
from handbook.core.transaction import transaction
from handbook.ledger.appending import record_evidence
from tests import factories
from tests.acknowledgements.signing import draft_of, proof_of, read_below, sign_below


def dispute(acknowledgement_id: str, name: str) -> str:
    """Let somebody say of their signature that it was not them; return the dispute's id."""
    row = Dispute(
        acknowledgement_id=acknowledgement_id,
        employee_id=factories.person_id(name),
        words="This was not me.",
        contact="",
        by_employee_id=None,
        device="a test",
        address="",
    )
    with transaction():
        record_evidence(row)
        return row.id


def find(dispute_id: str, acknowledgement_id: str, is_good: bool) -> None:
    """Let dmitri find that a disputed signature stands, or set it aside."""
    with transaction():
        record_evidence(
            DisputeFinding(
                dispute_id=dispute_id,
                acknowledgement_id=acknowledgement_id,
                finding=STANDS if is_good else SET_ASIDE,
                reasons="Somebody else held the tablet.",
                by_employee_id=factories.person_id("dmitri"),
                by_name="Dmitrijs Liepa",
                by_method="password",
            )
        )


def sign_after_reset(name: str) -> str:
    """Let somebody sign with a password that meera has handed out a moment ago."""
    who = factories.actor(name)
    context = read_below(who)
    meera = factories.person_id("meera")
    proof = replace(proof_of(who), credential_issued_at=clock.now(), credential_issued_by=meera)
    with transaction():
        return operations.sign(who, draft_of(context, who.name), proof, Surroundings("a test", ""))


def sign_at(name: str, moment: datetime) -> str:
    """Let somebody sign at another moment."""
    with time_machine.travel(moment, tick=True):
        return sign_below(name)
