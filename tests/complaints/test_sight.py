"""What a complaint lets out: row filter against policy, one answer for foreign and missing, nothing to the subject."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.complaints import lists, queries
from handbook.complaints.models import Complaint
from handbook.complaints.pages import Filters
from handbook.complaints.policy import sight_of
from handbook.core.access_log import AccessEntry
from handbook.core.db import db, new_id
from handbook.core.errors import NotFound
from tests import factories
from tests.browser_like import Visitor
from tests.complaints import stories

pytestmark = pytest.mark.database

# Nothing of these belongs to what a page says: tokens, keys of forms, the number of the request.
PASSING = re.compile(
    r'name="[\w-]*csrf_token"[^>]*|name="[\w-]*idempotency_key"[^>]*|<span class="hash">[0-9A-F]{8}</span>'
)
PAGES = ("/", "/complaints", "/complaints/new", "/cases", "/my-file", "/team", "/people", "/exports", "/handbook")


def said(browser: Visitor, address: str) -> tuple[int, str]:
    answer = browser.client.get(address)
    return answer.status_code, PASSING.sub("", answer.text)


def mixed_complaints() -> None:
    asha, nandini, janis = (factories.person_id(name) for name in ("asha", "nandini", "janis"))
    stories.file_complaint("janis")
    stories.file_complaint("janis", person_id=asha, rule_id="never-argue")
    stories.file_complaint("ravi", person_id=janis)
    stories.file_complaint("meera", person_id=nandini)
    stories.take_on(stories.file_complaint("dmitri"), "nandini")
    stories.name_person(stories.file_complaint("meera"), "dmitri")


def test_the_row_filter_says_what_the_policy_says(context: Flask):
    mixed_complaints()
    for name in factories.PEOPLE:
        actor = factories.actor(name)
        filtered = set(db.session.scalars(select(Complaint.id).where(queries.visible_to(actor))))
        judged = {row.id for row in db.session.scalars(select(Complaint)) if sight_of(actor, queries.parties_of(row))}
        assert filtered == judged, name


def test_list_count_and_page_obey_the_same_rule(context: Flask):
    mixed_complaints()
    for name in factories.PEOPLE:
        actor = factories.actor(name)
        listing = lists.complaints_for(actor, Filters())
        shown = {row.id for row in listing.rows}
        assert listing.total == len(shown)
        for complaint_id in db.session.scalars(select(Complaint.id)).all():
            if complaint_id in shown:
                queries.complaint_for(actor, complaint_id)
            else:
                with pytest.raises(NotFound):
                    queries.complaint_for(actor, complaint_id)


def test_a_filter_by_rule_tells_the_filer_nothing(context: Flask):
    stories.investigated()
    janis = lists.complaints_for(factories.actor("janis"), Filters(rule_id="never-argue"))
    meera = lists.complaints_for(factories.actor("meera"), Filters(rule_id="never-argue"))
    assert (janis.total, meera.total) == (0, 1)


def test_filters_narrow_by_stage_and_location(context: Flask):
    mixed_complaints()
    meera = factories.actor("meera")
    page = lists.complaints_for(meera, Filters()).rows[0]
    everything = lists.complaints_for(meera, Filters()).total
    assert lists.complaints_for(meera, Filters(stage=page.stage.value)).total == everything
    assert lists.complaints_for(meera, Filters(stage="closed")).total == 0
    assert lists.complaints_for(meera, Filters(location_id=new_id())).total == 0


@pytest.mark.parametrize("rest", ["", "/customer", "/case"])
def test_a_foreign_and_a_missing_complaint_give_the_same_answer(
    app: Flask, client_of: Callable[[str], Visitor], rest: str
):
    with app.app_context():
        foreign = stories.file_complaint(person_id=factories.person_id("nandini"), customer_name="Mrs Gupta")
    browser, missing = client_of("nandini"), new_id()
    answers = [said(browser, f"/complaints/{one}{rest}") for one in (foreign, missing)]
    assert answers[0][0] == 404
    assert answers[0][1].replace(foreign, "") == answers[1][1].replace(missing, "")


@pytest.mark.parametrize("name", ["asha", "janis", "nandini", "dmitri", "inese", "olga"])
def test_nobody_sees_that_there_is_a_complaint_about_them(app: Flask, client_of: Callable[[str], Visitor], name: str):
    browser = client_of(name)
    before = {address: said(browser, address) for address in PAGES}
    with app.app_context():
        complaint_id = stories.file_complaint("meera", person_id=factories.person_id(name), rule_id="never-argue")
        queries.complaint_for(factories.actor("meera"), complaint_id)
    client_of("meera").get(f"/complaints/{complaint_id}")
    assert {address: said(browser, address) for address in PAGES} == before
    for rest in ("", "/customer"):
        assert browser.client.get(f"/complaints/{complaint_id}{rest}").status_code == 404


def test_a_reading_is_written_down_but_in_nobodys_file(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        complaint_id = stories.file_complaint(person_id=factories.person_id("asha"), customer_name="Mrs Gupta")
    browser = client_of("janis")
    browser.get(f"/complaints/{complaint_id}")
    browser.get(browser.link("Who complained"))
    assert "Mrs Gupta" in browser.words()
    with app.app_context():
        entries = db.session.scalars(select(AccessEntry).order_by(AccessEntry.id)).all()
    assert [entry.kind for entry in entries] == ["complaint", "customer identity"]
    assert {entry.employee_id for entry in entries} == {None}


def test_the_customer_stands_on_no_other_page(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        complaint_id = stories.file_complaint(customer_name="Mrs Gupta", customer_contact="98480 12345")
    for name in ("janis", "meera"):
        page = client_of(name).get(f"/complaints/{complaint_id}").text
        assert "Gupta" not in page
        assert "98480" not in page
