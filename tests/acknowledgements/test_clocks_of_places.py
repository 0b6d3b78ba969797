"""Days are those of the person's place: what is shown, counted, refused and recorded around midnight.

At 20:00 UTC the next day has begun in Hyderabad (Asha, Lakshmi, Jānis), and it is still evening in Riga (Ravi).
"""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update
from time_machine import Traveller

from handbook.acknowledgements import boards, chosen, disputed, queries, round_list, rounds
from handbook.acknowledgements.audience import Audience
from handbook.acknowledgements.board_lines import BoardFilters
from handbook.acknowledgements.chosen import Chosen
from handbook.acknowledgements.invitees import invitee_for
from handbook.acknowledgements.models import Invitation, Outcome, SigningRound
from handbook.acknowledgements.notice import notice_of
from handbook.acknowledgements.outcome_words import outcome_fine
from handbook.acknowledgements.views.board import reminded_words
from handbook.company.queries import locations
from handbook.core.errors import Invalid, NotFound
from handbook.core.transaction import end_read, transaction
from handbook.people.models import Placement
from tests import factories
from tests.acknowledgements import answering
from tests.acknowledgements import board_stories as story
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

EVENING = datetime(2031, 3, 3, 20, 0, tzinfo=UTC)
THAT_DAY, NEXT_DAY = date(2031, 3, 3), date(2031, 3, 4)
HOUR = timedelta(hours=1)


@pytest.fixture
def evening(context: Flask) -> Iterator[Traveller]:
    """20:00 UTC, long after edition 1."""
    with time_machine.travel(EVENING, tick=False) as traveller:
        yield traveller


def test_the_day_of_a_reminder_is_that_of_the_place(evening: Traveller):
    for name in ("asha", "ravi"):
        story.is_sent(name, "reminder", "mail")
    board = boards.board_for(factories.actor("meera"), round_list.find_newest_publication(), BoardFilters())
    words = {line.staff_number: reminded_words(line) for line in board.lines}
    assert words[factories.KNOWN["asha"].number] == "once, 4 March 2031"
    assert words[factories.KNOWN["ravi"].number] == "once, 3 March 2031"


def test_the_spreadsheet_gives_the_moment_on_the_clocks_of_the_place(app: Flask, client_of: Callable[[str], Visitor]):
    with time_machine.travel(EVENING, tick=False):
        with app.app_context():
            for name in ("asha", "ravi"):
                story.is_sent(name, "reminder", "mail")
        browser = client_of("meera")
        text = browser.client.get("/rounds/1/not-signed.csv?lang=en").get_data(as_text=True)
    lines = {line["Staff number"]: line for line in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))}
    assert lines[factories.KNOWN["asha"].number]["Last reminder"] == "2031-03-04T01:30+05:30"
    assert lines[factories.KNOWN["ravi"].number]["Last reminder"] == "2031-03-03T22:00+02:00"


def test_the_day_on_which_a_round_was_opened_is_that_of_the_readers_place(
    app: Flask, client_of: Callable[[str], Visitor]
):
    with app.app_context(), transaction() as session:
        session.execute(update(SigningRound).values(opened_at=EVENING, deadline_on=THAT_DAY))
    with time_machine.travel(EVENING, tick=False):
        readers = {name: client_of(name) for name in ("meera", "olga")}
        with app.app_context():
            riga = next(place.id for place in locations() if place.zone == "Europe/Riga")
            with transaction() as session:
                olga = Placement.employee_id == factories.person_id("olga")
                session.execute(update(Placement).where(olga).values(location_id=riga))
        for path in ("/rounds?lang=en", "/rounds/1?lang=en"):
            for name, browser in readers.items():
                browser.get(path)
                assert ("4 March 2031" in browser.words()) == (name == "meera"), (path, name)
        readers["meera"].get("/rounds?lang=en")
        assert "Overdue" in readers["meera"].words()
        readers["olga"].get("/rounds?lang=en")
        assert "Overdue" not in readers["olga"].words()


@pytest.mark.parametrize(
    ("happened", "written", "words"),
    [
        (EVENING - 2 * HOUR, EVENING, "Written down on 4 March 2031."),
        (EVENING, EVENING + 5 * HOUR, ""),  # two days by UTC, one at the place
    ],
)
def test_written_down_on_another_day_is_another_day_of_the_place(
    context: Flask, happened: datetime, written: datetime, words: str
):
    row = Outcome(kind="declined", zone="Asia/Kolkata", employee_id="x", by_employee_id="x")
    row.happened_at, row.recorded_at = happened, written
    assert outcome_fine(row) == words


