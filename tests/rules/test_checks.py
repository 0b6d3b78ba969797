"""Checking files: every fault with file and line, and warnings that a strict check takes for errors."""

from pathlib import Path

import pytest
from flask import Flask

from handbook.rules.checks import check_tree
from handbook.rules.faults import Fault
from tests.rules.files import OUTLINE, rule, whole_body, write_tree

FOREIGN = Path(__file__).parent / "foreign"
ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("context")


def found(folder: Path, words: str, *, strict: bool = False) -> Fault:
    """Return the one fault that says these words."""
    faults = [fault for fault in check_tree(folder, strict=strict) if words in fault.words]
    assert len(faults) == 1, [str(fault) for fault in check_tree(folder, strict=strict)]
    return faults[0]


def test_a_good_handbook_has_only_its_missing_translations_to_name(tree: Path) -> None:
    faults = check_tree(tree)
    assert [fault.file for fault in faults] == ["te/heard-first.md", "te/never-argue.md"]
    assert all(fault.warning for fault in faults)
    assert "Reason given: అనువాదం జరుగుతోంది." in faults[0].words


def test_the_reason_for_a_gap_holds_against_a_strict_check(tree: Path) -> None:
    assert all(fault.warning for fault in check_tree(tree, strict=True))


def test_without_a_reason_a_missing_translation_is_a_strict_error(tree: Path) -> None:
    write_tree(tree, {}, OUTLINE.replace(', gaps: "అనువాదం జరుగుతోంది."', ""))
    assert all(fault.warning for fault in check_tree(tree))
    assert not any(fault.warning for fault in check_tree(tree, strict=True))


def test_an_id_and_a_number_stand_once(tree: Path) -> None:
    write_tree(tree, {"en/copy.md": rule("greet-all", number=1)})
    faults = [fault for fault in check_tree(tree) if not fault.warning]
    assert [(fault.file, fault.line) for fault in faults] == [
        ("en/copy.md", 2),
        ("en/copy.md", 4),
        ("en/greet-all.md", 2),
        ("en/greet-all.md", 4),
    ]
    assert "The id greet-all stands in en/greet-all.md too." in faults[0].words


def test_an_unknown_chapter_is_named_with_its_line(tree: Path) -> None:
    write_tree(tree, {"en/x.md": rule("x", number=2, chapter="weather")})
    fault = found(tree, "The chapter weather is not in handbook.yaml")
    assert (fault.file, fault.line, fault.warning) == ("en/x.md", 5, False)


def test_a_rule_that_no_profile_reads_is_an_error(tree: Path) -> None:
    write_tree(tree, {"en/x.md": rule("x", number=2, for_="[phone]")})
    fault = found(tree, "nobody would see this one")
    assert (fault.line, fault.warning) == (7, False)


@pytest.mark.parametrize(
    ("answers", "right"),
    [("- one\n- two\n", 0), ("- **one**\n- **two**\n", 2), ("- **one** and more\n- two\n", 0), ("No list.\n", 0)],
)
def test_a_check_question_has_exactly_one_right_answer(tree: Path, answers: str, right: int) -> None:
    body = f"# X\n\nSentence.\n\n## Check {{.check}}\n\nWhich?\n\n{answers}\n## Later\n\n- **bold** elsewhere\n"
    write_tree(tree, {"en/x.md": rule("x", body, number=2)})
    fault = found(tree, f"Here {right} are.")
    assert not fault.warning
    assert fault.line == 16


def test_a_right_answer_may_hold_other_marks(tree: Path) -> None:
    body = "# X\n\nSentence.\n\n## Check {.check}\n\nWhich?\n\n* one\n* __the *second*, surely__\n"
    write_tree(tree, {"en/x.md": rule("x", body, number=2)})
    assert not [fault for fault in check_tree(tree) if "Put exactly one" in fault.words]


def test_a_translation_that_follows_an_older_version_lags(tree: Path) -> None:
    write_tree(tree, {"en/greet-all.md": rule("greet-all", version=3)})
    fault = found(tree, "lags")
    assert (fault.file, fault.line, fault.warning) == ("te/greet-all.md", 11, True)
    assert "it follows 1, the source text is version 3" in fault.words
    assert not found(tree, "lags", strict=True).warning


