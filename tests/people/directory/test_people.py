"""Writing somebody new down and changing what is known of them, over the pages."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from handbook.core.db import db
from handbook.core.errors import Refused
from handbook.core.transaction import end_read, transaction
from handbook.people.directory import operations
from handbook.people.directory.operations import facts_of
from handbook.people.models import Account, Deputy, Employee
from handbook.people.queries import employee_by_number, placed
from tests import factories
from tests.browser_like import Visitor
from tests.people.directory.doing import in_days, location, place, version, work
from tests.people.ways import events, mails, newest_event, words_of

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def new_person(app: Flask, **more: str) -> dict[str, str]:
    with app.app_context():
        place = location()
    typed = {
        "staff_number": "000777",
        "name": "Ķēkss Āboliņš",
        "language": "lv",
        "email": "",
        "mobile": "",
        "from_on": in_days(0).isoformat(),
        "location_id": place,
        "job": "baker",
        "supervisor": "000101",
    }
    return typed | more


def test_a_new_person_is_on_the_list_with_the_first_placement(app: Flask, client_of: SignIn):
    browser = client_of("meera")
    browser.get("/people/new")
    browser.submit("/people/new", **new_person(app, staff_number=" 000777 ", name="  Ķēkss   Āboliņš "))
    assert "Ķēkss Āboliņš" in browser.words()
    with app.app_context():
        person = employee_by_number("000777")
        assert (person.staff_number, person.name) == ("000777", "Ķēkss Āboliņš")
        work = placed(person.id, in_days(0))
        assert (work.job, work.profile, work.location) == ("baker", "everyone", "Rīga, Centrs")
        assert work.supervisor_id == factories.person_id("dmitri")
        assert db.session.scalar(select(Account.id).where(Account.employee_id == person.id)) is None
    browser.get("/people?q=kekss")
    assert browser.tree().xpath("//tbody/tr/th/a/text()") == ["Ķēkss Āboliņš"]


def test_a_new_person_may_start_later(app: Flask, client_of: SignIn):
    browser = client_of("inese")
    browser.get("/people/new")
    browser.submit("/people/new", **new_person(app, from_on=in_days(20).isoformat()))
    assert "Starts later" in browser.words()


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("staff_number", "", "Staff number: type the number."),
        ("staff_number", "000512", "is taken"),
        ("staff_number", "g-0001", "is taken"),
        ("staff_number", "０００５１２", "is taken"),
        ("staff_number", "7" * 65, "at most"),
        ("staff_number", "7\0007", "at most"),
        ("name", "  ", "Name: type the name."),
        ("name", "x" * 201, "at most"),
        ("email", "nobody", "E-mail: write it like"),
        ("email", "a b@c.example", "E-mail: write it like"),
        ("email", "a@b@c", "E-mail: write it like"),
        ("email", "a@b.example\nBcc: c@d.example", "E-mail: write it like"),
        ("mobile", "call me", "Mobile number"),
        ("mobile", "12345", "Mobile number"),
        ("mobile", "+" + "1" * 21, "Mobile number"),
        ("mobile", "٠١٢٣٤٥٦", "Mobile number"),
        ("supervisor", "nobody", "Check the number"),
        ("supervisor", "000490", "does not work here"),
        ("from_on", "", "Give the day."),
        ("from_on", "0001-01-01", "between the years"),
        ("location_id", "", "Choose one of the list."),
        ("job", "", "Job: type what the person does."),
        ("job", "\0", "Job: give its title"),
    ],
)
def test_bad_input_is_answered_with_what_to_change_and_nothing_is_lost(
    app: Flask, client_of: SignIn, field: str, typed: str, words: str
):
    browser = client_of("meera")
    browser.get("/people/new")
    with app.app_context():
        before = count()
    browser.submit("/people/new", expect=400, **new_person(app, **{field: typed}))
    assert words in browser.tree().xpath("string(//*[@role='alert'])")
    if field != "name":
        assert browser.form("/people/new").fields["name"] == "Ķēkss Āboliņš"
    with app.app_context():
        assert count() == before


@pytest.mark.parametrize("mobile", ["+371 2612 3456", "26123456", "040 123456"])
def test_a_mobile_number_is_kept_as_it_was_typed(app: Flask, client_of: SignIn, mobile: str):
    browser = client_of("meera")
    edit(app, browser, "asha")
    browser.submit("/edit", mobile=mobile, email="asha@lotus.example")
    with app.app_context():
        row = db.session.get_one(Employee, factories.person_id("asha"))
        assert (row.mobile, row.email) == (mobile, "asha@lotus.example")
        assert row.email_set_by == factories.person_id("meera")


def test_a_changed_name_is_found_at_once_and_the_number_stays(app: Flask, client_of: SignIn):
    browser = client_of("meera")
    edit(app, browser, "asha")
    browser.submit("/edit", name="ఆశా రెడ్డి", latin_name="Āsha Reḍḍi", kind="temporary", language="te")
    for typed in ("ఆశా", "asha", "reddi", "000512"):
        browser.get(f"/people?q={typed}")
        assert browser.tree().xpath("//tbody/tr/th/a/text()") == ["ఆశా రెడ్డి"], typed


def test_a_stale_form_shows_both_texts_and_loses_nothing(app: Flask, client_of: SignIn):
    meera, nandini = client_of("meera"), client_of("nandini")
    edit(app, meera, "asha")
    edit(app, nandini, "asha")
    meera.submit("/edit", name="Asha Reddy Rao", mobile="+91 40 123456")
    nandini.submit("/edit", expect=409, name="Asha R. Reddy")
    assert "Somebody else has changed something about this person" in nandini.words()
    assert "now “Asha Reddy Rao”, you typed “Asha R. Reddy”" in nandini.words()
    assert "now “+91 40 123456”, you typed “”" in nandini.words()
    form = nandini.form("/edit")
    assert form.fields["name"] == "Asha R. Reddy"
    with app.app_context():
        assert factories.person_id("asha")
        assert employee_by_number("000512").name == "Asha Reddy Rao"
    nandini.submit("/edit")
    with app.app_context():
        end_read()
        assert employee_by_number("000512").name == "Asha R. Reddy"


def test_hr_cannot_write_down_where_the_mail_of_an_administrator_goes(app: Flask, client_of: SignIn):
    browser = client_of("meera")
    for name in ("inese", "nandini", "dmitri", "meera"):
        edit(app, browser, name)
        assert "email" not in browser.form("/edit").fields, name
        words = "your own e-mail and mobile" if name == "meera" else "an administrator changes e-mail"
        assert words in browser.words(), name
    address, token = browser.page.request.path, browser.form("/edit").fields["csrf_token"]
    with app.app_context():
        seen = version("meera")
    typed = {"csrf_token": token, "row_version": seen, "name": "M", "language": "en", "kind": "staff"}
    browser.client.post(address, data=typed | {"email": "evil@evil.example"})
    with app.app_context():
        row = db.session.get_one(Employee, factories.person_id("meera"))
        assert (row.name, row.email) == ("M", None)


def test_an_administrator_can(app: Flask, client_of: SignIn):
    browser = client_of("inese")
    edit(app, browser, "meera")
    browser.submit("/edit", email="meera@lotus.example")
    with app.app_context():
        assert db.session.get_one(Employee, factories.person_id("meera")).email == "meera@lotus.example"


def test_a_supervisor_and_who_stands_in_cannot_redirect_the_mail_of_their_people(context: Flask):
    place("asha", work(in_days(0), boss="nandini"))
    stand_in = factories.person_id("meera")
    with transaction() as session:
        boss = factories.person_id("nandini")
        session.add(Deputy(employee_id=boss, deputy_id=stand_in, from_on=in_days(0), to_on=in_days(3)))
    for name in ("nandini", "meera"):
        with pytest.raises(Refused, match="You supervise Asha Reddy today"):
            readdress("asha", "asha@evil.example", by=name)
    readdress("asha", "asha@lotus.example", by="inese")


def test_an_administrator_does_not_change_the_own_address(context: Flask):
    with pytest.raises(Refused, match="your own e-mail"):
        readdress("inese", "inese@lotus.example", by="inese")


def test_a_changed_address_is_noted_and_both_addresses_are_told(app: Flask):
    with app.app_context():
        readdress("asha", "old@lotus.example", by="meera")
    assert [mail["To"] for mail in mails(app)] == ["old@lotus.example"]
    with app.app_context():
        readdress("asha", "new@lotus.example", by="nandini")
    told = mails(app)[1:]
    assert sorted(mail["To"] for mail in told) == ["new@lotus.example", "old@lotus.example"]
    assert all("नंदिनी राव" in words_of(mail) for mail in told)
    with app.app_context():
        assert events("asha") == ["address changed", "address changed"]
        assert newest_event("asha").by_employee_id == factories.person_id("nandini")


def test_an_address_taken_away_is_told_to_the_former_one(app: Flask):
    with app.app_context():
        readdress("asha", "old@lotus.example", by="meera")
    before = len(mails(app))
    with app.app_context():
        readdress("asha", None, by="nandini")
    assert [mail["To"] for mail in mails(app)[before:]] == ["old@lotus.example"]
    with app.app_context():
        assert "mail" in newest_event("asha").told


def readdress(name: str, email: str | None, by: str) -> None:
    actor, who, seen = factories.actor(by), factories.person_id(name), version(name)
    facts = replace(facts_of(db.session.get_one(Employee, who)), email=email)
    with transaction():
        operations.change_facts(actor, who, facts, seen)


def edit(app: Flask, browser: Visitor, name: str) -> None:
    with app.app_context():
        who = factories.person_id(name)
    assert browser.get(f"/people/{who}/edit").status_code == 200


def count() -> int:
    end_read()
    return db.session.scalar(select(func.count()).select_from(Employee)) or 0
