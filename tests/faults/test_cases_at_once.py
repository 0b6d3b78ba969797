"""Two people about one step, case or appeal at the same moment: one record, words for the other, and never half."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, HandbookError, Refused
from handbook.core.jobs import Job
from handbook.core.transaction import end_read
from handbook.corrective_actions.cases import closing, operations
from handbook.corrective_actions.cases.lifecycle import CaseState, Closing
from handbook.corrective_actions.cases.models import Case, CaseClosed, CaseOpened
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps import answering, appealing, proposing, serving
from handbook.corrective_actions.steps import operations as steps
from handbook.corrective_actions.steps.answering import RefusalDraft
from handbook.corrective_actions.steps.appealing import AppealDraft, DecisionDraft
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.changing import SEAL
from handbook.corrective_actions.steps.lifecycle import State
from handbook.corrective_actions.steps.models import (
    StepApproved,
    StepProposed,
    StepReceived,
    StepRefused,
    StepServed,
    StepStatement,
)
from handbook.corrective_actions.steps.models_appeals import AppealArranged, AppealDecided, AppealLodged, WorkEnded
from handbook.ledger.models import Evidence
from handbook.ledger.verification import verify
from tests import factories
from tests.acknowledgements.signing import proof_of
from tests.complaints import stories as complaints
from tests.corrective_actions import stories
from tests.faults.meeting import Came, Deed, all_at_once, one_within_the_other

pytestmark = pytest.mark.database
LATER = timedelta(seconds=2)


@pytest.fixture(autouse=True)
def whole_afterwards(context: Flask) -> Iterator[None]:
    """Whatever two people did at once: every row has its leaf, and the ledger verifies."""
    yield
    end_read()
    assert verify().ok


# Approving and changing what is to be approved.


def test_both_who_were_asked_about_a_dismissal_approve_it_at_once(context: Flask):
    action_id = proposed(Step.DISMISSAL)
    met = one_within_the_other(context, approves("meera", action_id), approves("nandini", action_id))
    assert refusals(met.first, met.second) == []
    assert (state(action_id), count(StepApproved)) == (State.APPROVED, 2)


def test_one_person_who_approves_in_two_windows_has_approved_once(context: Flask):
    action_id = proposed(Step.DISMISSAL)
    met = one_within_the_other(context, approves("meera", action_id), approves("meera", action_id))
    assert "each once" in words(met.second, Refused)
    assert (state(action_id), count(StepApproved)) == (State.PROPOSED, 1)


def test_nobody_approves_what_is_changed_at_that_moment(context: Flask):
    action_id = proposed()
    met = one_within_the_other(context, changes(action_id), approves("meera", action_id))
    assert "The proposal was changed while you were reading" in words(met.second, Conflict)
    assert (met.first, state(action_id), count(StepApproved)) == (action_id, State.PROPOSED, 0)


def test_what_is_approved_at_that_moment_cannot_be_changed_any_more(context: Flask):
    action_id = proposed()
    met = one_within_the_other(context, approves("meera", action_id), changes(action_id))
    assert "was changed while you were writing" in words(met.second, Conflict)
    assert (state(action_id), count(StepProposed)) == (State.APPROVED, 1)


# Proposing, and ending the case.


def test_a_form_of_proposing_that_arrives_twice_at_once_is_one_step(context: Flask):
    proposes = proposes_in(stories.heard_case())
    met = one_within_the_other(context, proposes, proposes)
    assert met.first == met.second
    assert count(StepProposed) == 1


def test_two_proposals_of_two_windows_are_one_step_and_a_refusal(context: Flask):
    case_id = stories.heard_case()
    met = one_within_the_other(context, proposes_in(case_id), proposes_in(case_id))
    assert "changed while you were writing" in words(met.second, Conflict)
    assert count(StepProposed) == 1


def test_nothing_is_proposed_in_a_case_that_ends_at_that_moment(context: Flask):
    case_id = stories.heard_case()
    met = one_within_the_other(context, ends(case_id), proposes_in(case_id))
    assert isinstance(met.second, HandbookError)
    assert (case_state(case_id), count(CaseClosed), count(StepProposed)) == (CaseState.CLOSED, 1, 0)


def test_no_case_ends_while_a_step_is_proposed_in_it(context: Flask):
    case_id = stories.heard_case()
    met = one_within_the_other(context, proposes_in(case_id), ends(case_id))
    assert "A step is proposed in this case" in words(met.second, Conflict)
    assert (case_state(case_id), count(CaseClosed), count(StepProposed)) == (CaseState.HEARD, 0, 1)


def test_one_complaint_about_one_person_is_one_case_whoever_opens_it_twice(context: Flask):
    complaint_id = complaints.investigated()
    met = one_within_the_other(context, opens(complaint_id), opens(complaint_id))
    assert "There is a case about this person".lower() in words(met.second, HandbookError).lower()
    assert (count(Case), count(CaseOpened)) == (1, 1)


# Serving, and what the person answers.


def test_a_letter_is_served_once_whoever_hands_it_over_twice(context: Flask):
    action_id = approved()
    met = one_within_the_other(context, serves("dmitri", action_id), serves("meera", action_id))
    assert "was changed while you were writing" in words(met.second, Conflict)
    assert (state(action_id), count(StepServed), seals()) == (State.SERVED, 1, 1)


def test_a_letter_opened_on_two_devices_at_once_is_served_once(context: Flask):
    action_id = approved()
    stories.serve(action_id, manner="portal")
    met = one_within_the_other(context, opens_letter(action_id), opens_letter(action_id))
    assert refusals(met.first, met.second) == []
    assert (state(action_id), count(StepServed), seals()) == (State.SERVED, 1, 1)


def test_a_letter_opened_while_somebody_hands_it_over_is_served_once(context: Flask):
    action_id = approved()
    stories.serve(action_id, manner="portal")
    met = one_within_the_other(context, opens_letter(action_id), serves("dmitri", action_id))
    assert "was changed while you were writing" in words(met.second, Conflict)
    assert (state(action_id), count(StepServed)) == (State.SERVED, 1)


def test_a_dismissal_ends_the_work_once(context: Flask):
    action_id = proposed(Step.DISMISSAL)
    for name in stories.APPROVERS[Step.DISMISSAL]:
        stories.approve(action_id, name)
    met = one_within_the_other(context, serves("dmitri", action_id), serves("dmitri", action_id))
    assert "was changed while you were writing" in words(met.second, Conflict)
    assert (count(StepServed), count(WorkEnded)) == (1, 1)


def test_who_confirms_the_receipt_at_that_moment_has_not_refused_it(context: Flask):
    action_id = stories.served()
    met = one_within_the_other(context, confirms(action_id), is_refused(action_id))
    assert "has moved on meanwhile" in words(met.second, Conflict)
    assert (state(action_id), count(StepReceived), count(StepRefused)) == (State.RECEIVED, 1, 0)


def test_who_is_written_down_as_refusing_can_still_confirm_and_both_stand(context: Flask):
    action_id = stories.served()
    met = one_within_the_other(context, is_refused(action_id), confirms(action_id))
    assert refusals(met.first, met.second) == []
    assert (state(action_id), count(StepReceived), count(StepRefused)) == (State.RECEIVED, 1, 1)


def test_one_statement_sent_by_six_at_once_is_one_statement(context: Flask):
    action_id, asha, key = stories.served(), factories.actor("asha"), new_id()
    end_read()

    def says() -> str:
        answering.add_statement(asha, action_id, "The queue was long.", "en", key)
        return key

    assert all_at_once(context, [says] * 6) == [key] * 6
    assert count(StepStatement) == 1


# Appealing.


def test_two_appeals_at_once_are_one(context: Flask):
    action_id = stories.served()
    met = one_within_the_other(context, appeals(action_id), appeals(action_id))
    assert refusals(met.first, met.second) == []
    assert count(AppealLodged) == 1


def test_of_two_who_name_a_hearer_the_first_does(context: Flask):
    action_id = stories.served()
    stories.appeal(action_id)
    met = one_within_the_other(context, arranges("dmitri", action_id), arranges("meera", action_id))
    assert "was changed while you were writing" in words(met.second, Conflict)
    assert count(AppealArranged) == 1


def test_of_two_decisions_of_an_appeal_the_first_stands(context: Flask):
    action_id = stories.served()
    stories.appeal(action_id)
    stories.arrange_appeal(action_id)
    met = one_within_the_other(context, decides(action_id, Outcome.ALLOWED), decides(action_id, Outcome.DISMISSED))
    assert isinstance(met.second, HandbookError)
    assert (stories.head(action_id).outcome, count(AppealDecided)) == (Outcome.ALLOWED, 1)
    assert case_state(stories.head(action_id).case_id) is CaseState.CLOSED


# Deeds, prepared to the last step.


def approves(name: str, action_id: str) -> Deed:
    """Return the deed of approving what stands now."""
    who, sha256 = factories.actor(name), stories.head(action_id).proposal_sha256
    proof = proof_of(who)
    end_read()
    return lambda: done(steps.approve(who, proof, action_id, sha256))


def changes(action_id: str) -> Deed:
    """Return the deed of proposing anew what waits."""
    dmitri, action = factories.actor("dmitri"), stories.head(action_id)
    proof, case_id = proof_of(dmitri), action.case_id
    draft = stories.proposal(row_version=action.row_version, reasons="Two customers wrote the same.")
    end_read()
    return lambda: proposing.propose(dmitri, proof, case_id, draft)


def proposes_in(case_id: str) -> Deed:
    """Return the deed of proposing a written warning by one form."""
    dmitri, draft = factories.actor("dmitri"), stories.proposal()
    proof = proof_of(dmitri)
    end_read()
    return lambda: proposing.propose(dmitri, proof, case_id, draft)


def opens(complaint_id: str) -> Deed:
    """Return the deed of opening a case about Asha."""
    meera = factories.actor("meera")
    person, decider = factories.person_id("asha"), factories.person_id("dmitri")
    draft = operations.CaseDraft(person, "never-argue", "Spoke loudly to a customer.", decider)
    end_read()
    return lambda: operations.open_case(meera, complaint_id, draft)


def ends(case_id: str) -> Deed:
    """Return the deed of ending a case with nothing found."""
    dmitri, version = factories.actor("dmitri"), stories.case_head(case_id).row_version
    proof, draft = proof_of(dmitri), closing.ClosingDraft(Closing.NO_CASE, "Nothing was found.", "Two saw it.")
    end_read()
    return lambda: done(closing.close(dmitri, proof, case_id, draft, version))


def serves(name: str, action_id: str) -> Deed:
    """Return the deed of handing a letter over."""
    who, version = factories.actor(name), stories.head(action_id).row_version
    proof = proof_of(who)
    end_read()
    return lambda: done(serving.serve(who, proof, action_id, "in person", version))


def opens_letter(action_id: str) -> Deed:
    """Return the deed of opening the letter that lies in Asha's file."""
    asha = factories.actor("asha")
    end_read()
    return lambda: done(serving.open_letter(asha, action_id))


