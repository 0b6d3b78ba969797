"""Addresses that somebody else wrote down: theirs until the person says otherwise, whatever password came since."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.core import flood
from handbook.core.transaction import transaction
from handbook.people import credentials
from handbook.people.credentials_queries import subject
from handbook.people.directory import roles
from handbook.people.one_time import find_secret
from handbook.people.sign_in import prove
from handbook.permissions import Role
from tests import factories
from tests.browser_like import Visitor
from tests.people import ways
from tests.people.directory.doing import in_days
from tests.people.test_links import ADDRESS, RAVI, forget, go_in, link_by_meera

pytestmark = pytest.mark.database


@pytest.fixture
def held(app: Flask) -> Flask:
    """Meera wrote ravi's address down, long before he chose the password he has."""
    flood.forget()
    with app.app_context():
        ways.reached_by("ravi", mail=ADDRESS)
        ways.held_by("ravi", "meera")
    return app


def test_a_later_password_does_not_make_the_address_the_own_one(held: Flask):
    with held.app_context():
        assert subject(factories.person_id("ravi")).holder_of_address == factories.person_id("meera")


def test_an_own_link_to_it_counts_as_handed_out_by_who_holds_it(held: Flask):
    forget(Visitor(held), RAVI)
    (mail,) = ways.mails(held)
    with held.app_context():
        event = ways.newest_event("ravi")
        assert (event.what, event.by_employee_id) == ("link sent", factories.person_id("meera"))
        assert "somebody else wrote down" in event.reason
        assert prove(RAVI, factories.PASSWORD, "192.0.2.7").credential_issued_by is None
    go_in(held, ways.token_in(mail))
    with held.app_context():
        proof = prove(RAVI, ways.NEW, "192.0.2.7")
        assert proof.soon_after_reset
        assert proof.credential_issued_by == factories.person_id("meera")
        assert proof.reset_used_at is not None


@pytest.mark.parametrize("way", ["guarded", "guarded later", "supervises", "no longer HR", "left", "off"])
def test_no_link_goes_to_an_address_of_somebody_who_could_not_hand_one_out(held: Flask, way: str):
    with held.app_context():
        if way.startswith("guarded"):
            with transaction():
                first = in_days(5 if way == "guarded later" else 0)
                roles.grant_role(factories.actor("inese"), factories.person_id("ravi"), Role.HR, first, None)
        elif way == "off":
            with transaction():
                credentials.disable(factories.actor("inese"), factories.person_id("meera"), "On leave.")
        elif way == "left":
            ways.held_by("ravi", "milda")
        else:
            ways.held_by("ravi", "dmitri" if way == "supervises" else "asha")
    forget(Visitor(held), RAVI)
    assert [mail for mail in ways.mails(held) if mail["To"] == ADDRESS] == []


def test_the_person_says_that_it_is_their_own(held: Flask, client_of: Callable[[str], Visitor]):
    ravi = client_of("ravi")
    ravi.get("/account?lang=en")
    ravi.get(ravi.link("This is my own mail address"))
    assert ADDRESS in ravi.words()
    ravi.submit("/account/address", 400, old="not-my-password")
    assert "That is not your password" in ravi.words()
    ravi.submit("/account/address", old=factories.PASSWORD)
    assert "noted as your own" in ravi.words()
    assert "This is my own mail address" not in ravi.words()
    assert ravi.get("/account/address").request.path == "/account"
    with held.app_context():
        assert subject(factories.person_id("ravi")).holder_of_address is None
    forget(Visitor(held), RAVI)
    go_in(held, ways.token_in(ways.mails(held)[-1]))
    with held.app_context():
        assert not prove(RAVI, ways.NEW, "192.0.2.7").soon_after_reset


def test_an_address_changed_meanwhile_is_not_confirmed(held: Flask, client_of: Callable[[str], Visitor]):
    ravi = client_of("ravi")
    ravi.get("/account/address?lang=en")
    with held.app_context():
        ways.reached_by("ravi", mail="other@lotus-linden.example")
    ravi.submit("/account/address", old=factories.PASSWORD)
    assert "changed meanwhile" in ravi.words()
    with held.app_context():
        assert subject(factories.person_id("ravi")).holder_of_address == factories.person_id("meera")


def test_asking_at_the_door_ends_no_slip_and_no_link_of_another(held: Flask):
    with held.app_context():
        ways.held_by("ravi", None)
        with transaction():
            code = credentials.issue_slip(factories.actor("meera"), factories.person_id("ravi")).code
    forget(Visitor(held), RAVI)
    ways.mails(held)
    with held.app_context():
        assert find_secret(code) is not None


def test_asking_at_the_door_does_not_end_a_link_that_hr_sent(held: Flask):
    with held.app_context():
        ways.held_by("ravi", None)
    link_by_meera(held)
    token = ways.token_in(ways.mails(held)[0])
    forget(Visitor(held), RAVI)
    assert len([mail for mail in ways.mails(held) if "/welcome/" in ways.words_of(mail)]) == 1
    with held.app_context():
        assert find_secret(token) is not None
