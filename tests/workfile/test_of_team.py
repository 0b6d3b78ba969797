"""What whoever looks after people sees of their files: steps and conversations of those placed with them today."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from handbook.core.access_log import AccessEntry
from handbook.core.db import db
from handbook.core.transaction import end_read, transaction
from handbook.people.models import Placement
from handbook.workfile.policy import may_read_of_own_people
from tests import factories
from tests.browser_like import Visitor
from tests.corrective_actions import stories

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


@pytest.mark.parametrize(
    ("name", "own", "expected"),
    [
        ("janis", {"p"}, True),
        ("janis", set(), False),
        ("asha", {"p"}, False),
        ("inese", {"p"}, False),
        ("meera", set(), False),
    ],
)
def test_only_who_records_conversations_sees_and_only_of_the_own_people(
    context: Flask, name: str, own: set[str], expected: bool
):
    assert may_read_of_own_people(factories.actor(name), "p", own) is expected


def test_nobody_sees_themself_by_this_door(context: Flask):
    janis = factories.actor("janis")
    assert not may_read_of_own_people(janis, janis.employee_id, {janis.employee_id})


def test_it_shows_that_a_step_counts_and_neither_letter_nor_statement(app: Flask, client_of: SignIn):
    with app.app_context():
        action_id = stories.served("asha")
        stories.reply(action_id, "The customer insulted me first.")
        reference, person = stories.head(action_id).reference, factories.person_id("asha")
    browser = client_of("janis")
    browser.get(f"/team/{person}")
    assert reference in browser.words()
    assert "insulted" not in browser.words()
    assert not browser.tree().xpath(f"//main//a[contains(@href, '{action_id}')]")


def test_the_person_sees_who_read_it(app: Flask, client_of: SignIn):
    with app.app_context():
        person = factories.person_id("asha")
    client_of("janis").get(f"/team/{person}")
    with app.app_context():
        end_read()
        (entry,) = db.session.query(AccessEntry).all()
        assert (entry.employee_id, entry.purpose) == (person, "opened steps and conversations")


def test_access_ends_with_the_placement(app: Flask, client_of: SignIn):
    with app.app_context():
        person = factories.person_id("asha")
    browser = client_of("janis")
    assert browser.get(f"/team/{person}").status_code == 200
    with app.app_context(), transaction() as session:
        boss = factories.person_id("meera")
        session.execute(update(Placement).where(Placement.employee_id == person).values(supervisor_id=boss))
    assert browser.get(f"/team/{person}").status_code == 404


def test_foreign_missing_and_own_are_answered_alike(app: Flask, client_of: SignIn):
    with app.app_context():
        ravi, janis = factories.person_id("ravi"), factories.person_id("janis")
    browser = client_of("janis")
    answers = [browser.get(f"/team/{one}") for one in (ravi, janis, "0" * 32)]
    assert [one.status_code for one in answers] == [404, 404, 404]
    assert len({"not placed with you today" in one.text for one in answers}) == 1
