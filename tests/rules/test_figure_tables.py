"""The company's tables in texts: found by the mark of a heading, written in the language of the text, compared."""

import pytest

from handbook.core.markdown import render
from handbook.rules import figure_tables, outline
from handbook.rules.source import RuleSource
from tests.rules.figures import LIMITS_TABLE, SPOT, STANDARDS_TABLE, TELUGU_TABLE, WITH_FIGURES, prompt, spot
from tests.rules.files import OUTLINE, rule, source

pytestmark = pytest.mark.usefixtures("context")
FRAME = outline.parse(WITH_FIGURES)
NEXT = outline.parse(WITH_FIGURES.replace("EUR: 50", "EUR: 60"))


def text(body: str, language: str = "en") -> RuleSource:
    """Return the rule that shows the limits with these words."""
    return source(rule(SPOT, body), language)


def words(body: str, frame: outline.Outline = FRAME) -> list[str]:
    """Return what is wrong with the tables of a text, each with its line."""
    return [f"{fault.line}: {fault.words}" for fault in figure_tables.faults(text(body), frame)]


def test_tables_that_say_what_the_frame_says_are_right() -> None:
    assert words(spot()) == []
    assert words(prompt()) == []
    assert list(figure_tables.faults(text(spot(TELUGU_TABLE), "te"), FRAME)) == []


def test_a_table_follows_the_figures_and_all_else_stays() -> None:
    after = figure_tables.filled(spot(), NEXT, "en", FRAME)
    assert after == spot(LIMITS_TABLE.replace("€50", "€60"))
    assert figure_tables.filled(spot(TELUGU_TABLE), NEXT, "te", FRAME) == spot(TELUGU_TABLE.replace("€50", "€60"))
    assert figure_tables.filled(prompt(), NEXT, "en", FRAME) == prompt()


def test_a_table_changed_by_hand_is_left_and_named_with_its_line() -> None:
    by_hand = spot(LIMITS_TABLE.replace("€200", "€300"))
    assert figure_tables.filled(by_hand, NEXT, "en", FRAME) == by_hand
    (found,) = words(by_hand)
    line = rule(SPOT, by_hand).split("\n").index("| Supervisor on the shift | €300 |  |") + 1
    assert found.startswith(f"{line}: This table says something else here than limits in handbook.yaml.")
    assert figure_tables.rewritten(by_hand, FRAME, "en") == spot()


@pytest.mark.parametrize(
    "change", [("| Supervisor on the shift | €200 |  |\n", ""), ("HR sets it", "| a | b | c |\nHR")]
)
def test_a_row_too_few_or_too_many_is_found(change: tuple[str, str]) -> None:
    body = spot().replace("\n\nHR", "\nHR") if "HR" in change[0] else spot()
    assert len(words(body.replace(*change))) == 1


def test_a_section_without_a_table_gets_one_with_headings_in_the_language_of_the_text() -> None:
    assert words(spot("")) == [
        "20: Keep one table below this heading, here are 0. flask rules tables writes it.",
    ]
    assert LIMITS_TABLE in figure_tables.filled(spot(""), FRAME, "en")
    assert STANDARDS_TABLE in figure_tables.filled(prompt(""), FRAME, "en")
    assert words(figure_tables.filled(spot(""), FRAME, "en")) == []


def test_a_section_has_one_table_and_figures_to_show() -> None:
    assert "here are 2" in words(spot(LIMITS_TABLE + "\n" + LIMITS_TABLE))[0]
    assert "handbook.yaml has no limits" in words(spot(), outline.parse(OUTLINE))[0]


def test_a_mark_inside_a_fence_is_no_section() -> None:
    body = "# A\n\n```\n## B {.limits}\n\n| a | b |\n|---|---|\n```\n"
    assert figure_tables.tables_in(body) == ()
    assert figure_tables.rewritten(body, FRAME, "en") == body


def test_a_table_below_another_heading_is_the_authors_own() -> None:
    body = spot() + "\n### Prices\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert words(body) == []
    assert figure_tables.rewritten(body, NEXT, "en").endswith("| 1 | 2 |\n")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "€1,000 (₹50,000)"), ("hi", "€1,000 (₹50,000)"), ("lv", "1\xa0000\xa0€ (50\xa0000\xa0₹)")],
)
def test_amounts_are_written_the_way_of_the_language(language: str, expected: str) -> None:
    frame = outline.parse(WITH_FIGURES.replace("{EUR: 50, INR: 2500}", "{EUR: 1000, INR: 50000}"))
    assert figure_tables.amounts_words(frame.limits[0], language) == expected


def test_an_amount_with_cents_keeps_them() -> None:
    frame = outline.parse(WITH_FIGURES.replace("{EUR: 200}", "{EUR: 12.5}"))
    assert figure_tables.amounts_words(frame.limits[1], "en") == "€12.50"
    assert figure_tables.amounts_words(frame.limits[1], "lv") == "12,50\xa0€"


def test_signs_of_markdown_in_words_stay_words() -> None:
    tricky = "a|b *c* [d](e) <b>f</b> &amp; \\\\ `g`"
    frame = outline.parse(WITH_FIGURES.replace("where: {en: Supervisor on the shift}", f'where: {{en: "{tricky}"}}'))
    body = figure_tables.filled(spot(""), frame, "en")
    assert list(figure_tables.faults(text(body), frame)) == []
    html = render(body)
    assert "<td>a|b *c* [d](e) &lt;b&gt;f&lt;/b&gt; &amp;amp; \\ `g`</td>" in html
    assert figure_tables.without_tables(body).count("|") == figure_tables.without_tables(spot()).count("|")


def test_what_binds_are_the_amounts_the_standard_and_the_aim() -> None:
    assert figure_tables.figures_in(spot()) == [("€50 (₹2,500)",), ("€200",)]
    assert figure_tables.figures_in(prompt())[0] == ("a person answers within 24 hours", "90% (of all mails)")
    assert figure_tables.figures_in(spot().replace("within 30 days", "in a month")) == figure_tables.figures_in(spot())
