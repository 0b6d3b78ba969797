"""What somebody read a file for stands in the log in English, and on the page in the reader's language."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from handbook.core.access_log import note_reading
from handbook.workfile.purposes import purpose_words
from tests import factories
from tests.browser_like import Visitor

ROOMS = Path(__file__).parents[2] / "handbook"


def kept_purposes() -> Iterator[str]:
    """Yield each purpose that a room writes down about a person, as it stands in the code."""
    for path in ROOMS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "note_reading":
                _actor, employee, _kind, _object, purpose = node.args
                of_nobody = isinstance(employee, ast.Constant) and employee.value is None
                if not of_nobody and isinstance(purpose, ast.Constant):
                    yield purpose.value


def test_every_purpose_that_a_person_may_read_has_words(app: Flask):
    with app.test_request_context(), force_locale("lv"):
        kept = set(kept_purposes())
        assert len(kept) >= 10
        assert {purpose for purpose in kept if purpose_words(purpose)[1]} == set()


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("opened the step", ("opened the step", "")),
        ("took signed PDFs away: Round 2", ("took signed PDFs away", "Round 2")),
        ("prepared a talk", ("", "prepared a talk")),
    ],
)
def test_what_has_no_words_is_shown_as_it_was_kept(app: Flask, kept: str, shown: tuple[str, str]):
    with app.test_request_context():
        assert purpose_words(kept) == shown


@pytest.mark.database
def test_a_part_that_stays_in_english_says_so(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        note_reading(factories.actor("meera"), factories.person_id("asha"), "export", None, "prepared: Round 2")
    browser = client_of("asha")
    browser.get("/my-file")
    assert browser.tree().xpath("string(//section[@aria-labelledby='readers']//*[@lang='en'])") == "prepared: Round 2"
