"""A decided case ends by itself once nothing can follow any more: on which day, once, and never over an appeal."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select

from handbook.core import clock, jobs
from handbook.core.db import db
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases.disclosure import letters_of
from handbook.corrective_actions.cases.lifecycle import CaseState, Closing
from handbook.corrective_actions.cases.models import CaseEnded
from handbook.corrective_actions.cases.story import story_of
from handbook.corrective_actions.cases.suspending import Pause, SuspensionDraft, suspend
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.ending import end_cases
from handbook.corrective_actions.steps.models import StepServed
from handbook.documents.queries import bytes_of
from handbook.ledger.verification import verify
from tests import factories
from tests.acknowledgements.signing import proof_of
from tests.corrective_actions import stories
from tests.corrective_actions.test_sealing import words_of

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def case_of(action_id: str) -> str:
    return stories.head(action_id).case_id


def state(action_id: str) -> tuple[str, str | None]:
    head = stories.case_head(case_of(action_id))
    return head.state, head.closing


def last_day() -> date:
    return db.session.scalars(select(StepServed.appeal_until)).one()


def at(day: date, hour: time) -> time_machine.travel:
    db.session.rollback()
    return time_machine.travel(datetime.combine(day, hour, ZoneInfo("Asia/Kolkata")))


def test_it_ends_on_the_day_after_the_last_day_for_an_appeal_where_the_person_works_and_once():
    action_id = stories.served()
    last = last_day()
    with at(last, time(23, 50)):
        assert end_cases() == 0
    assert state(action_id) == (CaseState.DECIDED, None)
    with at(last + timedelta(days=1), time(0, 10)):
        assert [end_cases(), end_cases()] == [1, 0]
    assert state(action_id) == (CaseState.CLOSED, Closing.DECIDED)
    row = db.session.scalars(select(CaseEnded)).one()
    assert (row.step_reference, row.appeal_until) == (stories.head(action_id).reference, last)
    assert verify().ok


def test_the_person_gets_a_note_that_names_the_letter_and_takes_nothing_away():
    action_id = stories.served()
    with at(last_day() + timedelta(days=1), time(9)):
        end_cases()
        jobs.work_off()
        note = letters_of(story_of(case_of(action_id)))[-1]
        assert note.kind == "case-ended"
        words = words_of(bytes_of(note.document))
    assert f"the decision in the letter {stories.head(action_id).reference}" in words
    assert "you can still appeal" in words
    with at(last_day() + timedelta(days=2), time(9)):
        stories.appeal(action_id, late_reason="I was in hospital.")
        assert stories.appeal_head(action_id).state == "lodged"


def test_an_appeal_keeps_it_open_and_its_outcome_ends_it():
    action_id = stories.served()
    stories.appeal(action_id)
    with at(last_day() + timedelta(days=30), time(9)):
        assert end_cases() == 0
        stories.arrange_appeal(action_id)
        stories.decide_appeal(action_id, Outcome.DISMISSED)
        assert state(action_id) == (CaseState.CLOSED, Closing.DECIDED)
        assert end_cases() == 0
    assert db.session.scalars(select(CaseEnded)).all() == []


def test_a_letter_that_nobody_opened_and_a_suspension_that_lasts_keep_it_open():
    unopened = stories.propose(stories.heard_case("lakshmi"))
    stories.approve(unopened)
    stories.serve(unopened, manner="portal")
    case_id = stories.heard_case()
    meera, review = factories.actor("meera"), clock.now().date() + timedelta(days=7)
    with transaction():
        draft = SuspensionDraft(Pause.BEGUN, "The till must be counted.", "the staff room", review)
        suspend(meera, proof_of(meera), case_id, draft, stories.case_head(case_id).row_version)
    action_id = stories.propose(case_id)
    stories.approve(action_id)
    stories.serve(action_id)
    with at(clock.now().date() + timedelta(days=60), time(9)):
        assert end_cases() == 0
    assert [state(unopened), state(action_id)] == [(CaseState.DECIDED, None)] * 2
