"""Links by mail: made in the job, never used up by looking, alike for numbers that exist and that do not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from handbook.core import clock, flood, jobs
from handbook.core.db import db
from handbook.core.errors import Invalid
from handbook.core.jobs import Job
from handbook.core.transaction import transaction
from handbook.people import credentials
from handbook.people.models import Employee, OneTimeSecret
from handbook.people.one_time import find_secret
from handbook.people.sign_in import prove
from handbook.people.tokens import token_hash
from tests import factories
from tests.browser_like import Visitor
from tests.people import ways

pytestmark = pytest.mark.database

RAVI = factories.PEOPLE["ravi"].number
ADDRESS = "ravi@lotus-linden.example"


@pytest.fixture(autouse=True)
def unhurried() -> None:
    """All tests come from one address; none is to be held up by another."""
    flood.forget()


@pytest.fixture
def reached(app: Flask) -> Flask:
    """Ravi has a mail address."""
    with app.app_context():
        ways.reached_by("ravi", mail=ADDRESS)
    return app


def forget(browser: Visitor, number: str) -> str:
    """Ask for a link at the door; return the answer without the token of the form."""
    browser.get("/sign-in/forgotten?lang=en")
    browser.submit("/sign-in/forgotten", staff_number=number)
    assert browser.page is not None
    return browser.page.text


def link_by_meera(app: Flask) -> None:
    with app.app_context(), transaction():
        credentials.issue_link(factories.actor("meera"), factories.person_id("ravi"))


def go_in(app: Flask, token: str, password: str = ways.NEW) -> Visitor:
    """Follow a link to its end and return the browser."""
    browser = Visitor(app)
    browser.get(f"/welcome/{token}?lang=en")
    browser.submit("/welcome/")
    browser.submit("/sign-in/choose", password=password)
    return browser


def test_the_answer_is_the_same_whether_the_number_exists_or_not(reached: Flask):
    answers = {forget(Visitor(reached), number) for number in (RAVI, factories.PEOPLE["asha"].number, "000000")}
    assert len(answers) == 1
    assert "If this number has a mail address with us" in answers.pop()


def test_the_work_is_the_same_whether_the_number_exists_or_not(reached: Flask, counting: Callable[[], object]):
    numbers = []
    for number in (RAVI, "000000"):
        browser = Visitor(reached)
        browser.get("/sign-in/forgotten?lang=en")
        with reached.app_context(), counting() as statements:
            browser.submit("/sign-in/forgotten", staff_number=number)
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]


def test_only_who_has_an_address_and_an_account_gets_a_mail(reached: Flask):
    for number in (RAVI, factories.PEOPLE["asha"].number, "000000"):
        forget(Visitor(reached), number)
    assert [mail["To"] for mail in ways.mails(reached)] == [ADDRESS]


def test_asking_often_sends_one_mail_in_ten_minutes(reached: Flask):
    moment = clock.now().replace(minute=1, second=0)
    with time_machine.travel(moment, tick=False):
        for _time in range(3):
            forget(Visitor(reached), RAVI)
        assert len(ways.mails(reached)) == 1


def test_asking_changes_nothing_for_the_person_until_they_choose(reached: Flask):
    forget(Visitor(reached), RAVI)
    ways.mails(reached)
    with reached.app_context():
        assert prove(RAVI, factories.PASSWORD, "192.0.2.7")


def test_no_token_lies_in_a_job(reached: Flask):
    link_by_meera(reached)
    (mail,) = ways.mails(reached)
    token = ways.token_in(mail)
    with reached.app_context():
        assert db.session.query(OneTimeSecret).one().secret_hash == token_hash(token)
        assert all(token not in str((job.payload, job.result, job.key)) for job in db.session.query(Job))


def test_a_mail_that_could_not_leave_gets_a_new_token_when_it_is_tried_again(
    reached: Flask, monkeypatch: pytest.MonkeyPatch
):
    link_by_meera(reached)
    with reached.app_context():
        settings = reached.extensions["handbook.settings"]
        away = settings.model_copy(update={"mail_url": "smtp://127.0.0.1:9"})
        monkeypatch.setitem(reached.extensions, "handbook.settings", away)
        jobs.run(jobs.waiting(clock.now())[0])
        monkeypatch.setitem(reached.extensions, "handbook.settings", settings)
    (mail,) = ways.mails(reached)
    with reached.app_context():
        assert find_secret(ways.token_in(mail)) is not None
        assert db.session.query(OneTimeSecret).filter(OneTimeSecret.ended_at.is_(None)).count() == 1


def test_looking_at_the_link_never_uses_it_up(reached: Flask):
    forget(Visitor(reached), RAVI)
    token = ways.token_in(ways.mails(reached)[0])
    for _time in range(3):
        assert Visitor(reached).get(f"/welcome/{token}").status_code == 200
    assert go_in(reached, token).get("/my-file").request.path == "/my-file"


def test_the_own_link_is_no_reset_by_another(reached: Flask):
    forget(Visitor(reached), RAVI)
    go_in(reached, ways.token_in(ways.mails(reached)[0]))
    with reached.app_context():
        proof = prove(RAVI, ways.NEW, "192.0.2.7")
        assert not proof.soon_after_reset
        assert proof.credential_issued_by is None
        assert ways.events("ravi") == ["password chosen"]


def test_a_link_to_an_address_that_hr_wrote_down_meanwhile_is_one_by_another(reached: Flask):
    with reached.app_context(), transaction() as session:
        wrote = {"email_set_at": clock.now(), "email_set_by": factories.person_id("meera")}
        session.execute(update(Employee).where(Employee.staff_number == RAVI).values(**wrote))
    forget(Visitor(reached), RAVI)
    go_in(reached, ways.token_in(ways.mails(reached)[0]))
    with reached.app_context():
        proof = prove(RAVI, ways.NEW, "192.0.2.7")
        assert proof.soon_after_reset
        assert proof.credential_issued_by == factories.person_id("meera")


def test_a_link_by_hr_is_a_reset_by_another(reached: Flask, client_of: Callable[[str], Visitor]):
    ravi = client_of("ravi")
    link_by_meera(reached)
    assert ravi.get("/my-file").request.path == "/sign-in"
    (mail,) = ways.mails(reached)
    assert "Meera Nair had this link sent to you" in ways.words_of(mail)
    go_in(reached, ways.token_in(mail))
    with reached.app_context():
        assert ways.events("ravi") == ["link sent", "password chosen"]
        assert prove(RAVI, ways.NEW, "192.0.2.7").soon_after_reset


def test_without_an_address_there_is_no_link(app: Flask):
    with app.app_context(), pytest.raises(Invalid, match="Print a slip instead"), transaction():
        credentials.issue_link(factories.actor("meera"), factories.person_id("ravi"))


def test_a_slip_printed_meanwhile_is_not_ended_by_a_mail_that_waited(reached: Flask):
    link_by_meera(reached)
    with reached.app_context(), transaction():
        code = credentials.issue_slip(factories.actor("meera"), factories.person_id("ravi")).code
    with reached.app_context():
        jobs.work_off()
        assert find_secret(code) is not None


def test_a_link_lasts_a_day_and_works_once(reached: Flask):
    with time_machine.travel(clock.now(), tick=False) as stopped:
        link_by_meera(reached)
        token = ways.token_in(ways.mails(reached)[0])
        stopped.shift(timedelta(hours=24) - timedelta(seconds=1))
        with reached.app_context():
            assert find_secret(token) is not None
        go_in(reached, token)
        with reached.app_context():
            assert find_secret(token) is None
    browser = Visitor(reached)
    browser.get(f"/welcome/{token}?lang=en")
    browser.submit("/welcome/", 404)
    assert "no longer counts" in browser.words()


def test_a_made_up_link_is_answered_like_a_used_one(reached: Flask):
    link_by_meera(reached)
    token = ways.token_in(ways.mails(reached)[0])
    go_in(reached, token)
    pages = []
    for one in (token, "A" * 22):
        browser = Visitor(reached)
        browser.get(f"/welcome/{one}?lang=en")
        browser.submit("/welcome/", 404)
        pages.append(browser.words())
    assert pages[0] == pages[1]


def test_the_choice_opens_to_nobody_who_showed_no_link(visitor: Visitor):
    assert visitor.get("/sign-in/choose").request.path == "/sign-in/slip"


def test_the_choice_waits_half_an_hour_at_most(reached: Flask):
    link_by_meera(reached)
    token = ways.token_in(ways.mails(reached)[0])
    browser = Visitor(reached)
    with time_machine.travel(clock.now(), tick=False) as stopped:
        browser.get(f"/welcome/{token}?lang=en")
        browser.submit("/welcome/")
        stopped.shift(timedelta(minutes=30, seconds=1))
        assert browser.get("/sign-in/choose").request.path == "/sign-in/slip"


def test_a_flood_of_questions_for_links_is_turned_away(visitor: Visitor):
    visitor.get("/sign-in/forgotten?lang=en")
    codes = [visitor.send("/sign-in/forgotten", staff_number=f"77{n:04}").status_code for n in range(21)]
    assert codes == [200] * 20 + [429]
