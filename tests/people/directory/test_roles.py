"""Roles: an administrator gives and ends them, never the own ones, and the next request already knows."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update

from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import end_read, transaction
from handbook.people import accounts
from handbook.people.directory import roles
from handbook.people.models import Account, Employee, RoleGrant
from handbook.people.policy import GRANTABLE
from handbook.people.queries import roles_of
from handbook.permissions import Role
from tests import factories
from tests.browser_like import Visitor
from tests.people.directory.doing import in_days, leave, live_sessions

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def test_a_role_given_counts_and_tells_who_gave_it(context: Flask):
    grant_id = grant("asha", Role.SUPERVISOR)
    row = db.session.get_one(RoleGrant, grant_id)
    assert row.granted_by == factories.person_id("inese")
    assert row.granted_at.date() == in_days(0)
    assert held("asha") == {Role.EMPLOYEE, Role.SUPERVISOR}


def test_a_role_counts_from_its_first_through_its_last_day(context: Flask):
    grant("asha", Role.AUDITOR, 2, 4)
    assert [Role.AUDITOR in held("asha", day) for day in range(1, 6)] == [False, True, True, True, False]


def test_each_change_ends_the_sessions_of_that_person_and_of_nobody_else(app: Flask, client_of: SignIn):
    browser, other = client_of("asha"), client_of("ravi")
    with app.app_context():
        given = grant("asha", Role.SUPERVISOR)
        assert (live_sessions("asha"), live_sessions("ravi")) == (0, 1)
    assert browser.get("/my-file").request.path == "/sign-in"
    assert other.get("/my-file").request.path == "/my-file"
    again = client_of("asha")
    assert again.get("/team").status_code == 200
    with app.app_context():
        end("asha", given)
        assert live_sessions("asha") == 0
    assert again.get("/team").request.path == "/sign-in"
    assert client_of("asha").get("/team").status_code == 403


def test_a_role_ended_at_once_counts_no_more_today(context: Flask):
    given = grant("asha", Role.SUPERVISOR)
    end("asha", given)
    assert held("asha") == {Role.EMPLOYEE}
    row = db.session.get_one(RoleGrant, given)
    assert row.ended_by == factories.person_id("inese")
    with pytest.raises(Conflict, match="has ended already"):
        end("asha", given)


def test_a_role_may_end_on_a_later_day(context: Flask):
    given = grant("asha", Role.SUPERVISOR)
    end("asha", given, in_days(7))
    assert Role.SUPERVISOR in held("asha", 7)
    assert Role.SUPERVISOR not in held("asha", 8)
    with pytest.raises(Invalid, match="Choose a later day"):
        end("asha", given, in_days(-1))


def test_nobody_changes_their_own_roles(context: Flask):
    own = grant_of("inese", Role.ADMINISTRATOR)
    for deed in (lambda: grant("inese", Role.HR), lambda: end("inese", own)):
        with pytest.raises(Refused, match="Another administrator must do it"):
            deed()
    assert held("inese") == {Role.EMPLOYEE, Role.ADMINISTRATOR}


@pytest.mark.parametrize("name", ["meera", "janis", "asha", "dmitri", "olga"])
def test_nobody_but_an_administrator_changes_roles(context: Flask, name: str):
    with pytest.raises(Refused):
        grant("ravi", Role.HR, by=name)
    assert held("ravi") == {Role.EMPLOYEE}


@pytest.mark.parametrize("role", [Role.FORMER_EMPLOYEE, Role.GUEST, Role.EMPLOYEE])
def test_some_roles_are_never_given_by_hand(context: Flask, role: Role):
    assert role not in GRANTABLE
    with pytest.raises(Invalid, match="Role: choose one of the list"):
        grant("asha", role)


def test_the_role_of_an_employee_cannot_be_ended(context: Flask):
    with pytest.raises(NotFound):
        end("asha", grant_of("asha", Role.EMPLOYEE))


@pytest.mark.parametrize(("first", "last"), [(0, None), (3, 5), (-1, None), (4, 3)])
def test_days_that_make_no_sense_or_are_held_already_are_refused(context: Flask, first: int, last: int | None):
    grant("asha", Role.AUDITOR, 2, 6)
    with pytest.raises(Invalid):
        grant("asha", Role.AUDITOR, first, last)


def test_a_role_that_was_ended_can_be_given_again(context: Flask):
    end("asha", grant("asha", Role.AUDITOR))
    assert grant("asha", Role.AUDITOR)
    assert Role.AUDITOR in held("asha")


@pytest.mark.parametrize("name", ["milda", "viktor"])
def test_only_people_who_work_here_hold_a_role(context: Flask, name: str):
    with pytest.raises(Invalid, match="Only people who work here"):
        grant(name, Role.AUDITOR)


def test_the_last_administrator_stays(context: Flask):
    grant("asha", Role.ADMINISTRATOR)
    inese = grant_of("inese", Role.ADMINISTRATOR)
    end("inese", inese, by="asha")
    assert Role.ADMINISTRATOR not in held("inese")
    grant("ravi", Role.ADMINISTRATOR, by="asha")
    with transaction() as session:
        session.execute(
            update(Account).where(Account.employee_id == factories.person_id("asha")).values(disabled_at=clock.now())
        )
    with pytest.raises(Refused, match="last administrator"):
        end("ravi", grant_of("ravi", Role.ADMINISTRATOR), by="asha")


def test_an_administrator_whose_own_days_end_sooner_is_no_other_one(context: Flask):
    first = grant("asha", Role.ADMINISTRATOR, 0, 10)
    inese = grant_of("inese", Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="last administrator"):
        end("inese", inese, in_days(10), by="asha")
    end("inese", inese, in_days(9), by="asha")
    assert first


def test_an_administrator_who_leaves_sooner_is_no_other_one(context: Flask):
    grant("asha", Role.ADMINISTRATOR)
    leave("asha", in_days(10), by="inese")
    with pytest.raises(Refused, match="last administrator"):
        end("inese", grant_of("inese", Role.ADMINISTRATOR), in_days(12), by="asha")


def test_a_grant_of_somebody_else_and_a_missing_one_are_not_found_alike(context: Flask):
    said = []
    for grant_id in (grant_of("meera", Role.HR), "0" * 32):
        with pytest.raises(NotFound) as refusal:
            end("asha", grant_id)
        said.append(str(refusal.value))
    assert len(set(said)) == 1
    assert Role.HR in held("meera")


def test_an_account_is_made_on_first_need_and_only_once(context: Flask):
    with transaction() as session:
        person = Employee(id=new_id(), staff_number="000800", name="Nobody Yet")
        session.add(person)
        session.flush()
        who = person.id
        first = accounts.account_for(who)
        assert accounts.account_for(who) == first
    with transaction():
        assert accounts.account_for(who) == first
    row = db.session.scalars(select(Account).where(Account.employee_id == who)).one()
    assert (row.password_hash, row.pin_hash) == (None, None)
    assert roles_of(who, in_days(0)) == {Role.EMPLOYEE}
    with pytest.raises(NotFound), transaction():
        accounts.account_for("0" * 32)


def test_the_pages_give_and_end_a_role(app: Flask, client_of: SignIn):
    with app.app_context():
        asha = factories.person_id("asha")
    browser = client_of("inese")
    browser.get(f"/people/{asha}")
    browser.get(browser.link("Give a role"))
    browser.submit("/roles", role="auditor")
    assert "Auditor" in roles_shown(browser)
    assert "by Inese Kalniņa" in roles_shown(browser)
    browser.get(browser.link("End this role"))
    browser.submit("/end")
    assert "the end: recorded" in roles_shown(browser)
    assert "End this role" not in roles_shown(browser)


def test_the_own_page_says_that_another_administrator_must_do_it(app: Flask, client_of: SignIn):
    with app.app_context():
        inese = factories.person_id("inese")
    browser = client_of("inese")
    browser.get(f"/people/{inese}")
    assert "Another administrator must do it" in roles_shown(browser)
    assert "Give a role" not in browser.words()
    assert browser.get(f"/people/{inese}/roles/new").status_code == 403


def test_hr_sees_roles_and_no_way_to_change_them(app: Flask, client_of: SignIn):
    with app.app_context():
        janis = factories.person_id("janis")
    browser = client_of("meera")
    browser.get(f"/people/{janis}")
    assert "Supervisor" in roles_shown(browser)
    assert "End this role" not in browser.words()


def grant(name: str, role: Role, first: int = 0, last: int | None = None, by: str = "inese") -> str:
    actor, who = factories.actor(by), factories.person_id(name)
    with transaction():
        return roles.grant_role(actor, who, role, in_days(first), None if last is None else in_days(last))


def end(name: str, grant_id: str, last_on: date | None = None, by: str = "inese") -> None:
    actor, who = factories.actor(by), factories.person_id(name)
    with transaction():
        roles.end_role(actor, who, grant_id, last_on)


def grant_of(name: str, role: Role) -> str:
    end_read()
    mine = (RoleGrant.account_id == factories.actor(name).account_id, RoleGrant.role == role.value)
    return db.session.scalars(select(RoleGrant.id).where(*mine)).one()


def held(name: str, day: int = 0) -> frozenset[Role]:
    end_read()
    return roles_of(factories.person_id(name), in_days(day))


def roles_shown(browser: Visitor) -> str:
    return " ".join(browser.tree().xpath("string(//section[@aria-labelledby='roles'])").split())
