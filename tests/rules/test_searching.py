"""Searching: rare words count, a title more than a sentence or the text, and no script is cut within a letter."""

import unicodedata
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.core.markdown import render
from handbook.rules import searching, sections
from handbook.rules.searching import Index
from handbook.rules.source import read

STARTER = Path(__file__).parents[2] / "rules"


def index(*bodies: str, ids: str = "abcdefgh") -> Index:
    """Build an index of rules from their Markdown."""
    return indexed([text(rule_id, body) for rule_id, body in zip(ids, bodies, strict=False)])


def indexed(texts: list[Any]) -> Index:
    documents = tuple(searching._document(one) for one in texts)
    words = [word for one in documents for word in one.weights]
    return Index(documents, {word: words.count(word) for word in words})


def text(rule_id: str, body: str, kind: str = "rule") -> Any:
    html = render(body, rule_id)
    return SimpleNamespace(rule_id=rule_id, title=sections.title_of(html), html=html, kind=kind)


def starter(language: str) -> Index:
    """Return the index of the rules that ship with the program, where they exist in this language."""
    sources = [
        read(path.read_text(encoding="utf-8"), path.name, language)[0] for path in (STARTER / language).iterdir()
    ]
    known = sorted((one for one in sources if one), key=lambda one: (one.kind != "rule", one.number))
    assert known
    return indexed([text(one.id, one.body, one.kind) for one in known])


def found(where: Index, question: str, *languages: str) -> list[str]:
    return [hit.document.text.rule_id for hit in searching.search(where, question, languages or ("en",))]


RULE = "# {}\n\n{}\n\n## Why {{.why}}\n\n{}\n"


def test_a_title_counts_more_than_a_sentence_and_a_sentence_more_than_the_text() -> None:
    where = index(
        RULE.format("Listen", "Let them speak.", "A refund is money."),
        RULE.format("Listen", "Give the refund at once.", "Why not."),
        RULE.format("Refund", "Give it at once.", "Why not."),
    )
    assert found(where, "refund") == ["c", "b", "a"]


def test_a_rare_word_counts_more_than_a_frequent_one() -> None:
    where = index(
        *[
            RULE.format(f"The customer {name}", "Do it well.", "It is so.")
            for name in ("here", "there", "again", "now", "later")
        ],
        RULE.format("Money", "Give back the deposit.", "It is theirs."),
    )
    assert found(where, "the deposit of a customer")[0] == "f"


def test_equal_rules_stay_in_the_order_of_the_book() -> None:
    where = index(*[RULE.format("Greet", "Say hello.", "They came.")] * 3)
    assert found(where, "greet") == ["a", "b", "c"]


def test_a_word_is_found_by_its_beginning_and_with_another_ending() -> None:
    where = index(
        RULE.format("Calls", "Answer the calls.", "Somebody is calling."), RULE.format("Other", "Not.", "No.")
    )
    assert found(where, "call") == ["a"]
    assert found(where, "calls") == ["a"]
    assert found(where, "calling") == ["a"]
    assert found(where, "cat") == []


def test_a_question_of_stop_words_alone_is_taken_at_its_word() -> None:
    where = index(RULE.format("How we are", "We are here.", "So."), RULE.format("Other", "Greet.", "Smile."))
    assert found(where, "how are we") == ["a"]


def test_no_more_than_twelve_words_are_looked_for() -> None:
    assert len(searching.words_of(" ".join(f"word{n}" for n in range(50)), ["en"])) == 12


@pytest.mark.parametrize("question", ["", "   ", "?!", "\u200d", "💐"])
def test_a_question_without_a_word_finds_nothing(question: str) -> None:
    assert found(index(RULE.format("Greet", "Say hello.", "They came.")), question) == []


def test_may_i_use_my_phone_is_answered_in_each_language() -> None:
    asked = {
        "en": ["May I use my phone?", "phone", "can i use my phone at work"],
        "te": ["ఫోన్ వాడవచ్చా?", "నేను నా ఫోన్ వాడవచ్చా"],
        "hi": ["क्या मैं अपना फ़ोन इस्तेमाल कर सकता हूँ?", "फोन"],
        "lv": ["Vai drīkstu lietot telefonu?", "telefons"],
    }
    for language, questions in asked.items():
        where = starter(language)
        for question in questions:
            assert found(where, question, language, "en")[0] == "no-phone-around-customers", question


def test_a_latvian_word_is_found_without_its_marks_and_a_hindi_one_without_its_dot() -> None:
    where = index(RULE.format("Kekss", "Dodiet ķēksu.", "Labi."), RULE.format("फ़ोन", "फ़ोन दूर रखें।", "बस।"))
    assert found(where, "keksu", "lv") == ["a"]
    assert found(where, "फोन", "hi") == ["b"]


def test_composed_and_decomposed_letters_are_the_same() -> None:
    where = index(RULE.format("Kekss", "Dodiet ķēksu.", "Labi."))
    assert found(where, unicodedata.normalize("NFD", "ķēksu"), "lv") == ["a"]


def test_vowel_signs_are_never_cut_off() -> None:
    where = index(RULE.format("ఫోన్", "కస్టమర్‌ల ముందు ఫోన్‌లో మాట్లాడవద్దు.", "కారణం."))
    (hit,) = searching.search(where, "ఫోన్", ["te"])
    pieces = list(searching.pieces("కస్టమర్‌ల ముందు ఫోన్‌లో మాట్లాడవద్దు.", hit.marked))
    assert [words for words, is_found in pieces if is_found] == ["ఫోన్‌లో"]
    assert not [words for words, _found in pieces if unicodedata.category(words[0])[0] == "M"]


def test_the_paragraph_that_tells_most_comes_with_its_heading() -> None:
    body = "# Greet\n\nSay hello.\n\n## Why {.why}\n\nSo.\n\n## What to do {.do}\n\n- Smile.\n- Give a refund.\n"
    (hit,) = searching.search(index(body), "refund", ["en"])
    assert hit.place
    assert (hit.place.heading, hit.place.words) == ("What to do", "Give a refund.")
    assert hit.place.anchor.startswith("a--")


def test_foreign_markdown_is_found_under_its_own_headings() -> None:
    body = "Before.\n\n# Our hours\n\nForty.\n\n## Friday\n\nShort days.\n"
    (hit,) = searching.search(index(body), "short", ["en"])
    assert hit.place
    assert (hit.place.heading, hit.place.anchor) == ("Friday", "a--friday")


def test_the_right_answer_of_a_check_question_is_not_told() -> None:
    body = "# Greet\n\nSay hello.\n\n## Check question {.check}\n\nHands full?\n\n- Ignore\n- **Look up**\n"
    (hit,) = searching.search(index(body), "look", ["en"])
    assert hit.place
    assert hit.place.words == "Look up"


@given(st.text(max_size=80), st.text(max_size=20))
def test_the_pieces_together_are_the_text(words: str, wanted: str) -> None:
    assert "".join(piece for piece, _found in searching.pieces(words, frozenset({wanted}))) == words
