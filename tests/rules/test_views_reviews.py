"""Reviews that are due: which rules their owners are to look at again, and who may see the list."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask

from handbook.rules import queries
from tests.browser_like import Visitor
from tests.rules.editing import add, change, publish
from tests.rules.files import rule

pytestmark = pytest.mark.database
SignIn = Callable[[str], Visitor]
Counting = Callable[[], AbstractContextManager[Any]]
TODAY = date(2026, 9, 1)


def with_reviews(**days: str | None) -> None:
    """Publish an edition with a rule for each name, to be reviewed on this day."""
    texts = {name: f"# Rule {name}\n\nDo it well.\n" for name in days}
    add([rule(name, texts[name], number=50 + at, review_on=days[name]) for at, name in enumerate(days)])
    publish("Rules to look at.")


def test_what_is_past_or_within_sixty_days_is_due_the_oldest_first(context: Flask) -> None:
    with_reviews(soon="2026-10-31", late="2026-11-01", past="2025-01-01", today="2026-09-01")
    due = queries.reviews_due(TODAY)
    assert [(one.rule_id, one.review_on) for one in due] == [
        ("past", date(2025, 1, 1)),
        ("today", TODAY),
        ("soon", date(2026, 10, 31)),
    ]
    assert {(one.owner, one.title, one.edition) for one in due if one.rule_id == "past"} == {
        ("head of service", "Rule past", 2)
    }


def test_what_an_edition_before_said_does_not_count(context: Flask) -> None:
    with_reviews(one="2025-01-01")
    change("one", "review_on: 2025-01-01", "review_on: 2029-01-01")
    publish("Looked at.")
    assert queries.reviews_due(TODAY) == []


def test_titles_come_in_the_readers_language_where_there_is_one(context: Flask) -> None:
    due = queries.reviews_due(date(2027, 7, 1), "te")
    assert {one.rule_id: one.shown for one in due} == {"never-argue": "te", "greet-every-customer": "en"}
    assert {one.shown for one in queries.reviews_due(date(2027, 7, 1), "lv")} == {"en"}


def test_it_is_one_query_however_many_are_due(context: Flask, counting: Counting) -> None:
    with_reviews(**{f"rule-{number}": "2025-01-01" for number in range(5)})
    with counting() as statements:
        assert len(queries.reviews_due(TODAY)) == 5
    assert len(statements) == 1


def test_hr_sees_them_with_owner_and_the_way_to_the_rule(client_of: SignIn) -> None:
    meera = client_of("meera")
    with meera.client.application.app_context():
        with_reviews(past="2025-01-01")
    meera.get("/handbook/reviews?lang=en")
    (row,) = meera.tree().xpath("//tbody/tr")
    assert "head of service" in row.text_content()
    assert "1 January 2025" in row.text_content()
    assert row.xpath("./th/a/@href") == ["/handbook/2/en/past"]


def test_where_none_is_due_the_page_says_when_one_would_be(client_of: SignIn) -> None:
    with time_machine.travel(datetime(2026, 9, 1, 12, tzinfo=UTC)):
        meera = client_of("meera")
        meera.get("/handbook/reviews?lang=en")
    assert "No review is due." in meera.words()


@pytest.mark.parametrize("name", ["asha", "janis", "dmitri", "inese", "olga"])
def test_others_see_no_rule_that_is_not_of_their_job(client_of: SignIn, name: str) -> None:
    browser = client_of(name)
    with browser.client.application.app_context():
        with_reviews(past="2025-01-01")
    browser.get("/handbook/reviews?lang=en")
    assert "No review is due." in browser.words()
