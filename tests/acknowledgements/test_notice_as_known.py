"""What was known on a day: only the evidence recorded up to then counts, whatever came to light afterwards."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from handbook.acknowledgements.kinds import Kind
from handbook.acknowledgements.notice import DECLINED, NOT_NOTIFIED, SERVED, SIGNED, Notice, end_of, notice_of
from handbook.acknowledgements.standing import STANDS
from handbook.core import clock
from handbook.core.transaction import transaction
from handbook.people.models import Placement
from handbook.rules import queries as editions
from tests import factories
from tests.acknowledgements import answering
from tests.acknowledgements.signing import publish_change, sign_below
from tests.adjustments import stories

pytestmark = pytest.mark.database

ARGUE = "never-argue"
DAY = timedelta(days=1)
Later = Callable[[timedelta], None]


@pytest.fixture
def later(context: Flask) -> Iterator[Later]:
    """Stop the clock at noon of the day after the first edition; the function moves it on."""
    published = editions.edition(1).recorded_at
    noon = (published + DAY).astimezone(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    with time_machine.travel(noon, tick=False) as stopped:
        yield stopped.shift


def ask(at: datetime, known_at: datetime | None = None, name: str = "asha") -> Notice:
    return notice_of(ARGUE, factories.person_id(name), at, known_at)


def test_a_signature_disputed_later_still_counted_as_it_was_known_then(later: Later):
    signed = sign_below("asha")
    later(DAY)
    then = clock.now()
    later(DAY)
    disputed = answering.dispute(signed, "asha")
    later(DAY)
    while_open = clock.now()
    later(DAY)
    answering.find("meera", disputed)
    assert (ask(then, then).answer, ask(then, then).doubt) == (SIGNED, "")
    assert (ask(then, while_open).answer, ask(then, while_open).doubt) == (NOT_NOTIFIED, "disputed")
    assert (ask(then).answer, ask(then).doubt) == (NOT_NOTIFIED, "set aside")


def test_a_signature_that_was_found_to_stand_did_not_count_while_it_was_examined(later: Later):
    signed = sign_below("asha")
    later(DAY)
    disputed = answering.dispute(signed, "asha")
    while_open = clock.now()
    later(DAY)
    answering.find("meera", disputed, STANDS)
    assert ask(while_open, while_open).answer == NOT_NOTIFIED
    assert ask(while_open).answer == SIGNED


def test_one_set_aside_before_the_day_counts_neither_then_nor_now(later: Later):
    answering.find("meera", answering.dispute(sign_below("asha"), "asha"))
    later(DAY)
    at = clock.now()
    assert [ask(at, known).answer for known in (at, None)] == [NOT_NOTIFIED, NOT_NOTIFIED]


def test_a_paper_written_down_late_was_not_known_before(later: Later):
    happened = clock.local(clock.now(), "Asia/Kolkata").date()
    later(3 * DAY)
    answering.serve("asha", "meera", Kind.SERVED_BY_HAND, day=happened)
    incident = clock.now() - DAY
    known_then, now = ask(incident, incident), ask(incident)
    assert known_then.answer == NOT_NOTIFIED
    assert (now.answer, now.notified_at < now.recorded_at) == (SERVED, True)


def test_who_declined_and_signed_later_is_answered_by_what_came_first(later: Later):
    answering.decline("asha")
    then = clock.now()
    later(DAY)
    sign_below("asha")
    assert ask(then, then).answer == DECLINED
    assert ask(clock.now(), then).answer == DECLINED
    assert ask(clock.now()).answer == SIGNED


def test_an_edition_published_later_was_not_known_to_end_the_text(later: Later):
    sign_below("asha")
    then = clock.now()
    later(2 * DAY)
    publish_change()
    assert ask(then, then).in_force_until is None
    assert ask(then).in_force_until == editions.edition(2).effective_on - DAY


def test_a_signature_between_two_editions_notifies_the_old_text_alone(later: Later):
    later(DAY)
    sign_below("asha")
    between = clock.now()
    later(DAY)
    publish_change()
    later(DAY)
    assert (ask(between).answer, ask(between).version) == (SIGNED, 1)
    assert (ask(clock.now()).answer, ask(clock.now()).version) == (NOT_NOTIFIED, 2)


def test_who_comes_back_is_still_notified_of_the_text_that_did_not_change(later: Later):
    sign_below("asha")
    later(DAY)
    who, left = factories.person_id("asha"), clock.today("Asia/Kolkata")
    with transaction() as session:
        placed = session.scalars(select(Placement).where(Placement.employee_id == who)).one()
        placed.to_on = left
        back = factories.placement(who, placed.location_id, placed.job, placed.supervisor_id, left + 20 * DAY)
        session.add(back)
    later(10 * DAY)
    assert (ask(clock.now()).answer, ask(clock.now()).days_before) == (SIGNED, 11)
    later(20 * DAY)
    assert (ask(clock.now()).answer, ask(clock.now()).days_before) == (SIGNED, 31)


def test_an_agreement_ended_later_still_held_as_it_was_known_then(later: Later):
    agreed = stories.record("asha")
    later(DAY)
    then = clock.now()
    asked = then + 5 * DAY
    assert len(ask(asked, then).agreed) == 1
    assert ask(asked, then - 2 * DAY).agreed == ()
    later(DAY)
    stories.end(agreed)
    assert len(ask(asked, then).agreed) == 1
    assert ask(asked).agreed == ()


@pytest.mark.parametrize(
    ("day", "zone", "end"),
    [
        (date(2026, 3, 29), "Europe/Riga", datetime(2026, 3, 29, 20, 59, 59, 999000, UTC)),
        (date(2026, 10, 25), "Europe/Riga", datetime(2026, 10, 25, 21, 59, 59, 999000, UTC)),
        (date(2026, 3, 7), "America/Havana", datetime(2026, 3, 8, 4, 59, 59, 999000, UTC)),
        (date(2026, 11, 1), "America/Havana", datetime(2026, 11, 2, 4, 59, 59, 999000, UTC)),
        (date(2028, 2, 29), "Asia/Kolkata", datetime(2028, 2, 29, 18, 29, 59, 999000, UTC)),
    ],
)
def test_a_day_ends_by_the_clocks_of_the_place_also_when_they_are_changed(day: date, zone: str, end: datetime):
    assert end_of(day, zone) == end
