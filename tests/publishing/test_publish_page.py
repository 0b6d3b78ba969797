"""The page before the button and the job behind it: exactly what was seen is published, or nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from handbook.core import clock, jobs
from handbook.core.db import db
from handbook.core.jobs import Job
from handbook.core.transaction import transaction
from handbook.publishing.publication import PUBLISH
from handbook.rules import operations as rules
from handbook.rules import queries as editions
from tests import factories
from tests.acknowledgements.signing import change_rule, sign_below
from tests.browser_like import Visitor
from tests.publishing import stories as story

pytestmark = pytest.mark.database
SignIn = Callable[[str], Visitor]
PAGE = "/handbook/draft/publish?lang=en"
GOOD = {"note": "People asked for it.", "password": factories.PASSWORD}


@pytest.fixture
def meera(app: Flask, client_of: SignIn) -> Visitor:
    """Meera before the page, with one changed sentence in the draft."""
    with app.app_context():
        sign_below("asha")
        sign_below("ravi")
        story.change_a_sentence()
    browser = client_of("meera")
    browser.get(PAGE)
    return browser


def test_the_page_says_whom_it_asks_before_the_button(meera: Visitor):
    words = meera.words()
    assert "10 of 10 people" in words
    assert "2 signatures no longer cover all that their signers read." in words
    assert "2 people sign again." in words
    rows = [[cell.text_content().strip() for cell in row] for row in meera.tree().xpath("//tbody/tr")]
    assert rows == [["Banjara Hills", "8", "8"], ["Rīga, Centrs", "2", "2"]]
    assert "1 rule is not translated" in words
    assert "1 person would read an older or a foreign text" in words


def test_it_takes_effect_in_two_weeks_unless_another_day_is_chosen(app: Flask, meera: Visitor):
    meera.submit("/draft/publish", **GOOD)
    with app.app_context():
        jobs.work_off()
        edition, today = editions.newest_edition(), clock.now().date()
        assert (edition.number, edition.notice_on) == (2, today)
        assert edition.effective_on == today + timedelta(days=14)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password": "not my password"}, "That is not your password."),
        ({"note": " "}, "Why it changed: say it in a sentence or two."),
        ({"effective_on": "2020-01-01"}, "nothing takes effect before notice of it was given"),
    ],
)
def test_what_is_wrong_is_said_and_the_words_are_kept(app: Flask, meera: Visitor, wrong: dict[str, str], words: str):
    meera.submit("/draft/publish", expect=400, **(GOOD | wrong))
    assert words in meera.words()
    assert GOOD["note"] in meera.page.text or "note" in wrong
    with app.app_context():
        assert publications() == []


def test_a_draft_that_changed_since_it_was_seen_is_not_published(app: Flask, meera: Visitor):
    with app.app_context():
        story.change_a_comma()
    meera.submit("/draft/publish", expect=409, **GOOD)
    assert "has changed since you looked" in meera.words()
    with app.app_context():
        assert publications() == []


def test_a_draft_that_changes_before_the_worker_begins_is_not_published(app: Flask, meera: Visitor):
    meera.submit("/draft/publish", **GOOD)
    address = meera.page.request.path
    with app.app_context():
        story.change_a_comma()
        jobs.work_off()
        assert editions.newest_edition().number == 1
    meera.get(address)
    assert "Not published" in meera.words()
    assert "has changed since you looked" in meera.words()


def test_a_confirmation_that_is_withdrawn_before_the_worker_begins_stops_it(app: Flask, meera: Visitor):
    with app.app_context():
        story.change_a_comma()
        story.call_it_editorial()
    meera.get(PAGE)
    meera.submit("/draft/publish", **GOOD)
    with app.app_context():
        story.calls("dmitri", story.GREET, "material")
        jobs.work_off()
        assert editions.newest_edition().number == 1


def test_two_clicks_are_one_publication(app: Flask, meera: Visitor):
    for _click in range(2):
        assert meera.send("/draft/publish", **GOOD).status_code == 200
    with app.app_context():
        assert len(publications()) == 1
        jobs.work_off()
        assert editions.edition_numbers() == [2, 1]


def test_a_worker_that_died_after_publishing_does_not_publish_again(app: Flask, meera: Visitor):
    meera.submit("/draft/publish", **GOOD)
    with app.app_context():
        jobs.work_off()
        with transaction() as session:
            session.execute(update(Job).where(Job.kind == PUBLISH).values(state="queued", tries=0))
        jobs.work_off()
        (job,) = publications()
        assert (job.state, job.result) == ("done", {"edition": 2})
        assert editions.edition_numbers() == [2, 1]


def test_it_can_be_cancelled_while_it_waits(app: Flask, meera: Visitor):
    meera.submit("/draft/publish", **GOOD)
    meera.submit("/cancel")
    assert "Nothing was published" in meera.words()
    with app.app_context():
        jobs.work_off()
        assert editions.newest_edition().number == 1


def test_progress_is_counted_in_papers(app: Flask, meera: Visitor):
    meera.submit("/draft/publish", **GOOD)
    address = f"{meera.page.request.path}.json"
    assert meera.client.get(address).json["state"] == "queued"
    with app.app_context():
        jobs.work_off()
        (job,) = publications()
        assert (job.done, job.total) == (2, 2)
    assert meera.client.get(address).json["url"].startswith("/handbook/draft/publishing/")


def test_who_may_no_longer_publish_does_not(app: Flask, meera: Visitor):
    meera.submit("/draft/publish", **GOOD)
    with app.app_context():
        with transaction() as session:
            grant = factories.RoleGrant
            account = select(factories.Account.id).where(factories.Account.employee_id == job_owner())
            yesterday = clock.now().date() - timedelta(days=1)
            mine = (grant.account_id == account.scalar_subquery(), grant.role == "hr")
            session.execute(update(grant).where(*mine).values(to_on=yesterday))
        jobs.work_off()
        (job,) = publications()
        assert "may no longer publish" in job.result["refused"]
        assert editions.newest_edition().number == 1


def test_faults_and_nothing_to_publish_are_said_in_words(app: Flask, client_of: SignIn):
    browser = client_of("meera")
    browser.get(PAGE)
    assert "Nothing differs from the newest edition" in browser.words()
    with app.app_context():
        change_rule(story.ARGUE, "severity: serious", "severity: severe")
    browser.get(PAGE)
    assert "severity must be minor, serious or gross" in browser.words()
    assert not browser.tree().xpath("//form[@id='publish']")


def test_the_page_takes_as_many_queries_for_many_rules_and_people(app: Flask, meera: Visitor, counting):
    numbers = []
    for people in (0, 30):
        with app.app_context():
            if people:
                factories.more_people(people)
                story.change_a_comma()
                story.wrote("meera", story.GREET)
            with counting() as statements:
                meera.client.get(PAGE)
        numbers.append(len(statements))
    assert numbers[0] == numbers[1], "\n".join(statements.seen)


def test_a_newer_edition_stops_a_publication(app: Flask, meera: Visitor):
    meera.submit("/draft/publish", **GOOD)
    with app.app_context():
        rules.publish("command line", "Faster.")
        jobs.work_off()
        assert "changed since" in publications()[0].result["refused"]
        assert editions.edition_numbers() == [2, 1]


def publications() -> list[Job]:
    return list(db.session.scalars(select(Job).where(Job.kind == PUBLISH)))


def job_owner() -> str:
    return factories.person_id("meera")
