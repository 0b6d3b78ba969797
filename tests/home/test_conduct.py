"""What the start page says of cases and complaints: to the person once they were told, to whoever has the next act."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask, current_app

from handbook.complaints.lifecycle import Move
from handbook.core import clock
from handbook.home.conduct import about_me, in_cases, in_complaints
from handbook.home.task import Task
from tests import factories
from tests.complaints import stories as complaints
from tests.corrective_actions import stories

pytestmark = pytest.mark.database


def told(name: str) -> list[Task]:
    with current_app.test_request_context():
        return about_me(factories.actor(name))


def waiting(name: str) -> list[Task]:
    with current_app.test_request_context():
        return in_cases(factories.actor(name))


def test_nothing_is_said_before_the_written_notice_and_what_can_be_done_after_it(context: Flask):
    case_id = stories.open_case()
    stories.begin(case_id)
    assert told("asha") == []
    stories.tell(case_id)
    (task,) = told("asha")
    assert "You may answer through" in task.title
    assert task.url.endswith(case_id) or case_id in task.url


def test_a_notice_that_lies_open_is_asked_for_once(context: Flask):
    case_id = stories.open_case()
    stories.begin(case_id)
    stories.tell(case_id, manner="portal")
    assert len(told("asha")) == 1


def test_the_next_act_is_said_to_whoever_has_it_and_to_nobody_else(context: Flask):
    case_id = stories.open_case()
    assert len(waiting("meera")) == 1
    assert waiting("asha") == waiting("janis") == []
    stories.begin(case_id)
    stories.tell(case_id)
    assert len(waiting("dmitri")) == 1


def test_a_complaint_whose_day_has_passed_is_late_for_its_handler(context: Flask):
    complaints.investigated()
    with current_app.test_request_context():
        assert in_complaints(factories.actor("asha")) == []
        with time_machine.travel(clock.now() + timedelta(days=60), tick=False):
            (task,) = in_complaints(factories.actor("meera"))
    assert (task.title, task.state) == ("1 complaint is late", "overdue")


def test_who_is_not_content_with_the_answer_is_a_task_of_the_handler(context: Flask):
    complaint_id = complaints.answered()
    with current_app.test_request_context():
        assert in_complaints(factories.actor("meera")) == []
        complaints.move(complaint_id, Move.DISPUTE)
        (task,) = in_complaints(factories.actor("meera"))
        assert in_complaints(factories.actor("nandini")) == []
    assert task.title == "1 customer is not content with our answer"
    assert "stage=open_disputed" in task.url


def test_what_is_due_today_is_said_by_what_was_promised(context: Flask):
    with time_machine.travel(datetime(2031, 3, 3, 6, 0, tzinfo=UTC), tick=False) as hand:
        complaints.file_complaint()
        hand.move_to(datetime(2031, 3, 4, 6, 0, tzinfo=UTC))
        with current_app.test_request_context():
            (task,) = in_complaints(factories.actor("meera"))
    assert task.title == "1 complaint is due today"
    assert task.detail == "Tell the customer today that it arrived, and by when the answer comes."