def confirms(action_id: str) -> Deed:
    """Return the deed of confirming the receipt."""
    asha = factories.actor("asha")
    proof = proof_of(asha)
    end_read()
    return lambda: done(answering.confirm_receipt(asha, proof, action_id, "en"))


def is_refused(action_id: str) -> Deed:
    """Return the deed of writing down, before two witnesses, that Asha would not confirm."""
    dmitri, janis, olga = (factories.actor(name) for name in ("dmitri", "janis", "olga"))
    proofs = proof_of(janis), proof_of(olga)
    end_read()
    return lambda: done(answering.record_refusal(dmitri, proofs, action_id, RefusalDraft("No.", "en")))


def appeals(action_id: str) -> Deed:
    """Return the deed of appealing."""
    asha = factories.actor("asha")
    end_read()
    return lambda: done(appealing.lodge_appeal(asha, action_id, AppealDraft("The customer began it.", "en")))


def arranges(name: str, action_id: str) -> Deed:
    """Return the deed of naming nandini to hear the appeal."""
    who, version = factories.actor(name), stories.appeal_head(action_id).row_version
    draft = appealing.HearingDraft(factories.person_id("nandini"), clock.now() + timedelta(days=14), "office")
    end_read()
    return lambda: done(appealing.arrange_hearing(who, action_id, draft, version))


