"""Today, yesterday, another day: by the calendar of the place, whatever the clock of the program says."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from werkzeug.datastructures import MultiDict

from handbook.company.queries import locations
from handbook.customers.forms import ComplainForm
from tests.customers import stories

pytestmark = pytest.mark.database
# In Banjara Hills it is 02:30 on Tuesday 4 March, in Rīga still 23:00 on Monday.
NIGHT = datetime(2031, 3, 3, 21, 0, tzinfo=UTC)
Sent = Callable[..., ComplainForm]


@pytest.fixture
def sent(context: Flask) -> Sent:
    """Give a function that returns the form as somebody in Banjara Hills, or elsewhere, has sent it."""

    def send(where: str = "Banjara Hills", **fields: str) -> ComplainForm:
        values = {"idempotency_key": "0" * 32, "words": stories.WORDS, "confidentiality": "kept_back"}
        with context.test_request_context("/complain", method="POST"):
            typed = MultiDict(values | {"location_id": stories.place(where).id} | fields)
            form = ComplainForm(typed, meta={"csrf": False})
            form.offer(locations())
            form.validate()
        return form

    return send


@pytest.mark.parametrize(
    ("where", "fields", "at"),
    [
        # Without a time it is the day as such, which is kept as the moment at which it began.
        ("Banjara Hills", {"day": "today"}, datetime(2031, 3, 3, 18, 30, tzinfo=UTC)),
        ("Banjara Hills", {"day": "yesterday"}, datetime(2031, 3, 2, 18, 30, tzinfo=UTC)),
        ("Rīga, Centrs", {"day": "today"}, datetime(2031, 3, 2, 22, 0, tzinfo=UTC)),
        ("Rīga, Centrs", {"day": "today", "clock_time": "22:15"}, datetime(2031, 3, 3, 20, 15, tzinfo=UTC)),
        ("Banjara Hills", {"day": "yesterday", "clock_time": "18:00"}, datetime(2031, 3, 3, 12, 30, tzinfo=UTC)),
        (
            "Banjara Hills",
            {"day": "other", "other_day": "2028-02-29", "clock_time": "10:00"},
            datetime(2028, 2, 29, 4, 30, tzinfo=UTC),
        ),
    ],
)
def test_days_are_those_of_the_place(sent: Sent, where: str, fields: dict[str, str], at: datetime):
    with time_machine.travel(NIGHT, tick=False):
        form = sent(where, **fields)
        assert form.errors == {}
        told = form.draft("en")
        assert (told.happened_at, told.happened_time_known) == (at, "clock_time" in fields)


@pytest.mark.parametrize(
    ("where", "fields", "words"),
    [
        ("Banjara Hills", {"day": "today", "clock_time": "10:00"}, "this time is still to come"),
        ("Banjara Hills", {"day": "other"}, "give the other day"),
        ("Rīga, Centrs", {"day": "other", "other_day": "2031-03-04"}, "give a day that has been"),
        ("Banjara Hills", {"day": "other", "other_day": "1700-01-01"}, "give a day that has been"),
        ("Banjara Hills", {"day": "other", "other_day": "9999-12-31"}, "give a day that has been"),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_words(sent: Sent, where: str, fields: dict[str, str], words: str):
    with time_machine.travel(NIGHT, tick=False):
        assert words in str(sent(where, **fields).errors)


def test_a_day_that_was_filled_in_is_meant_whatever_was_ticked(sent: Sent):
    with time_machine.travel(NIGHT, tick=False):
        form = sent(day="today", other_day="2031-02-28", clock_time="10:00")
        assert form.draft("en").happened_at == datetime(2031, 2, 28, 4, 30, tzinfo=UTC)


def test_a_day_that_begins_earlier_elsewhere_is_no_day_to_come(sent: Sent):
    with time_machine.travel(NIGHT, tick=False):
        assert sent("Banjara Hills", day="other", other_day="2031-03-04").errors == {}


def test_the_place_is_what_the_customer_typed_and_nothing_else(sent: Sent):
    assert sent(day="yesterday", place="till 3").draft("en").place == "till 3"


def test_the_promised_day_counts_the_working_days_of_the_place(context: Flask):
    with time_machine.travel(NIGHT, tick=False):
        code = stories.complain()
    assert stories.complaint_of(code).due_on == date(2031, 4, 1)  # twenty working days after Tuesday 4 March
