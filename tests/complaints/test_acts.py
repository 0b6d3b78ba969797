"""The pages of the handler: one form for each act, nothing typed is lost; the outsider has a door of their own."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask

from handbook.complaints.views.act_table import ACTS
from handbook.core import clock
from tests import factories, paintings
from tests.browser_like import Visitor
from tests.complaints import stories

pytestmark = pytest.mark.database

MONDAY = datetime(2031, 3, 3, 6, 0, tzinfo=UTC)
# What is typed into each form, and what the complaint shows afterwards.
TYPED = {
    "assess": ({"severity": "3", "is_simple": "simple", "words": "No bone broken."}, "3 of 4: serious"),
    "describe": ({"category": "wait", "order_number": "A 17", "customer_hours": "after six"}, "after six"),
    "customer": ({"name": "Mrs Gupta"}, "Who complained"),
    "contact": ({"how": "mail", "with_whom": "a daughter", "words": "We spoke."}, "by mail, a daughter"),
    "ask": ({"words": "Which till?"}, "The clock stands since"),
    "hear": ({"words": "Till three."}, "Till three."),
    "apology": ({"words": "We are sorry."}, "Apology of Jānis Ozols"),
    "remedy": ({"words": "A new dish", "amount": "12.5", "granted_by": "000512"}, "A new dish: 12.5"),
    "cause": ({"cause": "staffing", "words": "One till."}, "Too few people"),
    "late": ({"due_on": "2031-05-05", "words": "The camera is read later."}, "New day: 5 May 2031"),
}


def act(browser: Visitor, complaint_id: str, name: str, expect: int = 200, /, **fields: str) -> Visitor:
    browser.get(f"/complaints/{complaint_id}/act?what={name}")
    browser.submit("/act?", expect=expect, **fields)
    return browser


@pytest.mark.parametrize("name", TYPED)
def test_each_act_is_one_form_and_is_shown_on_the_complaint(app: Flask, client_of: Callable[[str], Visitor], name: str):
    with time_machine.travel(MONDAY), app.app_context():
        complaint_id = stories.file_complaint()
        typed, shown = TYPED[name]
        assert shown in act(client_of("janis"), complaint_id, name, **typed).words()


def test_a_finding_is_kept_and_a_case_is_held_by_it(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        complaint_id = stories.investigated()
    typed = {"finding": "rule_followed", "words": "She kept it.", "rule_id": "never-argue", "problem": "Too hard."}
    browser = act(client_of("meera"), complaint_id, "find", **typed)
    assert "No case from this complaint" in browser.words()
    browser.get(browser.link("The improvement of the rule"))
    assert "Too hard." in browser.words()
    browser.submit("/improvements", words="A kinder sentence.")
    assert "A kinder sentence." in browser.words()


def test_an_empty_form_names_what_is_missing_and_keeps_the_rest(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        complaint_id = stories.file_complaint()
    browser = act(client_of("janis"), complaint_id, "contact", 400, with_whom="a daughter")
    assert "What was said: write it down." in browser.words()
    assert browser.form("/act?").fields["with_whom"] == "a daughter"


def test_a_stale_act_is_answered_with_both_texts(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        complaint_id = stories.file_complaint()
    first, second = client_of("janis"), client_of("janis")
    second.get(f"/complaints/{complaint_id}/act?what=contact")
    act(first, complaint_id, "contact", words="The first words.")
    second.submit("/act?", expect=409, words="The second words.")
    assert "The first words." in second.words()
    assert second.form("/act?").fields["words"].strip() == "The second words."
    second.submit("/act?")
    assert "The second words." in second.words()


def test_pictures_are_added_and_seen(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        complaint_id = stories.file_complaint()
    browser = client_of("janis")
    browser.get(f"/complaints/{complaint_id}/act?what=photos")
    values = dict(browser.form("/act?").form_values())
    file = (paintings.io.BytesIO(paintings.told_of_place()), "till.jpg")
    browser.page = browser.client.post(
        browser.page.request.full_path, data=values | {"photos": file}, follow_redirects=True
    )
    (address,) = browser.tree().xpath("//img[contains(@src, '/photo')]/@src")
    answer = browser.client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"Exif" not in answer.data


def test_nobody_else_gets_a_form(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        complaint_id = stories.file_complaint()
    for name in ("nandini", "viktor"):
        for what in ACTS:
            if (name, what) != ("nandini", "assign"):
                assert client_of(name).get(f"/complaints/{complaint_id}/act?what={what}").status_code == 404, what


def test_the_outsider_reads_handles_and_gives_it_on(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        stories.name_outsider()
        complaint_id = stories.file_complaint("janis", person_id=factories.person_id("nandini"))
    browser = client_of("viktor")
    browser.get("/complaints/mine")
    browser.get(browser.tree().xpath("//tbody//a/@href")[0])
    assert stories.WORDS in browser.words()
    act(browser, complaint_id, "contact", words="I called her.")
    assert "I called her." in browser.words()
    with app.app_context():
        meera = factories.person_id("meera")
    act(browser, complaint_id, "assign", employee_id=meera)
    assert "Nothing waits for you" in browser.words()
    assert stories.WORDS in client_of("meera").get(f"/complaints/{complaint_id}").text


def test_hr_sees_that_it_is_with_the_outsider_and_nothing_else(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        stories.name_outsider()
        complaint_id = stories.file_complaint("janis", person_id=factories.person_id("nandini"))
    browser = client_of("meera")
    browser.get(f"/complaints/{complaint_id}")
    assert "It is with the outsider" in browser.words()
    assert stories.WORDS not in browser.words()
    assert not [form for form in browser.tree().forms if "/complaints/" in (form.action or "")]


def test_the_settings_are_changed_and_say_who_did_it(app: Flask, client_of: Callable[[str], Visitor]):
    browser = client_of("inese")
    browser.get("/complaints/settings")
    with app.app_context():
        viktor = factories.person_id("viktor")
    browser.submit("/complaints/settings", outsider_id=viktor, recourse="The consumer office.")
    assert "Settled byInese Kalniņa" in browser.words()
    assert "The consumer office." in client_of("meera").get("/complaints/settings").text


def test_more_is_allowed_by_the_form_only_with_how_when_and_what_was_said(
    app: Flask, client_of: Callable[[str], Visitor]
):
    with app.app_context():
        complaint_id, today = stories.file_complaint(), clock.today("Asia/Kolkata").isoformat()
    janis = client_of("janis")
    assert (
        "only on the customer's own word" in act(janis, complaint_id, "describe", 400, confidentiality="named").words()
    )
    half = act(janis, complaint_id, "describe", 400, confidentiality="named", consent_words="Do.")
    assert "give how, on which day and the words" in half.words()
    word = {"consent_how": "phone", "consent_on": today, "consent_words": "You may name me."}
    shown = act(janis, complaint_id, "describe", confidentiality="named", **word).words()
    assert "The customer allows more" in shown
    assert "You may name me." in shown


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("late", {"due_on": "9999-12-31", "words": "Soon."}, "New day: give a day that is in the calendar."),
        ("contact", {"next_on": "0001-01-01", "words": "We spoke."}, "next: give a day that is in the calendar."),
        ("contact", {"how": "pigeon", "words": "We spoke."}, "How: choose something from the list."),
        ("describe", {"confidentiality": "loud"}, "What the customer allows: choose something from the list."),
        (
            "remedy",
            {"words": "Tea", "amount": "much", "granted_by": "000512"},
            "Its value: give a number, in digits.",
        ),
    ],
)
def test_every_fault_names_its_field(
    app: Flask, client_of: Callable[[str], Visitor], name: str, typed: dict[str, str], words: str
):
    with app.app_context():
        complaint_id = stories.file_complaint()
    assert words in act(client_of("janis"), complaint_id, name, 400, **typed).words()
