"""Two hundred editions in a row, one small rule changing each time: every difference right, and no edition dearer."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from flask import Flask

from handbook.rules import changes, compiling, operations, queries
from tests.rules.files import rule, whole_body, write_tree

pytestmark = pytest.mark.database
EDITIONS = 200
RULES = 5
Counting = Callable[[], AbstractContextManager[Any]]
OUTLINE = """\
source: en
title: {en: Service handbook}
languages: {en: {name: English}}
chapters: [{id: welcome, title: {en: Welcome}}]
profiles: [{id: everyone, title: {en: everyone}, reads: [everyone]}]
statement: {en: "I have read edition {edition} in {language}."}
"""


def text_of(number: int, edition: int) -> str:
    """Return the text of a rule as it stands in an edition: each edition changes the next rule of the row."""
    turn = max((n for n in range(1, edition + 1) if n % RULES == number), default=0)
    body = whole_body(f"Rule {number}", sentence=f"Do this well, {turn} times over.")
    return rule(f"rule-{number}", body, number=number + 1)


def publish(folder: Path, edition: int) -> queries.EditionRow:
    """Write the files of an edition, import them and publish."""
    write_tree(folder, {f"en/rule-{n}.md": text_of(n, edition) for n in range(RULES)}, OUTLINE)
    operations.import_tree("test", folder)
    return operations.publish("test", f"Edition {edition}.")


def test_two_hundred_editions(
    bare_app: Flask, tmp_path: Path, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[int] = []
    render = compiling.render_apart

    def counted(texts: list[tuple[str, str]], **more: Any) -> list[Any]:
        rendered.append(len(texts))
        return render(texts, **more)

    monkeypatch.setattr(compiling, "render_apart", counted)
    seconds, asked = [], []
    with bare_app.app_context():
        for edition in range(1, EDITIONS + 1):
            begun = time.perf_counter()
            with counting() as statements:
                published = publish(tmp_path / "rules", edition)
            seconds.append(time.perf_counter() - begun)
            asked.append(len([sql for sql in statements.seen if "ledger_" not in sql]))
            assert published.number == edition
            if edition > 1:
                _one_rule_differs(published, edition)
        assert set(rendered[1:]) == {1}, "each edition renders the one text that changed, and no other"
        assert len(set(asked[2:])) == 1, f"the statements of an edition grow: {sorted(set(asked))}"
        _all_history_stands()
    first, last = median(seconds[1:21]), median(seconds[-20:])
    print(f"\n{EDITIONS} editions: first 20 {first:.2f} s each, last 20 {last:.2f} s each, ratio {last / first:.2f}")


def _one_rule_differs(published: queries.EditionRow, edition: int) -> None:
    (change,) = changes.between(queries.edition(edition - 1), published)
    before = max(edition - RULES, 0)
    assert (change.rule_id, change.change) == (f"rule-{edition % RULES}", "material")
    assert (change.version_before, change.version) == _versions(edition)
    (block,) = change.blocks
    moved = [(part.kind, part.text) for part in block if part.kind != "same"]
    assert moved == [("removed", str(before)), ("added", str(edition))]


def _versions(edition: int) -> tuple[int, int]:
    """Return the versions of the rule that an edition changes: its first text is that of edition 1."""
    turns = [n for n in range(2, edition + 1) if n % RULES == edition % RULES]
    return len(turns), len(turns) + 1


def _all_history_stands() -> None:
    for number in (1, 57, EDITIONS):
        edition = queries.edition(number)
        for rule_number in range(RULES):
            text = queries.rule_text(edition, f"rule-{rule_number}", "en")
            wanted = text_of(rule_number, number)
            assert text.source.partition("---\n# ")[2] == wanted.partition("---\n# ")[2]
        page = queries.page(edition.id, "everyone", "en")
        assert queries.pdf(page).startswith(b"%PDF")
