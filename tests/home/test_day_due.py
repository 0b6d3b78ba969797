"""Until when to sign: a day that has been is told kindly, by the clocks of the place, on page, slip, text and mail."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from handbook.acknowledgements import chosen, round_list
from handbook.acknowledgements.board_lines import BoardFilters
from handbook.acknowledgements.chosen import Chosen
from handbook.acknowledgements.sharing import slips_of, texts_of, texts_to
from handbook.core.moments import day_words
from handbook.core.transaction import end_read, transaction
from handbook.people.models import Employee
from tests import factories
from tests.browser_like import Visitor
from tests.people import ways

pytestmark = pytest.mark.database

# Half past eleven at night in Hyderabad, and an hour later; in Rīga it is the same day at both moments.
STILL, GONE = time(18, 0), time(19, 0)


@pytest.fixture
def due(app: Flask) -> date:
    """The last day of the round of edition 1."""
    with app.app_context():
        return round_list.find_newest_publication().deadline_on


def at(day: date, hour: time) -> time_machine.travel:
    """Return the moment of a day, UTC."""
    return time_machine.travel(datetime.combine(day, hour, UTC), tick=False)


@pytest.mark.parametrize("address", ["/", "/sign"])
@pytest.mark.parametrize(
    ("name", "hour", "late"), [("asha", STILL, False), ("asha", GONE, True), ("ravi", GONE, False)]
)
def test_the_pages_ask_by_a_day_until_it_has_been_where_the_person_works(
    client_of: Callable[[str], Visitor], due: date, address: str, name: str, hour: time, late: bool
):
    with at(due, hour):
        browser = client_of(name)
        browser.get(f"{address}?lang=en")
    day = day_words(due, "en")
    assert (f"It was due on {day}; please sign now." in browser.words()) is late
    assert (f"Please sign by {day}." in browser.words()) is not late


@pytest.mark.parametrize(("hour", "late"), [(STILL, []), (GONE, ["Asha Reddy"])])
def test_slips_and_texts_for_each_person_say_so(app: Flask, due: date, hour: time, late: list[str]):
    with app.app_context(), at(due, hour):
        speaks_english("asha")
        targets = targets_named("asha", "ravi")
        slips, texts = slips_of(targets, "Lotus & Linden"), texts_to(targets)
    day = day_words(due, "en")
    said = {slip.name: slip.sentences[0] for slip in slips}
    assert said["Ravi Kumar"] == f"Edition 1, by {day}. Reading is working time."
    assert [name for name, words in said.items() if f"It was due on {day}; please sign now." in words] == late
    assert [one.name for one in texts if f"was due on {day}." in one.words.text] == late
    assert all("/sign?lang=en" in one.words.text for one in texts)


@pytest.mark.parametrize(("days", "hour", "late"), [(0, GONE, False), (1, GONE, True)])
def test_the_text_for_everybody_is_late_when_the_day_has_been_at_every_place(
    app: Flask, due: date, days: int, hour: time, late: bool
):
    with app.app_context(), at(due + timedelta(days), hour):
        (words,) = texts_of(round_list.find_newest_publication(), ["en"])
    assert ("was due on" in words.text) is late


@pytest.mark.parametrize(("hour", "late"), [(STILL, False), (GONE, True)])
def test_a_reminder_by_mail_says_so(app: Flask, due: date, hour: time, late: bool):
    with app.app_context(), at(due, hour):
        speaks_english("asha")
        ways.reached_by("asha", mail="asha@x.example")
        targets = targets_named("asha")
        with transaction():
            chosen.remind(factories.actor("meera"), round_list.find_newest_publication().id, targets)
        (mail,) = ways.mails(app)
    words, day = ways.words_of(mail), day_words(due, "en")
    assert (f"the service handbook, edition 1, was due on {day}. Please read and sign it now." in words) is late
    assert (f"sign it by {day}" in words) is not late


def test_a_day_of_ones_own_counts_before_that_of_the_round(app: Flask, due: date):
    with app.app_context():
        with transaction():
            chosen.set_deadline(factories.actor("meera"), targets_named("ravi"), due + timedelta(5), "Asked for it.")
        with at(due + timedelta(2), STILL):
            assert {one.asked.name: one.asked.is_late for one in targets_named("asha", "ravi")} == {
                "Asha Reddy": True,
                "Ravi Kumar": False,
            }


def targets_named(*names: str) -> list[chosen.Target]:
    """Return these people as HR has chosen them."""
    meera, round_ = factories.actor("meera"), round_list.find_newest_publication()
    found = chosen.targets_for(meera, round_, Chosen([], True, BoardFilters()))
    end_read()
    return [one for one in found if one.asked.name in {factories.PEOPLE[name].name for name in names}]


def speaks_english(name: str) -> None:
    """Let somebody's own language be English."""
    with transaction() as session:
        who = Employee.staff_number == factories.PEOPLE[name].number
        session.execute(update(Employee).where(who).values(language="en"))
