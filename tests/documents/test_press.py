"""Sections printed from another's layout are byte for byte what WeasyPrint makes of each alone."""

import pytest

from handbook.core import sandbox
from handbook.documents.rendering.skeleton import skeleton
from tests.bench import text
from tests.documents import papers

NAMES = [
    "Lakshmi Prasanna Kolluru",
    "Jānis Bērziņš",
    "లక్ష్మీ ప్రసన్న కొల్లూరు",
    "क्षितिज श्रीवास्तव",
    "Olga",
    "D'Souza & Søn <b>",
    "محمد بن عبد الله",
    "office affluent ﬁne",
    "A\u00a0B  C",
    "e\u0301cole",
    "sur\u00adname",
    "x " * 60 + "end",
    "X" * 150,
    "Wolfeschlegelsteinhausenbergerdorff " * 4,
    "1",
    "Lakshmi Prasanna Kolluru",
    "Ω Ohm Ω",
    "µ μ",
]
CSS = text.SIGNATURE_CSS


def alone(sections, css=CSS):
    """Return the sheets of these sections, each rendered by itself."""
    given = {"sections": sections, "css": css}
    return sandbox.run("tests.documents.looking:alone", given, [b""], sandbox.PUBLICATION)[1]


def named(name, number=7):
    """Return the page of the benchmark for another person, as a template would write it."""
    spelt = name.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return text.signature_page(number).replace(f"{text.LATIN[number % 5]} {number}", spelt)


def laid_out(sections, css=CSS):
    """Return how many of these sections WeasyPrint had to lay out, and the sheets."""
    answer, sheets = sandbox.run("tests.documents.looking:press", {"sections": sections, "css": css}, [b""])
    return answer["laid out"], sheets


def test_a_batch_of_like_pages_is_laid_out_once_and_each_is_as_if_alone():
    sections = [text.signature_page(number) for number in range(12)]
    count, sheets = laid_out(sections)
    assert count == 1
    assert [one == other for one, other in zip(sheets, alone(sections), strict=True)] == [True] * 12
    assert len(set(sheets)) == 12


@pytest.mark.parametrize("first", [0, 2, 12])
def test_whatever_the_name_the_page_is_as_if_alone_and_as_in_any_other_batch(first):
    sections = [named(name) for name in NAMES[first:] + NAMES[:first]]
    count, sheets = laid_out(sections)
    assert count < len(sections)
    same = [one == other for one, other in zip(sheets, alone(sections), strict=True)]
    assert [name for name, right in zip(NAMES[first:] + NAMES[:first], same, strict=True) if not right] == []


def test_the_words_of_each_page_are_its_own(tmp_path):
    names = ["Lakshmi Kolluru", "Asha Reddy", "Meera Nair"]
    for name, sheet in zip(names, laid_out([named(name) for name in names])[1], strict=True):
        words = " ".join(papers.words_of(sheet, tmp_path))
        assert name in words
        assert not any(other in words for other in names if other != name)


def test_sections_that_are_built_otherwise_are_laid_out_on_their_own():
    sections = [
        papers.section(),
        papers.section(more="<ul><li>x</ul>"),
        papers.section("Olga"),
        papers.section("Asha", "lv"),
        papers.section(more="<p style='break-before: page'>two</p>"),
        papers.section("Janis", "lv"),
    ]
    count, sheets = laid_out(sections, papers.SHEET_CSS)
    assert count == 4
    assert [one == other for one, other in zip(sheets, alone(sections, papers.SHEET_CSS), strict=True)] == [True] * 6


@pytest.mark.parametrize(
    "style",
    ["text-align: right", "text-align: justify; width: 60mm", "text-transform: uppercase", "text-decoration: underline",
     "letter-spacing: 2pt", "font-variant: small-caps", "opacity: .5", "hyphens: auto; width: 30mm", "direction: rtl",
     "float: right", "position: absolute; top: 50mm", "transform: rotate(2deg)", "width: 30mm; overflow-wrap: anywhere",
     "white-space: pre-wrap; tab-size: 20mm", "line-height: 2", "column-count: 2", "display: inline-block",
     "text-overflow: ellipsis; overflow: hidden; white-space: nowrap; width: 20mm", "text-indent: 9mm"],
)  # fmt: skip
def test_in_any_style_the_page_is_as_if_alone(style):
    css = papers.SHEET_CSS + f"section p.styled {{ {style} }}"
    sections = [
        f'<section lang="{language}"><h1>Same</h1><p class="styled">{words} <b>bold</b> {words}</p>'
        f"<p>{words}</p></section>"
        for language in ("te", "en")
        for words in ("Lakshmi", "Asha Reddy", "లక్ష్మీ", "some more words that go on and on")
    ]
    sheets = laid_out(sections, css)[1]
    assert [one == other for one, other in zip(sheets, alone(sections, css), strict=True)] == [True] * 8


def test_a_page_with_a_missing_letter_fails_the_batch_in_words():
    with pytest.raises(sandbox.SandboxFailed, match="10FFFD"):
        laid_out([named("Lakshmi"), named("Lak\U0010fffdmi")])


def test_a_skeleton_keeps_tags_and_headings_and_frees_words_strokes_and_pictures():
    drawn = '<h1>A</h1><p>{}</p><svg><title>{}</title><path stroke="1" d="{}"/></svg><img alt="{}" src="{}">'
    one = skeleton(drawn.format("b &amp; c", "t", "M1", "x", "y"))
    two = skeleton(drawn.format("other", "u", "M2", "z", "w"))
    assert one.key == two.key
    assert [slot.value for slot in one.slots] == ["b & c", "t", "M1", "x", "y"]
    assert skeleton("<h1>B</h1>").key != skeleton("<h1>A</h1>").key
    assert skeleton('<p class="a">x</p>').key != skeleton('<p class="b">x</p>').key
    assert skeleton("<!-- --><p>x</p>") is None
