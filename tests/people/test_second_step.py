"""The second step: asked for after the password, each code once, and nothing else opens where it is missing."""

import stat
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from handbook.company.models import CompanyProfile
from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Conflict, Refused, Unavailable
from handbook.core.transaction import transaction
from handbook.people import credentials, second_step
from handbook.people.second_step import take_code
from handbook.people.second_step_key import FILE
from tests import factories
from tests.browser_like import Visitor
from tests.people import ways

pytestmark = pytest.mark.database

MEERA = factories.PEOPLE["meera"].number


@pytest.fixture
def client_of(through_the_door: Callable[[str], Visitor]) -> Callable[[str], Visitor]:
    """Here people sign in on the page, for the door is what is tested."""
    return through_the_door


@pytest.fixture
def required(app: Flask) -> Flask:
    """The company asks for second steps, as every real one does until it says otherwise."""
    with app.app_context(), transaction() as session:
        session.execute(update(CompanyProfile).values(second_step=True))
    return app


@pytest.fixture
def secret(app: Flask) -> str:
    """Meera has a second step."""
    with app.app_context():
        return ways.set_up_second_step("meera")


def at_the_code(app: Flask) -> Visitor:
    """A browser in which meera's password was right."""
    browser = Visitor(app)
    browser.get("/sign-in?lang=en")
    browser.submit("/sign-in", staff_number=MEERA, password=factories.PASSWORD)
    assert browser.page is not None
    assert browser.page.request.path == "/sign-in/code"
    return browser


def test_the_code_is_asked_for_after_the_password(app: Flask, secret: str):
    browser = at_the_code(app)
    assert browser.get("/people").request.path == "/sign-in", "the password alone opens nothing"
    browser = at_the_code(app)
    browser.submit("/sign-in/code", code=ways.code_now(secret))
    assert browser.get("/people").status_code == 200


def test_it_leads_on_to_the_page_that_was_asked_for(app: Flask, secret: str):
    browser = Visitor(app)
    browser.get("/my-file?lang=en")
    browser.submit("/sign-in", staff_number=MEERA, password=factories.PASSWORD)
    browser.submit("/sign-in/code", code=ways.code_now(secret))
    assert browser.page is not None
    assert browser.page.request.path == "/my-file"


@pytest.mark.parametrize("code", ["", "000000", "12345", "abcdef", "౧౨౩౪౫౬", "1234567", "      "])
def test_a_wrong_code_opens_nothing(app: Flask, secret: str, code: str):
    browser = at_the_code(app)
    browser.submit("/sign-in/code", 400, code=code)
    assert browser.get("/people").request.path == "/sign-in"


def test_a_code_in_a_form_that_somebody_built_opens_nothing(app: Flask, secret: str):
    browser = at_the_code(app)
    token = browser.form("/sign-in/code").fields["csrf_token"]
    for data in ({}, {"code[]": ways.code_now(secret)}, {"code": ["", ways.code_now(secret)]}):
        assert browser.client.post("/sign-in/code", data={"csrf_token": token, **data}).status_code == 400


@pytest.mark.parametrize("code", [None, 123456, ["123456"], b"123456", {"code": "123456"}, "", "12345"])
def test_whatever_is_no_text_of_six_digits_is_wrong(app: Flask, secret: str, code: object):
    with app.app_context(), transaction():
        assert not take_code(factories.actor("meera").account_id, code)


