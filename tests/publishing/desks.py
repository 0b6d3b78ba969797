"""Sitting at the editor in a test: the words in the field, saving, what is said beside a field."""

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from handbook.rules import drafts
from handbook.rules.drafts import DraftRow
from tests.browser_like import Visitor

ARGUE = "/handbook/draft/en/never-argue"
TELUGU = "/handbook/draft/te/never-argue"


def row(app: Flask, rule_id: str = "never-argue", language: str = "en") -> DraftRow:
    """Return a text of the draft as it stands in the database."""
    with app.app_context():
        return next(one for one in drafts.rows(rule_id) if one.language == language)


def words_of(browser: Visitor) -> str:
    """Return what stands in the field of the editor seen last."""
    return str(browser.tree().get_element_by_id("editor").fields["body"])


def save(browser: Visitor, expect: int = 200, **fields: str) -> TestResponse:
    """Press the button that saves, with these fields changed."""
    form = browser.tree().get_element_by_id("editor")
    assert set(fields) <= set(form.fields), f"the editor has {sorted(form.fields)}"
    values = MultiDict(form.form_values())  # check boxes of one name are several values
    for name, value in fields.items():
        values[name] = value
    browser.page = browser.client.post(form.action, data=values, follow_redirects=True)
    assert browser.page.status_code == expect, browser.words()[:2000]
    return browser.page


def add(browser: Visitor, line: str, expect: int = 200, **fields: str) -> TestResponse:
    """Save the words of the field with one more line."""
    return save(browser, expect, body=f"{words_of(browser)}\n{line}\n", **fields)


def error_of(browser: Visitor, field: str) -> str:
    """Return what is said beside a field."""
    found = browser.tree().xpath(f"//*[@id='{field}-error']")
    assert found, browser.words()[:1500]
    return " ".join(found[0].text_content().split())
