"""Signing in: the same words, work and length for every refusal, and no hash once it was too often."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Invalid, TooMany
from handbook.core.transaction import end_read, transaction
from handbook.people import attempts, passwords
from handbook.people.attempts import PER_ADDRESS, PER_NUMBER
from handbook.people.models import Account, SignInAttempt, SignInSession
from handbook.people.sessions import BY_PASSWORD, NOWHERE, begin_session
from handbook.people.sign_in import prove, prove_again
from handbook.people.tokens import token_hash
from tests import factories
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

ASHA = factories.PEOPLE["asha"].number
HERE = "192.0.2.7"


class Hasher:
    """argon2 as it is, and a count of how often it was asked."""

    def __init__(self, real: object) -> None:
        self.real, self.count = real, 0

    def verify(self, stored: str, password: str) -> bool:
        self.count += 1
        return bool(self.real.verify(stored, password))


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> Hasher:
    """The hasher of the program, counted."""
    counted = Hasher(passwords._hasher)
    monkeypatch.setattr(passwords, "_hasher", counted)
    return counted


@pytest.fixture
def disabled(context: Flask) -> None:
    """Asha's account is switched off."""
    with transaction() as session:
        who = Account.employee_id == factories.person_id("asha")
        session.execute(update(Account).where(who).values(disabled_at=clock.now()))


def test_a_right_password_proves_the_person(context: Flask, hasher: Hasher):
    proof = prove(f"  {ASHA} ", factories.PASSWORD, HERE)
    assert proof.employee_id == factories.person_id("asha")
    assert proof.credential_issued_by is None
    assert hasher.count == 1


@pytest.mark.parametrize(
    ("number", "password"),
    [(ASHA, "wrong"), ("000000", factories.PASSWORD), ("", factories.PASSWORD), ("asha", "wrong"), (ASHA, "")],
)
def test_every_refusal_costs_one_hash_and_has_the_same_words(
    context: Flask, hasher: Hasher, number: str, password: str
):
    with pytest.raises(Invalid, match="do not belong together"):
        prove(number, password, HERE)
    assert hasher.count == 1


def test_a_disabled_account_costs_one_hash_and_has_the_same_words(disabled: None, hasher: Hasher):
    with pytest.raises(Invalid, match="do not belong together"):
        prove(ASHA, factories.PASSWORD, HERE)
    assert hasher.count == 1


def test_the_sixth_try_computes_no_hash(context: Flask, hasher: Hasher):
    for _try in range(PER_NUMBER):
        with pytest.raises(Invalid):
            prove(ASHA, "wrong", HERE)
    with pytest.raises(TooMany, match="Wait ten minutes"):
        prove(ASHA, factories.PASSWORD, HERE)
    assert hasher.count == PER_NUMBER == 5


def test_a_number_that_nobody_has_is_throttled_alike(context: Flask, hasher: Hasher):
    for _try in range(PER_NUMBER):
        with pytest.raises(Invalid):
            prove("000000", "wrong", HERE)
    with pytest.raises(TooMany):
        prove("000000", "wrong", HERE)
    assert hasher.count == PER_NUMBER


def test_blanks_around_the_number_give_no_further_tries(context: Flask):
    for blanks in range(PER_NUMBER):
        with pytest.raises(Invalid):
            prove(" " * blanks + ASHA, "wrong", HERE)
    with pytest.raises(TooMany):
        prove(f"{ASHA} ", "wrong", HERE)


def test_a_colleague_is_not_held_up_by_it(context: Flask):
    for _try in range(PER_NUMBER):
        with pytest.raises(Invalid):
            prove(ASHA, "wrong", HERE)
    assert prove(factories.PEOPLE["ravi"].number, factories.PASSWORD, HERE)


def test_one_address_cannot_try_many_numbers(context: Flask, hasher: Hasher, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attempts, "PER_ADDRESS", 3)
    for number in range(3):
        with pytest.raises(Invalid):
            prove(f"77000{number}", "wrong", HERE)
    with pytest.raises(TooMany):
        prove(factories.PEOPLE["ravi"].number, factories.PASSWORD, HERE)
    assert hasher.count == 3
    assert PER_ADDRESS == 60
    assert prove(ASHA, factories.PASSWORD, "192.0.2.8")


def test_success_is_never_counted_as_a_failure(context: Flask):
    for _try in range(PER_NUMBER + 2):
        assert prove(ASHA, factories.PASSWORD, HERE)