@pytest.mark.parametrize(("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_counts_one_step_either_way(app: Flask, steps: int, right: bool):
    with app.app_context(), time_machine.travel(clock.now(), tick=False) as stopped:
        secret = ways.set_up_second_step("meera")
        stopped.shift(timedelta(minutes=10))
        with transaction():
            assert take_code(factories.actor("meera").account_id, ways.code_now(secret, steps)) is right


def test_a_code_counts_once_and_no_older_one_after_it(app: Flask):
    with app.app_context(), time_machine.travel(clock.now(), tick=False) as stopped:
        secret, account_id = ways.set_up_second_step("meera"), factories.actor("meera").account_id
        stopped.shift(timedelta(minutes=10))
        for code, right in [(ways.code_now(secret), True), (ways.code_now(secret), False)]:
            with transaction():
                assert take_code(account_id, code) is right
        with transaction():
            assert not take_code(account_id, ways.code_now(secret, -1))
            assert take_code(account_id, ways.code_now(secret, 1))


def test_guessing_codes_is_throttled_with_the_same_tries(app: Flask, secret: str):
    browser = at_the_code(app)
    for _try in range(5):
        browser.submit("/sign-in/code", 400, code="000000")
    browser.submit("/sign-in/code", 429, code=ways.code_now(secret))
    browser = Visitor(app)
    browser.get("/sign-in?lang=en")
    browser.submit("/sign-in", 429, staff_number=MEERA, password=factories.PASSWORD)


def test_the_door_stays_half_open_for_five_minutes(app: Flask, secret: str):
    with time_machine.travel(clock.now(), tick=False) as stopped:
        browser = at_the_code(app)
        stopped.shift(timedelta(minutes=5, seconds=1))
        answer = browser.send("/sign-in/code", code=ways.code_now(secret))
        assert answer.request.path == "/sign-in"
        assert browser.get("/people").request.path == "/sign-in"


def test_a_half_open_door_shuts_when_the_account_is_switched_off_or_reset(app: Flask, secret: str):
    browser = at_the_code(app)
    with app.app_context(), transaction():
        credentials.disable(factories.actor("inese"), factories.person_id("meera"), "gone")
    assert browser.send("/sign-in/code", code=ways.code_now(secret)).request.path == "/sign-in"


def test_without_a_password_nobody_is_asked_for_a_code(visitor: Visitor):
    assert visitor.get("/sign-in/code").request.path == "/sign-in"


@pytest.mark.parametrize("name", ["meera", "dmitri", "inese"])
@pytest.mark.parametrize("page", ["/", "/my-file", "/handbook/1/en", "/account", "/verify", "/no-such-page"])
def test_who_needs_one_and_has_none_sees_nothing_but_the_page_that_sets_it_up(
    required: Flask, client_of: Callable[[str], Visitor], name: str, page: str
):
    browser = client_of(name)
    browser.get(page)
    assert browser.page is not None
    assert browser.page.request.path in ("/account/second-step", "/no-such-page")
    assert browser.page.status_code == (404 if page == "/no-such-page" else 200)


@pytest.mark.parametrize("name", ["asha", "janis", "olga", "milda"])
def test_the_others_are_not_asked(required: Flask, client_of: Callable[[str], Visitor], name: str):
    assert client_of(name).get("/my-file").request.path == "/my-file"


def test_nobody_is_asked_where_the_company_does_not(client_of: Callable[[str], Visitor]):
    assert client_of("meera").get("/my-file").request.path == "/my-file"


def test_a_post_is_led_there_too_and_does_nothing(required: Flask, client_of: Callable[[str], Visitor]):
    meera = client_of("meera")
    with required.app_context():
        asha = factories.person_id("asha")
    token = meera.form("/account/second-step").fields["csrf_token"]
    answer = meera.client.post(f"/people/{asha}/slip", data={"csrf_token": token})
    assert (answer.status_code, answer.location) == (303, "/account/second-step")
    with required.app_context():
        assert ways.events("asha") == []


def test_signing_out_stays_open(required: Flask, client_of: Callable[[str], Visitor]):
    meera = client_of("meera")
    meera.submit("/sign-out")
    assert meera.page is not None
    assert meera.page.request.path == "/sign-in"


def test_setting_it_up_from_page_to_page_opens_everything(required: Flask, client_of: Callable[[str], Visitor]):
    elsewhere, meera = client_of("meera"), client_of("meera")
    meera.submit("/account/second-step", 400, old="not-my-password")
    meera.submit("/account/second-step", old=factories.PASSWORD)
    secret = meera.tree().xpath("string(//span[@class='hash'])").replace(" ", "")
    assert meera.tree().xpath("//img[@class='square-code']/@src")[0].startswith("data:image/svg+xml")
    meera.submit("/account/second-step/confirm", 400, code="000000")
    assert meera.get("/people").request.path == "/account/second-step"
    meera.submit("/account/second-step/confirm", code=ways.code_now(secret))
    assert meera.get("/people").status_code == 200
    assert elsewhere.get("/people").request.path == "/sign-in", "sessions without it have ended"
    with required.app_context():
        assert ways.events("meera") == ["second step set up"]
        assert secret not in str(ways.account("meera").totp_secret), "the database keeps it unreadable"


def test_who_has_one_cannot_quietly_get_another(app: Flask, secret: str):
    with app.app_context(), pytest.raises(Conflict, match="set up already"), transaction():
        second_step.begin_set_up(factories.actor("meera"))


def test_the_own_one_is_taken_away_with_password_and_code(app: Flask, secret: str):
    browser = ways.sign_in_with_code(app, "meera", secret)
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        browser.get("/account/second-step?lang=en")
        browser.submit("/second-step/remove", 400, old=factories.PASSWORD, code="000000")
        browser.submit("/second-step/remove", 400, old="not-my-password", code=ways.code_now(secret))
        browser.submit("/second-step/remove", old=factories.PASSWORD, code=ways.code_now(secret))
    with app.app_context():
        assert ways.account("meera").totp_secret is None
        assert ways.events("meera")[-1] == "second step removed"


def test_another_administrator_takes_it_away_when_the_telephone_is_lost(
    app: Flask, secret: str, client_of: Callable[[str], Visitor]
):
    meera = ways.sign_in_with_code(app, "meera", secret)
    with app.app_context():
        person = factories.person_id("meera")
    inese = client_of("inese")
    inese.get(f"/people/{person}/ways-in?lang=en")
    token = inese.form("/disable").fields["csrf_token"]
    address = f"/people/{person}/second-step/remove"
    assert inese.client.post(address, data={"csrf_token": token, "reason": ""}).status_code == 400
    assert inese.client.post(address, data={"csrf_token": token, "reason": "Lost on the bus."}).status_code == 302
    assert meera.get("/my-file").request.path == "/sign-in"
    with app.app_context():
        event = ways.newest_event("meera")
        assert (event.what, event.by_name, event.reason) == (
            "second step removed",
            "Inese Kalniņa",
            "Lost on the bus.",
        )
        assert event.told == ["start page"]


@pytest.mark.parametrize(("who", "words"), [("nandini", "HR or an administrator"), ("meera", "your own account")])
def test_nobody_else_takes_it_away(app: Flask, secret: str, who: str, words: str):
    with app.app_context(), pytest.raises(Refused, match=words), transaction():
        second_step.remove_of(factories.actor(who), factories.person_id("meera"), "because")


def test_the_key_lies_in_a_file_of_its_own_for_this_account_alone(app: Flask, secret: str):
    path = app.extensions["handbook.settings"].secrets_folder / FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_refuses_a_key_that_others_can_read(app: Flask, secret: str):
    path = app.extensions["handbook.settings"].secrets_folder / FILE
    path.chmod(0o644)
    with app.app_context(), pytest.raises(Unavailable, match="chmod 600"), transaction():
        take_code(factories.actor("meera").account_id, ways.code_now(secret))


def test_a_lost_key_is_never_made_anew(app: Flask, secret: str):
    path = app.extensions["handbook.settings"].secrets_folder / FILE
    path.unlink()
    with app.app_context():
        with pytest.raises(Unavailable, match="is missing"), transaction():
            take_code(factories.actor("meera").account_id, ways.code_now(secret))
        db.session.rollback()
        with pytest.raises(Unavailable, match="is missing"), transaction():
            second_step.begin_set_up(factories.actor("dmitri"))
    assert not path.exists()
