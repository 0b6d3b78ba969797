"""What was proven counts only while it still stands: a reset or a switch in between refuses the write."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.core.transaction import transaction
from handbook.people import credentials, own_credentials, sessions
from handbook.people.directory import roles
from handbook.people.models import SignInSession
from handbook.people.one_time import LINK, find_secret, make_secret
from handbook.people.sessions import NOWHERE
from handbook.people.sign_in import Proof
from handbook.people.still_proven import open_session
from handbook.permissions import Role
from tests import factories
from tests.browser_like import Visitor
from tests.people import ways
from tests.people.directory.doing import in_days

pytestmark = pytest.mark.database


def reset(name: str) -> None:
    with transaction():
        credentials.issue_slip(factories.actor("meera"), factories.person_id(name))


def switch_off(name: str) -> None:
    with transaction():
        credentials.disable(factories.actor("meera"), factories.person_id(name), "Lost telephone.")


def id_of(secret: str) -> str:
    found = find_secret(secret)
    assert found is not None
    return found.id


def choose_anew(name: str) -> None:
    with transaction():
        own_credentials.change_password(factories.actor(name), ways.proof_of(name), "another-hash", NOWHERE)


MEANWHILE = pytest.mark.parametrize("meanwhile", [reset, switch_off, choose_anew])


@MEANWHILE
def test_no_session_begins_with_it(context: Flask, meanwhile: Callable[[str], None]):
    proof = ways.proof_of("asha")
    meanwhile("asha")
    with pytest.raises(Invalid, match="do not belong together"), transaction():
        open_session(proof, sessions.BY_PASSWORD, NOWHERE)
    assert db.session.scalar(select(func.count()).select_from(SignInSession)) == 0


@MEANWHILE
@pytest.mark.parametrize("act", [own_credentials.choose_pin, own_credentials.change_password])
def test_neither_password_nor_pin_is_chosen_with_it(
    context: Flask, meanwhile: Callable[[str], None], act: Callable[..., None]
):
    actor, proof = factories.actor("asha"), ways.proof_of("asha")
    meanwhile("asha")
    before = ways.account("asha").password_hash
    with pytest.raises(Invalid, match="That is not your password"), transaction():
        act(actor, proof, "a-hash", NOWHERE)
    after = ways.account("asha")
    assert (after.password_hash, after.pin_hash) == (before, None)


def test_the_page_says_so_with_the_usual_words(app: Flask, monkeypatch: pytest.MonkeyPatch, visitor: Visitor):
    """The reset comes between the check and the write: what begins the write waits for it here."""
    proven = Proof.__init__

    def late(self: Proof, *values: object, **named: object) -> None:
        proven(self, *values, **named)
        object.__setattr__(self, "credential_set_at", clock.now())

    monkeypatch.setattr(Proof, "__init__", late)
    visitor.get("/sign-in?lang=en")
    visitor.submit("/sign-in", 400, staff_number=factories.PEOPLE["asha"].number, password=factories.PASSWORD)
    assert "do not belong together" in visitor.words()


def test_a_new_password_ends_the_pin(context: Flask):
    actor = factories.actor("asha")
    with transaction():
        own_credentials.choose_pin(actor, ways.proof_of("asha"), "a-hash", NOWHERE)
    with transaction():
        own_credentials.change_password(actor, ways.proof_of("asha"), "another-hash", NOWHERE)
    after = ways.account("asha")
    assert (after.pin_hash, after.pin_set_at) == (None, None)


def test_a_password_chosen_by_an_own_link_ends_the_pin_of_before(context: Flask):
    with transaction():
        own_credentials.choose_pin(factories.actor("ravi"), ways.proof_of("ravi"), "a-hash", NOWHERE)
    with transaction():
        token, _ends_at = make_secret(factories.actor("ravi").account_id, LINK, None)
    with transaction():
        own_credentials.choose_credentials(id_of(token), "another-hash", None, NOWHERE)
    after = ways.account("ravi")
    assert (after.password_hash, after.pin_hash, after.pin_set_at) == ("another-hash", None, None)


def test_two_administrators_cannot_switch_each_other_off(context: Flask):
    with transaction():
        roles.grant_role(factories.actor("inese"), factories.person_id("asha"), Role.ADMINISTRATOR, in_days(0), None)
    inese, asha = factories.actor("inese"), factories.actor("asha")
    with transaction():
        credentials.disable(asha, inese.employee_id, "Left.")
    with pytest.raises(Refused, match="last administrator"), transaction():
        credentials.disable(inese, asha.employee_id, "Left.")
    with pytest.raises(Conflict), transaction():
        credentials.disable(asha, inese.employee_id, "Left.")


@pytest.mark.parametrize(("by", "role", "stays"), [
    ("meera", Role.HR, False), ("inese", Role.HR, True), ("meera", Role.SUPERVISOR, True),
])  # fmt: skip
def test_a_guarded_role_ends_a_password_that_hr_had_a_hand_in(context: Flask, by: str, role: Role, stays: bool):
    with transaction():
        secret = credentials.issue_slip(factories.actor(by), factories.person_id("ravi")).code
    with transaction():
        own_credentials.choose_credentials(id_of(secret), "a-hash", "a-pin-hash", NOWHERE)
    with transaction():
        roles.grant_role(factories.actor("inese"), factories.person_id("ravi"), role, in_days(3), None)
    after = ways.account("ravi")
    assert (after.password_hash is not None, after.pin_hash is not None) == (stays, stays)


@pytest.mark.parametrize(("role", "counts"), [(Role.HR, False), (Role.SUPERVISOR, True)])
def test_a_guarded_role_ends_slips_that_are_out(context: Flask, role: Role, counts: bool):
    with transaction():
        code = credentials.issue_slip(factories.actor("meera"), factories.person_id("ravi")).code
    with transaction():
        roles.grant_role(factories.actor("inese"), factories.person_id("ravi"), role, in_days(0), None)
    assert (find_secret(code) is not None) is counts


def test_who_will_hold_a_guarded_role_is_guarded_today(context: Flask):
    with transaction():
        roles.grant_role(factories.actor("inese"), factories.person_id("ravi"), Role.HR, in_days(9), None)
    with pytest.raises(Refused, match="well guarded"):
        reset("ravi")
