"""Who may open a work file, what they leave behind by it, and that there is nothing to learn from a refusal."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from handbook.core import jobs
from handbook.core.access_log import AccessEntry
from handbook.core.db import db
from handbook.core.transaction import end_read, transaction
from handbook.people.models import Employee
from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
MISSING = "0" * 32


@pytest.mark.parametrize(
    ("name", "status"),
    [("meera", 200), ("nandini", 200), ("janis", 403), ("asha", 403), ("dmitri", 403), ("inese", 403), ("olga", 403)],
)
def test_a_file_is_for_personnel_alone(app: Flask, client_of: SignIn, name: str, status: int):
    assert client_of(name).get(f"/people/{who(app, 'ravi')}/file").status_code == status


@pytest.mark.parametrize("name", ["janis", "asha", "dmitri", "inese", "olga"])
def test_who_may_not_learns_nothing_by_asking(app: Flask, client_of: SignIn, name: str):
    browser, ravi = client_of(name), who(app, "ravi")
    foreign, missing = browser.get(f"/people/{ravi}/file"), browser.get(f"/people/{MISSING}/file")
    assert foreign.status_code == missing.status_code == 403
    assert alike(foreign.text, ravi) == alike(missing.text, MISSING)
    with app.app_context():
        assert entries() == []


def test_a_file_that_is_not_there_is_not_found(client_of: SignIn):
    browser = client_of("meera")
    assert browser.get(f"/people/{MISSING}/file").status_code == 404
    assert "There is no such file." in browser.words()


@pytest.mark.parametrize("name", list(factories.PEOPLE))
def test_everybody_reads_their_own(client_of: SignIn, name: str):
    browser = client_of(name)
    assert browser.get("/my-file").status_code == 200
    assert factories.PEOPLE[name].number in browser.words()


def test_a_stranger_is_sent_to_the_door(app: Flask, visitor: Visitor):
    for address in ("/my-file", "/people", f"/people/{who(app, 'asha')}/file"):
        visitor.get(address)
        assert visitor.page.request.path == "/sign-in"


def test_the_person_sees_who_read_the_file_when_and_what_for(app: Flask, client_of: SignIn):
    client_of("meera").get(f"/people/{who(app, 'asha')}/file")
    client_of("nandini").get(f"/people/{who(app, 'ravi')}/file")
    browser = client_of("asha")
    browser.get("/my-file")
    readers = " ".join(browser.tree().xpath("string(//section[@aria-labelledby='readers'])").split())
    assert "Meera Nair" in readers
    assert "opened the work file" in readers
    assert "नंदिनी" not in readers


def test_reading_the_own_file_is_no_reading_by_another(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    browser.get("/my-file")
    browser.get("/my-file")
    assert "Nobody but you." in browser.words()
    with app.app_context():
        assert entries() == []


def test_each_reading_is_one_entry(app: Flask, client_of: SignIn):
    browser, asha = client_of("meera"), who(app, "asha")
    for _time in range(3):
        browser.get(f"/people/{asha}/file")
    with app.app_context():
        found = entries()
        assert [(one.kind, one.employee_id, one.object_id) for one in found] == [("work file", asha, asha)] * 3
        assert {one.account_id for one in found} == {factories.actor("meera").account_id}


def test_a_sealed_paper_that_personnel_open_is_noted_and_the_signers_own_reading_is_not(app: Flask, client_of: SignIn):
    with app.app_context():
        signed = sign_below("asha")
        jobs.work_off()
    address = f"/signatures/{signed}.pdf"
    assert client_of("asha").get(address).status_code == 200
    assert client_of("janis").get(address).status_code == 404
    assert client_of("meera").get(address).status_code == 200
    with app.app_context():
        found = entries()
        assert [(one.kind, one.object_id, one.purpose) for one in found] == [
            ("signature", signed, "opened the signed handbook")
        ]


def test_a_foreign_paper_and_a_missing_one_are_answered_alike(app: Flask, client_of: SignIn):
    with app.app_context():
        signed = sign_below("asha")
    for name in ("ravi", "janis", "olga"):
        browser = client_of(name)
        foreign, missing = browser.get(f"/signatures/{signed}.pdf"), browser.get(f"/signatures/{MISSING}.pdf")
        assert foreign.status_code == missing.status_code == 404
        assert alike(foreign.text, signed) == alike(missing.text, MISSING)
        assert strip(foreign.headers) == strip(missing.headers)


def test_a_name_is_shown_as_it_was_typed(app: Flask, client_of: SignIn):
    with app.app_context(), transaction() as session:
        ravi = Employee.staff_number == factories.PEOPLE["ravi"].number
        session.execute(update(Employee).where(ravi).values(name="<script>alert(1)</script>"))
    browser = client_of("meera")
    for address in ("/people", f"/people/{who(app, 'ravi')}/file", "/team"):
        browser.get(address)
        assert "<script>alert(1)</script>" in browser.words()
        assert browser.tree().xpath("//main//script") == []


def who(app: Flask, name: str) -> str:
    with app.app_context():
        return factories.person_id(name)


def entries() -> list[AccessEntry]:
    end_read()
    return db.session.query(AccessEntry).order_by(AccessEntry.id).all()


def alike(page: str, asked: str) -> str:
    """Return a page without what must differ: the id asked for, the number of the request, the forms' tokens."""
    page = re.sub(r'<span class="hash">[0-9A-F]{8}</span>', "NUMBER", page.replace(asked, "ID"))
    return re.sub(r'name="csrf_token" value="[^"]+"', "TOKEN", page)


def strip(headers: object) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name not in ("Set-Cookie",)]
