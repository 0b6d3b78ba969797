"""A firm of four people: a dismissal that is fair, what one person may do there that two do as a rule, and who not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from handbook.core import clock, jobs
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import Invalid, Refused
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases import assigning
from handbook.corrective_actions.cases import operations as cases
from handbook.corrective_actions.cases.models import CasePart
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.cases.queries import case_for, parties_of
from handbook.corrective_actions.ladders.ladder import Separation, Step
from handbook.corrective_actions.ladders.packs import pack
from handbook.corrective_actions.steps import operations, queries
from handbook.corrective_actions.steps.lifecycle import State
from handbook.corrective_actions.steps.parties import approvers
from handbook.documents.queries import bytes_of
from handbook.people.models import RoleGrant
from handbook.people.operations import Guest
from handbook.people.queries import account_id
from handbook.permissions import Role
from tests import factories
from tests.acknowledgements.signing import proof_of
from tests.browser_like import Visitor
from tests.complaints import stories as told
from tests.corrective_actions import inviting, stories
from tests.corrective_actions.ladders import stories as ladders
from tests.corrective_actions.test_operations import case_draft
from tests.corrective_actions.test_sealing import papers_of, words_of

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def leave_four() -> None:
    """Take nandini's office: dmitri owns the firm, meera is its HR, janis looks after asha."""
    with transaction() as session:
        mine = RoleGrant.account_id == account_id(factories.person_id("nandini"))
        yesterday = clock.now().date() - timedelta(days=2)
        session.execute(update(RoleGrant).where(mine).values(to_on=yesterday))


def become_small() -> None:
    ladders.confirm(ladders.propose(replace(pack(""), small_firm=True, from_on=ladders.today())))


def as_guest(guest: Guest) -> Actor:
    return Actor(account_id(guest.employee_id), guest.employee_id, guest.name, frozenset({Role.GUEST}), via="test")


def by_meera_alone() -> str:
    """Return a case of a small firm that meera looks into and decides."""
    become_small()
    return stories.heard_case("ravi", decider="meera")


def test_they_reach_a_dismissal_by_an_approver_from_outside_beside_the_one_inside():
    leave_four()
    case_id = stories.heard_case(step=Step.DISMISSAL)
    parties = parties_of(stories.case_head(case_id))
    meera, dmitri = factories.person_id("meera"), factories.person_id("dmitri")
    assert set(approvers(case_id, parties, dmitri)) == {meera}
    guest = inviting.invite(case_id)
    assert set(approvers(case_id, parties, dmitri)) == {meera, guest.employee_id}
    action_id = stories.propose(case_id, step=Step.DISMISSAL, approver_ids=(meera, guest.employee_id))
    stories.approve(action_id, "meera")
    outsider, shown = as_guest(guest), stories.head(action_id).proposal_sha256
    with transaction():
        proof = replace(proof_of(outsider), credential_set_at=clock.now())
        operations.approve(outsider, proof, action_id, shown)
    stories.serve(action_id)
    page = queries.step_for(factories.actor("dmitri"), action_id)
    assert (page.action.state, page.proposal.dropped) == (State.SERVED, [])
    assert guest.name in [row.by_name for row in page.approvals]


def test_one_person_may_look_into_it_and_decide_and_the_letter_says_so():
    case_id = by_meera_alone()
    dmitri = factories.person_id("dmitri")
    action_id = stories.propose(case_id, "meera", approver_ids=(dmitri,))
    stories.approve(action_id, "dmitri")
    stories.serve(action_id, "meera")
    proposal = queries.step_for(factories.actor("meera"), action_id).proposal
    assert proposal.dropped == [Separation.INVESTIGATOR_DECIDES]
    jobs.work_off()
    words = words_of(bytes_of(papers_of(action_id)[0].document))
    assert "the person who looked into the matter also decided it" in words
    assert "the one who looked into it did not decide" not in words