def test_nobody_is_locked_out_for_longer_than_ten_minutes(context: Flask):
    with time_machine.travel(clock.now(), tick=False) as stopped:
        for _try in range(PER_NUMBER):
            with pytest.raises(Invalid):
                prove(ASHA, "wrong", HERE)
        stopped.shift(timedelta(minutes=9, seconds=59))
        with pytest.raises(TooMany):
            prove(ASHA, factories.PASSWORD, HERE)
        stopped.shift(timedelta(seconds=2))
        assert prove(ASHA, factories.PASSWORD, HERE)


def test_a_try_that_was_too_many_does_not_lengthen_the_wait(context: Flask):
    for _try in range(PER_NUMBER):
        with pytest.raises(Invalid):
            prove(ASHA, "wrong", HERE)
    for _try in range(10):
        with pytest.raises(TooMany):
            prove(ASHA, "wrong", HERE)
    end_read()
    assert db.session.query(SignInAttempt).count() == PER_NUMBER


def test_the_password_typed_again_is_that_of_the_person_who_is_signed_in(context: Flask, hasher: Hasher):
    asha = factories.actor("asha")
    assert prove_again(asha, factories.PASSWORD).employee_id == asha.employee_id
    with pytest.raises(Invalid, match="That is not your password"):
        prove_again(asha, "wrong")
    assert hasher.count == 2


def test_no_password_and_no_token_is_kept_anywhere(context: Flask):
    proof = prove(ASHA, factories.PASSWORD, HERE)
    with transaction():
        token = begin_session(proof.account_id, BY_PASSWORD, NOWHERE)
    row = db.session.query(SignInSession).one()
    assert row.token_hash == token_hash(token)
    assert len(token) == 22
    attempt = db.session.query(SignInAttempt).one()
    assert factories.PASSWORD not in str(vars(attempt))


def test_refusals_look_alike_sign_for_sign(visitor: Visitor):
    pages = [refused(visitor, number, "wrong") for number in (ASHA, "000000")]
    assert pages[0].replace(ASHA, "000000") == pages[1]


def test_a_refused_try_keeps_the_number_and_never_the_password(visitor: Visitor):
    visitor.get("/sign-in?lang=en")
    visitor.submit("/sign-in", 400, staff_number=ASHA, password="my-secret-words")
    form = visitor.form("/sign-in")
    assert form.fields["staff_number"] == ASHA
    assert "my-secret-words" not in visitor.page.text
    assert visitor.page.status_code == 400


def test_the_page_says_when_it_was_too_often(visitor: Visitor):
    visitor.get("/sign-in?lang=en")
    for _try in range(PER_NUMBER):
        visitor.submit("/sign-in", 400, staff_number=ASHA, password="wrong")
    visitor.submit("/sign-in", 429, staff_number=ASHA, password=factories.PASSWORD)
    assert "Wait ten minutes" in visitor.words()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"staff_number": "", "password": "x"}, "Type your staff number."),
        ({"staff_number": ASHA, "password": ""}, "Type your password."),
        ({"staff_number": "0" * 65, "password": "x"}, "staff number"),
        ({"staff_number": ASHA, "password": "x" * 257}, "password"),
    ],
)
def test_bad_input_is_answered_with_what_to_change(app: Flask, visitor: Visitor, fields: dict[str, str], words: str):
    visitor.get("/sign-in?lang=en")
    visitor.submit("/sign-in", 400, **fields)
    said = visitor.tree().xpath("string(//*[@role='alert'])").lower()
    assert words.lower() in said
    with app.app_context():
        assert db.session.query(SignInSession).count() == 0


def test_a_sign_that_no_database_keeps_is_refused_before_anything_is_asked(visitor: Visitor, hasher: Hasher):
    visitor.get("/sign-in?lang=en")
    visitor.submit("/sign-in", 400, staff_number="000512\0", password=factories.PASSWORD)
    assert "Staff number: letters and digits only." in visitor.words()
    assert hasher.count == 0


def test_the_form_of_another_site_is_refused(client_of: Callable[[str], Visitor], visitor: Visitor):
    answer = visitor.client.post("/sign-in", data={"staff_number": ASHA, "password": factories.PASSWORD})
    assert answer.status_code == 400
    assert visitor.get("/my-file").request.path == "/sign-in"


def refused(browser: Visitor, number: str, password: str) -> str:
    """Return the page of a refused try without the token of its form."""
    browser.get("/sign-in?lang=en")
    browser.submit("/sign-in", 400, staff_number=number, password=password)
    token = browser.form("/sign-in").fields["csrf_token"]
    return browser.page.text.replace(token, "TOKEN")