def test_on_the_first_day_the_handbook_can_be_signed_from_midnight_on(evening: Traveller):
    place("asha", from_on=NEXT_DAY)
    place("ravi", from_on=NEXT_DAY)
    assert queries.signature_context(factories.actor("asha"), "en").person.zone == "Asia/Kolkata"
    with pytest.raises(NotFound):
        queries.signature_context(factories.actor("ravi"), "en")


def test_a_supervisor_records_from_the_first_midnight_and_no_longer_than_the_last(evening: Traveller):
    invitation_on(THAT_DAY)
    place("asha", from_on=NEXT_DAY)
    place("lakshmi", to_on=THAT_DAY)
    assert answering.outcome(answering.serve("asha", "janis", day=NEXT_DAY)).happened_at == EVENING
    with pytest.raises(NotFound):
        invitee_for(factories.actor("janis"), 1, factories.person_id("lakshmi"))


def test_an_earlier_day_is_judged_by_the_placement_of_the_day_it_is_there(evening: Traveller):
    """In Hyderabad the 4th has begun, and with it a new placement; nothing was handed over there on the 3rd."""
    invitation_on(THAT_DAY - timedelta(days=3))
    with transaction() as session:
        asha = Placement.employee_id == factories.person_id("asha")
        before = session.scalars(select(Placement).where(asha)).one()
        before.to_on = THAT_DAY
        session.add(
            factories.placement(before.employee_id, before.location_id, "baker", factories.person_id("janis"), NEXT_DAY)
        )
    with pytest.raises(Invalid, match="present place yet"):
        answering.serve("asha", "meera", day=THAT_DAY)


def test_a_last_day_has_been_once_it_is_over_at_every_place(evening: Traveller):
    draft = rounds.RoundDraft(Audience(), THAT_DAY)
    with transaction():
        assert rounds.open_chosen(factories.actor("meera"), draft) == 2
    assert own_day_set() == 1
    evening.move_to(EVENING + 3 * HOUR, tick=False)  # an hour past midnight in Riga, an hour before it by UTC
    with pytest.raises(Invalid, match="this day has been"), transaction():
        rounds.open_chosen(factories.actor("meera"), draft)
    with pytest.raises(Invalid, match="this day has been"):
        own_day_set()


def test_the_supervisor_of_the_day_it_was_at_the_place_is_involved_in_a_dispute(evening: Traveller):
    """Meera led Asha on the 4th alone, which had begun when the signature was given at 20:00 UTC on the 3rd."""
    with transaction() as session:
        asha = Placement.employee_id == factories.person_id("asha")
        before = session.scalars(select(Placement).where(asha)).one()
        before.to_on = THAT_DAY
        who, where = before.employee_id, before.location_id
        theirs = factories.placement(who, where, "cashier", factories.person_id("meera"), NEXT_DAY)
        theirs.to_on = NEXT_DAY
        session.add_all([theirs, factories.placement(who, where, "cashier", None, NEXT_DAY + timedelta(days=1))])
    dispute_id = story.disputes(story.signs("asha"), "asha")
    evening.shift(timedelta(days=9))
    assert disputed.involvement_of(factories.person_id("meera"), dispute_id) == "supervisor"
    assert disputed.involvement_of(factories.person_id("janis"), dispute_id) == "supervisor"
    assert disputed.involvement_of(factories.person_id("nandini"), dispute_id) == ""


def test_notice_counts_its_days_by_the_place_where_the_person_is_at_that_moment(evening: Traveller):
    """Asha signed in the morning of the 3rd, and is asked about after midnight, on her first day in Hyderabad."""
    evening.shift(-10 * HOUR)
    story.signs("asha")
    place("asha", from_on=NEXT_DAY)
    asked = notice_of("never-argue", factories.person_id("asha"), EVENING)
    assert (asked.answer, asked.days_before) == ("signed", 1)


def own_day_set() -> int:
    """Give everybody the 3rd as their own last day; return to how many."""
    meera, round_ = factories.actor("meera"), round_list.find_newest_publication()
    targets = chosen.targets_for(meera, round_, Chosen([], True, BoardFilters(q="Asha")))
    end_read()
    with transaction():
        return chosen.set_deadline(meera, targets, THAT_DAY, "The shop was closed.")


def invitation_on(day: date) -> None:
    """Let everybody have been asked on a day, UTC noon."""
    with transaction() as session:
        session.execute(update(Invitation).values(invited_at=story.noon(day)))


def place(name: str, **days: date) -> None:
    """Let somebody's placement begin or end on a day."""
    with transaction() as session:
        who = Placement.employee_id == factories.person_id(name)
        session.execute(update(Placement).where(who).values(**days))
