"""Figures imported with handbook.yaml: every table of the draft follows, in every language, and what it follows."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.core.db import db
from handbook.core.errors import Invalid
from handbook.rules import checks, drafts, figure_files, operations
from handbook.rules.models import DraftText
from handbook.rules.source import RuleSource
from tests.rules.editing import publish
from tests.rules.figures import LIMITS_TABLE, SPOT, WITH_FIGURES, spot, write_figures
from tests.rules.files import rule, write_tree
from tests.rules.test_commands import call

pytestmark = pytest.mark.database
SIXTY = WITH_FIGURES.replace("EUR: 50", "EUR: 60")


@pytest.fixture
def folder(bare: Flask, tmp_path: Path) -> Path:
    """A handbook with figures in a folder, imported and published as edition 1."""
    folder = write_figures(tmp_path / "rules")
    operations.import_tree("test", folder)
    publish("First.")
    return folder


def text(language: str = "en", rule_id: str = SPOT) -> RuleSource:
    """Return a text of the draft as it is read."""
    return next(one for one in drafts.draft().sources() if (one.id, one.language) == (rule_id, language))


def version_of(language: str, rule_id: str = SPOT) -> int:
    """Return the row version of a text of the draft."""
    place = (DraftText.rule_id == rule_id, DraftText.language == language)
    return db.session.scalars(select(DraftText.row_version).where(*place)).one()


def import_language(folder: Path, language: str) -> list[str]:
    """Import one language of the folder, as the command does, and return what it warns of."""
    found = checks.read_language(folder, language)
    return [str(one) for one in operations.import_texts("somebody", language, found.sources, found.outline)]


def test_tables_of_all_languages_follow_and_the_translation_still_follows(folder: Path) -> None:
    before = version_of("te")
    write_tree(folder, {}, SIXTY)
    (warning,) = [words for words in import_language(folder, "en") if "written anew" in words]
    assert warning.startswith(f"en/{SPOT}.md:")
    assert "| Shop: till and floor | €60 (₹2,500) |" in text().body
    assert "| షాపు: బిల్లింగ్ కౌంటర్ | €60 (₹2,500) |" in text("te").body
    assert (text().version, text("te").follows) == (2, 2)
    assert version_of("te") == before + 1
    assert {row.changed_by for row in drafts.rows(SPOT)} == {"somebody"}
    assert next(row for row in drafts.rows("greet-all")).changed_by == "somebody"  # imported with its language


def test_what_else_changed_in_the_source_text_lets_the_translation_lag(folder: Path) -> None:
    write_tree(folder, {f"en/{SPOT}.md": rule(SPOT, spot().replace("Now.", "At once."), number=20)}, SIXTY)
    import_language(folder, "en")
    assert "€60" in text().body
    assert "€60" in text("te").body
    assert text("te").follows == 1
    publish("Faster.")
    assert (text().version, text("te").follows) == (2, 1)


def test_a_whole_folder_is_imported_with_its_old_tables(folder: Path) -> None:
    write_tree(folder, {}, SIXTY)
    operations.import_tree("somebody", folder)
    assert all("€60" in text(language).body for language in ("en", "te"))
    assert (text().version, text("te").follows) == (2, 2)


def test_a_table_changed_by_hand_is_refused_with_file_and_line(folder: Path) -> None:
    by_hand = rule(SPOT, spot(LIMITS_TABLE.replace("€200", "€300")), number=20)
    write_tree(folder, {f"en/{SPOT}.md": by_hand}, SIXTY)
    line = by_hand.split("\n").index("| Supervisor on the shift | €300 |  |") + 1
    (fault,) = [
        one for one in checks.check_tree(folder) if "This table says something else" in one.words and "en/" in one.file
    ]
    assert (fault.file, fault.warning) == (f"en/{SPOT}.md", False)
    before = drafts.draft().fingerprint
    with pytest.raises(Invalid, match="This table says something else") as refusal:
        import_language(folder, "en")
    assert f"en/{SPOT}.md:{line - 1}: " in str(refusal.value)  # the first row that differs: the shop has 60 by now
    assert drafts.draft().fingerprint == before


def test_a_section_without_a_table_is_imported_with_one(folder: Path) -> None:
    write_tree(folder, {f"en/{SPOT}.md": rule(SPOT, spot(""), number=20)}, WITH_FIGURES)
    import_language(folder, "en")
    assert LIMITS_TABLE in text().body


def test_the_command_writes_the_tables_of_a_folder_and_the_check_is_content(bare_app: Flask, tmp_path: Path) -> None:
    folder = write_figures(tmp_path / "rules", SIXTY)
    code, _output, errors = call(bare_app, "check", folder)
    assert code == 1
    assert errors.count("This table says something else") == 2
    code, output, errors = call(bare_app, "tables", folder)
    assert (code, "2 files were changed." in output) == (0, True), errors
    assert call(bare_app, "check", folder)[0] == 0
    found = checks.read_tree(folder)[1]
    assert [one.version for one in found["en"].sources if one.id == SPOT] == [2]
    assert [one.follows for one in found["te"].sources] == [2]
    assert "Every table says what handbook.yaml says." in call(bare_app, "tables", folder)[1]


def test_the_tables_of_one_language_are_written_alone(bare: Flask, tmp_path: Path) -> None:
    folder = write_figures(tmp_path / "rules", SIXTY)
    assert figure_files.rewrite_folder(folder / "te") == [folder / "te" / f"{SPOT}.md"]
    assert "€60" in (folder / "te" / f"{SPOT}.md").read_text(encoding="utf-8")
    assert "€50" in (folder / "en" / f"{SPOT}.md").read_text(encoding="utf-8")


def test_a_folder_without_a_frame_has_no_figures(bare: Flask, tmp_path: Path) -> None:
    write_tree(tmp_path / "plain", {"a.md": "# A\n"}, None)
    with pytest.raises(Invalid, match="no handbook.yaml here"):
        figure_files.rewrite_folder(tmp_path / "plain")
