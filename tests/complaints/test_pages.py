"""Complaints over HTTP: written down in one form, nothing typed is ever lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from handbook.core import clock
from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.browser_like import Visitor
from tests.complaints import stories

pytestmark = pytest.mark.database


def filed(browser: Visitor, expect: int = 200, **fields: str) -> Visitor:
    browser.get("/complaints/new")
    local = clock.local(clock.now() - timedelta(minutes=5), "Asia/Kolkata")
    told = {
        "words": stories.WORDS,
        "place": "till 3",
        "happened_on": local.date().isoformat(),
        "happened_time": f"{local:%H:%M}",
    }
    browser.submit("", expect=expect, **(told | fields))
    return browser


def test_a_supervisor_writes_a_complaint_down_in_one_form(client_of: Callable[[str], Visitor]):
    browser = filed(client_of("janis"))
    assert stories.WORDS in browser.words()
    assert "Banjara Hills, till 3" in browser.words()
    assert "handled by Jānis Ozols" in browser.words()


def test_a_cashier_may_write_one_down_too(client_of: Callable[[str], Visitor]):
    browser = filed(client_of("asha"))
    assert stories.WORDS in browser.words()
    assert "handled by nobody yet" in browser.words()


def test_person_rule_and_customer_can_be_given_at_once(client_of: Callable[[str], Visitor]):
    browser = filed(client_of("janis"), person="000512", rule_id="never-argue", customer_name="Mrs Gupta")
    assert "Said to be aboutAsha Reddy" in browser.words()
    assert "Not notified." in browser.words()
    assert browser.link("Who complained")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"words": " "}, "What was said:"),
        ({"location_id": ""}, "Where it happened:"),
        ({"happened_on": "yesterday"}, "On which day: give a day that is in the calendar."),
        ({"happened_time": ""}, "At what time:"),
        ({"happened_on": "2126-01-01"}, "When it happened:"),
        ({"person": "999999"}, "Nobody has the staff number 999999"),
        ({"person": "000201"}, "about themself"),
        ({"place": "x" * 201}, "200 characters at most"),
        ({"words": "a\x00b"}, "NUL"),
    ],
)
def test_a_fault_is_named_and_nothing_typed_is_lost(
    client_of: Callable[[str], Visitor], wrong: dict[str, str], words: str
):
    browser = filed(client_of("janis"), expect=400, **({"customer_name": "Mrs Gupta"} | wrong))
    assert words in browser.words()
    form = browser.form("")
    assert form.fields["customer_name"] == "Mrs Gupta"
    for name, value in ({"words": stories.WORDS} | wrong).items():
        if name not in ("location_id", "happened_time") and "\x00" not in value and value.strip():
            assert form.fields[name].strip() == value


def test_hr_takes_it_on_names_and_moves_it_to_a_case(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        sign_below("asha")
        complaint_id = stories.file_complaint()
    browser = client_of("meera")
    browser.get(f"/complaints/{complaint_id}")
    assert stories.WORDS not in browser.words()
    browser.submit("/take-on")
    browser.submit("/people", **{"person-person": "000512"})
    browser.submit("/rules", **{"rule-rule_id": "never-argue"})
    assert "Yes, signed." in browser.words()
    assert "Do not argue" in browser.words()
    for step, words in (("assess", "Conduct."), ("investigate", "Two colleagues were asked.")):
        browser.form("/stage").fields["move-words"] = words
        data = dict(browser.form("/stage").form_values()) | {"move-words": words, "move-step": step}
        browser.page = browser.client.post(browser.form("/stage").action, data=data, follow_redirects=True)
        assert browser.page.status_code == 200
    assert "Being investigated" in browser.words()
    assert browser.link("Open a case").endswith(f"/complaints/{complaint_id}/case")


def test_a_stale_page_is_answered_with_both_texts(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        complaint_id = stories.file_complaint()
    first, second = client_of("janis"), client_of("janis")
    for browser in (first, second):
        browser.get(f"/complaints/{complaint_id}")
    for browser, words, status in ((first, "The first words.", 200), (second, "The second words.", 409)):
        form = browser.form("/stage")
        data = dict(form.form_values()) | {"move-words": words, "move-step": "assess"}
        browser.page = browser.client.post(form.action, data=data, follow_redirects=True)
        assert browser.page.status_code == status
    assert "The first words." in second.words()
    assert "The second words." in second.form("/stage").fields["move-words"]
    data = dict(second.form("/stage").form_values()) | {"move-step": "investigate"}
    again = second.client.post(second.form("/stage").action, data=data, follow_redirects=True)
    assert again.status_code == 200
    assert "The second words." in again.text


def test_another_day_can_be_asked_for(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        complaint_id = stories.file_complaint(
            happened_at=clock.now() - timedelta(days=2), person_id=factories.person_id("asha"), rule_id="never-argue"
        )
        sign_below("asha")
    browser = client_of("janis")
    browser.get(f"/complaints/{complaint_id}")
    assert "Not notified." in browser.words()
    browser.get(f"/complaints/{complaint_id}?as_of={clock.today('Asia/Kolkata')}")
    assert "Yes, signed." in browser.words()
    browser.get(f"/complaints/{complaint_id}?as_of=someday")
    assert browser.page.status_code == 200
    assert "Ask for another day: give a day that is in the calendar." in browser.words()


def test_only_hr_gets_a_link_to_the_sealed_signature(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        sign_below("asha")
        complaint_id = stories.file_complaint(person_id=factories.person_id("asha"), rule_id="never-argue")
    browser = client_of("janis")
    browser.get(f"/complaints/{complaint_id}")
    assert "The sealed signature" not in browser.words()
    with app.app_context():
        stories.take_on(complaint_id)
    browser = client_of("meera")
    browser.get(f"/complaints/{complaint_id}")
    assert browser.link("The sealed signature").startswith("/signatures/")