def test_one_person_never_approves_what_they_propose_nor_whom_they_invited():
    become_small()
    case_id = stories.open_case()
    inviting.invite(case_id)
    meera = factories.person_id("meera")
    with transaction():
        assigning.assign_decider(factories.actor("meera"), case_id, meera, "He is away.", 1)
    able = approvers(case_id, parties_of(stories.case_head(case_id)), meera)
    assert set(able) == {factories.person_id("dmitri"), factories.person_id("nandini")}


def test_without_that_ladder_who_looks_into_it_never_decides():
    with pytest.raises(Invalid, match="Who looked into a matter never decides it"):
        stories.open_case(decider="meera")


def test_a_ladder_that_is_small_no_more_takes_the_decision_from_one_hand():
    case_id = by_meera_alone()
    ladders.confirm(ladders.propose(replace(pack(""), from_on=ladders.today())))
    with pytest.raises(Refused, match="Only the decider"):
        stories.propose(case_id, "meera", approver_ids=(factories.person_id("dmitri"),))


@pytest.mark.parametrize("is_small", [False, True])
def test_an_hr_officer_who_is_the_complainant_neither_looks_into_it_nor_decides(is_small: bool):
    if is_small:
        become_small()
    complaint_id = told.file_complaint("nandini")
    told.take_on(complaint_id)
    told.name_person(complaint_id, "asha")
    told.name_rule(complaint_id)
    told.move(complaint_id, told.Move.ASSESS)
    told.move(complaint_id, told.Move.INVESTIGATE)
    draft = replace(case_draft(), decider_id=factories.person_id("nandini"))
    with pytest.raises(Invalid, match="Who complains neither looks into it nor decides it"), transaction():
        cases.open_case(factories.actor("meera"), complaint_id, draft)


@pytest.mark.parametrize("part", [Part.INVESTIGATOR, Part.DECIDER])
def test_a_supervisor_who_is_the_subject_gets_no_part_even_with_the_office(part: Part):
    become_small()
    case_id, janis = stories.open_case("janis"), factories.actor("janis")
    with transaction() as session:
        today = clock.now().date()
        session.add(RoleGrant(account_id=janis.account_id, role=Role.HR.value, from_on=today - timedelta(days=1)))
    give = assigning.assign_investigator if part is Part.INVESTIGATOR else assigning.assign_decider
    with pytest.raises(Invalid, match="The case is about this person"), transaction():
        give(factories.actor("meera"), case_id, janis.employee_id, "She is away.", 1)


def test_a_handler_who_is_moved_in_mid_case_has_no_way_back_as_decider():
    case_id, nandini = stories.open_case(), factories.person_id("nandini")
    with transaction():
        assigning.assign_investigator(factories.actor("meera"), case_id, nandini, "She moved to Riga.", 1)
    with pytest.raises(Invalid, match="Who looked into a matter never decides it"), transaction():
        decider = factories.person_id("meera")
        assigning.assign_decider(factories.actor("nandini"), case_id, decider, "He is away.", 2)
    assert case_for(factories.actor("nandini"), case_id, "en").parties.is_one_hand is False
    ended = db.session.query(CasePart).where(CasePart.case_id == case_id, CasePart.until_at.is_not(None))
    assert [row.employee_id for row in ended] == [factories.person_id("meera")]


def test_the_pages_say_that_one_person_does_both(app: Flask, client_of: Callable[[str], Visitor]):
    become_small()
    complaint_id = told.investigated()
    case_id = stories.open_case("lakshmi", decider="meera")
    meera = client_of("meera")
    meera.get(f"/complaints/{complaint_id}/case")
    assert "who looks into the matter may also decide it" in meera.words()
    assert factories.person_id("meera") in meera.tree().xpath("//select[@name='decider_id']/option/@value")
    meera.get(f"/cases/{case_id}")
    assert "One person looks into this case and decides it." in meera.words()
    meera.get(f"/cases/{case_id}/assign")
    assert "The letter then says so." in meera.words()
