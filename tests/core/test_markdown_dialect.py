"""Texts as other programs write them: nested lists, backslashes, words in brackets; nothing invisible comes through."""

import pytest

from handbook.core.errors import Invalid
from handbook.core.markdown import check, render
from handbook.core.markdown_lists import laid_out
from tests.core.second_reader import shape_of, words_in

NESTED = "<ul><li>a<ul><li>b<ul><li>c</li></ul></li><li>d</li></ul></li><li>e</li></ul>"


@pytest.mark.parametrize("blanks", [2, 3, 4])
def test_lists_in_lists_may_be_indented_by_two_blanks_or_more(blanks: int):
    step = " " * blanks
    assert shape_of(render(f"- a\n{step}- b\n{step * 2}- c\n{step}- d\n- e\n")) == shape_of(NESTED)


def test_a_list_below_a_number_begins_where_its_words_begin():
    html = render("1. a\n   - b\n   - c\n2. d\n")
    assert shape_of(html) == shape_of("<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol>")


def test_a_paragraph_indented_by_two_blanks_belongs_to_its_item_and_the_next_item_is_one():
    html = render("- a\n\n  b\n- c\n")
    assert shape_of(html) == shape_of("<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>")


def test_what_follows_a_list_at_the_margin_is_outside_of_it():
    html = render("- a\n  - b\n\n# Heading\n\nwords\n\n    code\n")
    assert [tag in html for tag in ('<h1 id="heading">', "<p>words</p>", "<pre><code>code")] == [True] * 3


@pytest.mark.parametrize(
    "lines",
    [
        ["- a", "    - b", "        - c", "", "    words", "", "        code"],
        ["words", "- no list", "* * *", "-----", "  indented"],
        ["    - code", "      - code"],
        ["1. a", "    1. b", "", "2. c"],
        [],
    ],
)
def test_lines_that_lie_right_already_are_left_alone(lines: list[str]):
    assert laid_out(lines) == lines


@pytest.mark.parametrize(
    ("text", "line"), [("Words.\n* No list.\n", 2), ("# A\nWords\nand more\n1. no list", 4), ("- a\n\nb\n- c", 4)]
)
def test_a_list_wants_an_empty_line_before_it_and_authors_are_told(text: str, line: int):
    (fault,) = check(text)
    assert (fault.line, fault.warning) == (line, True)
    assert "empty line before this list" in fault.words
    assert render(text).count("<li>") == text.count("- a")


@pytest.mark.parametrize(
    "text",
    [
        "Words.\n\n* List.\n",
        "# A\n- List",
        "- a\n- b\n  more\n- c",
        "Words.\n\n```\nwords\n- code\n```\n",
        "Words.\n2. that was the year",
        "Words - and more",
        "> words\n- list",
        "    code\n- list",
        "Words\n-----\n",
        "| a |\n|---|\n| - b |",
    ],
)
def test_nobody_is_told_so_in_vain(text: str):
    assert check(text) == []


@pytest.mark.parametrize("sign", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
def test_a_backslash_makes_any_sign_a_sign(sign: str):
    assert words_in(render(f"a \\{sign} b")) == f"a {sign} b"


def test_a_backslash_saves_the_name_of_a_sign_from_being_read():
    assert words_in(render(r"\&ouml; and \&#35;")) == "&ouml; and &#35;"


def test_a_backslash_at_the_end_of_a_line_breaks_it():
    assert render("one\\\ntwo") == "<p>one<br>\ntwo</p>"
    assert render("one\\\\\ntwo") == "<p>one\\\ntwo</p>"


@pytest.mark.parametrize("words", ["<your name>", "<name>", "<localhost:5001/x>", "<x.y.z>", "<Your Name and Shop>"])
def test_words_in_pointed_brackets_are_shown(words: str):
    assert words_in(render(f"Say: I am {words}.")) == f"Say: I am {words}."


def test_tags_that_somebody_closes_go_and_their_words_stay():
    assert words_in(render("<warning>hot</warning> <thing/> <b>cup</b>")) == "hot cup"


def test_a_mail_address_carries_no_marks_of_the_parser():
    assert 'href="mailto:a+b@host.example"' in render("<a\\+b@host.example>")


@pytest.mark.parametrize(
    "text", ["a&#x202e;b", "a&#8238;b", "&#2;8238&#3;", "[a](https://host.example/&#x202e;x)", "&#x81;"]
)
def test_an_invisible_sign_is_refused_by_whatever_name_it_comes(text: str):
    with pytest.raises(Invalid, match=r"Take out the invisible control character U\+"):
        render(text)


def test_its_name_may_be_told_of():
    assert words_in(render("Never write `&#x202e;` or \\&#x202e; here.")) == "Never write &#x202e; or &#x202e; here."


def test_a_footnote_whose_name_has_blanks_is_found():
    html = render("Words[^my note].\n\n[^my note]: Told.\n", "here")
    assert 'href="#here--fn:my-note"' in html
    assert 'id="here--fn:my-note"' in html
