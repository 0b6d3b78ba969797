"""Jobs: a list without doubles, and a profile that changes from a day on for new placements only."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.core.db import db
from handbook.core.errors import Conflict, Invalid, NotFound
from handbook.core.transaction import end_read, transaction
from handbook.people.directory import job_titles
from handbook.people.directory.job_titles import profile_on
from handbook.people.models import JobTitle
from handbook.people.queries import find_placed
from tests import factories
from tests.browser_like import Visitor
from tests.people.directory.doing import in_days, place, work

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def test_the_list_counts_who_does_a_job_today_and_names_jobs_that_are_not_on_it(context: Flask):
    add("Cashier of the night")
    place("asha", work(in_days(3), job="trainer"))
    found = {one.title: (one.people, one.id is not None) for one in job_titles.jobs(in_days(0))}
    assert found["cashier"] == (4, False)
    assert found["Cashier of the night"] == (0, True)
    assert found["trainer"] == (0, True)
    assert {one.title: one.people for one in job_titles.jobs(in_days(3))}["trainer"] == 1


@pytest.mark.parametrize("title", ["baker", "BAKER", "  Bāker "])
def test_a_job_stands_on_the_list_once(context: Flask, title: str):
    add("Baker")
    with pytest.raises(Invalid, match="on the list already"):
        add(title)


@pytest.mark.parametrize(("title", "profile"), [("", "everyone"), ("x" * 201, "everyone"), ("baker", "astronaut")])
def test_a_job_without_title_or_with_another_profile_is_refused(context: Flask, title: str, profile: str):
    with pytest.raises(Invalid):
        add(title, profile)


def test_another_profile_counts_from_its_day_for_new_placements_only(context: Flask):
    job = add("baker", "everyone")
    place("asha", work(in_days(0), job="baker"))
    change(job, "baker", "counter", in_days(10))
    place("ravi", work(in_days(9), job="baker"))
    place("lakshmi", work(in_days(10), job="baker"))
    assert {name: profile(name, 11) for name in ("asha", "ravi", "lakshmi")} == {
        "asha": "everyone",
        "ravi": "everyone",
        "lakshmi": "counter",
    }


def test_a_second_change_before_the_first_has_come_keeps_what_counts_today(context: Flask):
    job = add("baker", "everyone")
    change(job, "baker", "counter", in_days(10))
    change(job, "baker", "phone", in_days(5))
    row = db.session.get_one(JobTitle, job)
    assert [profile_on(row, in_days(day)) for day in (0, 4, 5, 12)] == ["everyone", "everyone", "phone", "phone"]


def test_a_new_title_leaves_placements_as_they_are(context: Flask):
    job = add("baker")
    place("asha", work(in_days(0), job="baker"))
    change(job, "Master baker", "everyone", in_days(0))
    assert find_placed(factories.person_id("asha"), in_days(0)).job == "baker"


def test_a_stale_form_and_a_missing_job_are_refused(context: Flask):
    job = add("baker")
    change(job, "baker", "counter", in_days(0))
    with pytest.raises(Conflict), transaction():
        job_titles.change_job(job, "porter", "phone", in_days(0), 1)
    with pytest.raises(NotFound), transaction():
        job_titles.change_job("0" * 32, "porter", "phone", in_days(0), 1)
    other = add("porter")
    with pytest.raises(Invalid, match="on the list already"):
        change(other, "Baker", "phone", in_days(0))


def test_the_pages_add_and_change_a_job(app: Flask, client_of: SignIn):
    browser, other = client_of("meera"), client_of("nandini")
    browser.get("/people/jobs")
    browser.get(browser.link("Put it on the list"))
    title = browser.form("/people/jobs").fields["title"]
    assert title in {person.job for person in factories.PEOPLE.values()}
    browser.submit("/people/jobs", profile="counter")
    address = browser.link(title)
    browser.get(address)
    other.get(address)
    browser.submit("/people/jobs/", title="Baker", from_on=in_days(4).isoformat(), profile="phone")
    assert f"{title} " not in browser.words()
    other.submit("/people/jobs/", expect=409, title="Porter")
    assert "What stands now: “Baker”" in other.words()
    assert other.form("/people/jobs/").fields["title"] == "Porter"


def test_a_job_that_is_not_there_is_not_found(client_of: SignIn):
    browser = client_of("meera")
    assert browser.get("/people/jobs/" + "0" * 32).status_code == 404
    assert "There is no such job." in browser.words()


def add(title: str, profile_of_job: str = "everyone") -> str:
    with transaction():
        return job_titles.add_job(title, profile_of_job)


def change(job_id: str, title: str, profile_of_job: str, from_on: date) -> None:
    end_read()
    seen = db.session.scalars(select(JobTitle.row_version).where(JobTitle.id == job_id)).one()
    with transaction():
        job_titles.change_job(job_id, title, profile_of_job, from_on, seen)


def profile(name: str, day: int) -> str:
    end_read()
    return find_placed(factories.person_id(name), in_days(day)).profile
