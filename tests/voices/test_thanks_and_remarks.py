"""Thanks reach whoever is meant, once a person says who; remarks are counted and name nobody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.ledger.appending import position_of
from handbook.ledger.verification import verify
from handbook.voices import queries
from handbook.voices.lifecycle import Topic
from handbook.voices.models import Compliment, CustomerRemark
from handbook.voices.operations import RemarkDraft, keep_remark
from handbook.voices.pages import PAGE
from handbook.voices.policy import hears_place, may_match
from handbook.voices.remarks import RemarkFilters, remarks_for
from tests import factories
from tests.browser_like import Visitor
from tests.corrective_actions.ladders.stories import link
from tests.voices import stories

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def test_the_same_thanks_sent_twice_are_kept_once(context: Flask):
    key = new_id()
    assert stories.thank(key=key) == stories.thank(key=key)
    assert db.session.scalar(select(func.count()).select_from(Compliment)) == 1
    with pytest.raises(Invalid, match="still to come"):
        stories.thank(on=1)


@pytest.mark.parametrize(
    ("by", "name", "expected"),
    [
        ("janis", "asha", None),
        ("meera", "ravi", None),
        ("meera", None, None),
        ("janis", "ravi", NotFound),  # not placed with janis
        ("janis", "janis", Refused),
        ("meera", "meera", Refused),
        ("asha", "lakshmi", NotFound),
        ("dmitri", "janis", NotFound),
        ("inese", "asha", NotFound),
    ],
)
def test_hr_and_supervisors_say_who_is_meant_and_never_themselves(
    context: Flask, by: str, name: str | None, expected: type[Exception] | None
):
    kept = stories.thank()
    if expected is None:
        assert position_of(stories.match(kept, name, by=by)) is not None
    else:
        with pytest.raises(expected):
            stories.match(kept, name, by=by)


@pytest.mark.parametrize("by", ["janis", "meera"])
def test_nobody_takes_thanks_for_their_other_record(context: Flask, by: str):
    kept = stories.thank()
    link("asha", by)
    with pytest.raises(Refused, match="takes thanks for themself"):
        stories.match(kept, "asha", by=by)


def test_a_supervisor_hears_the_thanks_of_the_own_place_alone(context: Flask):
    there = stories.thank(where="Rīga, Centrs")
    with pytest.raises(NotFound):
        stories.match(there, "asha", by="janis")
    janis, meera = factories.actor("janis"), factories.actor("meera")
    assert queries.compliments_for(janis, True, 1) == ([], False)
    assert [one.id for one in queries.compliments_for(meera, True, 1)[0]] == [there]
    assert (queries.waiting_for(janis).compliments, queries.waiting_for(meera).compliments) == (0, 1)
    assert (hears_place(janis, "x", ()), hears_place(janis, "x", {"x"}), hears_place(meera, "x", ())) == (
        False, True, True,
    )  # fmt: skip
    assert not may_match(factories.actor("olga"), janis.employee_id, {janis.employee_id}, frozenset())


def test_a_name_is_never_matched_by_itself(context: Flask):
    stories.thank(person="Asha Reddy")
    assert queries.news_for(factories.actor("asha")).thanks == []


def test_who_is_meant_is_told_at_once_and_for_two_weeks(context: Flask):
    kept = stories.thank()
    stories.match(kept, "asha")
    with pytest.raises(Conflict):
        stories.match(kept, "asha", by="meera")
    stories.match(kept, "lakshmi", by="meera")
    for name in ("asha", "lakshmi"):
        assert queries.news_for(factories.actor(name)).thanks == [kept]
        assert queries.compliment_for(factories.actor(name), kept).words == stories.THANKS
    with pytest.raises(NotFound):
        queries.compliment_for(factories.actor("ravi"), kept)
    with time_machine.travel(clock.now() + timedelta(days=15)):
        assert queries.news_for(factories.actor("asha")).thanks == []
    assert not verify().faults


def test_thanks_stand_in_the_file_of_who_is_meant(app: Flask, client_of: SignIn):
    lakshmi, janis, asha = client_of("lakshmi"), client_of("janis"), client_of("asha")
    lakshmi.get("/complaints/new?lang=en")
    lakshmi.get(lakshmi.link("Thank someone"))
    lakshmi.submit("/compliments/new", words=" ", expect=400)
    lakshmi.submit("/compliments/new", words=stories.THANKS, person="the one at till 2")
    assert "as soon as it is clear who is meant" in lakshmi.words()
    janis.get("/compliments?lang=en")
    assert "“the one at till 2”, as written" in janis.words()
    janis.get(janis.link(stories.THANKS))
    janis.submit("/people", expect=400)
    janis.submit("/people", expect=400, number=factories.PEOPLE["asha"].number, for_all="y")
    janis.get("/compliments")
    janis.get(janis.link(stories.THANKS))
    janis.submit("/people", expect=404, number=factories.PEOPLE["ravi"].number)
    janis.submit("/people", number=factories.PEOPLE["asha"].number)
    assert "Asha Reddy" in janis.words()
    asha.get("/my-file?lang=en")
    assert stories.THANKS in asha.words()
    asha.get(asha.link("Thanks, written down by"))
    assert "Thanks for you" in asha.words()
    janis.get("/compliments")
    assert "No thanks wait" in janis.words()


def test_a_remark_is_counted_by_what_and_where_and_keeps_no_writer(context: Flask):
    for _time in range(3):
        stories.remark("There is only one till open.")
    stories.remark("Too loud.", Topic.PREMISES)
    stories.remark("They argue about receipts.", Topic.SERVICE, rule_id="never-argue")
    stories.remark("Cold soup.", Topic.PRODUCT, "Rīga, Centrs")
    meera, janis = factories.actor("meera"), factories.actor("janis")
    listing = remarks_for(meera, RemarkFilters())
    assert (listing.counts[0].topic, listing.counts[0].location, listing.counts[0].count) == (
        "wait",
        "Banjara Hills",
        3,
    )
    assert len(listing.remarks) == 6
    assert {one.location for one in remarks_for(janis, RemarkFilters()).counts} == {"Banjara Hills"}
    assert [one.count for one in remarks_for(meera, RemarkFilters(topic="premises")).counts] == [1]
    assert remarks_for(meera, RemarkFilters(location_id="0" * 32)).counts == []
    assert not [one.name for one in CustomerRemark.__table__.columns if "by" in one.name or "employee" in one.name]
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert remarks_for(meera, RemarkFilters()).counts == []
        assert len(remarks_for(meera, RemarkFilters(days=0)).remarks) == 6


def test_a_remark_of_nowhere_is_refused(context: Flask):
    with pytest.raises(Invalid, match="one of the locations"), stories.transaction():
        keep_remark(RemarkDraft(new_id(), "Cold.", "en", "0" * 32, Topic.OTHER))


def test_a_remark_takes_one_field_and_one_tap(client_of: SignIn):
    asha, janis = client_of("asha"), client_of("janis")
    asha.get("/remarks/new?lang=en")
    asha.submit("/remarks/new", expect=400)
    asha.submit("/remarks/new", words="There is only one till open.")
    assert "It is counted" in asha.page.text
    janis.get("/remarks?lang=en&topic=nonsense&days=7&page=0")
    assert "There is only one till open." in janis.words()
    assert "Something else" in janis.words()


def test_the_lists_do_not_ask_more_for_more_rows(app: Flask, client_of: SignIn, counting: Callable[[], object]):
    janis, numbers = client_of("janis"), []
    for more in (1, 9):
        with app.app_context():
            for _number in range(more):
                stories.match(stories.thank(), "asha")
                stories.remark("There is only one till open.")
                stories.back(stories.report())
                stories.speak_up()
            for address in ("/compliments?show=all", "/remarks", "/incidents?show=all"):
                with counting() as statements:
                    assert janis.client.get(address).status_code == 200
                numbers.append(len(statements))
    assert numbers[:3] == numbers[3:], numbers
    assert PAGE == 50
