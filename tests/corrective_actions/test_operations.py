"""From a complaint to a confirmed receipt: who may, what is written down, what is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from handbook.complaints import queries as complaints
from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases.models import CaseOpened
from handbook.corrective_actions.cases.operations import CaseDraft, open_case
from handbook.corrective_actions.cases.queries import case_for
from handbook.corrective_actions.ladders.ladder import lapses_on
from handbook.corrective_actions.steps import operations, queries
from handbook.corrective_actions.steps.lifecycle import Standing, State
from handbook.corrective_actions.steps.models import (
    StepApproved,
    StepDeclined,
    StepProposed,
    StepReceived,
    StepServed,
    StepStatement,
)
from handbook.corrective_actions.steps.proposals import proposal_sha256
from handbook.corrective_actions.steps.proposing import propose
from handbook.ledger.models import Leaf
from handbook.ledger.verification import verify
from tests import factories
from tests.acknowledgements.signing import proof_of, sign_below
from tests.complaints import stories as told
from tests.corrective_actions import stories

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def count(kind: type) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def case_draft(subject: str = "asha", decider: str = "dmitri", rule_id: str = "never-argue") -> CaseDraft:
    return CaseDraft(factories.person_id(subject), rule_id, "Spoke loudly.", factories.person_id(decider))


def test_the_whole_way_leaves_a_leaf_for_each_act_of_will():
    sign_below("asha")
    action_id = stories.served()
    stories.reply(action_id)
    stories.confirm(action_id)
    types = set(db.session.scalars(select(Leaf.type)))
    assert {"case.opened", "step.proposed", "step.approved", "step.served", "step.statement", "step.received"} <= types
    assert verify().ok
    page = queries.step_for(factories.actor("asha"), action_id)
    assert page.line.state is State.RECEIVED
    assert [page.proposal.by_name, page.approvals[0].by_name] == ["Dmitrijs Liepa", "Meera Nair"]
    acts = (page.proposal, *page.approvals, page.served, page.received)
    assert {row.method for row in acts} == {"password typed again"}


def test_a_case_is_another_record_than_the_complaint():
    complaint_id = told.investigated()
    with transaction():
        case_id = open_case(factories.actor("meera"), complaint_id, case_draft())
    handling = complaints.complaint_for(factories.actor("meera"), complaint_id).handling
    assert handling is not None
    assert handling.has_case
    case = case_for(factories.actor("dmitri"), case_id, "en")
    assert case.opened.allegation == "Spoke loudly."
    with pytest.raises(NotFound):
        complaints.complaint_for(factories.actor("dmitri"), complaint_id)


def test_no_case_about_a_person_or_rule_that_the_complaint_does_not_name():
    complaint_id = told.investigated()
    for draft, words in ((case_draft("ravi"), "Person:"), (case_draft(rule_id="greet-every-customer"), "Rule:")):
        with pytest.raises(Invalid, match=words), transaction():
            open_case(factories.actor("meera"), complaint_id, draft)
    assert count(CaseOpened) == 0


@pytest.mark.parametrize("decider", ["meera", "janis", "asha", "olga"])
def test_who_found_out_filed_or_may_not_decide_is_no_decider(decider: str):
    complaint_id = told.investigated()
    with pytest.raises(Invalid, match="Decider:"), transaction():
        open_case(factories.actor("meera"), complaint_id, case_draft(decider=decider))


def test_one_person_gets_one_case_from_a_complaint():
    complaint_id = told.investigated()
    with transaction():
        open_case(factories.actor("meera"), complaint_id, case_draft())
    with pytest.raises(Invalid, match="already"), transaction():
        open_case(factories.actor("meera"), complaint_id, case_draft())


def test_a_rule_that_was_not_notified_holds_the_step_unless_a_reason_is_given():
    case_id = stories.heard_case()
    with pytest.raises(Invalid, match="not notified"):
        stories.propose(case_id, not_notified_reason="")
    assert count(StepProposed) == 0
    stories.propose(case_id, not_notified_reason="It was told in a talk.")
    assert db.session.scalars(select(StepProposed)).one().notice == "not notified"


def test_a_rule_that_was_signed_needs_no_reason():
    sign_below("asha")
    stories.propose(stories.heard_case(), not_notified_reason="")
    assert db.session.scalars(select(StepProposed)).one().notice == "signed"


@pytest.mark.parametrize("name", ["meera", "nandini", "janis", "asha", "olga", "inese"])
def test_nobody_but_the_decider_proposes(name: str):
    case_id = stories.heard_case()
    with pytest.raises((NotFound, Refused)):
        stories.propose(case_id, by=name)
    assert count(StepProposed) == 0


@pytest.mark.parametrize("approver", ["dmitri", "janis", "asha", "olga"])
def test_proposer_filer_and_subject_are_never_asked_to_approve(approver: str):
    case_id = stories.heard_case()
    with pytest.raises(Invalid, match="Approver:"):
        stories.propose(case_id, approver_ids=(factories.person_id(approver),))


@pytest.mark.parametrize("name", ["dmitri", "nandini", "janis", "asha"])
def test_nobody_but_the_person_asked_approves(name: str):
    action_id = stories.propose(stories.heard_case())
    with pytest.raises((NotFound, Refused)):
        stories.approve(action_id, by=name)
    assert count(StepApproved) == 0


def test_nobody_acts_with_the_proof_of_another():
    case_id, dmitri, meera = stories.heard_case(), factories.actor("dmitri"), factories.actor("meera")
    with pytest.raises(Refused, match="for another"), transaction():
        propose(dmitri, proof_of(meera), case_id, stories.proposal())
    action_id = stories.propose(case_id)
    with pytest.raises(Refused, match="for another"), transaction():
        operations.approve(meera, proof_of(dmitri), action_id, stories.head(action_id).proposal_sha256)


def test_an_approval_is_bound_to_what_was_read():
    case_id = stories.heard_case()
    action_id = stories.propose(case_id)
    read = stories.head(action_id).proposal_sha256
    version = stories.head(action_id).row_version
    stories.propose(case_id, reasons="Other reasons.", row_version=version)
    meera = factories.actor("meera")
    with pytest.raises(Conflict, match="changed"), transaction():
        operations.approve(meera, proof_of(meera), action_id, read)
    assert count(StepApproved) == 0
    stories.approve(action_id)
    page = queries.step_for(meera, action_id)
    assert (page.proposal.reasons, page.approvals[0].proposal_sha256) == (
        "Other reasons.",
        page.proposal.proposal_sha256,
    )


def test_the_fingerprint_is_that_of_the_stored_proposal_and_of_every_word():
    row = db.session.get_one(StepProposed, proposal_row(stories.propose(stories.heard_case())))
    assert proposal_sha256(row) == row.proposal_sha256
    before = row.proposal_sha256
    for name in ("observed", "heard", "reasons", "change", "help", "place", "subject_id"):
        kept = getattr(row, name)
        setattr(row, name, kept + ".")
        assert proposal_sha256(row) != before, name
        setattr(row, name, kept)
    db.session.rollback()


def test_a_stale_proposal_is_refused_with_nothing_written():
    case_id = stories.heard_case()
    stories.propose(case_id)
    with pytest.raises(Conflict):
        stories.propose(case_id, row_version=0)
    assert count(StepProposed) == 1


def test_the_same_proposal_sent_twice_is_one_step():
    case_id, dmitri, draft = stories.heard_case(), factories.actor("dmitri"), stories.proposal()
    ids = set()
    for _time in range(2):
        with transaction():
            ids.add(propose(dmitri, proof_of(dmitri), case_id, draft))
    assert (len(ids), count(StepProposed)) == (1, 1)


def test_a_second_step_waits_until_the_first_was_not_approved():
    case_id = stories.heard_case()
    action_id = stories.propose(case_id)
    stories.approve(action_id)
    with pytest.raises(Conflict):
        stories.propose(case_id, row_version=stories.head(action_id).row_version)


def test_what_was_not_approved_can_be_proposed_anew():
    case_id, meera = stories.heard_case(), factories.actor("meera")
    action_id = stories.propose(case_id)
    read = stories.head(action_id).proposal_sha256
    with transaction():
        operations.decline(meera, proof_of(meera), action_id, read, "A talk will do.")
    assert (count(StepDeclined), stories.head(action_id).state) == (1, State.DECLINED)
    assert stories.propose(case_id) != action_id


def test_an_observation_of_tomorrow_is_refused():
    with pytest.raises(Invalid, match="still to come"):
        stories.propose(stories.heard_case(), observed_at=clock.now() + timedelta(hours=1))


def test_nothing_is_served_before_it_is_approved():
    action_id = stories.propose(stories.heard_case())
    with pytest.raises(Conflict):
        stories.serve(action_id)
    assert count(StepServed) == 0


def test_the_day_of_service_is_that_of_the_employees_location():
    action_id = stories.served("ravi")  # works in Riga; it happened in Hyderabad
    head = stories.head(action_id)
    assert (head.zone, head.served_on) == ("Europe/Riga", clock.today("Europe/Riga"))
    assert head.lapses_on == lapses_on(head.served_on, 6)
    assert queries.step_for(factories.actor("ravi"), action_id).line.stand.standing is Standing.LIVE


def test_a_stale_service_is_refused():
    action_id, dmitri = stories.propose(stories.heard_case()), factories.actor("dmitri")
    stale = stories.head(action_id).row_version
    stories.approve(action_id)
    with pytest.raises(Conflict), transaction():
        operations.serve(dmitri, proof_of(dmitri), action_id, "portal", stale)
    assert stories.head(action_id).served_on is None


def test_the_subject_finds_nothing_before_service():
    action_id = stories.propose(stories.heard_case())
    stories.approve(action_id)
    with pytest.raises(NotFound):
        queries.step_for(factories.actor("asha"), action_id)
    for act in (stories.reply, stories.confirm):
        with pytest.raises(NotFound):
            act(action_id)


def test_nobody_replies_or_confirms_instead_of_the_employee():
    action_id = stories.served()
    for name in ("dmitri", "meera", "nandini"):
        for act in (stories.reply, stories.confirm):
            with pytest.raises(Refused):
                act(action_id, by=name)
    assert count(StepStatement) + count(StepReceived) == 0


def test_a_receipt_is_confirmed_once_and_replies_may_follow():
    action_id = stories.served()
    stories.confirm(action_id)
    with pytest.raises(Conflict):
        stories.confirm(action_id)
    stories.reply(action_id, "One more thing.")
    assert (count(StepReceived), count(StepStatement)) == (1, 1)
    assert stories.head(action_id).state == State.RECEIVED


def test_the_same_statement_sent_twice_is_one():
    action_id, asha, key = stories.served(), factories.actor("asha"), new_id()
    for _time in range(2):
        with transaction():
            operations.add_statement(asha, action_id, "I was insulted first.", "en", key)
    assert count(StepStatement) == 1


def test_a_decider_who_is_named_in_the_complaint_loses_the_case_at_once():
    complaint_id = told.investigated()
    with transaction():
        case_id = open_case(factories.actor("meera"), complaint_id, case_draft())
    case_for(factories.actor("dmitri"), case_id, "en")
    told.name_person(complaint_id, "dmitri")
    with pytest.raises(NotFound):
        case_for(factories.actor("dmitri"), case_id, "en")


def test_whoever_loses_the_role_loses_the_case():
    case_id, dmitri = stories.open_case(), factories.actor("dmitri")
    assert case_for(dmitri, case_id, "en")
    with pytest.raises(NotFound):
        case_for(replace(dmitri, roles=frozenset()), case_id, "en")


def proposal_row(action_id: str) -> str:
    return db.session.scalars(select(StepProposed.id).where(StepProposed.action_id == action_id)).one()


def test_a_letter_is_never_served_with_words_that_nobody_approved(context: Flask) -> None:
    case_id = stories.heard_case()
    action_id = stories.propose(case_id)
    stories.approve(action_id)
    with transaction():
        stories.head(action_id).state = State.PROPOSED.value  # as two hands at once could leave it
    stories.propose(case_id, reasons="Other words.", row_version=stories.head(action_id).row_version)
    with transaction():
        stories.head(action_id).state = State.APPROVED.value
    with pytest.raises(Conflict, match="approved again"):
        stories.serve(action_id)
    assert stories.head(action_id).served_on is None


def test_a_revision_of_a_step_that_is_gone_makes_no_new_one(context: Flask) -> None:
    case_id = stories.heard_case()
    with pytest.raises(Conflict, match="was changed while you were writing"):
        stories.propose(case_id, row_version=3)
