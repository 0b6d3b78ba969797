"""Receipts refused before two witnesses, appeals heard by somebody without a part, and what an outcome does."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import current_app
from sqlalchemy import func, select

from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases.lifecycle import CaseState
from handbook.corrective_actions.due import waiting_for
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps import appealing, lapsing, looking_again, queries
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.lifecycle import Standing, State
from handbook.corrective_actions.steps.models import StepRefused
from handbook.corrective_actions.steps.models_appeals import AppealDecided, AppealLodged, StepLapsed, StepLookedAgain
from handbook.corrective_actions.windows import open_appeals_of
from handbook.home.conduct import about_me
from handbook.ledger.verification import verify
from handbook.people.models import Employee
from handbook.workfile.held import held_against
from tests import factories
from tests.acknowledgements.signing import proof_of
from tests.corrective_actions import stories

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def count(kind: type) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def due(name: str) -> list[str]:
    with current_app.test_request_context():
        return [one.words for one in waiting_for(factories.actor(name)).acts]


def stands(action_id: str, name: str = "asha") -> Standing:
    return queries.step_for(factories.actor(name), action_id).line.stand.standing


def test_a_refused_receipt_needs_two_witnesses_and_changes_nothing_else():
    action_id = stories.served()
    stories.refuse(action_id, "janis", "olga", words="Not today.")
    row = db.session.scalars(select(StepRefused)).one()
    assert (row.first_name, row.second_name) == (factories.PEOPLE["janis"].name, factories.PEOPLE["olga"].name)
    assert (row.words, stories.head(action_id).state) == ("Not today.", State.REFUSED)
    assert stands(action_id) is Standing.LIVE
    stories.reply(action_id)
    stories.confirm(action_id)
    assert stories.head(action_id).state == State.RECEIVED


@pytest.mark.parametrize(
    ("first", "second"),
    [("janis", "janis"), ("janis", "dmitri"), ("meera", "janis"), ("asha", "janis"), ("janis", "milda")],
)
def test_who_decided_approved_is_concerned_or_gone_is_no_witness(first: str, second: str):
    action_id = stories.served()
    with pytest.raises(Invalid, match="Witnesses:"):
        stories.refuse(action_id, first, second)
    assert count(StepRefused) == 0


def test_two_records_of_one_human_are_not_two_witnesses():
    action_id = stories.served()
    with transaction() as session:
        for name in ("janis", "olga"):
            session.get_one(Employee, factories.person_id(name)).mobile = "+371 2000 0000"
    with pytest.raises(Invalid, match="two different people"):
        stories.refuse(action_id, "janis", "olga")


@pytest.mark.parametrize("name", ["janis", "asha", "nandini"])
def test_only_the_people_of_the_case_write_a_refusal_down(name: str):
    action_id = stories.served()
    with pytest.raises((NotFound, Refused)):
        stories.refuse(action_id, "olga", "inese", by=name)


def test_a_receipt_is_refused_once():
    action_id = stories.served()
    stories.refuse(action_id)
    with pytest.raises(Conflict):
        stories.refuse(action_id)


def test_an_appeal_that_is_allowed_overturns_the_step_and_closes_the_case():
    action_id, asha = stories.served(), factories.person_id("asha")
    stories.appeal(action_id)
    assert due("dmitri") == ["An appeal: name who hears it, and when"]
    stories.arrange_appeal(action_id)
    assert "An appeal for you to hear and decide" in due("nandini")
    stories.decide_appeal(action_id, Outcome.ALLOWED)
    assert stands(action_id) is Standing.OVERTURNED
    today = clock.today(stories.head(action_id).zone)
    assert queries.live_on(asha, today) == []
    (row,) = queries.history(asha, today)
    assert row.overturned_on == today
    assert stories.case_head(stories.head(action_id).case_id).state == CaseState.CLOSED
    assert verify().ok


def test_a_reduced_step_is_live_as_the_milder_one():
    action_id = stories.served()
    stories.appealed(action_id, Outcome.REDUCED, reduced_step=Step.VERBAL, reduced_months=3)
    (row,) = queries.live_on(factories.person_id("asha"), clock.today(stories.head(action_id).zone))
    assert (row.step, row.was) == (Step.VERBAL, Step.WRITTEN)
    assert row.lapses_on == stories.head(action_id).reduced_lapses_on < stories.head(action_id).lapses_on


@pytest.mark.parametrize(("step", "months"), [(Step.FINAL, 1), (Step.WRITTEN, 6), (Step.VERBAL, 12), (None, None)])
def test_an_appeal_never_makes_it_worse(step: Step | None, months: int | None):
    action_id = stories.served()
    with pytest.raises(Invalid):
        stories.appealed(action_id, Outcome.REDUCED, reduced_step=step, reduced_months=months)
    assert count(AppealDecided) == 0
    assert stands(action_id) is Standing.LIVE


@pytest.mark.parametrize("hearer", ["meera", "dmitri", "asha", "janis", "olga", "viktor"])
def test_who_had_a_part_or_may_not_hear_appeals_is_no_hearer(hearer: str):
    action_id = stories.served()
    stories.appeal(action_id)
    with pytest.raises(Invalid, match="Who hears it:"):
        stories.arrange_appeal(action_id, hearer)


def test_another_record_of_the_decider_is_no_hearer():
    action_id = stories.served()
    stories.appeal(action_id)
    with transaction() as session:
        for name in ("dmitri", "nandini"):
            session.get_one(Employee, factories.person_id(name)).email = "one.human@lotus-linden.example"
    with pytest.raises(Invalid, match="Who hears it:"):
        stories.arrange_appeal(action_id, "nandini")


@pytest.mark.parametrize("name", ["meera", "dmitri", "asha"])
def test_nobody_but_the_hearer_decides(name: str):
    action_id = stories.served()
    stories.appeal(action_id)
    stories.arrange_appeal(action_id)
    with pytest.raises(Refused):
        stories.decide_appeal(action_id, Outcome.DISMISSED, by=name)


def test_nothing_is_decided_before_the_hearing():
    action_id = stories.served()
    stories.appeal(action_id)
    stories.arrange_appeal(action_id, days=3)
    with pytest.raises(Invalid, match="still to come"):
        stories.decide_appeal(action_id, Outcome.ALLOWED)


def test_the_hearing_of_an_appeal_leaves_the_days_to_prepare_unless_the_employee_wishes_to_be_heard_soon():
    action_id = stories.served()
    with transaction():
        appealing.lodge_appeal(factories.actor("asha"), action_id, appealing.AppealDraft("She began it.", "en"))
    today = clock.now()
    draft = appealing.HearingDraft(factories.person_id("nandini"), today + timedelta(hours=20), "office")
    dmitri, later = factories.actor("dmitri"), replace(draft, hearing_at=today + timedelta(days=14))
    with pytest.raises(Invalid, match="time to prepare"), transaction():
        appealing.arrange_hearing(dmitri, action_id, draft, 1)
    with transaction():
        appealing.arrange_hearing(dmitri, action_id, later, 1)
    with pytest.raises(Invalid, match="time to prepare"), transaction():
        appealing.arrange_hearing(dmitri, action_id, draft, 2)


def test_nobody_names_themselves_to_hear_an_appeal():
    action_id = stories.served()
    stories.appeal(action_id)
    with pytest.raises(Invalid, match="nobody names themselves"):
        stories.arrange_appeal(action_id, "nandini", by="nandini")


def test_the_person_reads_on_which_day_the_appeal_is_heard_and_by_whom():
    action_id, asha = stories.served(), factories.person_id("asha")
    stories.appeal(action_id)
    with current_app.test_request_context():
        assert "You appealed against" in open_appeals_of(asha)[0].sentence
        stories.arrange_appeal(action_id, days=20)
        (window,) = open_appeals_of(asha)
        assert window.until == clock.local(stories.appeal_head(action_id).hearing_at, "Asia/Kolkata").date()
        assert factories.PEOPLE["nandini"].name in window.sentence
        assert "office" in window.sentence
        assert window in held_against(asha, factories.actor("asha")).windows
        assert window.sentence in [task.title for task in about_me(factories.actor("asha"))]


def test_an_appeal_is_lodged_once_and_by_the_employee_alone():
    action_id = stories.served()
    for name in ("dmitri", "meera"):
        with pytest.raises(Refused):
            stories.appeal(action_id, by=name)
    stories.appeal(action_id)
    stories.appeal(action_id)
    assert count(AppealLodged) == 1


def test_a_late_appeal_needs_a_reason_that_is_kept():
    action_id = stories.served()
    with time_machine.travel(clock.now() + timedelta(days=30)):
        with pytest.raises(Invalid, match="Why only now"):
            stories.appeal(action_id)
        stories.appeal(action_id, late_reason="I was ill.")
    assert db.session.scalars(select(AppealLodged.late_reason)).one() == "I was ill."


def test_a_step_on_one_that_was_overturned_is_looked_at_again():
    first = stories.served()
    later = stories.served(step=Step.FINAL)
    stories.appealed(first, Outcome.ALLOWED)
    page = queries.step_for(factories.actor("dmitri"), later)
    assert page.to_look_at == (stories.head(first).reference,)
    assert due("dmitri") == ["It rests on a step that was overturned or reduced: look at it again"]
    dmitri = factories.actor("dmitri")
    with transaction():
        version = stories.head(later).row_version
        looking_again.look_again(dmitri, proof_of(dmitri), later, "It was grave by itself.", version)
    assert (count(StepLookedAgain), due("dmitri")) == (1, [])
    assert queries.step_for(dmitri, later).to_look_at == ()


def test_looking_again_at_one_step_leaves_the_others_that_rest_on_the_same_to_be_looked_at():
    first = stories.served()
    both = [stories.served(step=step) for step in (Step.FINAL, Step.DISMISSAL)]
    stories.appealed(first, Outcome.ALLOWED)
    asked = "It rests on a step that was overturned or reduced: look at it again"
    assert due("dmitri") == [asked, asked]
    dmitri = factories.actor("dmitri")
    with transaction():
        version = stories.head(both[0]).row_version
        looking_again.look_again(dmitri, proof_of(dmitri), both[0], "It was grave by itself.", version)
    assert due("dmitri") == [asked]


def test_the_letter_that_it_has_lapsed_is_written_once():
    action_id = stories.served()
    assert lapsing.tell_lapsed() == 0
    with time_machine.travel(clock.now() + timedelta(days=200)):
        assert [lapsing.tell_lapsed(), lapsing.tell_lapsed()] == [1, 0]
        assert stands(action_id) is Standing.LAPSED
    assert db.session.scalars(select(StepLapsed.lapsed_on)).one() == stories.head(action_id).lapses_on


def test_no_letter_says_that_an_overturned_step_has_lapsed():
    stories.appealed(stories.served(), Outcome.ALLOWED)
    with time_machine.travel(clock.now() + timedelta(days=200)):
        assert lapsing.tell_lapsed() == 0
