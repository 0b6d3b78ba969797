"""A customer gave no time of day: the day alone is shown, and what is doubtful about notice is for the person."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask

from handbook.complaints import queries
from handbook.complaints.notice_words import notice_words
from handbook.complaints.queries import NoticeLine
from handbook.core import clock
from handbook.core.moments import day_words
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases.operations import CaseDraft, open_case
from handbook.corrective_actions.cases.story import story_of
from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.browser_like import Visitor
from tests.complaints import stories
from tests.corrective_actions import stories as cases

pytestmark = pytest.mark.database


def day_began(days_ago: int = 0) -> datetime:
    """Return when a day began in Banjara Hills."""
    here = clock.local(clock.now(), "Asia/Kolkata") - timedelta(days=days_ago)
    return here.replace(hour=0, minute=0, second=0, microsecond=0)


def line_of(happened_at: datetime, *, time_known: bool) -> NoticeLine:
    named = {"person_id": factories.person_id("asha"), "rule_id": "never-argue"}
    complaint_id = stories.file_complaint(happened_at=happened_at, happened_time_known=time_known, **named)
    janis = factories.actor("janis")
    (line,) = queries.notice_lines(janis, queries.complaint_for(janis, complaint_id), None, "en")
    return line


def test_what_was_signed_on_that_very_day_is_no_notice_before_it(context: Flask):
    sign_below("asha")
    assert line_of(clock.now(), time_known=True).notice.answer == "signed"
    line = line_of(day_began(), time_known=False)
    assert line.notice.answer == "not notified"
    with context.test_request_context():
        words = notice_words(line)
    assert "does not count" in " ".join(words.remarks)
    (incident,) = (point for point in words.points if point.title == "Incident")
    assert ":" not in incident.when


def test_what_was_signed_on_an_earlier_day_is_notice_on_every_later_one(context: Flask):
    sign_below("asha")
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert line_of(day_began(), time_known=False).notice.answer == "signed"


def test_pages_and_the_notice_of_a_case_show_the_day_alone(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        complaint_id = stories.investigated(happened_at=day_began(1), happened_time_known=False)
        draft = CaseDraft(factories.person_id("asha"), "never-argue", "Spoke loudly.", factories.person_id("dmitri"))
        with transaction():
            case_id = open_case(factories.actor("meera"), complaint_id, draft)
        cases.begin(case_id)
        cases.tell(case_id)
        assert story_of(case_id).notice.happened_time_known is False
        day = day_words(day_began(1).date(), "en")
    for name, path in (
        ("meera", f"/complaints/{complaint_id}"),
        ("meera", f"/cases/{case_id}"),
        ("asha", f"/my-file/cases/{case_id}"),
    ):
        browser = client_of(name)
        browser.get(f"{path}?lang=en")
        assert day in browser.words()
        assert "00:00" not in browser.words()
