"""Proof that our Markdown is what people know: the CommonMark examples, and all samples of our parser's own papers."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import markdown
import pytest

from handbook.core.errors import Invalid
from handbook.core.markdown import render_apart
from tests.core.second_reader import shape_of, slips_in, strangers_in, words_in
from tests.heavy import corpora
from tests.heavy.corpora import Example, Sample
from tests.heavy.markdown_differences import COUNTS, DIFFERENCES, FILES_THAT_DIFFER, LETTERS_GONE, SWITCHED_OFF

OURS = ["extra", "sane_lists", "toc", "admonition"]
PLACEHOLDER = "\x02"
PARTS_OF_EXTRA = {"abbr", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public texts, fetched once."""
    return corpora.fetched(tmp_path_factory.mktemp("corpora"))


@pytest.fixture(scope="module")
def commonmark(folder: Path) -> list[tuple[Example, str]]:
    """Each example of the specification with what we make of it."""
    examples = corpora.commonmark(folder)
    return list(zip(examples, rendered(one.source for one in examples), strict=True))


def rendered(texts: Iterable[str]) -> list[str]:
    """Render texts in the sandbox, many in a child; each must come out."""
    results = render_apart([(f"text-{number}", text) for number, text in enumerate(texts)])
    refused = [str(result) for result in results if isinstance(result, Invalid)]
    assert not refused
    return [result for result in results if isinstance(result, str)]


def letters_of(html: str) -> str:
    return "".join(sign for sign in words_in(html) if sign.isalnum())


def keeps(html: str, expected: str) -> bool:
    """Tell whether all letters of the expected HTML are seen, in this order, perhaps with more between them."""
    left = iter(letters_of(html))
    return all(letter in left for letter in letters_of(expected))


def assert_clean(pages: Sequence[str]) -> None:
    assert [fault for html in pages for fault in strangers_in(html)] == []
    assert [slip for html in pages for slip in slips_in(html)] == []


def test_all_examples_of_the_specification_come_out_clean_and_well_formed(commonmark):
    assert len(commonmark) == 652
    assert_clean([html for _, html in commonmark])


def test_an_example_differs_from_the_specification_only_where_we_say_why(commonmark):
    listed = Counter(number for numbers in DIFFERENCES.values() for number in numbers)
    assert [number for number, times in listed.items() if times > 1] == []
    found = {int(one.name) for one, html in commonmark if shape_of(html) != shape_of(one.html)}
    assert {"new": found - set(listed), "gone": set(listed) - found} == {"new": set(), "gone": set()}
    whole, differing = (Counter(one.section for one, _ in some) for some in (commonmark, _of(commonmark, found)))
    assert {section: (number, differing[section]) for section, number in whole.items()} == COUNTS
    print(f"\n{len(commonmark) - len(found)} of {len(commonmark)} examples are as specified; the others:")
    for reason, numbers in sorted(DIFFERENCES.items(), key=lambda pair: -len(pair[1])):
        print(f"  {len(numbers):3} {reason}")


def test_no_letter_of_an_example_is_lost_but_of_addresses_and_tags(commonmark):
    lost = {int(one.name) for one, html in commonmark if not keeps(html, one.html)}
    assert lost == set().union(*LETTERS_GONE.values())


def test_each_sample_of_the_documentation_is_what_the_documentation_shows(folder):
    samples = corpora.samples(folder)
    pages = rendered(sample.source for sample in samples)
    assert_clean(pages)
    shown = [(sample, html) for sample, html in zip(samples, pages, strict=True) if sample.kind == "md-render"]
    differing = [sample for sample, html in shown if shape_of(html) != shape_of(as_shown(sample))]
    print(f"\n{len(samples)} samples come out clean; {len(shown)} are shown as HTML, {len(differing)} differ.")
    assert (len(samples), len(shown)) == (85, 55)
    assert Counter(map(switched_off, differing)) == SWITCHED_OFF


def test_each_page_of_the_documentation_keeps_every_letter(folder):
    pages = [page for page in corpora.documents(folder) if PLACEHOLDER not in page.source]
    ours = rendered(page.source for page in pages)
    assert len(pages) > 50
    assert_clean(ours)
    bare = [markdown.markdown(page.source, extensions=OURS, output_format="html") for page in pages]
    lost = [page.name for page, html, other in zip(pages, ours, bare, strict=True) if not keeps(html, told_of(other))]
    assert lost == []


def test_the_page_that_shows_the_parsers_placeholders_is_refused_for_their_invisible_signs(folder):
    (page,) = [page for page in corpora.documents(folder) if PLACEHOLDER in page.source]
    (refusal,) = render_apart([(page.name, page.source)])
    assert isinstance(refusal, Invalid)
    assert "Take out the invisible control character U+0002." in str(refusal)


def test_the_parsers_own_sample_files_come_out_as_its_authors_wrote_them_down(folder):
    files = corpora.sample_files(folder, "basic", "misc")
    ours = rendered(one.source for one in files)
    assert_clean(ours)
    print(f"\n{len(files)} sample files")
    assert len(files) == 76
    differing = {one.name for one, html in zip(files, ours, strict=True) if shape_of(html) != shape_of(one.html)}
    assert differing == set(FILES_THAT_DIFFER)


def as_shown(sample: Sample) -> str:
    """Return what the documentation shows for a sample: the parser's HTML with the settings written above it."""
    return markdown.markdown(sample.source, **sample.settings)


def told_of(html: str) -> str:
    """Return the parser's HTML without the table of contents that it put into the text."""
    return re.sub(r'<div class="toc">.*?</div>', "", html, flags=re.S)


def switched_off(sample: Sample) -> str:
    """Name what a sample shows and our handbook does not have."""
    others = [name for name in sample.extensions if name not in {*OURS, *PARTS_OF_EXTRA, "meta"}]
    if others:
        return others[0]
    return "a table of contents inside the text" if "[TOC]" in sample.source else "signs for links beside headings"


def _of(commonmark: Sequence[tuple[Example, str]], numbers: set[int]) -> list[tuple[Example, str]]:
    return [pair for pair in commonmark if int(pair[0].name) in numbers]
