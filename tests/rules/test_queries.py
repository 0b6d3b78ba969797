"""As of any day: which edition counted, which text of a rule, and what a reader got of it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask

from handbook.core import clock
from handbook.core.errors import NotFound
from handbook.rules import operations, queries
from tests.rules.test_publishing import WHO, change, publish

pytestmark = pytest.mark.database


def later(days: int) -> date:
    """Return a day from today on."""
    return clock.now().date() + timedelta(days=days)


@pytest.fixture
def two_editions(bare: Flask, tree: Path) -> tuple[queries.EditionRow, queries.EditionRow]:
    """One in force today, the next in two weeks, with another sentence in greet-all and without never-argue."""
    first = publish(tree)
    change(tree, "en/greet-all.md", "as soon as they come near", "at once")
    (tree / "en/never-argue.md").unlink()
    operations.import_tree(WHO, tree)
    return first, operations.publish(WHO, "At once.", effective_on=later(14))


Two = tuple[queries.EditionRow, queries.EditionRow]


def test_an_edition_counts_from_its_day_on(two_editions: Two) -> None:
    first, second = two_editions
    assert queries.edition_in_force(later(-1)) is None
    assert queries.edition_in_force(later(0)) == first
    assert queries.edition_in_force(later(13)) == first
    assert queries.edition_in_force(later(14)) == second
    assert queries.newest_edition() == second


def test_before_any_counts_the_newest_is_what_there_is_to_read(bare: Flask, tree: Path) -> None:
    with pytest.raises(NotFound, match="No edition has been published"):
        queries.current_edition(later(0))
    operations.import_tree(WHO, tree)
    announced = operations.publish(WHO, "Soon.", effective_on=later(30))
    assert queries.edition_in_force(later(0)) is None
    assert queries.current_edition(later(0)) == announced


def test_the_text_of_a_rule_as_of_a_day(two_editions: Two) -> None:
    old, new = (queries.text_in_force("greet-all", later(days), "en") for days in (13, 14))
    assert old is not None
    assert new is not None
    assert "as soon as they come near" in old.source
    assert "at once" in new.source
    assert (old.version, new.version) == (1, 2)
    assert queries.text_in_force("never-argue", later(14), "en") is None
    assert queries.text_in_force("greet-all", later(-1), "en") is None


def test_a_translation_as_of_a_day_says_whether_it_lags(two_editions: Two) -> None:
    old, new = (queries.text_in_force("greet-all", later(days), "te") for days in (13, 14))
    assert old is not None
    assert new is not None
    assert (old.lags, new.lags) == (False, True)
    assert old.sha256 == new.sha256


def test_editions_are_found_by_number(two_editions: Two) -> None:
    first, second = two_editions
    assert queries.edition_numbers() == [2, 1]
    assert queries.editions() == [second, first]
    assert queries.find_edition(1) == first
    assert queries.edition_by_id(second.id) == second
    assert queries.find_edition(9) is None
    with pytest.raises(NotFound, match="no edition 9"):
        queries.edition(9)


def test_an_unknown_profile_reads_as_everyone(two_editions: Two) -> None:
    first, _ = two_editions
    assert queries.page(first.id, "astronaut", "en").profile == "everyone"
    assert queries.page(first.id, "counter", "en").rule_ids == ["greet-all", "heard-first", "never-argue"]


def test_an_unknown_language_gets_the_source_and_knows_it(two_editions: Two) -> None:
    page = queries.page(two_editions[0].id, "everyone", "lv")
    assert (page.language, page.asked, page.is_fallback) == ("en", "lv", True)
    assert not queries.page(two_editions[0].id, "everyone", "te").is_fallback


def test_contents_can_be_kept_to_the_rules_of_a_page(two_editions: Two) -> None:
    first, _ = two_editions
    page = queries.page(first.id, "everyone", "te")
    lines = queries.contents(first, "te", page.rule_ids)
    assert [(line.rule_id, line.shown, line.title) for line in lines] == [
        ("greet-all", "te", "పలకరించండి"),
        ("heard-first", "en", "Heard first"),
    ]


def test_texts_of_an_edition_come_in_the_order_of_reading(two_editions: Two) -> None:
    first, second = two_editions
    assert [text.rule_id for text in queries.texts_of(first, "en")] == ["greet-all", "heard-first", "never-argue"]
    assert [text.rule_id for text in queries.texts_of(second, "en")] == ["greet-all", "heard-first"]
