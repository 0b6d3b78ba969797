"""What changed and why, between any two editions: rules, their facts, the words around them, and every note between."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from handbook.core.transaction import transaction
from handbook.rules import changes, drafts, operations, queries
from handbook.rules.models import DraftOutline
from handbook.rules.queries import Step
from handbook.rules.source import read
from tests.browser_like import Visitor
from tests.rules.editing import add, change, publish, take_out
from tests.rules.files import rule

pytestmark = pytest.mark.database
SignIn = Callable[[str], Visitor]
Counting = Callable[[], AbstractContextManager[Any]]
ARGUE, GREET = "never-argue", "greet-every-customer"


@pytest.fixture
def asha(client_of: SignIn) -> Visitor:
    """Give a reader, and a handbook of four editions."""
    reader = client_of("asha")
    with reader.client.application.app_context():
        change(ARGUE, "Call your supervisor early.", "Call your supervisor at once.")
        publish("You may stop.")
        add([rule("be-on-time", "# Be on time\n\nCome when you said.\n", number=60)])
        publish("People waited.")
        take_out(GREET)
        change(ARGUE, "severity: serious", "severity: gross")
        publish("It weighs more now.")
    return reader


def titles(reader: Visitor) -> dict[str, str]:
    """Return the rules on the page, each with what is said of it."""
    sections = reader.tree().xpath("//main//section[starts-with(@aria-labelledby, 'change-')]")
    return {
        one.get("aria-labelledby").removeprefix("change-"): " ".join(one.text_content().split()) for one in sections
    }


def test_any_two_editions_are_compared_with_every_note_between(asha: Visitor) -> None:
    asha.get("/handbook/changes?from=1&to=4&lang=en")
    words = asha.words()
    assert asha.tree().xpath("//h1")[0].text_content() == "What changed from edition 1 to edition 4"
    assert words.index("It weighs more now.") < words.index("People waited.") < words.index("You may stop.")
    assert "The first edition." not in words
    told = titles(asha)
    assert list(told) == ["be-on-time", ARGUE, GREET]
    assert "Severity: Gross (before: Serious)." in told[ARGUE]
    assert "version 1 to version 3" in told[ARGUE]
    assert "New" in told["be-on-time"]
    assert "Removed" in told[GREET]
    assert asha.tree().xpath(f"//section[@aria-labelledby='change-{GREET}']//del")


def test_the_words_that_changed_are_marked_for_eye_and_ear(asha: Visitor) -> None:
    asha.get("/handbook/changes?from=1&to=2&lang=en")
    assert asha.tree().xpath("//h1")[0].text_content() == "What changed in edition 2"
    marked = {tag: asha.tree().xpath(f"//p[@class='difference']/{tag}")[0].text_content() for tag in ("ins", "del")}
    assert marked == {"ins": "new: at once", "del": "taken out: early"}


def test_the_other_way_round_means_the_same(asha: Visitor) -> None:
    asha.get("/handbook/changes?from=4&to=1&lang=en")
    assert asha.tree().xpath("//h1")[0].text_content() == "What changed from edition 1 to edition 4"
    chosen = asha.tree().xpath("//select/option[@selected]/@value")
    assert chosen == ["1", "4"]


def test_without_a_choice_the_newest_is_compared_with_the_one_before(asha: Visitor) -> None:
    asha.get("/handbook/changes?lang=en")
    assert "It weighs more now." in asha.words()
    assert "People waited." not in asha.words()


def test_the_same_edition_twice_is_answered_in_words(asha: Visitor) -> None:
    asha.get("/handbook/changes?from=2&to=2&lang=en")
    assert "Both are the same edition." in asha.words()
    assert titles(asha) == {}


@pytest.mark.parametrize("asked", ["from=1&to=99", "from=0&to=3", "from=-1&to=2", "from=1&to=99999999999999999999"])
def test_an_edition_that_is_not_there_is_not_found(asha: Visitor, asked: str) -> None:
    assert asha.get(f"/handbook/changes?{asked}").status_code == 404


def test_the_words_around_the_rules_are_compared_too(asha: Visitor) -> None:
    with asha.client.application.app_context():
        with transaction() as session:
            frame = session.get_one(DraftOutline, 1)
            frame.source = frame.source.replace("Put the customer first.", "Put every customer first.")
        publish("Each of them.")
    asha.get("/handbook/5/changes?lang=en")
    section = asha.tree().xpath("//section[@aria-labelledby='frame-preface']")[0]
    assert [one.text_content() for one in section.xpath(".//ins")] == ["new: every"]
    assert not asha.tree().xpath("//section[@aria-labelledby='frame-statement']")


def test_a_text_that_was_translated_meanwhile_is_not_compared_across_languages(asha: Visitor) -> None:
    with asha.client.application.app_context():
        text = rule("be-on-time", "# సమయానికి రండి\n\nచెప్పిన సమయానికి రండి.\n", number=60, follows=1)
        source = read(text, "te/x.md", "te")[0]
        assert source
        operations.import_texts("test", "te", [source], drafts.draft().outline())
        publish("In Telugu as well.")
    asha.get("/handbook/5/changes?lang=te")
    section = asha.tree().xpath("//section[@aria-labelledby='change-be-on-time']")[0]
    assert not section.xpath(".//ins | .//del")


def test_a_telugu_reader_compares_the_telugu_text(asha: Visitor) -> None:
    asha.get("/handbook/changes?from=1&to=4&lang=te")
    section = asha.tree().xpath(f"//section[@aria-labelledby='change-{ARGUE}']")[0]
    assert section.xpath("./h2/@lang") == ["te"]
    assert not section.xpath(".//ins"), "the Telugu text stayed as it was; what changed is the severity"
    assert section.xpath(".//ul/li")


def test_the_queries_do_not_grow_with_the_editions_between(asha: Visitor, counting: Counting) -> None:
    seen = []
    for asked in ("from=3&to=4", "from=1&to=4"):
        asha.get(f"/handbook/changes?{asked}")
        with asha.client.application.app_context(), counting() as statements:
            asha.get(f"/handbook/changes?{asked}")
        seen.append(len(statements))
    assert seen[0] == seen[1]


def test_a_comma_confirmed_and_then_a_sentence_make_a_material_change() -> None:
    steps = [Step(2, ARGUE, "editorial", "b"), Step(3, ARGUE, "unchanged", "b"), Step(4, ARGUE, "material", "c")]
    assert changes.kind_along("a", steps[:2]) == "editorial"
    assert changes.kind_along("a", steps) == "material"
    assert changes.kind_along("b", steps[2:]) == "material"


def test_the_command_line_compares_as_the_page_does(asha: Visitor) -> None:
    with asha.client.application.app_context():
        found = changes.between(queries.edition(1), queries.edition(4))
    told = [(one.rule_id, one.change) for one in found]
    assert told == [("be-on-time", "new"), (ARGUE, "material"), (GREET, "removed")]