def decides(action_id: str, outcome: Outcome) -> Deed:
    """Return the deed of deciding the appeal, a moment after the hearing."""
    nandini, version = factories.actor("nandini"), stories.appeal_head(action_id).row_version
    proof, draft = proof_of(nandini), DecisionDraft(outcome, "She was insulted first.", "The words were not hers.")
    end_read()

    def decide() -> str:
        with clock.shifted(LATER):  # a thread has a clock of its own
            appealing.decide_appeal(nandini, proof, action_id, draft, version)
        return outcome

    return decide


def done(_nothing: None) -> str:
    """Return what a deed without a result gives."""
    return "done"


# What is there afterwards.


def proposed(step: Step = Step.WRITTEN) -> str:
    """Return a step about Asha that waits for approval."""
    asked = tuple(factories.person_id(name) for name in stories.APPROVERS[step])
    return stories.propose(stories.heard_case(step=step), step=step, approver_ids=asked)


def approved() -> str:
    """Return a written warning of Asha that is ready to be served."""
    action_id = proposed()
    stories.approve(action_id)
    return action_id


def words(came: Came, kind: type[HandbookError]) -> str:
    """Return the words of a refusal, which is of this kind."""
    assert isinstance(came, kind), came
    return str(came)


def refusals(*came: Came) -> list[str]:
    """Return the words of everything that was refused."""
    return [str(one) for one in came if isinstance(one, HandbookError)]


def state(action_id: str) -> State:
    """Return where a step stands."""
    return State(stories.head(action_id).state)


def case_state(case_id: str) -> CaseState:
    """Return where a case stands."""
    return CaseState(stories.case_head(case_id).state)


def count(table: type[Evidence] | type[Case]) -> int:
    """Return how many rows there are."""
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def seals() -> int:
    """Return how many papers of steps are to be sealed."""
    return db.session.scalar(select(func.count()).where(Job.kind == SEAL)) or 0
