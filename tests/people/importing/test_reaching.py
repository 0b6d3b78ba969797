"""A mail address or mobile number changed by a file is noted and told as one changed by hand."""

import getpass

import pytest
from flask import Flask
from sqlalchemy import update

from handbook.core.db import db
from handbook.core.jobs import Job
from handbook.core.transaction import end_read, transaction
from handbook.people.models import Employee
from tests import factories
from tests.people.importing.bringing import applied, csv_of
from tests.people.ways import events, mails, newest_event, words_of

pytestmark = pytest.mark.database

REACH = ("Staff number", "E-mail", "Mobile")
ASHA, RAVI = (factories.PEOPLE[name].number for name in ("asha", "ravi"))


def test_both_addresses_are_told_who_brought_the_file(app: Flask):
    with app.app_context():
        reached("asha", email="old@lotus.example")
        bring((ASHA, "new@lotus.example", ""), by="meera")
        event = newest_event("asha")
        assert (event.by_employee_id, event.by_name) == (factories.person_id("meera"), "Meera Nair")
        assert event.told == ["mail", "start page"]
    told = mails(app)
    assert sorted(mail["To"] for mail in told) == ["new@lotus.example", "old@lotus.example"]
    assert all("Meera Nair" in words_of(mail) for mail in told)


def test_an_address_taken_away_is_told_to_the_former_one(app: Flask):
    with app.app_context():
        reached("asha", email="old@lotus.example")
        bring((ASHA, "-", ""), by="meera")
        assert events("asha") == ["address changed"]
    assert [mail["To"] for mail in mails(app)] == ["old@lotus.example"]


def test_a_mobile_number_is_noted_too_whoever_brings_it(app: Flask):
    with app.app_context():
        reached("asha", mobile="+91 11 111 111")
        bring((ASHA, "", "+91 22 222 222"), by=None)
        event = newest_event("asha")
        assert event.by_employee_id is None
        assert event.by_name == f"command line, host user {getpass.getuser()}"
        assert event.told == ["start page"]
        assert event.what == "address changed"


def test_silence_and_the_same_address_again_note_nothing(app: Flask):
    with app.app_context():
        reached("asha", email="asha@lotus.example", mobile="+91 11 111 111")
        bring((ASHA, "asha@lotus.example", "+9111111111"), (RAVI, "", ""), by="meera", comes_to="unchanged")
        header = (*REACH[:2], "Name")
        assert applied(csv_of((ASHA, "", "Asha R"), header=header), factories.person_id("meera")) == {"changed": 1}
        assert events("asha") == events("ravi") == []
    assert mails(app) == []


def test_who_is_new_or_refused_is_told_nothing(app: Flask):
    header = (*REACH, "Name", "Job", "Location")
    row = ("000700", "anita@lotus.example", "", "Anita Rao", "cashier", "Banjara Hills")
    with app.app_context():
        meera = factories.person_id("meera")
        assert applied(csv_of(row, header=header), meera) == {"new": 1}
        assert applied(csv_of(("000104", "evil@evil.example", ""), header=REACH), meera) == {"error": 1}
        assert events("inese") == []
        assert db.session.query(Job).filter_by(kind="people.tell").count() == 0


def bring(*rows: tuple[str, str, str], by: str | None, comes_to: str = "changed") -> None:
    """Apply a file of these ways to reach people."""
    owner = factories.person_id(by) if by else None
    header = REACH if by else (REACH[0], REACH[2])
    data = rows if by else tuple((number, mobile) for number, _mail, mobile in rows)
    assert applied(csv_of(*data, header=header), owner) == {comes_to: len(rows)}
    end_read()


def reached(name: str, **ways: str) -> None:
    """Let mail or mobile be on file already."""
    who = factories.person_id(name)
    with transaction() as session:
        session.execute(update(Employee).where(Employee.id == who).values(**ways))
