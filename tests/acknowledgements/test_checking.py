"""Check questions: chosen by severity and change, asked until right, and wrong answers are kept under no name."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select

from handbook.acknowledgements import checks, operations, queries
from handbook.acknowledgements.delta import MATERIAL, NEW, Delta, Line
from handbook.acknowledgements.models import Acknowledgement, CheckTally, RightAnswer
from handbook.acknowledgements.operations import Surroundings
from handbook.acknowledgements.readiness import readiness_of
from handbook.core.db import Base, db
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import end_read, transaction
from handbook.rules import operations as rules
from handbook.rules import queries as editions
from handbook.rules.questions import Question
from tests import factories
from tests.acknowledgements.signing import (
    SIGN,
    agree,
    answer_right,
    chosen,
    draft_of,
    has_signing_form,
    proof_of,
    publish_change,
    read_and_sign,
    read_sections,
    value_of,
)
from tests.browser_like import Visitor
from tests.conftest import TEXTS
from tests.rules.files import rule

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
ARGUE, GREET = "never-argue", "greet-every-customer"
QUESTION = Question("a-rule", "A rule", "en", "Which?", ("one", "two", "three", "four"), 2)


def test_questions_stand_between_reading_and_signing(client_of: SignIn):
    browser = at_the_questions(client_of("asha"))
    words = browser.words()
    assert "2 check questions, then your signature" in words
    assert "It is never kept under your name." in words
    assert len(browser.tree().xpath("//button[contains(@class, 'btn-primary')]")) == 1
    browser.get("/sign?lang=en")
    assert browser.page.request.path == "/sign/questions"


def test_right_answers_open_the_signing_form_and_are_kept(app: Flask, client_of: SignIn):
    browser = at_the_questions(client_of("asha"))
    answer_right(browser)
    assert has_signing_form(browser)
    with app.app_context():
        assert set(db.session.scalars(select(RightAnswer.rule_id))) == {ARGUE, GREET}
        assert tallies() == {(ARGUE, "en"): (1, 0), (GREET, "en"): (1, 0)}


def test_a_wrong_answer_leads_back_to_the_rule_and_from_there_to_the_question(client_of: SignIn):
    browser = at_the_questions(client_of("asha"))
    browser.submit("/sign/questions", **chosen(browser, right=False))
    assert "Not quite." in browser.words()
    browser.get(browser.link("Never argue with a customer"))
    assert browser.page.request.path == f"/handbook/1/en/{ARGUE}"
    browser.get(browser.link("Back to the question"))
    assert browser.page.request.path == "/sign/questions"
    answer_right(browser)
    assert has_signing_form(browser)


def test_some_right_and_some_wrong_keeps_those_that_are_right(client_of: SignIn):
    browser = at_the_questions(client_of("asha"))
    right, wrong = chosen(browser, right=True), chosen(browser, right=False)
    browser.submit("/sign/questions", **{f"answer-{ARGUE}": right[f"answer-{ARGUE}"]})
    assert "That is right" in browser.words()
    assert "1 check question, then your signature" in browser.words()
    assert f"answer-{ARGUE}" not in browser.form("/sign/questions").fields
    browser.submit("/sign/questions", **{f"answer-{GREET}": wrong[f"answer-{GREET}"]})
    assert "Not quite." in browser.words()
    answer_right(browser)
    assert has_signing_form(browser)


def test_wrong_answers_are_counted_for_all_and_kept_under_no_name(app: Flask, client_of: SignIn):
    browser = at_the_questions(client_of("asha"))
    with app.app_context():
        before = rows_by_table()
    for _try in range(2):
        browser.submit("/sign/questions", **chosen(browser, right=False))
    with app.app_context():
        changed = {table for table, count in rows_by_table().items() if count != before[table]}
        assert changed == {"check_tally"}
        assert tallies() == {(ARGUE, "en"): (0, 2), (GREET, "en"): (0, 2)}
        assert set(inspect(CheckTally).columns.keys()) == {"edition_id", "rule_id", "language", "right", "wrong"}


@pytest.mark.parametrize("value", ["", "3", "-1", "99", "x", "1\0", "०"])
def test_an_answer_that_is_not_on_the_page_counts_as_none(app: Flask, client_of: SignIn, value: str):
    browser = at_the_questions(client_of("asha"))
    fields = dict(browser.form("/sign/questions").form_values()) | {f"answer-{ARGUE}": value}
    answer = browser.client.post("/sign/questions?lang=en", data=fields | {"answer-no-such-rule": "0"})
    assert answer.status_code in (200, 400)
    with app.app_context():
        assert tallies() == {}


def test_nobody_answers_before_reading(app: Flask, client_of: SignIn):
    reader, hasty = at_the_questions(client_of("asha")), client_of("ravi")
    fields = dict(reader.form("/sign/questions").form_values()) | chosen(reader, right=True)
    hasty.get("/my-file")
    token = str(hasty.form("/sign-out").fields["csrf_token"])
    answer = hasty.client.post("/sign/questions?lang=en", data=fields | {"csrf_token": token})
    assert answer.status_code == 400
    assert hasty.get("/sign/questions").request.path == "/sign"
    with app.app_context():
        assert tallies() == {}


def test_a_post_with_open_questions_signs_nothing_and_says_why(app: Flask, client_of: SignIn):
    ready, other = client_of("asha"), at_the_questions(client_of("ravi"))
    at_the_questions(ready)
    answer_right(ready)
    form = dict(ready.form(SIGN).form_values()) | {"password": factories.PASSWORD, "typed_name": "Ravi Kumar"}
    other.get("/my-file")
    form["csrf_token"] = str(other.form("/sign-out").fields["csrf_token"])
    other.page = other.client.post("/sign?lang=en", data=form)
    assert other.page.status_code == 400
    assert "2 check questions are still open. Answer them first, then sign." in other.words()
    assert other.link("Answer the questions").startswith("/sign/questions")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Acknowledgement)) == 0


def test_answers_to_an_older_edition_lead_to_the_newer_text(app: Flask, client_of: SignIn):
    browser = at_the_questions(client_of("asha"))
    with app.app_context():
        publish_change()
    browser.submit("/sign/questions", 409, **chosen(browser, right=True))
    assert "There is a newer text" in browser.words()
    with app.app_context():
        assert tallies() == {}


def test_only_what_must_be_read_is_asked(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    read_and_sign(browser, "asha")
    with app.app_context():
        publish_change()
    at_the_questions(browser)
    assert "1 check question, then your signature" in browser.words()
    assert "The bill is right" in browser.words()


def test_at_most_six_are_asked_gross_before_serious_before_minor(bare_app: Flask, tmp_path: Path):
    with bare_app.app_context():
        publish(tmp_path, "minor", "serious", "gross", "minor", "serious", "gross", "minor", "serious")
        edition = editions.edition(1)
        page = editions.page(edition.id, "everyone", "en")
        asked = checks.questions_for(edition, page, Delta(None, tuple(page.rule_ids)))
        assert [one.rule_id for one in asked] == [one for one in page.rule_ids if one in heaviest()]
        assert len(asked) == 6
        minor = Delta(1, ("rule-20", "rule-23", "rule-26", GREET))
        assert {one.rule_id for one in checks.questions_for(edition, page, minor)} == set(minor.required)


def test_new_comes_before_changed_and_then_the_order_of_the_book(bare_app: Flask, tmp_path: Path):
    with bare_app.app_context():
        publish(tmp_path, *["serious"] * 8)
        edition = editions.edition(1)
        page = editions.page(edition.id, "everyone", "en")
        serious = [one for one in page.rule_ids if one != GREET]
        lines = [Line(one, one, "en", NEW if one == serious[-1] else MATERIAL, None) for one in serious]
        asked = checks.questions_for(edition, page, Delta(1, tuple(page.rule_ids), tuple(lines)))
        assert [one.rule_id for one in asked] == [*serious[:5], serious[-1]]


def test_answers_stand_in_each_persons_own_order_always_the_same():
    orders = {tuple(one.words for one in checks.choices(QUESTION, f"person-{number}", "e1")) for number in range(40)}
    assert len(orders) > 5
    assert all(sorted(order) == sorted(QUESTION.answers) for order in orders)
    assert checks.choices(QUESTION, "asha", "e1") == checks.choices(QUESTION, "asha", "e1")
    shown = checks.choices(QUESTION, "asha", "e1")
    judged = {one.words: checks.is_right(QUESTION, "asha", "e1", one.value) for one in shown}
    assert judged == {"one": False, "two": False, "three": True, "four": False}


def test_the_right_answer_is_not_always_at_the_same_place():
    places = {
        next(one.value for one in checks.choices(QUESTION, f"person-{number}", "e1") if one.words == "three")
        for number in range(40)
    }
    assert places == {"0", "1", "2", "3"}


def test_operations_refuse_what_the_pages_would(context: Flask):
    asha = factories.actor("asha")
    shown = queries.signature_context(asha, "en")
    ready = readiness_of(shown)
    right = {one.rule_id: value_of(ready, one) for one in ready.questions}
    end_read()
    with pytest.raises(Invalid, match="2 sections are still unread"), transaction():
        operations.answer(asha, 1, "en", right)
    with pytest.raises(Conflict), transaction():
        operations.answer(asha, 7, "en", right)
    with transaction():
        for rule_id in shown.rule_ids:
            operations.mark_read(asha, shown.edition.id, "en", rule_id)
    draft, proven = draft_of(shown), proof_of(asha)
    with pytest.raises(Invalid, match="2 check questions are still open"), transaction():
        operations.sign(asha, draft, proven, Surroundings("", ""))
    with transaction():
        assert operations.answer(asha, 1, "en", right) == {ARGUE: True, GREET: True}
    with transaction():
        assert operations.answer(asha, 1, "en", right) == {}  # nothing is open any more, and nothing is counted
    assert tallies() == {(ARGUE, "en"): (1, 0), (GREET, "en"): (1, 0)}


def at_the_questions(browser: Visitor, language: str = "en") -> Visitor:
    """Read what must be read and agree to sign on the screen; the questions stand on the page."""
    read_sections(browser, language)
    agree(browser)
    assert browser.page.request.path == "/sign/questions", browser.words()
    return browser


def publish(folder: Path, *severities: str) -> None:
    """Publish the texts of the tests and one rule more of each of these severities, numbered from 20."""
    tree = shutil.copytree(TEXTS, folder / "texts")
    for number, severity in enumerate(severities, 20):
        text = rule(f"rule-{number}", number=number, severity=severity)
        (tree / "en" / f"rule-{number}.md").write_text(text, encoding="utf-8")
    rules.import_tree("test", tree)
    rules.publish("test", "More rules.")


def heaviest() -> set[str]:
    return {"rule-22", "rule-25", ARGUE, "rule-21", "rule-24", "rule-27"}


def tallies() -> dict[tuple[str, str], tuple[int, int]]:
    end_read()
    return {(one.rule_id, one.language): (one.right, one.wrong) for one in db.session.scalars(select(CheckTally))}


def rows_by_table() -> dict[str, int]:
    end_read()
    return {
        name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in Base.metadata.tables.items()
    }
