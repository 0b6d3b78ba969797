"""Doors: the mark on a route decides before the view runs, and a route without one stays shut."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.core.doors import STATIC, door_of, public
from handbook.permissions import Permission
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def test_a_public_route_says_why(app: Flask):
    marks = {rule.endpoint: door_of(app, rule.endpoint) for rule in app.url_map.iter_rules()}
    whys = {endpoint: why for endpoint, why in marks.items() if not isinstance(why, Permission)}
    assert set(whys) > {"people.show_sign_in", "documents.check"}
    for endpoint, why in whys.items():
        assert endpoint in STATIC or len(str(why).split()) >= 5, endpoint


def test_a_route_without_a_mark_stays_shut_for_all(app: Flask, client_of: SignIn):
    app._got_first_request = False
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    browsers = [Visitor(app), *(client_of(name) for name in ("asha", "meera", "inese"))]
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
