"""A letter is a Markdown template of one language; what a person wrote stands in it as text and nothing else."""

import pytest
from jinja2 import UndefinedError

from handbook.documents import letters
from handbook.documents.letters import language_of_letter, letter

TEMPLATE = """# {{ step }} for {{ name }}

Dear {{ name }},

> {{ said }}

{% for day, what in facts %}
- **{{ day }}** {{ what }}
{% endfor %}
{% if appeal %}

## Your appeal

By {{ appeal }}.
{% endif %}
"""


@pytest.fixture(autouse=True)
def templates(tmp_path, monkeypatch):
    for language, text in {"en": TEMPLATE, "lv": "# Vēstule\n\n{{ said }}\n"}.items():
        (tmp_path / language).mkdir()
        (tmp_path / language / "sample.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr(letters, "FOLDER", tmp_path)
    monkeypatch.setattr(letters, "_AS_SLOTS", letters._environment())


def values(**changes):
    said = {"step": "Warning", "name": "Asha", "said": "Good morning", "facts": [("Monday", "till 3")], "appeal": ""}
    return {**said, **changes}


def test_a_letter_has_a_title_a_body_and_a_language():
    made = letter("en", "sample", values(appeal="4 May"))
    assert (made.title, made.language) == ("Warning for Asha", "en")
    assert "<h1" not in made.html
    assert "<li><strong>Monday</strong> till 3</li>" in made.html
    assert "<h2>Your appeal</h2>" in made.html
    assert "By 4 May." in made.html


@pytest.mark.parametrize(
    "said",
    [
        "# not a heading",
        "[no link](https://example.org)",
        "![no picture](x.png)",
        "<script>alert(1)</script>",
        "*no emphasis* **at all** `none`",
        "{{ name }} {% if x %}",
        "hbx41xbh",
        "1. no list\n2. either",
        "a & b &lt; c",
        '" onmouseover="x',
    ],
)
def test_words_of_a_person_are_text_and_never_markup(said):
    html = letter("en", "sample", values(said=said)).html
    shown = html.partition("<blockquote>")[2].partition("</blockquote>")[0]
    inner = shown.strip().removeprefix("<p>").removesuffix("</p>")
    assert "<" not in inner.replace("<br>", "")
    assert inner == said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;").replace(
        "\n", "<br>\n"
    )


def test_a_title_is_plain_text():
    assert letter("en", "sample", values(name="<b>A & B</b>")).title == "Warning for <b>A & B</b>"


def test_a_language_without_the_letter_is_written_in_english_and_says_so():
    assert letter("lv", "sample", values()).language == "lv"
    assert letter("te", "sample", values()).language == "en"
    assert language_of_letter("hi", "sample") == "en"


def test_a_value_that_is_missing_is_an_error_and_not_a_gap():
    with pytest.raises(UndefinedError):
        letter("en", "sample", {"step": "Warning"})
