"""Where a paper's pages end when texts are longer, shorter or stranger than ours: tables, headings, short rules."""

import re

import pikepdf
import pytest

from tests.conftest import Template
from tests.rules.files import rule, whole_body, write_tree
from tests.rules.printed import Printed, flat, published

pytestmark = pytest.mark.database
WORDS = "Words that fill a page up to the place where something else begins. "
ONE_PROFILE = """\
source: en
title: {en: House rules, te: సేవా నియమావళి}
languages:
  en: {name: English}
  te: {name: తెలుగు}
chapters:
  - {id: welcome, title: {en: Welcome}}
  - {id: wrong, title: {en: When it goes wrong}}
  - {id: tables, title: {en: Tables}}
  - {id: many, title: {en: Many headings}}
profiles:
  - {id: everyone, title: {en: everyone}, reads: [everyone]}
preface: {en: "Put the customer first."}
statement:
  en: "I have read edition {edition} in {language}."
"""


def table(name: str, rows: int) -> str:
    lines = "".join(f"| {name} {row} | {'what is done about it ' * (row % 4 + 1)}|\n" for row in range(1, rows + 1))
    return f"| Case | Answer |\n|---|---|\n{lines}\n"


@pytest.fixture(scope="module")
def papers(bare_template: Template, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    """A handbook of short rules, one that is longer than a page, long and short tables, and many headings."""
    folder = tmp_path_factory.mktemp("breaks")
    body = "# Short {n}\n\nSay hello.\n\n## Why {{.why}}\n\nBecause it is kind.\n\nEnd of {n}.\n"
    short = {f"en/short-{n}.md": rule(f"short-{n}", body.format(n=n), number=n) for n in range(1, 10)}
    long = whole_body("Far too long").replace("Who is seen can wait.", (WORDS * 12 + "\n\n") * 7)
    tables = "# Tables\n\n" + WORDS * 42 + "\n\n" + table("Long", 60) + WORDS * 60 + "\n\n" + table("Brief", 9)
    many = "# Many\n\n" + "".join(f"### Heading {n}\n\n{WORDS * (n % 5 + 1)}\n\n" for n in range(1, 70))
    stressed = "# మాట\n\nఈ *ముఖ్యమైన* మాట చూడండి.\n\n## ఎందుకు {.why}\n\nఎవరో చూశారని _తప్పక_ తెలుస్తుంది.\n"
    texts = {
        **short,
        "te/short-1.md": rule("short-1", stressed, follows=1),
        "en/long.md": rule("long", long, number=15, chapter="wrong", severity="serious"),
        "en/tables.md": rule("tables", tables, number=16, chapter="tables"),
        "en/many.md": rule("many", many, number=17, chapter="many"),
    }
    return published(bare_template, folder, write_tree(folder / "rules", texts, ONE_PROFILE))


@pytest.fixture
def pages(papers: dict[str, Printed]) -> list[str]:
    """The English pages, each on one line."""
    return [flat(body) for body in papers["en"].bodies]


def test_short_rules_share_a_page_and_none_is_parted(papers: dict[str, Printed], pages: list[str]) -> None:
    places = {one.title.split()[-1]: one.page for one in papers["en"].bookmarks if "Short" in one.title}
    assert len(places) == 9
    assert 1 < len(set(places.values())) < 4
    assert all(f"End of {number}." in pages[place - 1] for number, place in places.items())


def test_a_brief_preface_shares_the_page_of_the_contents(pages: list[str]) -> None:
    assert re.match(r"Contents .+ Preface Put the customer first\.$", pages[1])


def test_the_title_of_a_chapter_stays_with_a_first_rule_that_is_longer_than_a_page(pages: list[str]) -> None:
    [first] = [number for number, page in enumerate(pages) if page.startswith("When it goes wrong")]
    assert "Far too long" in pages[first]
    assert "Words that fill" in pages[first]
    assert "Call out loud" in pages[first + 1] + pages[first + 2]


def test_the_end_of_a_long_rule_stays_together(pages: list[str]) -> None:
    [last] = [page for page in pages if "If it is broken" in page]
    assert all(label in last for label in ("If it is broken", "How we check it", "Practice", "Check question"))


def test_a_long_table_begins_each_page_with_its_head_and_leaves_no_row_alone(pages: list[str]) -> None:
    parts = [page for page in pages if re.search(r"\bLong \d", page)]
    assert len(parts) > 1
    for page in parts:
        rows = re.findall(r"\bLong \d+", page)
        assert len(rows) > 1
        assert page.index("Case Answer") < page.index(rows[0])
    assert [row for page in parts for row in re.findall(r"\bLong (\d+)", page)] == [str(row) for row in range(1, 61)]


def test_a_short_table_is_never_parted(pages: list[str]) -> None:
    assert [len(re.findall(r"\bBrief \d", page)) for page in pages if "Brief" in page] == [9]


def test_no_heading_ends_a_page(pages: list[str]) -> None:
    with_headings = [page for page in pages if re.search(r"\bHeading \d", page)]
    assert len(with_headings) > 3
    assert not [page for page in with_headings if re.search(r"Heading \d+$", page)]


def test_telugu_is_stressed_by_weight_and_never_slanted(papers: dict[str, Printed]) -> None:
    names = {font[0].partition("+")[2] for font in papers["te"].fonts}
    assert "Noto-Serif-Telugu-Bold" in names
    assert not [name for name in names if "Telugu" in name and ("Oblique" in name or "Italic" in name)]
    with pikepdf.open(papers["te"].path) as pdf:
        matrices = [
            [float(number) for number in operands]
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "Tm"
        ]
    assert matrices
    assert all(matrix[1] == matrix[2] == 0 for matrix in matrices)
