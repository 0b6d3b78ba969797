"""Where one person looks into a case and decides it, another brings somebody from outside in, and sees no more."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.core.db import db
from handbook.core.errors import Conflict, NotFound, Refused
from handbook.core.transaction import transaction
from handbook.corrective_actions import outsiders
from handbook.corrective_actions.cases import assigning, closing
from handbook.corrective_actions.cases.closing import ClosingDraft
from handbook.corrective_actions.cases.lifecycle import Closing
from handbook.corrective_actions.cases.queries import case_for
from handbook.corrective_actions.ladders.models import OutsiderInvited
from handbook.corrective_actions.ladders.packs import pack
from handbook.corrective_actions.one_hand import cases_in_one_hand
from tests import factories
from tests.acknowledgements.signing import proof_of
from tests.browser_like import Visitor
from tests.corrective_actions import inviting, stories
from tests.corrective_actions.ladders import stories as ladders

pytestmark = pytest.mark.database


def by_meera_alone(subject: str = "ravi") -> str:
    """Return a case of a small firm that meera looks into and decides."""
    ladders.confirm(ladders.propose(replace(pack(""), small_firm=True, from_on=ladders.today())))
    return stories.open_case(subject, decider="meera")


def test_the_owner_invites_without_a_part_and_the_invitation_says_so(context: Flask):
    case_id, owner = by_meera_alone(), factories.actor("dmitri")
    guest = inviting.invite(case_id, by="dmitri")
    assert db.session.scalars(select(OutsiderInvited.without_part)).all() == [True]
    with pytest.raises(NotFound):
        case_for(owner, case_id, "en")
    (line,), _total = outsiders.invitations_for(owner, 1)
    assert (line.row.employee_id, line.opens) == (guest.employee_id, False)


def test_a_second_one_is_invited_as_the_first(context: Flask):
    case_id = by_meera_alone()
    inviting.invite(case_id, by="dmitri")
    inviting.invite(case_id, by="nandini", made=inviting.draft(outsiders.Asked.HEARER))
    assert db.session.scalars(select(OutsiderInvited.without_part)).all() == [True, True]


def test_the_one_hand_itself_hands_nobody_a_way_in(context: Flask):
    with pytest.raises(Refused, match="hands nobody a way in"):
        inviting.invite(by_meera_alone(), by="meera")


def test_a_second_record_of_the_one_hand_is_no_other_person(context: Flask):
    case_id = by_meera_alone()
    ladders.link("nandini", "meera")
    with pytest.raises(NotFound):
        inviting.invite(case_id, by="nandini")


@pytest.mark.parametrize("subject", ["dmitri", "nandini"])
def test_whoever_the_case_is_about_learns_nothing_of_it(context: Flask, subject: str):
    case_id = by_meera_alone(subject)
    with pytest.raises(NotFound):
        inviting.invite(case_id, by=subject)
    assert cases_in_one_hand(factories.actor(subject)) == []


def test_once_a_part_is_handed_over_nobody_without_one_invites(context: Flask):
    case_id = by_meera_alone()
    with transaction():
        assigning.assign_decider(factories.actor("meera"), case_id, factories.person_id("dmitri"), "Two are better.", 1)
    with pytest.raises(NotFound):
        inviting.invite(case_id, by="nandini")
    assert cases_in_one_hand(factories.actor("nandini")) == []
    inviting.invite(case_id, by="meera")
    assert db.session.scalars(select(OutsiderInvited.without_part)).all() == [False]


def test_nobody_is_invited_to_a_closed_case(context: Flask):
    case_id, meera = by_meera_alone(), factories.actor("meera")
    ending = ClosingDraft(Closing.NO_CASE, "", "Nothing in it.")
    with transaction():
        closing.close(meera, proof_of(meera), case_id, ending, stories.case_head(case_id).row_version)
    with pytest.raises(Conflict, match="closed"):
        inviting.invite(case_id, by="dmitri")
    assert cases_in_one_hand(factories.actor("dmitri")) == []


def test_the_owner_finds_the_number_and_nothing_else(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        case_id = by_meera_alone()
        reference = stories.case_head(case_id).reference
    dmitri, meera = client_of("dmitri"), client_of("meera")
    dmitri.get("/outsiders")
    dmitri.get(dmitri.link(f"Invite somebody to the case {reference}"))
    assert "You have no part in it" in dmitri.words()
    assert "Ravi" not in dmitri.words()
    meera.get("/outsiders")
    assert reference not in meera.words()
    meera.get(f"/cases/{case_id}")
    assert "tell another of HR or a decision-maker the number" in meera.words()