def test_a_translation_cannot_follow_a_version_that_is_to_come(tree: Path) -> None:
    write_tree(tree, {"te/greet-all.md": rule("greet-all", "# పలకరించండి\n", follows=9)})
    assert "only version 1" in found(tree, "It follows version 9").words


def test_a_translation_without_its_source_would_never_be_seen(tree: Path) -> None:
    write_tree(tree, {"te/extra.md": rule("extra", "# అదనం\n", number=9, follows=1)})
    assert found(tree, "There is no rule extra in en").warning


def test_dead_links_are_named_with_their_line(tree: Path) -> None:
    body = (
        "# X\n\nSee [good](greet-all.md), [also](greet-all.md#why), [here](#x).\n\n"
        "See [gone](gone.md).\n\nSee [no place](greet-all.md#nowhere) or [below](#below).\n\n"
        '<a href="files/a.pdf">file</a>\n\n[ref]\n\n[ref]: lost.md\n'
    )
    write_tree(tree, {"en/x.md": rule("x", body, number=2)})
    faults = [fault for fault in check_tree(tree) if fault.file == "en/x.md"]
    assert [(fault.line, fault.words.split()[2]) for fault in faults] == [
        (16, "gone.md"),
        (18, "greet-all.md#nowhere"),
        (18, "#below"),
        (20, "files/a.pdf"),
        (24, "lost.md"),
    ]


def test_links_to_headings_with_a_mark_are_found(tree: Path) -> None:
    body = "# X\n\nSee [why](#why-so).\n\n## Why so {.why}\n\nBecause.\n"
    write_tree(tree, {"en/x.md": rule("x", body, number=2)})
    assert not [fault for fault in check_tree(tree) if fault.file == "en/x.md"]


def test_what_markdown_may_not_hold_is_named_with_the_line_of_the_file(tree: Path) -> None:
    write_tree(tree, {"en/x.md": rule("x", "# X\n\nfine\n\n" + "> " * 50 + "deep\n", number=2)})
    fault = found(tree, "20 deep")
    assert (tree / fault.file).read_text().split("\n")[fault.line - 1].startswith("> > >")


def test_a_remote_picture_is_a_warning(tree: Path) -> None:
    write_tree(tree, {"en/x.md": rule("x", "# X\n\n![p](https://host.example/p.png)\n", number=2)})
    assert found(tree, "another computer").warning


def test_a_handbook_yaml_that_cannot_be_taken_is_all_that_is_said(tree: Path) -> None:
    write_tree(tree, {}, OUTLINE.replace("id: wrong", "id: welcome"))
    assert [str(fault).split(": ")[0] for fault in check_tree(tree)] == ["handbook.yaml:8"]


def test_one_language_folder_is_checked_by_the_handbook_above_it(tree: Path) -> None:
    write_tree(tree, {"te/x.md": rule("x", "# X\n", number=2, chapter="weather")})
    assert [fault.file for fault in check_tree(tree / "te")] == ["te/x.md"]


def test_a_plain_folder_is_checked_without_a_handbook_yaml() -> None:
    faults = check_tree(FOREIGN)
    assert all(fault.warning for fault in faults)
    assert {fault.file for fault in faults} == {"foreign/README.md", "foreign/Tools_and_Devices.md"}
    assert any("old-page.md" in fault.words for fault in faults)


def test_a_broken_markdown_text_does_not_hide_the_faults_of_others(tree: Path) -> None:
    write_tree(
        tree,
        {
            "en/a.md": rule("a", "# A\n\n" + "<div>" * 100 + "x\n", number=2),
            "en/b.md": rule("b", "# B\n\n[gone](gone.md)\n", number=3),
        },
    )
    assert found(tree, "nested too deeply").file == "en/a.md"
    assert found(tree, "gone.md").file == "en/b.md"


def test_the_starter_handbook_has_nothing_to_correct() -> None:
    assert [str(fault) for fault in check_tree(ROOT / "rules", strict=True) if not fault.warning] == []


def test_a_folder_that_is_not_there_is_a_fault(context: Flask, tmp_path: Path) -> None:
    assert "no such folder" in check_tree(tmp_path / "nowhere")[0].words


def test_whole_rules_of_ours_pass(tree: Path) -> None:
    write_tree(tree, {"en/x.md": rule("x", whole_body("X"), number=2)})
    assert not [fault for fault in check_tree(tree) if fault.file == "en/x.md"]
