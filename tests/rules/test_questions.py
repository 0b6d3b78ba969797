"""The check question of a rule: read from its text, told to nobody beforehand, and named where it is malformed."""

from pathlib import Path

import pytest
from flask import Flask

from handbook.core.markdown import render
from handbook.rules import queries, questions
from handbook.rules.checks import check_tree
from handbook.rules.questions import parse
from handbook.rules.sections import cut
from tests.conftest import TEXTS
from tests.rules.files import rule, write_tree

SHIPPED = Path(__file__).resolve().parents[2] / "rules"
HEAD = "# X\n\nSentence.\n\n## Check {.check}\n\n"


def test_the_question_its_answers_and_the_right_one_are_read() -> None:
    parsed = parse(
        render(HEAD + "Hands full?\n\n- Ignore them\n- **Look up *and* greet**\n- Call\n\n## How {.how}\n\nSo.\n")
    )
    assert parsed is not None
    assert (parsed.words, parsed.answers) == ("Hands full?", ("Ignore them", "Look up and greet", "Call"))
    assert parsed.bold == (1,)
    assert parsed.fault == ""


def test_a_text_that_asks_nothing_has_no_question() -> None:
    assert parse(render("# X\n\nSentence.\n\n## Why {.why}\n\n- **bold**\n- plain\n")) is None


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("- one\n- **two**\n", "Write the check question above its answers."),
        ("Which?\n\n- **two**\n", "Give the check question 2 to 6 answers"),
        ("Which?\n\n- a\n- b\n- c\n- d\n- e\n- f\n- **g**\n", "Here 7 are in 1."),
        ("Which?\n\n- **one**\n- two\n\nOr:\n\n1. three\n2. four\n", "answers in one list"),
        ("Which?\n\n- same\n- **same**\n", "Two answers of the check question are the same"),
    ],
)
def test_a_malformed_question_is_a_warning_and_is_asked_of_nobody(tmp_path: Path, body: str, words: str) -> None:
    text = HEAD + body
    parsed = parse(render(text))
    assert parsed is not None
    assert words in parsed.fault
    write_tree(tmp_path, {"en/x.md": rule("x", text, number=2)})
    (fault,) = [one for one in check_tree(tmp_path) if words in one.words]
    assert (fault.file, fault.line, fault.warning) == ("en/x.md", 16, True)
    assert fault.words.endswith("Until then nobody is asked.")


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*/*.md")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_shipped_rule_asks_a_whole_question_and_promises_ask_none(path: Path) -> None:
    head, body = path.read_text(encoding="utf-8").removeprefix("---\n").split("\n---\n", 1)
    parsed = parse(render(body))
    assert (parsed is None) == ("kind: promise" in head)
    assert parsed is None or (parsed.fault, len(parsed.answers)) == ("", 3)


@pytest.mark.parametrize("bold", ["**right**", "__right__", "***right***", "**_right_**"])
def test_the_pieces_of_a_rule_do_not_tell_which_answer_is_right(bold: str) -> None:
    (check,) = cut(render(f"{HEAD}Which?\n\n- {bold}\n- wrong, *surely*\n"), "rule").sections
    assert "<li>right</li>" in check.html
    assert "<em>surely</em>" in check.html


@pytest.mark.database
def test_the_page_of_the_book_does_not_tell_which_answer_is_right(context: Flask) -> None:
    edition = queries.edition(1)
    for language in ("en", "te"):
        page = queries.page(edition.id, "everyone", language)
        book = queries.body(page.html_sha256).decode()
        for question in questions.in_edition(edition, language).values():
            for answer in question.answers:
                assert f"<li>{answer}</li>" in book


@pytest.mark.database
def test_an_edition_asks_in_the_language_that_its_readers_get(context: Flask) -> None:
    edition = queries.edition(1)
    here = questions.in_edition(edition, "te")
    assert [(one.rule_id, one.language) for one in here.values()] == [
        ("greet-every-customer", "en"),
        ("never-argue", "te"),
    ]
    assert here["never-argue"].answers[here["never-argue"].right].startswith("ఒక్కసారి నెమ్మదిగా")
    assert len(list(TEXTS.glob("en/*.md"))) == len(questions.in_edition(edition, "en"))
