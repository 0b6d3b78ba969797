"""The list of complaints costs the same number of queries however long it is."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from handbook.complaints import lists, operations
from handbook.complaints.lifecycle import Kinship
from handbook.complaints.pages import PAGE, Filters
from handbook.core.db import db
from handbook.core.transaction import transaction
from tests import factories
from tests.browser_like import Visitor
from tests.complaints import stories

pytestmark = pytest.mark.database


def test_five_and_fifty_complaints_cost_the_same_number_of_queries(
    app: Flask, client_of: Callable[[str], Visitor], counting: Any
):
    browser, counts = client_of("meera"), []
    asha = None
    for more in (5, 45):
        with app.app_context():
            asha = asha or factories.person_id("asha")
            for _each in range(more):
                stories.file_complaint(person_id=asha, rule_id="never-argue")
            with counting() as statements:
                browser.get("/complaints")
            counts.append(len(statements))
            db.session.remove()
    assert len(browser.tree().xpath("//tbody/tr")) == 50
    assert counts[0] == counts[1]


def test_a_long_list_goes_on_with_the_same_filters(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        for _each in range(PAGE + 2):
            stories.file_complaint()
    browser = client_of("meera")
    browser.get("/complaints?stage=received")
    browser.get(browser.link("After"))
    assert len(browser.tree().xpath("//tbody/tr")) == 2
    assert browser.page.request.args["stage"] == "received"
    assert "51 to 52 of 52" in browser.words()


def test_a_page_beyond_the_end_is_empty_and_a_strange_filter_narrows_nothing(context: Flask):
    stories.file_complaint()
    assert lists.complaints_for(factories.actor("meera"), Filters(page=9)).rows == []


@pytest.mark.parametrize("asked", ["?page=nonsense", "?page=-1", "?stage=nonsense", "?location=x&rule=y"])
def test_nonsense_in_the_address_does_no_harm(app: Flask, client_of: Callable[[str], Visitor], asked: str):
    with app.app_context():
        stories.file_complaint()
    browser = client_of("meera")
    assert browser.get(f"/complaints{asked}").status_code == 200
    assert len(browser.tree().xpath("//tbody/tr")) == 1


def test_a_long_story_costs_its_handler_as_many_queries_as_a_short_one(
    app: Flask, client_of: Callable[[str], Visitor], counting: Any
):
    browser, counts = client_of("meera"), []
    with app.app_context():
        complaint_id = stories.investigated()
        meera = factories.actor("meera")
        browser.get(f"/complaints/{complaint_id}")  # the frame of the edition is read once and kept
        for more in (1, 20):
            for number in range(more):
                other = stories.head(stories.file_complaint("ravi")).reference
                with transaction():
                    version = stories.version_of(complaint_id)
                    operations.note_contact(meera, complaint_id, "phone", f"Call {number}.", version)
                with transaction():
                    version = stories.version_of(complaint_id)
                    operations.link(meera, complaint_id, other, Kinship.SAME_MATTER, version)
            with counting() as statements:
                browser.get(f"/complaints/{complaint_id}")
            counts.append(len(statements))
            db.session.remove()
    assert "Call 19." in browser.words()
    assert counts[0] == counts[1]
