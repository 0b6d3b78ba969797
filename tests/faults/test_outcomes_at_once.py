"""Two transactions about one invitation at the same moment: what cannot both hold is won by one, in either order."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from handbook.acknowledgements import boards, disputes, operations, outcomes, round_list
from handbook.acknowledgements.board_lines import BoardFilters
from handbook.acknowledgements.board_states import by_group
from handbook.acknowledgements.kinds import Kind
from handbook.acknowledgements.models import Acknowledgement, DisputeFinding, Invitation, Outcome
from handbook.acknowledgements.outcomes import ServiceDraft
from handbook.acknowledgements.standing import SET_ASIDE, STANDS
from handbook.core.db import db
from handbook.core.errors import Conflict, HandbookError, Invalid
from handbook.core.jobs import Job
from handbook.core.transaction import end_read
from handbook.ledger.models import Leaf
from tests import factories
from tests.acknowledgements import answering
from tests.acknowledgements.signing import draft_of, proof_of, read_below, sign_below
from tests.faults.meeting import Deed, all_at_once, one_within_the_other

pytestmark = pytest.mark.database


def test_declining_and_then_signing_both_stand_and_the_signature_counts(context: Flask):
    signs, declines = asha_signs(), asha_declines()
    met = one_within_the_other(context, declines, signs)
    assert (rows(Outcome), rows(Acknowledgement)) == ([met.first], [met.second])
    assert state() == "signed"


def test_who_signs_while_declining_on_another_device_has_signed(context: Flask):
    signs, declines = asha_signs(), asha_declines()
    met = one_within_the_other(context, signs, declines)
    assert (rows(Acknowledgement), rows(Outcome)) == ([met.first], [])
    assert "You have signed this edition already" in words(met.second, Conflict)
    assert state() == "signed"


def test_declining_twice_with_the_same_words_at_once_is_declining_once(context: Flask):
    declines = asha_declines()
    met = one_within_the_other(context, declines, declines)
    assert met.first == met.second
    assert rows(Outcome) == [met.first]
    assert state() == "declined"


def test_signing_twice_at_once_on_two_devices_is_one_signature(context: Flask):
    signs, again = asha_signs(), asha_signs()
    met = one_within_the_other(context, signs, again)
    assert met.first == met.second
    assert rows(Acknowledgement) == [met.first]
    assert count(select(func.count()).where(Job.kind == operations.SEAL)) == 1


def test_serving_by_hand_and_then_signing_both_stand_and_the_signature_counts(context: Flask):
    signs, serves = asha_signs(), serves_asha("janis")
    met = one_within_the_other(context, serves, signs)
    assert (rows(Outcome), rows(Acknowledgement)) == ([met.first], [met.second])
    assert state() == "signed"


def test_nothing_is_served_by_hand_to_somebody_who_signs_at_that_moment(context: Flask):
    signs, serves = asha_signs(), serves_asha("janis")
    met = one_within_the_other(context, signs, serves)
    assert (rows(Acknowledgement), rows(Outcome)) == ([met.first], [])
    assert "has signed meanwhile" in words(met.second, Conflict)
    assert state() == "signed"


def test_a_form_of_serving_that_arrives_twice_at_once_is_written_once(context: Flask):
    serves = serves_asha("janis")
    met = one_within_the_other(context, serves, serves)
    assert met.first == met.second
    assert rows(Outcome) == [met.first]
    assert state() == "served_by_hand"


def test_two_who_serve_one_person_at_once_are_both_written_down(context: Flask):
    met = one_within_the_other(context, serves_asha("janis"), serves_asha("meera"))
    assert sorted(rows(Outcome)) == sorted([met.first, met.second])
    assert state() == "served_by_hand"


@pytest.mark.parametrize(("first", "second", "then"), [(STANDS, SET_ASIDE, "signed"), (SET_ASIDE, STANDS, "set_aside")])
def test_of_two_examiners_of_one_dispute_the_first_decides(context: Flask, first: str, second: str, then: str):
    disputed = answering.dispute(sign_below("asha"), "asha")
    met = one_within_the_other(context, finds("meera", disputed, first), finds("nandini", disputed, second))
    assert rows(DisputeFinding) == [met.first]
    assert "Somebody else has decided this dispute meanwhile" in words(met.second, Conflict)
    assert state() == then
    assert invitations() == (2 if then == "set_aside" else 1)
    assert count(select(func.count()).where(Job.kind == disputes.TELL_FINDING)) == 1


def test_a_dispute_told_by_two_at_once_is_one_dispute(context: Flask):
    signed = sign_below("asha")
    receipt = db.session.get_one(Acknowledgement, signed).receipt
    asha = factories.actor("asha")
    end_read()
    draft = disputes.DisputeDraft("I was on the terrace.", "")
    met = one_within_the_other(
        context,
        lambda: disputes.dispute(None, receipt, draft, answering.HERE),
        lambda: disputes.dispute(asha, receipt, draft, answering.HERE),
    )
    assert rows(disputes.Dispute) == [met.first]
    assert "It is being examined" in words(met.second, Conflict)
    assert state() == "disputed"


def test_nobody_signs_on_what_was_read_in_their_name_while_that_is_set_aside(context: Flask):
    disputed = answering.dispute(sign_below("asha"), "asha")
    signs = asha_signs(prepared=False)
    met = one_within_the_other(context, finds("meera", disputed, SET_ASIDE), signs)
    assert "sections are still unread" in words(met.second, Invalid)
    assert len(rows(Acknowledgement)) == 1
    assert (state(), invitations()) == ("set_aside", 2)


def test_whoever_is_faster_nothing_is_doubled(context: Flask):
    """Six deeds at one moment, in whatever order the database takes them."""
    signs, declines = asha_signs(), asha_declines()
    serve = [serves_asha(name) for name in ("janis", "meera")]
    came = all_at_once(context, [signs, signs, declines, declines, *serve])
    signed, declined, served = came[:2], came[2:4], came[4:]
    assert rows(Acknowledgement) == [signed[0]] == [signed[1]]
    kept = {one for one in (*declined, *served) if isinstance(one, str)}
    assert set(rows(Outcome)) == kept
    assert len(rows(Outcome)) == len(kept)
    assert {type(one) for one in (*declined, *served)} <= {str, Conflict}
    assert state() == "signed"


# Deeds, prepared to the last step.


def asha_signs(*, prepared: bool = True) -> Deed:
    """Return the deed of signing, with everything read unless that is left out."""
    who = factories.actor("asha")
    seen = read_below(who) if prepared else operations.signature_context(who, "en")
    draft, proof = draft_of(seen), proof_of(who)
    end_read()
    return lambda: operations.sign(who, draft, proof, answering.HERE)


def asha_declines() -> Deed:
    """Return the deed of declining what was opened."""
    answering.open_handbook("asha")
    who = factories.actor("asha")
    shown, proof = answering.shown_to(who), proof_of(who)
    end_read()
    return lambda: outcomes.decline(who, proof, shown, "Not before I have read it all.", answering.HERE)


def serves_asha(name: str) -> Deed:
    """Return the deed of handing the text to Asha."""
    who, asha = factories.actor(name), factories.person_id("asha")
    proof, draft = proof_of(who), ServiceDraft("en", None, "")
    end_read()
    return lambda: outcomes.record_service(who, proof, Kind.SERVED_BY_HAND, 1, asha, draft, answering.HERE)


def finds(name: str, dispute_id: str, finding: str) -> Deed:
    """Return the deed of deciding a dispute."""
    who = factories.actor(name)
    proof = proof_of(who)
    end_read()
    return lambda: disputes.find(who, proof, dispute_id, finding, answering.REASONS)


# What is there afterwards.


def words(came: str | HandbookError, kind: type[HandbookError]) -> str:
    """Return the words of a refusal, which is of this kind."""
    assert isinstance(came, kind), came
    return str(came)


def rows(table: type[Acknowledgement] | type[Outcome] | type[DisputeFinding] | type[disputes.Dispute]) -> list[str]:
    """Return the ids of all rows of evidence; each has exactly one leaf."""
    ids = list(db.session.scalars(select(table.id)))
    leaves = count(select(func.count()).select_from(Leaf).where(Leaf.record_id.in_(ids)))
    assert leaves == len(ids)
    return ids


def invitations() -> int:
    """Return how often Asha is asked to sign."""
    return count(select(func.count()).where(Invitation.employee_id == factories.person_id("asha")))


def state() -> str:
    """Return the state of Asha on the board of round 1, which adds up."""
    round_, meera = round_list.round_by_number(1), factories.actor("meera")
    board = boards.board_for(meera, round_, BoardFilters())
    assert sum(by_group(board.counts).values()) == board.all == len(board.lines) == len(factories.PEOPLE)
    return next(line.state.value for line in board.lines if line.employee_id == factories.person_id("asha"))


def count(query: object) -> int:
    """Return the number that a SELECT counts."""
    return db.session.scalar(query) or 0
