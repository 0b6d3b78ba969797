"""What a complaint lets out: row filter against policy, one answer for foreign and missing, nothing to the subject."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.company.models import Location
from handbook.company.queries import locations
from handbook.complaints import lists, operations, queries
from handbook.complaints.improvements import improvements_for
from handbook.complaints.lifecycle import Finding
from handbook.complaints.models import Complaint
from handbook.complaints.pages import Filters
from handbook.complaints.policy import sight_of
from handbook.core import clock
from handbook.core.access_log import AccessEntry
from handbook.core.db import db, new_id
from handbook.core.errors import NotFound
from handbook.core.transaction import transaction
from tests import factories
from tests.browser_like import Visitor
from tests.complaints import stories

pytestmark = pytest.mark.database

# Nothing of these belongs to what a page says: tokens, keys of forms, the number of the request.
PASSING = re.compile(
    r'name="[\w-]*csrf_token"[^>]*|name="[\w-]*idempotency_key"[^>]*|<span class="hash">[0-9A-F]{8}</span>'
    r'|value="\d\d:\d\d"'  # the clock on the wall, where a form begins with now
)
PAGES = (
    "/",
    "/complaints",
    "/complaints?due=week",
    "/complaints/mine",
    "/complaints/new",
    "/improvements",
    "/cases",
    "/my-file",
    "/team",
    "/people",
    "/exports",
    "/handbook",
)


def said(browser: Visitor, address: str) -> tuple[int, str]:
    answer = browser.client.get(address)
    return answer.status_code, PASSING.sub("", answer.text)


def elsewhere() -> Location:
    return next(one for one in locations() if one.name != "Banjara Hills")


def mixed_complaints() -> None:
    asha, nandini, janis = (factories.person_id(name) for name in ("asha", "nandini", "janis"))
    stories.file_complaint("janis")
    stories.file_complaint("janis", person_id=asha, rule_id="never-argue")
    stories.file_complaint("ravi", person_id=janis)
    stories.file_complaint("meera", person_id=nandini)
    stories.take_on(stories.file_complaint("dmitri"), "nandini")
    of_dmitri = stories.file_complaint("meera")
    stories.take_on(of_dmitri, "nandini")
    stories.name_person(of_dmitri, "dmitri", by="nandini")
    stories.name_outsider()
    stories.file_complaint("ravi", person_id=nandini, rule_id="never-argue")
    stories.file_complaint("janis", location_id=elsewhere().id)


def test_the_row_filter_says_what_the_policy_says(context: Flask):
    mixed_complaints()
    for name in factories.KNOWN:
        actor = factories.actor(name)
        filtered = set(db.session.scalars(select(Complaint.id).where(queries.visible_to(actor))))
        judged = {row.id for row in db.session.scalars(select(Complaint)) if sight_of(actor, queries.parties_of(row))}
        assert filtered == judged, name


def test_list_count_and_page_obey_the_same_rule(context: Flask):
    mixed_complaints()
    for name in factories.KNOWN:
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


@pytest.mark.parametrize("rest", ["", "/customer", "/case", "/handling", "/act?what=find", "/photo?file=x"])
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
    browser, missing = client_of(name), new_id()
    before = {address: said(browser, address) for address in PAGES}
    with app.app_context():
        complaint_id = stories.file_complaint("meera", person_id=factories.person_id(name), rule_id="never-argue")
        queries.complaint_for(factories.actor("meera"), complaint_id)
    client_of("meera").get(f"/complaints/{complaint_id}")
    assert {address: said(browser, address) for address in PAGES} == before
    for rest in ("", "/customer", "/handling", "/act?what=find", "/photo?file=x"):
        answers = [said(browser, f"/complaints/{one}{rest}") for one in (complaint_id, missing)]
        assert answers[0][0] in (403, 404)
        assert answers[0][1].replace(complaint_id, "") == answers[1][1].replace(missing, "")


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


def test_what_came_of_it_tells_the_person_nothing_before_they_are_told(app: Flask, client_of: Callable[[str], Visitor]):
    browser = client_of("asha")
    before = {address: said(browser, address) for address in PAGES}
    with app.app_context():
        complaint_id = stories.answered()
    assert {address: said(browser, address) for address in PAGES} == before
    with app.app_context(), transaction():
        operations.mark_told(complaint_id, factories.person_id("asha"), clock.now())
    after = said(browser, "/my-file")[1]
    assert stories.WORDS not in after
    assert said(browser, f"/complaints/{complaint_id}")[0] == 404


def test_an_improvement_from_a_complaint_about_somebody_of_hr_is_not_on_their_list(context: Flask):
    complaint_id = stories.investigated("nandini")
    stories.find(complaint_id, Finding.RULE_FOLLOWED, rule_id="never-argue", problem="It forbids what is kind.")
    shown = {name: improvements_for(factories.actor(name), 1)[1] for name in ("meera", "nandini")}
    assert shown == {"meera": 1, "nandini": 0}
