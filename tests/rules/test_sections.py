"""Cutting a rendered rule at its joints without moving or losing a word."""

from handbook.core import markup
from handbook.core.markdown import render
from handbook.rules.sections import cut, title_of
from tests.rules.files import whole_body


def test_a_rule_of_ours_comes_in_its_parts() -> None:
    parts = cut(render(whole_body("Greet all"), "greet-all"), "rule")
    assert parts.title == "Greet all"
    assert parts.sentence == "<p>Greet each customer as soon as they come near.</p>"
    assert parts.example_at == "At the counter."
    assert "Two walk in." in parts.example
    assert [section.kind for section in parts.sections] == ["why", "do", "dont", "broken", "how", "practice", "check"]
    assert [(group.layout, len(group.sections)) for group in parts.groups] == [("one", 1), ("pair", 2), ("foot", 4)]
    assert parts.rest == ""


def test_every_word_stays_in_its_place() -> None:
    html = render(whole_body("Greet all") + "\n### Deeper\n\nMore.\n", "greet-all")
    parts = cut(html, "rule")
    joined = [parts.title_html, parts.sentence, parts.example_at, parts.example, parts.rest]
    for section in parts.sections:
        joined += [section.title_html, section.html]
    assert markup.text_of(markup.parse(" ".join(joined))).split() == markup.text_of(markup.parse(html)).split()


def test_foreign_markdown_stays_in_one_piece() -> None:
    html = render("# Hours\n\nForty.\n\n> Quiet.\n\n## Friday\n\nShort.\n")
    parts = cut(html, "rule")
    assert parts.is_plain
    assert parts.title == "Hours"
    assert markup.text_of(markup.parse(parts.rest)) == "Forty. Quiet. Friday Short."


def test_words_before_the_heading_keep_it_where_it_is() -> None:
    parts = cut(render("Before.\n\n# Hours\n\nForty.\n"), "rule")
    assert parts.title == ""
    assert markup.text_of(markup.parse(parts.rest)) == "Before. Hours Forty."
    assert title_of(parts.rest) == "Hours"


def test_what_stands_between_example_and_sections_is_kept() -> None:
    parts = cut(render("# T\n\nSentence.\n\nMore.\n\n> Late example.\n\n## Why {.why}\n\nBecause.\n"), "rule")
    assert parts.sentence == "<p>Sentence.</p>"
    assert parts.example == ""
    assert markup.text_of(markup.parse(parts.rest)) == "More. Late example."


def test_a_promise_has_its_sentence_and_no_sections() -> None:
    parts = cut(render("# Heard first\n\nNo step before that.\n\nYou have time.\n"), "promise")
    assert parts.sentence == "<p>No step before that.</p>"
    assert parts.rest == "<p>You have time.</p>"
    assert not parts.is_plain


def test_headings_move_together_to_the_level_asked_for() -> None:
    html = markup.with_headings_from("<h2>A</h2><h3>B</h3><h6>C</h6>", 4)
    assert html == "<h4>A</h4><h5>B</h5><h6>C</h6>"


def test_a_hyphenated_word_stays_on_one_line_of_paper() -> None:
    html = markup.with_whole_words("<p>our co-working <b>self-made</b> space -- now</p><pre>a-b</pre>")
    assert html.count('<span class="unbroken">') == 2
    assert markup.text_of(markup.parse(html)) == "our co-working self-made space -- now a-b"
