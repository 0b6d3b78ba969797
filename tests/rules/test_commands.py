"""The commands of the handbook: one line per fault, exit code 0 only when all went well."""

from pathlib import Path

import pytest
from flask import Flask

from handbook.rules import drafts, queries
from tests import factories
from tests.rules.files import rule, write_tree

pytestmark = pytest.mark.database
FOREIGN = Path(__file__).parent / "foreign"
MEERA = factories.PEOPLE["meera"].number


def call(app: Flask, *arguments: object) -> tuple[int, str, str]:
    """Run `flask rules ...` and return exit code, output and errors."""
    done = app.test_cli_runner().invoke(args=["rules", *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


def test_check_prints_one_line_per_fault_and_exits_1(bare_app: Flask, tree: Path) -> None:
    write_tree(tree, {"en/x.md": rule("x", number=2, severity="mild", chapter="weather", review_on="soon")})
    code, _, errors = call(bare_app, "check", tree)
    assert code == 1
    lines = [line for line in errors.splitlines() if "warning" not in line]
    assert [line.split(" ")[0] for line in lines] == ["en/x.md:6:", "en/x.md:9:"]


def test_check_exits_0_with_warnings_and_1_when_strict(bare_app: Flask, tree: Path) -> None:
    write_tree(tree, {"en/x.md": rule("x", "# X\n\n[gone](gone.md)\n", number=2)})
    assert call(bare_app, "check", tree)[0] == 0
    assert call(bare_app, "check", "--strict", tree)[0] == 1


def test_check_without_a_folder_checks_the_rules_of_the_project(bare_app: Flask) -> None:
    code, output, errors = call(bare_app, "check")
    assert (code, "rules" in output) == (0, True), errors


def test_import_publish_diff_and_export_in_turn(bare_app: Flask, tree: Path, tmp_path: Path) -> None:
    for language in ("en", "te"):
        code, output, errors = call(bare_app, "import", tree / language, "--language", language, "--as", MEERA)
        assert code == 0, errors
        assert "on behalf of Meera Nair (000102)" in output
    code, output, errors = call(bare_app, "publish", "--note", "First.", "--as", MEERA)
    assert code == 0, errors
    assert "Published edition 1" in output

    path = tree / "en/never-argue.md"
    path.write_text(path.read_text().replace("Look up.", "Look up and smile."))
    assert call(bare_app, "import", tree / "en", "--language", "en", "--as", MEERA)[0] == 0
    assert call(bare_app, "publish", "--note", "Smile.", "--as", MEERA)[0] == 0
    code, output, _ = call(bare_app, "diff", 1, 2)
    assert code == 0
    assert output.splitlines() == ["never-argue: material: Never argue", "  Look up{+ and smile+}."]
    assert call(bare_app, "diff", 2, 2)[1].strip() == "No difference."
    assert call(bare_app, "diff", 1, 2, "--language", "te")[1].startswith("never-argue: material")

    assert call(bare_app, "export", tmp_path / "out")[0] == 0
    assert (tmp_path / "out/en/never-argue.md").read_text().count("version: 2") == 1
    assert (tmp_path / "out/handbook.yaml").read_text() == (tree / "handbook.yaml").read_text()
    assert call(bare_app, "check", tmp_path / "out")[0] == 0
    for language in ("en", "te"):
        assert call(bare_app, "import", tmp_path / "out" / language, "--language", language, "--as", MEERA)[0] == 0
    code, _, errors = call(bare_app, "publish", "--note", "Again.", "--as", MEERA)
    assert (code, errors.strip()) == (1, "Nothing has changed since edition 2. Change a rule first, then publish.")


def test_it_is_recorded_on_whose_behalf(bare_app: Flask, tree: Path) -> None:
    call(bare_app, "import", tree / "en", "--language", "en", "--as", MEERA)
    call(bare_app, "publish", "--note", "First.", "--as", MEERA)
    with bare_app.app_context():
        edition = queries.newest_edition()
        assert edition is not None
        assert edition.published_by.startswith("command line, host user ")
        assert edition.published_by.endswith(", on behalf of Meera Nair (000102)")


def test_a_plain_folder_is_imported_as_it_lies_on_the_disk(bare_app: Flask) -> None:
    code, output, errors = call(bare_app, "import", FOREIGN, "--language", "en", "--as", MEERA)
    assert code == 0, errors
    assert "Imported 5 texts" in output
    assert "store-room.png" in errors
    with bare_app.app_context():
        assert ("working-hours", "en") in drafts.draft().texts


def test_faults_stop_an_import_with_one_line_each(bare_app: Flask, tree: Path) -> None:
    write_tree(tree, {"en/x.md": rule("x", number=2, severity="mild"), "en/y.md": rule("y", number=3, kind="law")})
    code, output, errors = call(bare_app, "import", tree / "en", "--language", "en", "--as", MEERA)
    assert code == 1
    assert output == ""
    assert [line.split(" ")[0] for line in errors.splitlines()] == ["en/x.md:6:", "en/y.md:3:"]
    with bare_app.app_context():
        assert drafts.draft().texts == {}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("publish", "--note", "x", "--as", "999999"), "Nobody has the staff number 999999"),
        (("publish", "--note", "x", "--as", MEERA), "The draft is empty"),
        (("diff", "1", "2"), "There is no edition 1"),
        (("export", "/nonexistent/x"), "No edition has been published yet"),
        (("import", str(FOREIGN), "--language", "qqq", "--as", MEERA), "not a language code"),
    ],
)
def test_refusals_are_one_sentence(bare_app: Flask, arguments: tuple[str, ...], words: str) -> None:
    code, output, errors = call(bare_app, *arguments)
    assert (code, output) == (1, "")
    assert words in errors


def test_a_day_before_today_is_refused(bare_app: Flask, tree: Path) -> None:
    call(bare_app, "import", tree / "en", "--language", "en", "--as", MEERA)
    code, _, errors = call(bare_app, "publish", "--note", "x", "--as", MEERA, "--effective", "2020-01-01")
    assert code == 1
    assert "before notice" in errors


def test_export_does_not_write_into_a_folder_that_holds_something(bare_app: Flask, tree: Path) -> None:
    call(bare_app, "import", tree / "en", "--language", "en", "--as", MEERA)
    call(bare_app, "publish", "--note", "First.", "--as", MEERA)
    code, _, errors = call(bare_app, "export", tree)
    assert code == 1
    assert "is not empty" in errors
