"""Sentence and example are open, the long text is one tap away; it lies open before whoever has to read it to sign."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.acknowledgements.signing import publish_change, sign_below
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


@pytest.mark.parametrize("rule", ["never-argue", "greet-every-customer"])
def test_it_is_open_before_the_signature_and_closed_after_it(app: Flask, client_of: SignIn, rule: str):
    asha = client_of("asha")
    assert is_open(asha, 1, rule)
    with app.app_context():
        sign_below("asha")
    assert not is_open(asha, 1, rule)
    assert is_open(client_of("ravi"), 1, rule)


def test_of_a_new_edition_only_what_changed_lies_open(app: Flask, client_of: SignIn):
    with app.app_context():
        sign_below("asha")
        publish_change()
    asha, ravi = client_of("asha"), client_of("ravi")
    found = {rule: (is_open(asha, 2, rule), is_open(ravi, 2, rule)) for rule in ("never-argue", "greet-every-customer")}
    assert sorted(found.values()) == [(False, True), (True, True)]


def is_open(browser: Visitor, edition: int, rule: str) -> bool:
    """Tell whether the long text of a rule lies open; its sentence always does."""
    browser.get(f"/handbook/{edition}/en/{rule}?lang=en")
    (long,) = browser.tree().xpath("//details[summary[contains(., 'Read the whole text')]]")
    assert browser.tree().xpath("//div[@class='sentence'][not(ancestor::details)]")
    return long.get("open") is not None
