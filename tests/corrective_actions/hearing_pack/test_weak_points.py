"""What a hearing pack points at first, and the order of its lines, read off the records of real cases."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask, current_app

from handbook.company.calendars import add_working_days
from handbook.complaints.lifecycle import Finding
from handbook.complaints.missing import note_missed_days
from handbook.complaints.models import Complaint
from handbook.complaints.moving import promise_anew
from handbook.core import clock
from handbook.core.db import db
from handbook.core.moments import day_words
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases import suspending
from handbook.corrective_actions.cases.causes import Verdict
from handbook.corrective_actions.cases.folder_kinds import AnswerKind
from handbook.corrective_actions.cases.suspending import Pause, SuspensionDraft
from handbook.corrective_actions.hearing_pack.chronology import Event, chronology
from handbook.corrective_actions.hearing_pack.facts import gather
from handbook.corrective_actions.hearing_pack.weak_points import weak_points
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps.appeals import Outcome
from tests import factories
from tests.acknowledgements import answering
from tests.acknowledgements.signing import proof_of, publish_change, sign_below
from tests.adjustments import stories as agreements
from tests.complaints import stories as told
from tests.corrective_actions import stories

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def points(case_id: str) -> str:
    with current_app.test_request_context():
        return " | ".join(point.words for point in weak_points(gather(case_id, "en")))


def events(case_id: str) -> list[Event]:
    with current_app.test_request_context():
        return chronology(gather(case_id, "en"))


def suspend(case_id: str, kind: Pause, days: int = 0) -> None:
    meera, review = factories.actor("meera"), clock.now().date() + timedelta(days=days) if days else None
    with transaction():
        draft = SuspensionDraft(kind, "The till must be counted.", "the staff room", review)
        suspending.suspend(meera, proof_of(meera), case_id, draft, stories.case_head(case_id).row_version)


def test_a_rule_that_was_not_notified_comes_first():
    assert points(stories.open_case()).startswith("The rule was not notified to the person before the incident.")


def test_a_case_without_weak_points_names_none():
    sign_below("asha")
    with time_machine.travel(clock.now() + timedelta(days=3), tick=True):
        assert points(stories.open_case()) == ""


def test_a_disputed_signature_and_one_set_aside_are_named():
    signed = sign_below("asha")
    case_id = stories.open_case()
    disputed = answering.dispute(signed, "asha")
    assert "is disputed" in points(case_id)
    answering.find("meera", disputed)
    assert "was set aside" in points(case_id)


def test_a_translation_that_lagged_is_named():
    publish_change()
    sign_below("asha", "te")
    assert "lagged behind the source text" in points(stories.open_case())


def test_days_promised_to_the_customer_and_missed_are_named_also_after_a_later_promise():
    case_id = stories.open_case()
    complaint = db.session.get_one(Complaint, stories.case_head(case_id).complaint_id)
    due_on, complaint_id = complaint.due_on, complaint.id
    assert "promised an answer by" not in points(case_id)
    with time_machine.travel(clock.now() + (due_on - clock.now().date()) + timedelta(days=3), tick=True):
        note_missed_days()
        with transaction():
            late = add_working_days(db.session.get_one(Complaint, complaint_id).location_id, clock.now().date(), 10)
            version = db.session.get_one(Complaint, complaint_id).row_version
            promise_anew(factories.actor("meera"), complaint_id, late, "We are still looking.", version)
        assert f"The customer was promised an answer by {day_words(due_on)}. That was missed." in points(case_id)


def test_what_was_found_of_the_complaint_is_told_and_named_where_it_speaks_against_the_case():
    case_id = stories.heard_case()
    complaint_id = stories.case_head(case_id).complaint_id
    told.find(complaint_id, Finding.SUBSTANTIATED)
    assert "does not bear it out" not in points(case_id)
    told.find(complaint_id, Finding.UNABLE_TO_DETERMINE)
    assert "does not bear it out: It cannot be determined" in points(case_id)
    found = [event.words for event in events(case_id) if event.words.startswith("Found of the complaint")]
    assert len(found) == 2
    assert "It cannot be determined" in found[-1]


def test_tests_that_the_folder_is_to_show_are_weak_while_it_is_empty():
    case_id = stories.heard_case(step=Step.WRITTEN)
    assert points(case_id).count("The folder is empty, and yet a test is answered with yes") == 2
    stories.put_in(case_id)
    assert "The folder is empty" not in points(case_id)


def test_who_was_heard_sooner_than_arranged_has_agreed_and_the_pack_says_how():
    case_id = stories.heard_case()
    agreed = "The person was heard before the time that was set. How they agreed: She asked to be heard at once."
    assert agreed in points(case_id)


def test_a_posted_letter_stands_at_the_day_of_posting_and_says_when_it_counts():
    action_id = stories.propose(stories.heard_case())
    stories.approve(action_id)
    stories.serve(action_id, manner="post")
    served_on = stories.head(action_id).served_on
    (posted,) = [one for one in events(stories.head(action_id).case_id) if "posted" in one.words]
    assert posted.words.endswith(f"it counts as served on {day_words(served_on)}")
    assert posted.happened <= clock.now()


def test_a_look_at_the_suspension_that_came_late_stays_a_weak_point_after_it():
    case_id = stories.heard_case()
    suspend(case_id, Pause.BEGUN, 7)
    with time_machine.travel(clock.now() + timedelta(days=9), tick=True):
        suspend(case_id, Pause.KEPT, 7)
        assert points(case_id).count("The time away from work was to be looked at by") == 1


def test_an_agreement_about_the_very_rule_is_named():
    agreements.record("asha")
    assert agreements.WORDS in points(stories.open_case())


def test_short_notice_of_a_hearing_is_counted_in_working_days():
    case_id = stories.open_case()
    stories.begin(case_id)
    stories.tell(case_id)
    stories.arrange(case_id)
    assert "Of the hearing on" not in points(case_id)
    stories.hear(case_id)
    assert "the person knew 0 working days before" in points(case_id)


def test_a_hearing_without_the_person_is_named():
    case_id = stories.open_case()
    stories.begin(case_id)
    stories.tell(case_id)
    stories.say(case_id)
    stories.arrange(case_id)
    with time_machine.travel(clock.now() + timedelta(days=11), tick=True):
        stories.hear(case_id, came=False)
    assert "held without the person" in points(case_id)


def test_a_companion_who_is_not_noted_as_present_is_named():
    case_id = stories.open_case()
    stories.begin(case_id)
    stories.tell(case_id)
    stories.say(case_id, "Lakshmi Devi", kind=AnswerKind.COMPANION)
    stories.arrange(case_id)
    stories.hear(case_id)
    assert "Lakshmi Devi as companion" in points(case_id)


def test_a_test_of_just_cause_answered_with_no_is_named():
    case_id = stories.heard_case()
    stories.answer_tests(case_id, Step.WRITTEN, equal=Verdict.NO)
    assert "A test of just cause is answered with no" in points(case_id)


def test_reasons_for_going_on_and_for_deviating_are_named():
    case_id = stories.heard_case()
    stories.propose(case_id)
    found = points(case_id)
    assert "The rule was told in the talk of last week." in found
    assert "Two talks about the same thing did not help." in found


def test_an_answer_after_the_proposal_is_named():
    case_id = stories.heard_case()
    stories.propose(case_id)
    stories.say(case_id, "One thing more: she pushed me.", kind=AnswerKind.NOTES_ADDED)
    assert "The person answered after the step was proposed" in points(case_id)


def test_a_statement_that_nobody_answered_and_a_pending_appeal_are_named():
    action_id = stories.served()
    case_id = stories.head(action_id).case_id
    stories.reply(action_id)
    assert "was not answered" in points(case_id)
    stories.appeal(action_id)
    assert "An appeal is lodged and not decided yet." in points(case_id)


def test_an_overturned_step_below_another_one_is_named():
    first = stories.served("asha")
    second = stories.served("asha", Step.FINAL)
    stories.appealed(first, Outcome.ALLOWED)
    assert f"It rests on {stories.head(first).reference}" in points(stories.head(second).case_id)


def test_the_lines_stand_in_the_order_in_which_things_happened():
    sign_below("asha")
    action_id = stories.served()
    stories.reply(action_id)
    found = events(stories.head(action_id).case_id)
    moments = [event.happened for event in found]
    assert moments == sorted(moments)
    words = [event.words for event in found]
    parts = ("published", "signed it", "incident", "opened", "Told", "was heard", "proposed", "approved", "served")
    order = [next(place for place, one in enumerate(words) if part in one) for part in (*parts, "Statement")]
    assert order == sorted(order)


def test_a_case_before_anybody_was_told_has_a_pack_as_well():
    found = events(stories.open_case())
    assert any(event.section == "allegation" for event in found)


def test_the_customer_and_sealed_answers_are_in_no_line(context: Flask):
    case_id = stories.heard_case(step=Step.DISMISSAL)
    with current_app.test_request_context():
        facts = gather(case_id, "en")
        told = " ".join([event.words for event in chronology(facts)] + [point.words for point in weak_points(facts)])
    assert "pregnan" not in told.casefold()
    assert "union" not in told.casefold()
