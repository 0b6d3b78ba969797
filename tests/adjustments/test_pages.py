"""The pages of HR and of the person over HTTP: recording, asking again, ending, answering, and who is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from handbook.adjustments.models import Adjustment, AdjustmentEnd
from handbook.core import clock, jobs
from handbook.core.db import db
from handbook.core.transaction import transaction
from handbook.people.models import Employee
from tests import factories
from tests.adjustments import stories
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
HINT = "never an illness or a reason. The person, their supervisor and HR can read this."


@pytest.fixture
def asha(app: Flask) -> str:
    """The id of asha."""
    with app.app_context():
        return factories.person_id("asha")


def fill(browser: Visitor, expect: int = 200, **fields: str) -> None:
    """Send the form of recording, with safe values where none are given."""
    values = {"rule_id": stories.RULE, "from_on": stories.today().isoformat(), "words": stories.WORDS} | fields
    browser.submit("/adjustments", expect=expect, **values)


def count(app: Flask, model: type[Adjustment | AdjustmentEnd]) -> int:
    """Return how many rows of evidence there are."""
    with app.app_context():
        return len(db.session.scalars(select(model.id)).all())


def mails_of(app: Flask) -> list[str]:
    """Let the jobs run and return what was mailed."""
    with app.app_context():
        jobs.work_off()
    folder = app.extensions["handbook.settings"].data_dir / "mail"
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*"))] if folder.exists() else []


def test_hr_records_from_the_persons_page(client_of: SignIn, asha: str):
    meera = client_of("meera")
    meera.get(f"/people/{asha}?lang=en")
    meera.get(meera.link("Agreed about rules"))
    assert "Nothing is agreed yet" in meera.words()
    meera.get(meera.link("Record what is agreed"))
    assert HINT in meera.words()
    fill(meera, to_on=stories.in_days(90).isoformat())
    assert stories.WORDS in meera.words()
    assert meera.page.request.path.startswith("/adjustments/")
    meera.get(f"/people/{asha}/adjustments")
    assert stories.WORDS in meera.words()


def test_words_that_read_like_a_reason_are_asked_about_once_more(app: Flask, client_of: SignIn, asha: str):
    meera = client_of("meera")
    meera.get(f"/people/{asha}/adjustments/new?lang=en")
    fill(meera, expect=400, words="May sit down because of her diabetes.")
    assert "This reads like a reason: because, diabetes" in meera.words()
    assert count(app, Adjustment) == 0
    assert meera.form("/adjustments").fields["words"].strip() == "May sit down because of her diabetes."
    fill(meera, words="May sit down because of her diabetes.", sure="y")
    assert count(app, Adjustment) == 1


def test_the_end_is_asked_about_as_well(app: Flask, client_of: SignIn):
    with app.app_context():
        kept = stories.record()
    meera = client_of("meera")
    meera.get(f"/adjustments/{kept}?lang=en")
    meera.get(meera.link("End it"))
    meera.submit("/end", expect=400, reason="The surgery went well.")
    assert "This reads like a reason: surgery" in meera.words()
    assert count(app, AdjustmentEnd) == 0
    meera.submit("/end", reason="No longer needed.")
    assert count(app, AdjustmentEnd) == 1
    assert "No longer needed." in meera.words()


def test_faults_say_what_to_change_and_keep_what_was_typed(app: Flask, client_of: SignIn, asha: str):
    meera = client_of("meera")
    meera.get(f"/people/{asha}/adjustments/new?lang=en")
    fill(meera, expect=400, from_on="0001-01-01")
    assert "Give a day of this century." in meera.words()
    fill(meera, expect=400, to_on=stories.in_days(-3).isoformat())
    assert "the last day lies before the first one" in meera.words()
    fill(meera, expect=400, words=" ")
    assert "write it down in a sentence or two" in meera.words()
    fill(meera, expect=400, words="x" * 2001)
    assert count(app, Adjustment) == 0


def test_the_same_form_twice_is_answered_with_words(client_of: SignIn, asha: str):
    meera = client_of("meera")
    for expect in (200, 409):
        meera.get(f"/people/{asha}/adjustments/new?lang=en")
        fill(meera, expect=expect)
    assert "recorded already" in meera.words()


def test_hr_is_told_in_words_that_nobody_records_for_themself(app: Flask, client_of: SignIn):
    with app.app_context():
        mine, own = factories.person_id("meera"), stories.record("meera", by="nandini")
    meera = client_of("meera")
    assert meera.get(f"/people/{mine}/adjustments?lang=en").status_code == 200
    assert "Another HR officer has to do it." in meera.words()
    for address in (f"/people/{mine}/adjustments/new", f"/adjustments/{own}/end"):
        assert meera.get(address).status_code == 403
        assert "Another HR officer has to do it." in meera.words()


def test_the_person_is_asked_on_the_start_page_until_they_answer(app: Flask, client_of: SignIn):
    with app.app_context():
        stories.record()
    asha = client_of("asha")
    asha.get("/?lang=en")
    assert "Agreed for you: Never argue" in asha.words()
    asha.get(asha.link("Read what is agreed"))
    asha.submit("/reply", expect=400)
    asha.submit("/reply", kind="confirmed")
    assert "This is what we agreed" in asha.words()
    asha.get("/")
    assert "Agreed for you" not in asha.words()


def test_an_objection_is_a_task_of_hr_until_something_is_done(app: Flask, client_of: SignIn):
    with app.app_context():
        kept = stories.record()
    asha, meera = client_of("asha"), client_of("meera")
    asha.get(f"/adjustments/{kept}?lang=en")
    asha.submit("/reply", expect=400, kind="objected")
    asha.submit("/reply", kind="objected", words="Also at the second till.")
    meera.get("/?lang=en")
    assert "1 person says: this is not what we agreed" in meera.words()
    meera.get("/adjustments?show=objected")
    assert stories.WORDS in meera.words()
    with app.app_context():
        stories.end(kept)
    meera.get("/")
    assert "this is not what we agreed" not in meera.words()
    asha.get("/?lang=en")
    assert "What was agreed for you ends: Never argue" in asha.words()


@pytest.mark.parametrize("resolve", ["confirmed", "recorded anew"])
def test_an_objection_is_also_over_when_the_person_confirms_or_something_new_is_recorded(
    app: Flask, client_of: SignIn, resolve: str
):
    with app.app_context():
        kept = stories.record()
        stories.object_to(kept)
        stories.confirm(kept) if resolve == "confirmed" else stories.record(words="May sit at any till.")
    meera = client_of("meera")
    meera.get("/?lang=en")
    assert "this is not what we agreed" not in meera.words()


def test_nobody_in_hr_hears_their_own_objection(app: Flask, client_of: SignIn):
    with app.app_context():
        mine = stories.record("meera", by="nandini")
        stories.reply(mine, stories.ReplyKind.OBJECTED, "No.", by="meera")
    meera, nandini = client_of("meera"), client_of("nandini")
    for browser, expected in ((meera, False), (nandini, True)):
        browser.get("/?lang=en")
        assert ("1 person says: this is not what we agreed" in browser.words()) is expected


def test_the_supervisor_of_today_reads_of_it_on_the_start_page_for_a_week(app: Flask, client_of: SignIn):
    with app.app_context():
        stories.record()
    for name, expected in {"janis": True, "dmitri": False, "meera": False, "olga": False}.items():
        browser = client_of(name)
        browser.get("/?lang=en")
        assert ("Something new is agreed with 1 of your people" in browser.words()) is expected
    with time_machine.travel(clock.now() + timedelta(days=8)):
        janis = client_of("janis")
        janis.get("/?lang=en")
        assert "Something new is agreed" not in janis.words()


def test_person_and_supervisor_are_told_by_mail_without_the_words(app: Flask):
    with app.app_context():
        with transaction() as session:
            for name in ("asha", "janis"):
                address = f"{name}@lotus-linden.example"
                session.execute(
                    update(Employee)
                    .where(Employee.id == factories.person_id(name))
                    .values(email=address, language="en")
                )
        stories.end(stories.record())
    mails = mails_of(app)
    assert len(mails) == 4
    assert sum("To: asha@" in mail for mail in mails) == 2
    assert not [mail for mail in mails if stories.WORDS in mail or "Never argue" in mail]
    assert all("/adjustments/" in mail for mail in mails)


def test_who_has_no_address_is_mailed_nothing(app: Flask):
    with app.app_context():
        stories.record("lakshmi")
    assert mails_of(app) == []


def test_my_file_and_the_work_file_show_it(app: Flask, client_of: SignIn, asha: str):
    with app.app_context():
        kept = stories.record()
        stories.object_to(kept, "Also at the second till.")
        stories.end(kept, stories.in_days(3))
    for name, address in (("asha", "/my-file"), ("meera", f"/people/{asha}/file")):
        browser = client_of(name)
        browser.get(f"{address}?lang=en")
        words = browser.words()
        assert "Agreed about the rule “Never argue" in words
        assert "ends" in words
        assert "Also at the second till." in words
        assert words.count(stories.WORDS) == 2  # on the line, and beside it as it counts today
