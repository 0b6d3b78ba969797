"""A rule's own history: every edition that changed it, what it changed, and how the rule stands now."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from handbook.rules import history
from tests.browser_like import Visitor
from tests.rules.editing import change, publish, publish_editorial, take_out

pytestmark = pytest.mark.database
SignIn = Callable[[str], Visitor]
Counting = Callable[[], AbstractContextManager[Any]]
ARGUE, GREET = "never-argue", "greet-every-customer"
PAGE = f"/handbook/rules/{ARGUE}"


@pytest.fixture
def asha(client_of: SignIn) -> Visitor:
    """Give a reader, and a rule that two of three later editions changed."""
    reader = client_of("asha")
    with reader.client.application.app_context():
        change(ARGUE, "Call your supervisor early.", "Call your supervisor at once.")
        publish("You may stop.")
        change(GREET, "severity: minor", "severity: serious")
        publish("About another rule.")
        change(ARGUE, "severity: serious", "severity: gross")
        change(ARGUE, "owner: head of service", "owner: store manager")
        change(ARGUE, "for: [everyone]", "for: [everyone, phone]")
        publish("Who looks after it.")
    return reader


def editions_on(reader: Visitor) -> dict[str, str]:
    """Return the editions on the page, each with what is said of it."""
    sections = reader.tree().xpath("//main//section[starts-with(@aria-labelledby, 'edition-')]")
    return {one.get("aria-labelledby")[8:]: " ".join(one.text_content().split()) for one in sections}


def test_each_edition_that_changed_the_rule_stands_there_newest_first(asha: Visitor) -> None:
    asha.get(f"{PAGE}?lang=en")
    told = editions_on(asha)
    assert list(told) == ["4", "2", "1"]
    assert "Who looks after it." in told["4"]
    assert "You may stop." in told["2"]
    assert "version 2" in told["2"]
    assert "New" in told["1"]
    assert "About another rule." not in asha.words()


def test_what_changed_beside_the_words_is_named(asha: Visitor) -> None:
    asha.get(f"{PAGE}?lang=en")
    told = editions_on(asha)["4"]
    assert "Severity: Gross (before: Serious)." in told
    assert "Owner: store manager (before: head of service)." in told
    assert "Applies to: everyone, on the telephone (before: everyone)." in told


def test_it_says_how_the_rule_stands_now(asha: Visitor) -> None:
    asha.get(f"{PAGE}?lang=en")
    names, values = ([one.text_content() for one in asha.tree().xpath(f"//dl/{tag}")] for tag in ("dt", "dd"))
    facts = dict(zip(names, values, strict=True))
    assert facts["Severity"] == "Gross"
    assert facts["Owner"] == "store manager"
    assert facts["Next review"] == "1 July 2027"
    assert asha.link("Read the rule") == f"/handbook/4/en/{ARGUE}"


def test_the_words_come_in_the_readers_language(asha: Visitor) -> None:
    asha.get(f"{PAGE}?lang=te")
    section = asha.tree().xpath("//section[@aria-labelledby='edition-2']")[0]
    assert not section.xpath(".//ins"), "the Telugu text stayed as it was"
    assert asha.tree().xpath("//h1/@lang") == ["te"]
    asha.get(f"{PAGE}?lang=en")
    section = asha.tree().xpath("//section[@aria-labelledby='edition-2']")[0]
    assert [one.text_content() for one in section.xpath(".//ins")] == ["new: at once"]


def test_a_language_that_the_editions_lack_shows_the_source_text(asha: Visitor) -> None:
    asha.get(f"{PAGE}?lang=lv")
    assert asha.tree().xpath("//h1/@lang") == ["en"]


def test_a_rule_that_is_gone_shows_how_it_stood_last(asha: Visitor) -> None:
    with asha.client.application.app_context():
        take_out(ARGUE)
        publish("We trust you.")
    asha.get(f"{PAGE}?lang=en")
    assert "Edition 5 took this rule out of the handbook." in asha.words()
    told = editions_on(asha)
    assert list(told) == ["5", "4", "2", "1"]
    assert "Removed" in told["5"]
    assert asha.tree().xpath("//section[@aria-labelledby='edition-5']//del")


def test_a_comma_that_a_second_person_confirmed_is_told_as_editorial(asha: Visitor) -> None:
    with asha.client.application.app_context():
        change(ARGUE, "Call your supervisor at once.", "Call your supervisor, at once.")
        publish_editorial("A comma.")
    asha.get(f"{PAGE}?lang=en")
    assert "Editorial change" in editions_on(asha)["5"]


def test_no_such_rule_is_not_found(asha: Visitor) -> None:
    assert asha.get("/handbook/rules/no-such-rule").status_code == 404


def test_a_long_history_comes_page_by_page(asha: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history.RuleHistory, "size", 2)
    asha.get(f"{PAGE}?lang=en")
    assert list(editions_on(asha)) == ["4", "2"]
    asha.get(asha.tree().xpath("//a[@rel='next']/@href")[0])
    assert list(editions_on(asha)) == ["1"]


def test_the_queries_do_not_grow_with_the_editions(asha: Visitor, counting: Counting) -> None:
    seen = []
    for rule_id in (GREET, ARGUE):
        with asha.client.application.app_context(), counting() as statements:
            asha.get(f"/handbook/rules/{rule_id}")
        seen.append(len(statements))
    assert seen[0] == seen[1]


def test_the_rule_leads_to_its_history(asha: Visitor) -> None:
    asha.get(f"/handbook/4/en/{ARGUE}")
    assert asha.link("all changes of this rule") == PAGE
