"""What stands in the source stands on the page and in the PDF: the same words in the same order, nothing dropped."""

from pathlib import Path

import pytest
from flask import Flask

from handbook.rules import operations, queries
from handbook.rules.source import markdown_files, read_folder
from tests.rules.words import out_of_place, words_of_page, words_of_pdf, words_of_source

pytestmark = pytest.mark.database
FOREIGN = Path(__file__).parent / "foreign"
BOX = "□"


def published(folder: Path) -> queries.PageRow:
    """Import a folder of plain Markdown, publish it, and return the page of everybody."""
    operations.import_texts("test", "en", read_folder(folder, "en").sources)
    edition = operations.publish("test", "As it lies on the disk.")
    return queries.page(edition.id, "everyone", "en")


def source_words(folder: Path) -> list[str]:
    """Return the words of a folder's files in the order of reading."""
    return [word for path in markdown_files(folder) for word in words_of_source(path.read_text(encoding="utf-8"))]


def test_a_foreign_folder_keeps_every_word_in_its_place(bare: Flask, tmp_path: Path) -> None:
    page = published(FOREIGN)
    wanted = source_words(FOREIGN)
    assert len(wanted) > 250
    assert {"🌲", "తెలుగులో", "विश्राम", "atpūta"} <= set(wanted)
    assert words_of_page(queries.body(page.html_sha256).decode(), "rule-text") == wanted

    path = tmp_path / "handbook.pdf"
    path.write_bytes(queries.pdf(page))
    found = words_of_pdf(path, "-raw")
    # Where no font of this machine draws an emoji, the paper shows a box in its place, and publishing says so.
    on_paper = [BOX if word not in found and not any(sign.isalnum() for sign in word) else word for word in wanted]
    assert out_of_place(on_paper, found) == []


@pytest.mark.parametrize(
    ("markdown", "wanted"),
    [
        ("# A *b* [c](d.md)\n", "A b c"),
        ("---\ntitle: Own title\ntags: x\n---\ntext\n", "Own title text"),
        ("| a | b |\n|:--|--:|\n| c | d |\n", "a b c d"),
        ("1. one\n2. two\n", "one two"),
        ("<p>a<b>b</b></p><script>x</script>\n", "ab"),
        ("![alt](x.png) [![in](y.png)](z)\n", "alt in"),
    ],
)
def test_the_measure_itself_reads_source_as_people_do(markdown: str, wanted: str) -> None:
    assert words_of_source(markdown) == wanted.split()


def test_the_measure_finds_what_is_moved_or_dropped() -> None:
    assert out_of_place(["a", "b", "c"], ["a", "x", "b", "c"]) == []
    assert out_of_place(["a", "b", "c"], ["a", "c", "b"]) == ["a b <c>"]
    assert out_of_place(["a", "b", "c"], ["a", "c"]) == ["a <b>"]


def test_our_own_rules_keep_every_word_in_its_place(bare: Flask, tree: Path, tmp_path: Path) -> None:
    operations.import_tree("test", tree)
    edition = operations.publish("test", "First.")
    page = queries.page(edition.id, "counter", "te")
    texts = [queries.rule_text(edition, rule_id, "te") for rule_id in page.rule_ids]
    wanted = [word for text in texts for word in words_of_source(text.source)]
    assert words_of_page(queries.body(page.html_sha256).decode(), "rule-text") == wanted
    path = tmp_path / "handbook.pdf"
    path.write_bytes(queries.pdf(page))
    assert out_of_place(wanted, words_of_pdf(path, "-raw")) == []
