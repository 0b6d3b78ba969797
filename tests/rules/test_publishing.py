"""Publishing: everything is rendered first, then one transaction writes all of it or nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import transaction
from handbook.documents.queries import store
from handbook.ledger.appending import position_of
from handbook.ledger.canonical import canonical
from handbook.rules import drafts, operations, publishing, queries
from handbook.rules.models import DraftText, Edition, EditionPage, EditionRule, EditionText, RuleText
from handbook.rules.pages import Announcement
from handbook.rules.source import read_folder
from tests.rules.files import OUTLINE, rule, whole_body, write_tree

pytestmark = pytest.mark.database
Counting = Callable[[], AbstractContextManager[Any]]
WHO = "command line, host user x, on behalf of Meera Nair (000102)"


def publish(tree: Path, note: str = "Because.") -> queries.EditionRow:
    """Import the whole tree and publish it."""
    operations.import_tree(WHO, tree)
    return operations.publish(WHO, note)


def change(tree: Path, name: str, old: str, new: str) -> None:
    """Replace words in a file that must hold them."""
    path = tree / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def changes_of(edition: queries.EditionRow) -> dict[str, str]:
    """Return what happened to each rule of an edition."""
    query = select(EditionRule.rule_id, EditionRule.change).where(EditionRule.edition_id == edition.id)
    return {row.rule_id: row.change for row in db.session.execute(query)}


def counts() -> list[int]:
    """Return how many rows the tables of editions hold."""
    tables = (Edition, EditionRule, EditionText, EditionPage, RuleText)
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


class TestTheFirstEdition:
    """What an edition holds."""

    def test_every_rule_is_new_and_stands_in_the_order_of_reading(self, bare: Flask, tree: Path) -> None:
        edition = publish(tree)
        assert (edition.number, edition.source_language, edition.published_by) == (1, "en", WHO)
        assert changes_of(edition) == {"greet-all": "new", "never-argue": "new", "heard-first": "new"}
        lines = queries.contents(edition, "en")
        assert [line.rule_id for line in lines] == ["greet-all", "heard-first", "never-argue"]
        assert [line.title for line in lines] == ["Greet all", "Heard first", "Never argue"]

    def test_each_profile_and_language_has_its_page(self, bare: Flask, tree: Path) -> None:
        edition = publish(tree)
        pages = {(page.profile, page.language): page for page in queries.pages(edition.id)}
        assert set(pages) == {("everyone", "en"), ("everyone", "te"), ("counter", "en"), ("counter", "te")}
        assert pages["everyone", "en"].rule_ids == ["greet-all", "heard-first"]
        assert pages["counter", "te"].rule_ids == ["greet-all", "heard-first", "never-argue"]
        assert pages["counter", "te"].gaps == ["heard-first", "never-argue"]
        assert pages["everyone", "te"].statement == "1వ సంచికను తెలుగులో చదివాను."
        assert pages["everyone", "en"].statement == "I have read edition 1 in English."

    def test_the_manifest_names_every_byte(self, bare: Flask, tree: Path) -> None:
        edition = publish(tree)
        manifest = queries.manifest(edition.id)
        assert sha256(canonical(manifest)).hexdigest() == edition.manifest_sha256
        files = store()
        for page in manifest["pages"]:
            for name in ("source_sha256", "html_sha256", "pdf_sha256"):
                assert sha256(files.get(page[name])).hexdigest() == page[name]
            assert files.get(page["pdf_sha256"]).startswith(b"%PDF")
        texts = {row.sha256: row.source for row in db.session.scalars(select(RuleText))}
        assert {text["text_sha256"] for text in manifest["texts"]} == set(texts)
        assert all(sha256(source.encode()).hexdigest() == name for name, source in texts.items())

    def test_the_source_of_a_page_holds_its_texts_word_for_word(self, bare: Flask, tree: Path) -> None:
        edition = publish(tree)
        page = queries.page(edition.id, "everyone", "te")
        text = store().get(page.source_sha256).decode()
        assert (tree / "te/greet-all.md").read_text(encoding="utf-8") in text
        assert (tree / "en/heard-first.md").read_text(encoding="utf-8") in text

    def test_it_is_a_leaf_of_the_ledger(self, bare: Flask, tree: Path) -> None:
        assert position_of(publish(tree).id) is not None

    def test_a_missing_translation_shows_the_source_and_says_so(self, bare: Flask, tree: Path) -> None:
        edition = publish(tree)
        text = queries.rule_text(edition, "never-argue", "te")
        assert (text.language, text.shown, text.lags) == ("te", "en", False)
        body = queries.body(queries.page(edition.id, "counter", "te").html_sha256).decode()
        assert '<div class="rule-text" lang="en">' in body
        assert "English" in body
        assert "అనువాదం జరుగుతోంది." in body

    def test_profiles_that_read_the_same_share_one_paper(self, bare: Flask, tree: Path) -> None:
        change(tree, "en/never-argue.md", "[counter]", "[everyone]")
        pages = {(page.profile, page.language): page for page in queries.pages(publish(tree).id)}
        assert pages["everyone", "te"].pdf_sha256 == pages["counter", "te"].pdf_sha256
        assert pages["everyone", "te"].pdf_sha256 != pages["everyone", "en"].pdf_sha256


class TestTheNextEdition:
    """What an edition says of the one before."""

    def test_it_refuses_when_nothing_changed(self, bare: Flask, tree: Path) -> None:
        publish(tree)
        before = counts()
        with pytest.raises(Invalid, match="Nothing has changed since edition 1"):
            publish(tree)
        assert counts() == before

    def test_a_version_that_goes_up_alone_is_no_change(self, bare: Flask, tree: Path) -> None:
        publish(tree)
        change(tree, "en/greet-all.md", "version: 1", "version: 9")
        with pytest.raises(Invalid, match="Nothing has changed"):
            publish(tree)

    def test_a_changed_text_goes_up_one_version_by_itself(self, bare: Flask, tree: Path) -> None:
        publish(tree)
        change(tree, "en/never-argue.md", "Look up.", "Look up and smile.")
        edition = publish(tree)
        assert queries.rule_text(edition, "never-argue", "en").version == 2
        assert changes_of(edition) == {"greet-all": "unchanged", "never-argue": "material", "heard-first": "unchanged"}
        assert "version: 2\n" in drafts.draft().texts["never-argue", "en"]

    def test_the_same_files_again_are_still_no_change(self, bare: Flask, tree: Path) -> None:
        publish(tree)
        change(tree, "en/never-argue.md", "Look up.", "Look up and smile.")
        publish(tree)
        with pytest.raises(Invalid, match="Nothing has changed since edition 2"):
            publish(tree)

    def test_a_translation_lags_when_the_source_moves_on(self, bare: Flask, tree: Path) -> None:
        publish(tree)
        change(tree, "en/greet-all.md", "Look up.", "Look up and smile.")
        edition = publish(tree)
        assert queries.rule_text(edition, "greet-all", "te").lags
        assert queries.page(edition.id, "everyone", "te").lags
        assert not queries.page(edition.id, "everyone", "en").lags
        body = queries.body(queries.page(edition.id, "everyone", "te").html_sha256).decode()
        assert body.count('class="small stands-in"') == 2  # the one that lags, and the one that is not translated

    def test_it_catches_up_when_it_follows_the_new_version(self, bare: Flask, tree: Path) -> None:
        publish(tree)
        change(tree, "en/greet-all.md", "Look up.", "Look up and smile.")
        change(tree, "te/greet-all.md", "follows: 1", "follows: 2")
        edition = publish(tree)
        assert not queries.rule_text(edition, "greet-all", "te").lags

    def test_a_removed_rule_is_named_and_gone(self, bare: Flask, tree: Path) -> None:
        publish(tree)
        (tree / "en/never-argue.md").unlink()
        edition = publish(tree)
        assert changes_of(edition)["never-argue"] == "removed"
        assert queries.removed_rules(edition) == ["never-argue"]
        assert [line.rule_id for line in queries.contents(edition, "en")] == ["greet-all", "heard-first"]

    def test_a_rule_that_comes_back_goes_on_counting(self, bare: Flask, tree: Path) -> None:
        publish(tree)
        kept = (tree / "en/never-argue.md").read_text(encoding="utf-8")
        (tree / "en/never-argue.md").unlink()
        publish(tree)
        (tree / "en/never-argue.md").write_text(kept, encoding="utf-8")
        edition = publish(tree)
        assert changes_of(edition)["never-argue"] == "new"
        assert queries.rule_text(edition, "never-argue", "en").version == 2

    def test_a_new_chapter_title_alone_is_a_change_of_no_rule(self, bare: Flask, tree: Path) -> None:
        publish(tree)
        change(tree, "handbook.yaml", "When it goes wrong", "When things go wrong")
        assert set(changes_of(publish(tree)).values()) == {"unchanged"}

    def test_the_edition_before_stays_as_it_was(self, bare: Flask, tree: Path) -> None:
        first = publish(tree)
        page = queries.page(first.id, "everyone", "en")
        change(tree, "en/greet-all.md", "Look up.", "Look up and smile.")
        publish(tree)
        assert queries.page(first.id, "everyone", "en") == page
        assert "smile" not in queries.rule_text(first, "greet-all", "en").source


class TestAllOrNothing:
    """Nothing is half written, and nobody overtakes unseen."""

    def test_it_refuses_a_day_before_notice(self, bare: Flask, tree: Path) -> None:
        operations.import_tree(WHO, tree)
        with pytest.raises(Invalid, match="before notice"):
            operations.publish(WHO, "Because.", effective_on=clock.now().date() - timedelta(days=1))

    def test_it_refuses_without_a_note(self, bare: Flask, tree: Path) -> None:
        operations.import_tree(WHO, tree)
        with pytest.raises(Invalid, match="note"):
            operations.publish(WHO, " \n")

    def test_it_refuses_an_empty_draft(self, bare: Flask) -> None:
        with pytest.raises(Invalid, match="draft is empty"):
            operations.publish(WHO, "Because.")

    def test_it_refuses_a_draft_that_changed_while_it_was_rendered(self, bare: Flask, tree: Path) -> None:
        operations.import_tree(WHO, tree)
        rendered = publishing.render_edition(drafts.draft(), _announcement())
        change(tree, "en/greet-all.md", "Look up.", "Look up and smile.")
        operations.import_tree("somebody else", tree)
        with pytest.raises(Conflict, match="draft was changed"), transaction():
            operations.insert_edition(rendered)
        assert counts() == [0, 0, 0, 0, 0]

    def test_it_refuses_where_another_edition_came_first(self, bare: Flask, tree: Path) -> None:
        operations.import_tree(WHO, tree)
        rendered = publishing.render_edition(drafts.draft(), _announcement())
        operations.publish("somebody else", "Faster.")
        before = counts()
        with pytest.raises(Conflict, match="Another edition"), transaction():
            operations.insert_edition(rendered)
        assert counts() == before

    def test_a_hook_that_fails_takes_everything_back(
        self, bare: Flask, tree: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(edition_id: str) -> None:
            raise Conflict(f"not now: {edition_id}")

        monkeypatch.setattr(operations, "AFTER_PUBLISH", [fail])
        operations.import_tree(WHO, tree)
        with pytest.raises(Conflict, match="not now"):
            operations.publish(WHO, "Because.")
        assert counts() == [0, 0, 0, 0, 0]
        assert queries.newest_edition() is None

    def test_a_hook_gets_the_edition_inside_the_transaction(
        self, bare: Flask, tree: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[str] = []
        monkeypatch.setattr(operations, "AFTER_PUBLISH", [seen.append])
        assert [publish(tree).id] == seen

    def test_a_letter_that_no_font_can_draw_stops_it(self, bare: Flask, tree: Path) -> None:
        change(tree, "en/greet-all.md", "Look up.", "Look up, \U000f1234.")
        operations.import_tree(WHO, tree)
        with pytest.raises(Invalid, match=r"English, .*unsupported by fonts.*U\+F1234"):
            operations.publish(WHO, "Because.")
        assert counts() == [0, 0, 0, 0, 0]


class TestImporting:
    """The draft is replaced by language, or stays as it was."""

    def test_it_records_who_imported(self, bare: Flask, tree: Path) -> None:
        operations.import_tree(WHO, tree)
        assert set(db.session.scalars(select(DraftText.changed_by))) == {WHO}

    def test_one_fault_anywhere_and_nothing_is_written(self, bare: Flask, tree: Path) -> None:
        operations.import_tree(WHO, tree)
        before = drafts.draft()
        change(tree, "en/greet-all.md", "Look up.", "Look up and smile.")
        change(tree, "te/greet-all.md", "severity: minor", "severity: mild")
        with pytest.raises(Invalid, match=r"te/greet-all.md:6: severity must be"):
            operations.import_tree(WHO, tree)
        assert drafts.draft() == before

    def test_one_language_leaves_the_others_alone(self, bare: Flask, tree: Path, tmp_path: Path) -> None:
        operations.import_tree(WHO, tree)
        before = drafts.draft().texts["greet-all", "te"]
        write_tree(tmp_path / "new", {"a.md": "# A\n\nwords\n"}, outline=None)
        operations.import_texts(WHO, "en", read_folder(tmp_path / "new", "en").sources)
        texts = drafts.draft().texts
        assert set(texts) == {("a", "en"), ("greet-all", "te")}
        assert texts["greet-all", "te"] == before

    def test_a_plain_folder_imported_twice_is_no_change(self, bare: Flask, tmp_path: Path) -> None:
        folder = write_tree(tmp_path / "plain", {"a.md": "# A\n\nwords\n", "c.md": "# C\n\nwords\n"}, outline=None)
        operations.import_texts(WHO, "en", read_folder(folder, "en").sources)
        operations.publish(WHO, "First.")
        operations.import_texts(WHO, "en", read_folder(folder, "en").sources)
        with pytest.raises(Invalid, match="Nothing has changed"):
            operations.publish(WHO, "Again.")

    def test_a_file_put_between_others_changes_nobody_elses_number(self, bare: Flask, tmp_path: Path) -> None:
        folder = write_tree(tmp_path / "plain", {"a.md": "# A\n\nwords\n", "c.md": "# C\n\nwords\n"}, outline=None)
        operations.import_texts(WHO, "en", read_folder(folder, "en").sources)
        operations.publish(WHO, "First.")
        write_tree(folder, {"b.md": "# B\n\nwords\n"}, outline=None)
        operations.import_texts(WHO, "en", read_folder(folder, "en").sources)
        edition = operations.publish(WHO, "One more.")
        assert changes_of(edition) == {"a": "unchanged", "b": "new", "c": "unchanged"}

    def test_a_plain_translation_follows_the_source_it_came_with(self, bare: Flask, tmp_path: Path) -> None:
        english = write_tree(tmp_path / "en", {"a.md": "# A\n\nwords\n"}, outline=None)
        latvian = write_tree(tmp_path / "lv", {"a.md": "# Ā\n\nvārdi\n"}, outline=None)
        operations.import_texts(WHO, "en", read_folder(english, "en").sources)
        operations.import_texts(WHO, "lv", read_folder(latvian, "lv").sources)
        first = operations.publish(WHO, "First.")
        assert not queries.rule_text(first, "a", "lv").lags
        write_tree(english, {"a.md": "# A\n\nother words\n"}, outline=None)
        operations.import_texts(WHO, "en", read_folder(english, "en").sources)
        operations.import_texts(WHO, "lv", read_folder(latvian, "lv").sources)
        second = operations.publish(WHO, "Second.")
        assert queries.rule_text(second, "a", "lv").lags

    def test_what_could_stop_a_parser_is_refused_with_its_line(self, bare: Flask, tree: Path) -> None:
        write_tree(tree, {"en/bomb.md": rule("bomb", "# Bomb\n\n" + "* " * 1000 + "\n", number=2)}, OUTLINE)
        with pytest.raises(Invalid, match=r"en/bomb.md:14: Lists and quotations"):
            operations.import_tree(WHO, tree)
        assert drafts.draft().texts == {}


def test_the_queries_of_a_publication_do_not_grow_with_editions(bare: Flask, tree: Path, counting: Counting) -> None:
    seen: list[int] = []
    publish(tree)
    for number in range(4):
        body = whole_body("Never argue", sentence=f"Do not argue, ever, {number} times.")
        text = rule("never-argue", body, number=14, chapter="wrong", severity="serious", for_="[counter]")
        write_tree(tree, {"en/never-argue.md": text})
        operations.import_tree(WHO, tree)
        with counting() as statements:
            operations.publish(WHO, f"Number {number}.")
        # The ledger's own statements grow with the logarithm of its size; its own tests count those.
        seen.append(len([sql for sql in statements.seen if "ledger_" not in sql]))
    assert len(set(seen[1:])) == 1, seen


def _announcement() -> Announcement:
    today = clock.now().date()
    return Announcement("Because.", WHO, today, today)
