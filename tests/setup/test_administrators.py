"""The first administrator: from an empty installation to a signed-in person with a second step, and the way back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from handbook.app import create_app
from handbook.company.models import CompanyProfile, Location
from handbook.core.db import db
from handbook.people.models import Employee
from handbook.settings import Settings
from handbook.setup.operations import bring_up_to_date
from tests import factories
from tests.browser_like import Visitor
from tests.people import ways

pytestmark = pytest.mark.database

BEGIN = ("--staff-number", "000001", "--name", "Zane Ābola", "--company", "Lotus & Linden", "--location", "Rīga")
ZONE = ("--zone", "Europe/Riga")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Flask]:
    """An installation in which nobody is written down yet."""
    app = create_app(Settings(handbook_data=tmp_path / "empty", handbook_base_url="http://localhost"))
    app.testing = True
    with app.app_context():
        bring_up_to_date()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["setup", "administrator", *arguments])


def code_in(done: Result) -> str:
    found = re.search(r"^  ((?:[0-9A-Z]{4} ){3}[0-9A-Z]{4})$", done.stdout, re.MULTILINE)
    assert found, done.output
    return found[1]


@pytest.mark.parametrize("zone", ["Europe/Riga", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_first_administrator_begins_with_the_printed_code(empty: Flask, zone: str):
    """Also where it is already tomorrow, or still yesterday."""
    done = run(empty, *BEGIN, "--zone", zone)
    assert done.exit_code == 0, done.output
    assert "http://localhost/sign-in/slip" in done.stdout
    browser = Visitor(empty)
    browser.get("/sign-in/slip?lang=en")
    browser.submit("/sign-in/slip", staff_number="000001", code=code_in(done))
    browser.submit("/sign-in/choose", password=ways.NEW)
    assert browser.page is not None
    assert browser.page.request.path == "/account/second-step", "a real company asks for a second step"
    browser.submit("/account/second-step", old=ways.NEW)
    secret = browser.tree().xpath("string(//span[@class='hash'])").replace(" ", "")
    browser.submit("/account/second-step/confirm", code=ways.code_now(secret))
    assert browser.get("/devices").status_code == 200
    assert browser.get("/cases").status_code == 403, "an administrator sees no case by virtue of being administrator"


def test_company_and_place_are_written_down(empty: Flask):
    run(empty, *BEGIN, *ZONE)
    with empty.app_context():
        assert db.session.query(CompanyProfile).one().name == "Lotus & Linden"
        assert db.session.query(CompanyProfile).one().second_step is True
        assert (db.session.query(Location).one().name, db.session.query(Location).one().zone) == (
            "Rīga",
            "Europe/Riga",
        )


def test_it_is_evidence_that_it_was_done_at_the_command_line(empty: Flask):
    run(empty, *BEGIN, *ZONE)
    with empty.app_context():
        event = db.session.query(ways.CredentialEvent).one()
        assert (event.what, event.by_employee_id) == ("slip printed", None)
        assert event.by_name.startswith("command line, host user ")


def test_there_is_no_second_first_administrator(empty: Flask):
    run(empty, *BEGIN, *ZONE)
    done = run(empty, "--staff-number", "000002", *BEGIN[2:], *ZONE)
    assert done.exit_code == 1
    assert "There is an administrator already" in done.stderr
    with empty.app_context():
        assert db.session.query(Employee).count() == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((*BEGIN, "--zone", "Riga"), "is not a time zone"),
        ((*BEGIN[:2], *BEGIN[4:], *ZONE), "cannot be empty"),
        ((*BEGIN[:6], *ZONE), "location cannot be empty"),
        (BEGIN[2:], "--staff-number"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(empty: Flask, arguments: tuple[str, ...], words: str):
    done = run(empty, *arguments)
    assert done.exit_code == 1
    assert words in done.stderr
    with empty.app_context():
        assert db.session.query(Employee).count() == db.session.query(CompanyProfile).count() == 0


def test_who_has_lost_every_way_in_gets_a_new_slip(app: Flask):
    done = run(app, "--staff-number", factories.PEOPLE["inese"].number, "--again")
    assert done.exit_code == 0, done.output
    with app.app_context():
        assert ways.account("inese").password_hash is None
        assert ways.newest_event("inese").by_name.startswith("command line, host user ")
    browser = ways.come_in_by_slip(app, "inese", code_in(done))
    assert browser.get("/devices").status_code == 200


def test_the_second_step_stays_unless_the_telephone_is_lost_too(app: Flask):
    with app.app_context():
        ways.set_up_second_step("inese")
    run(app, "--staff-number", factories.PEOPLE["inese"].number, "--again")
    with app.app_context():
        assert ways.account("inese").totp_confirmed_at is not None
    run(app, "--staff-number", factories.PEOPLE["inese"].number, "--again", "--lost-telephone")
    with app.app_context():
        assert ways.account("inese").totp_confirmed_at is None
        assert ways.events("inese")[-2:] == ["second step removed", "slip printed"]


@pytest.mark.parametrize("number", ["000102", "000999"])
def test_again_is_for_administrators_alone(app: Flask, number: str):
    done = run(app, "--staff-number", number, "--again")
    assert done.exit_code == 1
    assert f"No administrator has the staff number {number}" in done.stderr
    with app.app_context():
        assert ways.account("meera").password_hash is not None
