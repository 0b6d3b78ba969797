"""Days that are none, sent to the public door and in a letter: the form comes back with words and what was typed."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.customers.lifecycle import LetterKind
from tests.browser_like import Visitor
from tests.customers import stories

pytestmark = pytest.mark.database
NO_DAY = ["2024-02-30", "yesterday", "9" * 30]


@pytest.mark.parametrize("day", NO_DAY)
@pytest.mark.parametrize(
    ("page", "field", "label"),
    [("/complain", "other_day", "On which other day"), ("/complain/thanks", "happened_on", "On which day")],
)
def test_the_door_says_that_it_is_no_day(visitor: Visitor, page: str, field: str, label: str, day: str):
    visitor.get(f"{page}?lang=en")
    visitor.submit("", 400, **{"words": stories.WORDS, field: day})
    assert f"{label}: give a day that is in the calendar." in visitor.words()
    assert visitor.form("").fields["words"].strip() == stories.WORDS


@pytest.mark.parametrize("day", NO_DAY)
def test_a_letter_about_a_delay_says_that_it_is_no_day(app: Flask, client_of: Callable[[str], Visitor], day: str):
    with app.app_context():
        complaint_id = stories.taken_on(stories.complain())
    meera = client_of("meera")
    meera.get(f"/complaints/{complaint_id}/letters/new?kind={LetterKind.LATE}")
    meera.submit("/letters/new", 400, words=stories.WORDS, due_on=day)
    assert "The new day: give a day that is in the calendar." in meera.words()
    assert meera.form("/letters/new").fields["words"].strip() == stories.WORDS
