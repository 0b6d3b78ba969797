"""Dated deputies: named by the person alone, for days to come, and never with more rights than both have."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete

from handbook.core import clock
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import end_read, transaction
from handbook.corrective_actions.ladders.deputies import (
    DeputyDraft,
    deputations_by,
    deputations_for,
    deputies_of_each,
)
from handbook.people.models import Employee, RoleGrant
from handbook.permissions import Permission
from tests import factories
from tests.acknowledgements.signing import proof_of
from tests.browser_like import Visitor
from tests.corrective_actions.ladders import stories

pytestmark = pytest.mark.database

TODAY = clock.now().date()


def in_days(distance: int) -> date:
    return TODAY + timedelta(days=distance)


def test_a_deputy_acts_from_the_first_through_the_last_day(context: Flask):
    name("meera", "nandini", 2, 4)
    assert [bool(of("meera", day)) for day in range(1, 6)] == [False, True, True, True, False]
    assert of("meera", 3) == {"nandini"}
    assert of("nandini", 3) == set()


def test_many_are_asked_for_at_once(context: Flask, counting: Callable[[], object]):
    name("meera", "nandini", 0, 4)
    name("dmitri", "meera", 0, 4)
    ids = [factories.person_id(one) for one in ("meera", "dmitri", "asha")]
    with counting() as statements:
        found = deputies_of_each(ids, TODAY)
    assert [len(found[one]) for one in ids] == [1, 1, 0]
    assert len(statements) == 1


def test_a_deputy_passes_nothing_on(context: Flask):
    name("dmitri", "meera", 0, 4)
    name("meera", "nandini", 0, 4)
    assert of("dmitri", 0) == {"meera"}


@pytest.mark.parametrize("deputy", ["asha", "janis", "olga", "inese", "viktor", "milda"])
def test_nobody_gets_a_right_by_being_a_deputy(context: Flask, deputy: str):
    with pytest.raises(Invalid, match="It gives nobody a right"):
        name("meera", deputy, 0, 4)


@pytest.mark.parametrize("who", ["asha", "janis", "inese", "olga", "viktor"])
def test_who_decides_and_approves_nothing_names_no_deputy(context: Flask, who: str):
    with pytest.raises(Refused, match="Only HR and the decision-makers"):
        name(who, "meera", 0, 4)


def test_nobody_names_a_deputy_for_another_person(context: Flask):
    nandini = factories.actor("nandini")
    with pytest.raises(Refused, match="Nobody can act for another person"):
        stories.name("meera", draft("dmitri", 0, 4), TODAY, proof_of(nandini))


def test_nobody_stands_in_for_themself_under_another_record(context: Flask):
    with pytest.raises(Invalid, match="stands in for themself"):
        name("meera", "meera", 0, 4)
    for one in ("meera", "nandini"):
        reach(one, "m@company.example")
    with pytest.raises(Invalid, match="stands in for themself"):
        name("meera", "nandini", 0, 4)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(-1, 3, "it has been"), (3, 2, "before the first day"), (0, 400, "a year at most")],
)
def test_the_days_must_make_sense(context: Flask, first: int, last: int, words: str):
    with pytest.raises(Invalid, match=words):
        name("meera", "nandini", first, last)


def test_the_same_deputy_is_named_once_for_a_day_and_the_same_form_counts_once(context: Flask):
    key = new_id()
    assert name("meera", "nandini", 0, 4, key) == name("meera", "nandini", 0, 4, key)
    with pytest.raises(Conflict, match="some of these days already"):
        name("meera", "nandini", 4, 9)
    name("meera", "dmitri", 4, 9)
    assert of("meera", 4) == {"nandini", "dmitri"}


def test_whoever_named_a_deputy_ends_it_at_once_and_nobody_else_does(context: Flask):
    row = name("meera", "nandini", 0, 4)
    with pytest.raises(NotFound):
        stories.end("nandini", row, TODAY)
    stories.end("meera", row, TODAY)
    assert of("meera", 0) == of("meera", 3) == set()
    with pytest.raises(Conflict, match="over already"):
        stories.end("meera", row, TODAY)
    name("meera", "nandini", 0, 4)
    assert of("meera", 3) == {"nandini"}


def test_a_deputy_who_lost_the_right_is_still_named_and_may_do_nothing(context: Flask):
    name("meera", "nandini", 0, 4)
    account = factories.actor("nandini").account_id
    end_read()
    with transaction() as session:
        session.execute(delete(RoleGrant).where(RoleGrant.account_id == account))
    assert of("meera", 0) == {"nandini"}
    assert not factories.actor("nandini").may(Permission.STEP_APPROVE)


def test_a_deputy_is_named_and_ended_on_the_page(client_of: Callable[[str], Visitor], app: Flask):
    meera, nandini = client_of("meera"), client_of("nandini")
    meera.get("/deputies")
    with app.app_context():
        deputy = factories.person_id("nandini")
    filled = {"deputy_id": deputy, "to_on": in_days(9).isoformat(), "reason": "Leave.", "password": factories.PASSWORD}
    meera.submit("/deputies", **{**filled, "password": "wrong"}, expect=400)
    meera.submit("/deputies", **filled)
    assert "नंदिनी राव" in meera.words()
    assert "Meera Nair" in nandini.get("/deputies").text
    meera.submit("/end")
    assert "ended on" in meera.words()


def name(who: str, deputy: str, first: int, last: int, key: str | None = None) -> str:
    return stories.name(who, draft(deputy, first, last, key), TODAY)


def draft(deputy: str, first: int, last: int, key: str | None = None) -> DeputyDraft:
    return DeputyDraft(key or new_id(), factories.person_id(deputy), in_days(first), in_days(last), "Leave.")


def of(who: str, day: int) -> set[str]:
    """Return the first names of who may act for somebody on a day; both lists of the page agree with it."""
    end_read()
    ids = {factories.person_id(one): one for one in factories.KNOWN}
    found = deputies_of_each([factories.person_id(who)], in_days(day))[factories.person_id(who)]
    assert found <= {line.deputy_id for line in deputations_by(factories.person_id(who))}
    assert all(factories.person_id(who) in {line.for_id for line in deputations_for(one)} for one in found)
    return {ids[one] for one in found}


def reach(who: str, email: str) -> None:
    person = factories.person_id(who)
    end_read()
    with transaction() as session:
        session.get_one(Employee, person).email = email
