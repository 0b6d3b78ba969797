"""Shared devices: only there does a PIN open anything, for an hour at most, and nobody is locked out by others."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from handbook.company.models import Location
from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Invalid, TooMany
from handbook.core.transaction import transaction
from handbook.people import credentials, own_credentials
from handbook.people.models import SharedDevice, SignInAttempt, SignInSession
from handbook.people.passwords import hash_pin
from handbook.people.sessions import NOWHERE
from handbook.people.sign_in import prove, prove_again, prove_other, prove_password_again
from handbook.people.tokens import token_hash
from tests import factories
from tests.browser_like import Visitor
from tests.people import ways

pytestmark = pytest.mark.database

ASHA, PIN = factories.PEOPLE["asha"].number, "482915"


@pytest.fixture
def pinned(app: Flask) -> Flask:
    """Asha and meera have PINs."""
    with app.app_context():
        hashed = hash_pin(PIN)
        with transaction():
            for name in ("asha", "meera"):
                own_credentials.choose_pin(factories.actor(name), ways.proof_of(name), hashed, NOWHERE)
    return app


@pytest.fixture
def tablet(pinned: Flask, client_of: Callable[[str], Visitor]) -> Visitor:
    """A tablet at the till that HR has enrolled; nobody is signed in on it."""
    browser = client_of("meera")
    enrol(browser)
    return browser


def enrol(browser: Visitor) -> None:
    browser.get("/devices?lang=en")
    with browser.client.application.app_context():
        place = db.session.query(Location).filter_by(name="Banjara Hills").one().id
    browser.submit("/devices", name="Tablet at the till", location_id=place)
    assert browser.page is not None
    assert browser.page.request.path == "/kiosk"


def come_in(tablet: Visitor, name: str = "asha", secret: str = PIN, expect: int = 200) -> Visitor:
    tablet.get("/kiosk?lang=en")
    return_to = tablet.submit("/kiosk", expect, staff_number=factories.KNOWN[name].number, secret=secret)
    assert return_to is tablet.page
    return tablet


def test_enrolling_signs_out_and_keeps_only_the_hash_of_the_token(pinned: Flask, tablet: Visitor):
    assert "Tablet at the till" in tablet.words()
    assert tablet.get("/devices").request.path == "/kiosk", "nobody is signed in, and the door here is the kiosk"
    cookie = tablet.client.get_cookie("handbook-device")
    assert cookie is not None
    assert cookie.http_only
    with pinned.app_context():
        assert db.session.query(SharedDevice).one().token_hash == token_hash(cookie.value)


@pytest.mark.parametrize("name", ["asha", "janis", "dmitri", "olga"])
def test_others_enrol_nothing(client_of: Callable[[str], Visitor], name: str):
    assert client_of(name).get("/devices").status_code == 403


def test_the_own_pin_opens_a_session_there(pinned: Flask, tablet: Visitor):
    come_in(tablet)
    assert tablet.get("/my-file").request.path == "/my-file"
    with pinned.app_context():
        row = db.session.query(SignInSession).filter(SignInSession.shared_device_id.is_not(None)).one()
        assert row.method == "PIN"
        assert row.ends_at - row.created_at == timedelta(minutes=60)


def test_the_password_does_too(pinned: Flask, tablet: Visitor):
    come_in(tablet, secret=factories.PASSWORD)
    with pinned.app_context():
        row = db.session.query(SignInSession).filter(SignInSession.shared_device_id.is_not(None)).one()
        assert row.method == "password"


def test_a_pin_opens_nothing_on_any_other_device(pinned: Flask, visitor: Visitor):
    visitor.get("/sign-in?lang=en")
    visitor.submit("/sign-in", 400, staff_number=ASHA, password=PIN)
    visitor.get("/kiosk?lang=en")
    assert "not a shared device" in visitor.words()
    visitor.get("/sign-in?lang=en")
    token = visitor.form("/sign-in").fields["csrf_token"]
    fields = {"csrf_token": token, "staff_number": ASHA, "secret": PIN}
    assert visitor.client.post("/kiosk", data=fields).status_code == 400
    assert visitor.get("/my-file").request.path == "/sign-in"


def test_a_made_up_device_opens_nothing(pinned: Flask, visitor: Visitor):
    visitor.client.set_cookie("handbook-device", "A" * 22)
    assert "not a shared device" in visitor.get("/kiosk?lang=en").text


def test_a_page_there_tells_the_browser_to_sign_out_by_itself(tablet: Visitor, client_of: Callable[[str], Visitor]):
    come_in(tablet)
    for page in ("/my-file", "/handbook/1/en/never-argue"):
        tablet.get(page)
        assert tablet.tree().xpath("string(//body/@data-idle)") == "120"
    phone = client_of("asha")
    for page in ("/my-file", "/handbook/1/en/never-argue"):
        phone.get(page)
        assert phone.tree().xpath("string(//body/@data-idle)") == "", "a finished page is not shared with tablets"


def test_a_pin_never_brings_a_role_that_asks_for_a_second_step(tablet: Visitor):
    come_in(tablet, "meera")
    assert tablet.get("/my-file").status_code == 200
    assert tablet.get("/people").status_code == 403
    tablet.get("/my-file")
    tablet.submit("/sign-out")
    come_in(tablet, "meera", factories.PASSWORD)
    assert tablet.get("/people").status_code == 200


def test_a_second_step_is_asked_for_there_as_well(pinned: Flask, tablet: Visitor):
    with pinned.app_context():
        secret = ways.set_up_second_step("meera")
    come_in(tablet, "meera", factories.PASSWORD)
    assert tablet.page is not None
    assert tablet.page.request.path == "/sign-in/code"
    tablet.submit("/sign-in/code", code=ways.code_now(secret))
    with pinned.app_context():
        row = db.session.query(SignInSession).filter(SignInSession.shared_device_id.is_not(None)).one()
        assert row.method == "password and code"


def test_ending_the_device_ends_every_session_on_it(
    pinned: Flask, tablet: Visitor, client_of: Callable[[str], Visitor]
):
    come_in(tablet)
    with pinned.app_context():
        device = db.session.query(SharedDevice).one().id
    meera = client_of("meera")
    meera.get("/devices?lang=en")
    meera.submit(f"/devices/{device}/end")
    assert "not a shared device" in tablet.get("/kiosk?lang=en").text
    assert tablet.get("/my-file").request.path == "/sign-in"
    meera.page = meera.client.post(
        f"/devices/{device}/end", data={"csrf_token": meera.form("/devices").fields["csrf_token"]}
    )
    assert meera.page.status_code == 404


def test_a_session_there_lasts_an_hour_at_most(tablet: Visitor):
    with time_machine.travel(clock.now(), tick=False) as stopped:
        come_in(tablet)
        stopped.shift(timedelta(minutes=59, seconds=59))
        assert tablet.get("/my-file").request.path == "/my-file"
        stopped.shift(timedelta(seconds=2))
        assert tablet.get("/my-file").request.path == "/kiosk"


def test_who_chooses_a_password_on_a_tablet_gets_a_short_session_too(pinned: Flask, tablet: Visitor):
    with pinned.app_context(), transaction():
        code = credentials.issue_slip(factories.actor("meera"), factories.person_id("ravi")).code
    tablet.get("/sign-in/slip?lang=en")
    tablet.submit("/sign-in/slip", staff_number=factories.PEOPLE["ravi"].number, code=code)
    tablet.submit("/sign-in/choose", password=ways.NEW)
    with pinned.app_context():
        row = db.session.query(SignInSession).filter(SignInSession.shared_device_id.is_not(None)).one()
        assert row.ends_at - row.created_at == timedelta(minutes=60)


def test_strangers_elsewhere_keep_nobody_out_there(pinned: Flask, tablet: Visitor):
    with pinned.app_context():
        for _try in range(5):
            with pytest.raises(Invalid):
                prove(ASHA, "wrong", "192.0.2.7")
        with pytest.raises(TooMany):
            prove(ASHA, factories.PASSWORD, "192.0.2.7")
    come_in(tablet)
    assert tablet.get("/my-file").request.path == "/my-file"


def test_guessing_at_a_colleague_on_the_tablet_is_throttled_and_keeps_nobody_else_out(tablet: Visitor):
    for _try in range(5):
        come_in(tablet, "meera", "111222", expect=400)
    come_in(tablet, "meera", PIN, expect=429)
    come_in(tablet, "asha")
    assert tablet.get("/my-file").request.path == "/my-file"


def test_a_tablet_has_its_own_limit_for_all_numbers_together(
    pinned: Flask, tablet: Visitor, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("handbook.people.attempts.PER_ADDRESS", 3)
    for number in range(3):
        tablet.get("/kiosk?lang=en")
        tablet.submit("/kiosk", 400, staff_number=f"77000{number}", secret="111222")
    come_in(tablet, expect=429)


def test_the_pin_proves_an_act_of_will_in_a_session_there_only(pinned: Flask, tablet: Visitor):
    come_in(tablet)
    with pinned.app_context():
        session = db.session.query(SignInSession).filter(SignInSession.shared_device_id.is_not(None)).one().id
        at_the_tablet = ways.in_session("asha", session)
        proof = prove_again(at_the_tablet, PIN)
        assert proof.method == "own PIN"
        assert proof.credential_set_at == ways.account("asha").pin_set_at
        assert prove_again(at_the_tablet, factories.PASSWORD).method == "password typed again"
        with pytest.raises(Invalid, match="neither your PIN nor your password"):
            prove_again(at_the_tablet, "111222")
        with pytest.raises(Invalid, match="not your password"):
            prove_password_again(at_the_tablet, PIN)
        with pytest.raises(Invalid, match="not your password"):
            prove_again(factories.actor("asha"), PIN)


def test_changing_a_password_on_the_tablet_asks_for_the_password(tablet: Visitor):
    come_in(tablet)
    tablet.get("/account/password")
    tablet.submit("/account/password", 400, old=PIN, password=ways.NEW)
    assert "not your password" in tablet.words()


def test_a_second_person_at_the_same_screen_is_proven_and_throttled_alike(pinned: Flask):
    with pinned.app_context():
        ravi = factories.PEOPLE["ravi"].number
        assert prove_other(ravi, factories.PASSWORD, "192.0.2.7", False).employee_id == factories.person_id("ravi")
        assert prove_other(ASHA, PIN, "192.0.2.7", True).method == "own PIN"
        for _try in range(5):
            with pytest.raises(Invalid):
                prove_other(ASHA, PIN, "192.0.2.7", False)
        with pytest.raises(TooMany):
            prove_other(ASHA, PIN, "192.0.2.7", True)
        assert db.session.query(SignInAttempt).filter_by(succeeded=False).count() == 5
