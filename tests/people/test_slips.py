"""Printed slips: who may hand one out, what it ends, that it works once, and that its owner learns of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Invalid, NotFound, Refused
from handbook.core.transaction import transaction
from handbook.people import credentials
from handbook.people.models import Account, CredentialEvent, Deputy, Employee, OneTimeSecret, Placement
from handbook.people.one_time import find_secret
from handbook.people.sign_in import prove
from handbook.people.tokens import grouped, new_code, token_hash, typed_code
from tests import factories
from tests.browser_like import Visitor
from tests.people import ways

pytestmark = pytest.mark.database

ASHA = factories.PEOPLE["asha"].number


def slip_by(who: str, whose: str) -> str:
    """Hand out a slip below the pages; return its code."""
    with transaction():
        return credentials.issue_slip(factories.actor(who), factories.person_id(whose)).code


def slip_for_asha(app: Flask) -> str:
    """Hand out a slip for asha, and leave nothing open behind."""
    with app.app_context():
        return slip_by("meera", "asha")


def test_a_code_has_at_least_128_bits_and_can_be_typed_in_many_ways():
    code = new_code()
    assert len(code) == 16
    assert 32**16 >= 2**80
    assert not set(code) & set("ILOU")
    assert typed_code(grouped(code)) == code
    assert typed_code(grouped(code).lower().replace(" ", "-").replace("0", "o").replace("1", "l")) == code


def test_only_the_hash_of_a_code_is_kept(context: Flask):
    code = slip_by("meera", "asha")
    row = db.session.query(OneTimeSecret).one()
    assert row.secret_hash == token_hash(code)
    assert row.kind == "slip"
    assert row.made_by == factories.person_id("meera")
    assert row.ends_at - row.made_at == timedelta(days=14)


@pytest.mark.parametrize("issuer", ["meera", "inese"])
def test_hr_and_administrators_hand_out_slips(context: Flask, issuer: str):
    assert find_secret(slip_by(issuer, "asha")) is not None


@pytest.mark.parametrize(
    ("issuer", "whose", "words"),
    [
        ("meera", "meera", "your own account"),
        ("inese", "inese", "your own account"),
        ("janis", "asha", "HR or an administrator"),
        ("dmitri", "asha", "HR or an administrator"),
        ("olga", "asha", "HR or an administrator"),
        ("meera", "nandini", "You supervise"),
        ("nandini", "meera", "well guarded"),
        ("nandini", "inese", "well guarded"),
        ("nandini", "dmitri", "well guarded"),
    ],
)
def test_it_refuses_a_slip_for_oneself_for_own_people_and_for_guarded_roles(
    context: Flask, issuer: str, whose: str, words: str
):
    with pytest.raises(Refused, match=words):
        slip_by(issuer, whose)
    assert db.session.query(OneTimeSecret).count() == 0
    assert ways.events(whose) == []


def test_whoever_stands_in_for_the_supervisor_hands_out_none_either(context: Flask):
    today = clock.now().date()
    with transaction() as session:
        session.add(
            Deputy(
                employee_id=factories.person_id("janis"),
                deputy_id=factories.person_id("meera"),
                from_on=today,
                to_on=today,
            )
        )
    with pytest.raises(Refused, match="You supervise"):
        slip_by("meera", "asha")
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert slip_by("meera", "asha")


def test_a_supervisor_of_former_days_may(context: Flask):
    with transaction() as session:
        mine = Placement.employee_id == factories.person_id("nandini")
        session.execute(update(Placement).where(mine).values(supervisor_id=factories.person_id("dmitri")))
    assert slip_by("inese", "nandini")


def test_a_missing_person_is_not_found(context: Flask):
    with pytest.raises(NotFound, match="There is no such person"), transaction():
        credentials.issue_slip(factories.actor("meera"), "0" * 32)


def test_a_slip_over_a_password_is_a_reset_by_another(app: Flask):
    with app.app_context():
        secret = ways.set_up_second_step("asha")
    asha = ways.sign_in_with_code(app, "asha", secret)
    assert asha.get("/my-file").request.path == "/my-file"
    with app.app_context():
        slip_by("meera", "asha")
        account = ways.account("asha")
        assert (account.password_hash, account.password_set_at, account.pin_hash) == (None, None, None)
        assert account.issued_by == factories.person_id("meera")
        assert account.totp_confirmed_at is not None, "a reset leaves the second step"
    assert asha.get("/my-file").request.path == "/sign-in", "every session has ended"
    with app.app_context(), pytest.raises(Invalid):
        prove(ASHA, factories.PASSWORD, "192.0.2.7")


def test_it_is_evidence_who_printed_it_and_how_the_person_was_told(context: Flask):
    ways.reached_by("asha", mail="asha@lotus-linden.example", mobile="+911234")
    slip_by("meera", "asha")
    event = ways.newest_event("asha")
    assert (event.what, event.by_name) == ("slip printed", "Meera Nair")
    assert event.by_employee_id == factories.person_id("meera")
    assert event.told == ["mail", "start page"]
    assert db.session.query(CredentialEvent).count() == 1


def test_where_only_a_telephone_is_known_hr_gets_a_text_with_words_ready(
    app: Flask, client_of: Callable[[str], Visitor]
):
    with app.app_context():
        ways.reached_by("asha", mobile="+91 1234 567")
        asha = factories.person_id("asha")
    meera = client_of("meera")
    meera.get(f"/people/{asha}/ways-in")
    meera.submit(f"/people/{asha}/slip")
    link = meera.tree().xpath("string(//a[starts-with(@href, 'sms:')]/@href)")
    assert link.startswith("sms:+911234567?&body=")
    assert ways.code_on(meera).replace(" ", "") not in link
    with app.app_context():
        assert ways.newest_event("asha").told == ["start page", "text message prepared"]


def test_the_person_is_told_by_mail_and_in_the_own_language_and_the_mail_holds_no_code(app: Flask):
    with app.app_context():
        ways.reached_by("ravi", mail="ravi@lotus-linden.example")
        code = slip_by("meera", "ravi")
    (mail,) = ways.mails(app)
    assert mail["To"] == "ravi@lotus-linden.example"
    words = ways.words_of(mail)
    assert "Slip for a new password printed. Done by: Meera Nair." in words
    assert "If nobody agreed this with you" in words
    assert code not in words
    assert grouped(code) not in words


def test_the_start_page_says_it_until_it_was_seen_and_the_account_page_for_ever(app: Flask):
    browser = ways.come_in_by_slip(app, "asha", slip_for_asha(app))
    assert "done to your way in by somebody else" in browser.get("/").text
    browser.get("/account")
    browser.submit("/account/seen")
    assert "done to your way in by somebody else" not in browser.get("/").text
    assert "Slip for a new password printed" in browser.get("/account").text


def test_a_slip_leads_to_a_password_and_a_session(app: Flask):
    browser = ways.come_in_by_slip(app, "asha", slip_for_asha(app))
    assert browser.get("/my-file").request.path == "/my-file"
    with app.app_context():
        assert ways.events("asha") == ["slip printed", "password chosen"]
        assert prove(ASHA, ways.NEW, "192.0.2.7")


def test_number_and_code_must_belong_together(app: Flask, visitor: Visitor):
    code = slip_for_asha(app)
    visitor.get("/sign-in/slip?lang=en")
    visitor.submit("/sign-in/slip", 400, staff_number=factories.PEOPLE["ravi"].number, code=code)
    assert "no longer counts" in visitor.words()


def test_a_slip_works_once(app: Flask, visitor: Visitor):
    code = slip_for_asha(app)
    ways.come_in_by_slip(app, "asha", code)
    visitor.get("/sign-in/slip?lang=en")
    visitor.submit("/sign-in/slip", 400, staff_number=ASHA, code=code)
    with app.app_context():
        assert find_secret(code) is None


def test_two_who_hold_the_same_slip_cannot_both_choose(app: Flask):
    code, browsers = slip_for_asha(app), [Visitor(app), Visitor(app)]
    for browser in browsers:
        browser.get("/sign-in/slip?lang=en")
        browser.submit("/sign-in/slip", staff_number=ASHA, code=code)
    browsers[0].submit("/sign-in/choose", password=ways.NEW)
    answer = browsers[1].send("/sign-in/choose", password="another-harbour-lantern-8")
    assert answer.request.path == "/sign-in/slip"
    with app.app_context():
        assert prove(ASHA, ways.NEW, "192.0.2.7")


def test_looking_at_the_form_does_not_use_it_up(app: Flask, visitor: Visitor):
    code = slip_for_asha(app)
    for _time in range(3):
        visitor.get(f"/welcome/{code}?lang=en")
        visitor.submit("/welcome/")
        assert visitor.page is not None
        assert visitor.page.request.path == "/sign-in/choose"
    with app.app_context():
        assert find_secret(code) is not None


def test_a_newer_slip_ends_the_older_one(context: Flask):
    older, newer = slip_by("meera", "asha"), slip_by("meera", "asha")
    assert find_secret(older) is None
    assert find_secret(newer) is not None


def test_a_slip_lasts_fourteen_days(context: Flask):
    with time_machine.travel(clock.now(), tick=False) as stopped:
        code = slip_by("meera", "asha")
        stopped.shift(timedelta(days=14) - timedelta(seconds=1))
        assert find_secret(code) is not None
        stopped.shift(timedelta(seconds=1))
        assert find_secret(code) is None


def test_a_disabled_person_comes_in_by_no_slip(context: Flask):
    code = slip_by("meera", "asha")
    with transaction() as session:
        session.execute(update(Account).values(disabled_at=clock.now()))
    assert find_secret(code) is None


def test_guessing_codes_is_throttled_like_passwords(visitor: Visitor):
    visitor.get("/sign-in/slip?lang=en")
    for _try in range(5):
        visitor.submit("/sign-in/slip", 400, staff_number=ASHA, code="A" * 16)
    visitor.submit("/sign-in/slip", 429, staff_number=ASHA, code="A" * 16)
    assert "Wait ten minutes" in visitor.words()


def test_what_is_signed_soon_after_is_marked_also_when_the_slip_lay_for_days(app: Flask):
    with time_machine.travel(clock.now(), tick=False) as stopped:
        code = slip_for_asha(app)
        stopped.shift(timedelta(days=10))
        ways.come_in_by_slip(app, "asha", code)
        with app.app_context():
            stopped.shift(timedelta(hours=23))
            proof = prove(ASHA, ways.NEW, "192.0.2.7")
            assert proof.soon_after_reset
            assert proof.credential_issued_by == factories.person_id("meera")
            stopped.shift(timedelta(hours=1, seconds=1))
            assert not prove(ASHA, ways.NEW, "192.0.2.7").soon_after_reset


def test_the_sheet_speaks_the_language_of_the_person(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        asha = factories.person_id("asha")
    meera = client_of("meera")
    meera.get(f"/people/{asha}/ways-in")
    meera.submit(f"/people/{asha}/slip")
    sheet = meera.tree().xpath("//article[contains(@class, 'slip')]")[0]
    assert sheet.get("lang") == "te"
    said = " ".join(sheet.text_content().split())
    assert "Asha Reddy" in said
    assert ASHA in said
    assert "/sign-in/slip" in said
    assert sheet.xpath(".//img/@src")[0].startswith("data:image/svg+xml")
    assert len(ways.code_on(meera).replace(" ", "")) == 16


def test_many_slips_are_for_those_who_have_no_password_yet(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        ways.without_password("asha")
        ways.without_password("nandini")
        asha, ravi, nandini = (factories.person_id(name) for name in ("asha", "ravi", "nandini"))
    meera = client_of("meera")
    answer = post_slips(meera, [asha, ravi, nandini, asha])
    assert answer.status_code == 200
    meera.page = answer
    assert len(meera.tree().xpath("//article[contains(@class, 'slip')]")) == 1
    assert "Ravi Kumar has a password" in meera.words()
    assert "You supervise" in meera.words()
    with app.app_context():
        assert ways.events("asha") == ["slip printed"]
        assert ways.events("ravi") == ways.events("nandini") == []


def test_many_slips_for_nobody_or_a_stranger_are_refused(app: Flask, client_of: Callable[[str], Visitor]):
    meera = client_of("meera")
    assert post_slips(meera, []).status_code == 400
    assert post_slips(meera, ["0" * 32]).status_code == 404
    with app.app_context():
        assert db.session.query(OneTimeSecret).count() == 0


def test_somebody_without_an_account_gets_one_with_the_slip(app: Flask):
    with app.app_context():
        factories.more_people(1)
        found = db.session.query(Employee).filter_by(staff_number="900000").one().id
        with transaction():
            code = credentials.issue_slip(factories.actor("meera"), found).code
    browser = Visitor(app)
    browser.get("/sign-in/slip?lang=en")
    browser.submit("/sign-in/slip", staff_number="900000", code=code)
    browser.submit("/sign-in/choose", password=ways.NEW)
    assert browser.get("/my-file").request.path == "/my-file"


def post_slips(browser: Visitor, ids: list[str]):
    """Send the form of a list of people."""
    browser.get("/verify")
    token = browser.form("/verify").fields["csrf_token"]
    return browser.client.post("/people/slips", data={"csrf_token": token, "person": ids})
