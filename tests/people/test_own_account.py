"""The own account: changing password and PIN, seeing and ending sessions, the own language; former employees too."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.core.db import db
from handbook.core.errors import Invalid
from handbook.people.device_words import device_words
from handbook.people.models import Employee, SignInSession
from handbook.people.sign_in import prove
from tests import factories
from tests.browser_like import Visitor
from tests.people import ways

pytestmark = pytest.mark.database

ASHA = factories.PEOPLE["asha"].number


@pytest.mark.parametrize("name", ["asha", "janis", "meera", "milda"])
def test_everybody_has_one_and_so_has_who_has_left(client_of: Callable[[str], Visitor], name: str):
    browser = client_of(name)
    assert browser.get("/account?lang=en").status_code == 200
    assert factories.KNOWN[name].number in browser.words()


def test_the_page_takes_the_same_number_of_queries_with_many_sessions_and_events(
    app: Flask, client_of: Callable[[str], Visitor], counting: Callable[[], object]
):
    browser, numbers = client_of("asha"), []
    for _round in range(2):
        with app.app_context(), counting() as statements:
            browser.get("/account")
        numbers.append(len(statements))
        for _session in range(3):
            client_of("asha")
        browser.get("/account/pin")
        browser.submit("/account/pin", old=factories.PASSWORD, pin="482915")
    assert numbers == [7, 7]


def test_a_new_password_counts_at_once_and_ends_every_other_session(app: Flask, client_of: Callable[[str], Visitor]):
    phone, desk = client_of("asha"), client_of("asha")
    phone.get("/account/password")
    phone.submit("/account/password", old=factories.PASSWORD, password=ways.NEW)
    assert phone.get("/my-file").request.path == "/my-file"
    assert desk.get("/my-file").request.path == "/sign-in"
    with app.app_context():
        assert prove(ASHA, ways.NEW, "192.0.2.7")
        with pytest.raises(Invalid):
            prove(ASHA, factories.PASSWORD, "192.0.2.7")
        assert ways.events("asha") == ["password chosen"]
        assert not prove(ASHA, ways.NEW, "192.0.2.7").soon_after_reset


def test_the_person_is_told_by_mail(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        ways.reached_by("ravi", mail="ravi@lotus-linden.example")
    ravi = client_of("ravi")
    ravi.get("/account/password")
    ravi.submit("/account/password", old=factories.PASSWORD, password=ways.NEW)
    (mail,) = ways.mails(app)
    assert "Password chosen." in ways.words_of(mail)
    assert "If this was not you" in ways.words_of(mail)
    assert ways.NEW not in mail.as_string()


def test_it_refuses_a_new_password_without_the_old_one(app: Flask, client_of: Callable[[str], Visitor]):
    asha = client_of("asha")
    asha.get("/account/password")
    asha.submit("/account/password", 400, old="not-my-password", password=ways.NEW)
    assert "That is not your password" in asha.words()
    with app.app_context():
        assert prove(ASHA, factories.PASSWORD, "192.0.2.7")
        assert ways.events("asha") == []


def test_guessing_the_old_password_is_throttled(client_of: Callable[[str], Visitor]):
    asha = client_of("asha")
    asha.get("/account/password")
    for _try in range(5):
        asha.submit("/account/password", 400, old="not-my-password", password=ways.NEW)
    asha.submit("/account/password", 429, old=factories.PASSWORD, password=ways.NEW)


def test_it_refuses_a_weak_password_before_anything_is_proven(client_of: Callable[[str], Visitor]):
    asha = client_of("asha")
    asha.get("/account/password")
    asha.submit("/account/password", 400, old=factories.PASSWORD, password="AshaReddy512")
    assert "made of your name" in asha.words()


def test_a_pin_asks_for_the_password(app: Flask, client_of: Callable[[str], Visitor]):
    asha = client_of("asha")
    asha.get("/account/pin")
    asha.submit("/account/pin", 400, old="not-my-password", pin="482915")
    with app.app_context():
        assert ways.account("asha").pin_hash is None
    asha.submit("/account/pin", old=factories.PASSWORD, pin="482915")
    with app.app_context():
        assert ways.account("asha").pin_hash is not None
        assert ways.events("asha") == ["pin chosen"]


def test_it_lists_where_the_person_is_signed_in_and_ends_one(app: Flask, client_of: Callable[[str], Visitor]):
    here, there = client_of("asha"), client_of("asha")
    here.get("/account?lang=en")
    assert here.words().count("this device") == 1
    with app.app_context():
        rows = db.session.scalars(select(SignInSession).order_by(SignInSession.created_at.desc()))
        newest = next(iter(rows)).id
    here.submit(f"/account/sessions/{newest}/end")
    assert there.get("/my-file").request.path == "/sign-in"
    assert here.get("/my-file").request.path == "/my-file"


def test_it_ends_all_others_at_once(client_of: Callable[[str], Visitor]):
    here, others = client_of("asha"), [client_of("asha"), client_of("asha")]
    here.get("/account?lang=en")
    here.submit("/account/sessions/end-others")
    assert [browser.get("/my-file").request.path for browser in others] == ["/sign-in"] * 2
    assert here.get("/my-file").request.path == "/my-file"


def test_a_session_of_somebody_else_is_answered_like_one_that_is_missing(
    app: Flask, client_of: Callable[[str], Visitor]
):
    ravi, asha = client_of("ravi"), client_of("asha")
    with app.app_context():
        hers = SignInSession.account_id == factories.actor("ravi").account_id
        foreign = db.session.scalar(select(SignInSession.id).where(hers))
    asha.get("/account?lang=en")
    token = asha.form("/account/language").fields["csrf_token"]
    pages = []
    for one in (foreign, "0" * 32):
        answer = asha.client.post(f"/account/sessions/{one}/end", data={"csrf_token": token})
        assert answer.status_code == 404
        asha.page = answer
        pages.append(asha.tree().xpath("string(//main//p[1])"))
    assert pages[0] == pages[1]
    assert ravi.get("/my-file").request.path == "/my-file"


def test_the_own_language_counts_at_once(app: Flask, client_of: Callable[[str], Visitor]):
    ravi = client_of("ravi")
    ravi.get("/account")
    ravi.submit("/account/language", language="lv")
    assert ravi.tree().get("lang") == "lv"
    with app.app_context():
        row = db.session.query(Employee).filter_by(staff_number=factories.PEOPLE["ravi"].number).one()
        assert (row.language, row.row_version) == ("lv", 2)


def test_it_refuses_a_language_that_the_pages_do_not_know(client_of: Callable[[str], Visitor]):
    ravi = client_of("ravi")
    ravi.get("/account")
    token = ravi.form("/account/language").fields["csrf_token"]
    answer = ravi.client.post("/account/language", data={"csrf_token": token, "language": "xx"})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox on Linux"),
        ("curl/8.8.0", "A browser that does not name itself"),
        ("", "A browser that does not name itself"),
    ],
)
def test_a_device_is_named_in_plain_words(app: Flask, said: str, words: str):
    with app.test_request_context("/?lang=en"):
        assert device_words(said) == words
