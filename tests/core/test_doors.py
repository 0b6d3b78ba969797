"""Doors: each route opens for those whom this table names, written by hand and not made from the grants."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.core.doors import STATIC, door_of, public
from handbook.permissions import Permission
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
EVERYBODY = {"asha", "janis", "meera", "dmitri", "inese", "olga"}
PERSONNEL = {"meera"}
READS_COMPLAINTS = {"janis", "meera"}
CASES = {"meera", "dmitri"}
OPEN = {"home.show_alive", "home.show_ready", "people.show_sign_in", "people.do_sign_in", "people.do_sign_out",
        "documents.show_verify", "documents.check"}  # fmt: skip
DOORS = {
    "home.show_start": EVERYBODY,
    "rules.show_handbook": EVERYBODY,
    "rules.show_edition": EVERYBODY,
    "rules.show_rule": EVERYBODY,
    "rules.show_changes": EVERYBODY,
    "rules.download_pdf": EVERYBODY,
    "acknowledgements.mark_read": EVERYBODY,
    "acknowledgements.show_sign": EVERYBODY,
    "acknowledgements.sign": EVERYBODY,
    "acknowledgements.show_receipt": EVERYBODY,
    "acknowledgements.show_paper": EVERYBODY,
    "acknowledgements.show_board": {"janis", "meera", "olga"},
    "complaints.show_list": EVERYBODY,
    "complaints.show_new": EVERYBODY,
    "complaints.file_complaint": EVERYBODY,
    "complaints.show": EVERYBODY,
    "complaints.show_customer": EVERYBODY,
    "complaints.take_on": PERSONNEL,
    "complaints.name_person": READS_COMPLAINTS,
    "complaints.name_rule": READS_COMPLAINTS,
    "complaints.move": READS_COMPLAINTS,
    "corrective_actions.show_cases": CASES,
    "corrective_actions.show_open_case": PERSONNEL,
    "corrective_actions.open_case": PERSONNEL,
    "corrective_actions.show_case": CASES,
    "corrective_actions.show_propose": CASES,
    "corrective_actions.propose": CASES,
    "corrective_actions.show_action": EVERYBODY,
    "corrective_actions.approve": CASES,
    "corrective_actions.decline": CASES,
    "corrective_actions.serve": CASES,
    "corrective_actions.seal_again": CASES,
    "corrective_actions.add_statement": EVERYBODY,
    "corrective_actions.confirm_receipt": EVERYBODY,
    "corrective_actions.show_letter": EVERYBODY,
    "workfile.show_my_file": EVERYBODY,
    "workfile.show_people": PERSONNEL,
    "workfile.show_file": PERSONNEL,
    "exports.show_list": PERSONNEL,
    "exports.start": PERSONNEL,
    "exports.show_job": PERSONNEL,
    "exports.cancel": PERSONNEL,
    "exports.take_away": PERSONNEL,
    "ledger.show_ledger": {"meera", "inese", "olga"},
    "ledger.take_one_away": {"meera", "inese", "olga"},
}
SHUT = "You cannot open this page"


def test_every_route_stands_in_the_table(app: Flask):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} - STATIC == OPEN | set(DOORS)


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_each_door_opens_for_whom_the_table_names(app: Flask, client_of: SignIn, name: str):
    browser = client_of(name)
    token = browser.get("/my-file") and browser.form("/sign-out").fields["csrf_token"]
    opened = {endpoint for endpoint in DOORS if opens(app, browser, endpoint, token)}
    assert opened == {endpoint for endpoint, people in DOORS.items() if name in people}


def test_a_stranger_is_sent_to_sign_in_by_every_door_that_is_not_public(app: Flask):
    browser = Visitor(app)
    browser.get("/sign-in?lang=en")
    token = browser.form("/sign-in").fields["csrf_token"]
    for endpoint in DOORS:
        answer = knock(app, browser, endpoint, token)
        assert answer.status_code == 302, endpoint
        assert answer.headers["Location"].startswith("/sign-in"), endpoint


def test_a_public_route_says_why(app: Flask):
    for endpoint in OPEN:
        why = door_of(app, endpoint)
        assert not isinstance(why, Permission)
        assert len(str(why).split()) >= 5, endpoint


def test_a_route_without_a_mark_stays_shut_for_all(app: Flask, client_of: SignIn):
    app._got_first_request = False
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    browsers = [Visitor(app), *(client_of(name) for name in sorted(EVERYBODY))]
    for browser in browsers:
        answer = browser.client.get("/forgotten")
        assert answer.status_code == 403
        assert "secret" not in answer.text


def test_a_marked_route_keeps_its_mark_and_answers(app: Flask):
    app._got_first_request = False
    app.add_url_rule("/marked", "marked", public("a page of this test, open to all")(lambda: "open"))
    assert door_of(app, "marked") == "a page of this test, open to all"
    assert app.test_client().get("/marked").text == "open"


def test_the_way_back_is_kept_for_what_was_read_and_not_for_what_was_sent(app: Flask):
    browser = Visitor(app)
    browser.get("/sign-in?lang=en")
    token = browser.form("/sign-in").fields["csrf_token"]
    asked = browser.client.get("/complaints?stage=closed&page=2")
    assert asked.headers["Location"] == "/sign-in?next=/complaints?stage%3Dclosed%26page%3D2"
    assert browser.client.post("/exports", data={"csrf_token": token}).headers["Location"] == "/sign-in"


def opens(app: Flask, browser: Visitor, endpoint: str, token: str) -> bool:
    answer = knock(app, browser, endpoint, token)
    assert answer.status_code < 500, endpoint
    return not (answer.status_code == 403 and SHUT in answer.text)


def knock(app: Flask, browser: Visitor, endpoint: str, token: str) -> object:
    """Go to a route with ids that nobody has; a form is sent empty."""
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    values: dict[str, object] = dict.fromkeys(rule.arguments, "0" * 32)
    values |= {name: 1 if name == "edition" else "en" for name in rule.arguments & {"edition", "language"}}
    with app.test_request_context():
        address = app.url_for(endpoint, **values)
    if "GET" in (rule.methods or set()):
        return browser.client.get(address)
    return browser.client.post(address, data={"csrf_token": token})
