"""Thanks and ten-second remarks of customers, by the same door."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.core import clock, flood
from handbook.core.db import db
from handbook.voices.models import Compliment, CustomerRemark
from tests.browser_like import Visitor
from tests.customers import stories

pytestmark = pytest.mark.database


@pytest.fixture
def door(app: Flask, visitor: Visitor) -> Visitor:
    """A telephone at the counter of Banjara Hills that has read the square code."""
    flood.forget()
    with app.app_context():
        place = stories.place().id
    visitor.get(f"/complain?at={place}&lang=en")
    return visitor


def test_thanks_are_kept_with_the_name_as_it_was_written(app: Flask, door: Visitor):
    door.get(door.link("Thank someone"))
    door.submit("", words="She carried my bags.", person="the lady with the braid", happened_on="2025-03-03")
    assert "Thank you" in door.words()
    with app.app_context():
        kept = db.session.scalars(select(Compliment)).one()
        assert (kept.words, kept.person, kept.by_id) == ("She carried my bags.", "the lady with the braid", None)
        assert kept.happened_on == date(2025, 3, 3)


def test_thanks_begin_today_and_never_tomorrow(app: Flask, door: Visitor):
    door.get(door.link("Thank someone"))
    today = clock.today("Asia/Kolkata")
    assert door.form().fields["happened_on"] == today.isoformat()
    door.submit("", 400, words="Lovely.", happened_on=(today + timedelta(days=2)).isoformat())
    assert "give a day that has been" in door.words()


def test_a_remark_is_counted_for_the_place(app: Flask, door: Visitor):
    door.get(door.link("Ten seconds"))
    door.submit("", words="One till for everybody.", topic="wait")
    with app.app_context():
        kept = db.session.scalars(select(CustomerRemark)).one()
        assert (kept.topic, kept.location_id) == ("wait", stories.place().id)


@pytest.mark.parametrize("path", ["/complain/thanks", "/complain/remark"])
def test_what_was_typed_stays_where_the_place_is_missing(visitor: Visitor, path: str):
    flood.forget()
    visitor.get(f"{path}?lang=en")
    visitor.submit("", 400, words="A word.")
    assert visitor.form().fields["words"].strip() == "A word."
    assert "Where was it: choose one of our places." in visitor.words()
