"""Reading rule files: ours with front matter, and plain Markdown as it lies on a disk."""

import unicodedata
from datetime import date
from pathlib import Path

from handbook.rules.source import complete, normalise, read, read_folder, title_of
from tests.rules.files import rule, source, write_tree

FOREIGN = Path(__file__).parent / "foreign"


def test_it_reads_every_field_of_our_front_matter() -> None:
    text = rule("never-argue", number=14, chapter="wrong", severity="serious", for_="[counter, phone]", follows=2)
    found = source(text)
    assert (found.id, found.kind, found.number, found.chapter) == ("never-argue", "rule", 14, "wrong")
    assert (found.severity, found.audience, found.owner) == ("serious", ("counter", "phone"), "head of service")
    assert (found.review_on, found.version, found.follows) == (date(2027, 5, 1), 1, 2)
    assert found.title == "Greet all"
    assert found.body.startswith("# Greet all\n")


def test_a_promise_has_no_severity() -> None:
    assert source(rule(kind="promise", severity=None, number=101)).severity is None


def test_the_body_knows_its_line_in_the_file() -> None:
    text = rule()
    found = source(text)
    assert text.split("\n")[found.body_line - 1] == "# Greet all"


def test_text_is_normalised_to_nfc_and_line_feeds() -> None:
    decomposed = unicodedata.normalize("NFD", "Ķekss")
    assert normalise(f"\ufeff# {decomposed}\r\nwords\r\n\r\n") == "# Ķekss\nwords\n"


def test_zero_width_joiners_of_a_script_survive() -> None:
    assert "కౌంటర్‌లో" in source(rule(body="# కౌంటర్‌లో\n")).body


class TestAPlainFolder:
    """A folder of Markdown without our front matter."""

    def test_the_readme_comes_first_then_files_by_name_then_folders(self) -> None:
        found = read_folder(FOREIGN, "en").sources
        assert [one.id for one in found] == ["readme", "tools-and-devices", "working-hours", "time-off", "days-off"]
        assert [one.number for one in found] == [1, 2, 3, 4, 5]

    def test_the_title_is_the_first_heading_or_the_title_of_another_program(self) -> None:
        titles = {one.id: one.title for one in read_folder(FOREIGN, "en").sources}
        assert titles["working-hours"] == "Working hours"
        assert titles["readme"] == "Handbook of Three Pines"
        assert titles["tools-and-devices"] == "Tools and devices"

    def test_a_file_is_a_minor_rule_for_everyone_in_the_chapter_of_its_folder(self) -> None:
        found = {one.id: one for one in read_folder(FOREIGN, "en").sources}
        assert (found["working-hours"].kind, found["working-hours"].severity) == ("rule", "minor")
        assert found["working-hours"].audience == ("everyone",)
        assert found["working-hours"].chapter == "welcome"
        assert found["days-off"].chapter == "time-off"

    def test_pictures_are_warned_of_with_file_and_line(self) -> None:
        faults = read_folder(FOREIGN, "en").faults
        (missing,) = [fault for fault in faults if "store-room.png" in fault.words]
        assert missing.warning
        assert missing.file == "foreign/Tools_and_Devices.md"
        assert (FOREIGN / "Tools_and_Devices.md").read_text().split("\n")[missing.line - 1].startswith("![Plan")

    def test_the_same_name_in_two_folders_gives_two_ids(self, tmp_path: Path) -> None:
        write_tree(tmp_path, {"a.md": "# A", "deep/a.md": "# B"}, outline=None)
        assert [one.id for one in read_folder(tmp_path, "en").sources] == ["a", "deep-a"]

    def test_a_name_in_another_script_gives_a_stable_id(self, tmp_path: Path) -> None:
        write_tree(tmp_path, {"నియమం.md": "# నియమం", "ķekss.md": "# Ķekss"}, outline=None)
        ids = [one.id for one in read_folder(tmp_path, "te").sources]
        assert ids == [one.id for one in read_folder(tmp_path, "te").sources]
        assert "kekss" in ids
        assert all(one.isascii() for one in ids)

    def test_hidden_files_and_other_kinds_are_left_out(self, tmp_path: Path) -> None:
        write_tree(tmp_path, {".git/a.md": "# A", "b.txt": "b", "c.MD": "# C"}, outline=None)
        assert [one.id for one in read_folder(tmp_path, "en").sources] == ["c"]

    def test_a_file_that_is_not_utf_8_is_a_fault_with_its_line(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_bytes(b"# A\n\nfine\n\xff\xfe\n")
        found = read_folder(tmp_path, "en")
        assert found.sources == []
        assert [(fault.line, "UTF-8" in fault.words) for fault in found.faults] == [(4, True)]

    def test_a_file_that_is_too_large_is_a_fault_and_is_not_read(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("a" * 300_000)
        (fault,) = read_folder(tmp_path, "en").faults
        assert "at most 256 KB" in fault.words

    def test_a_rule_across_the_page_is_not_front_matter(self, tmp_path: Path) -> None:
        write_tree(tmp_path, {"a.md": "---\n\n# A\n\nwords\n\n---\n\nmore\n"}, outline=None)
        (found,) = read_folder(tmp_path, "en").sources
        assert found.title == "A"
        assert "more" in found.body


def test_a_completed_text_stands_alone_and_says_the_same() -> None:
    for found in read_folder(FOREIGN, "en").sources:
        whole = complete(found)
        again, faults = read(whole.text, whole.file, "en")
        assert faults == []
        assert again == whole
        assert again.body == found.body
        assert again.title == found.title


def test_a_text_that_is_complete_already_is_left_as_it_is() -> None:
    found = source(rule())
    assert complete(found) is found


def test_the_first_heading_gives_up_its_marks() -> None:
    assert title_of("words\n\n## *Our* [book](x.md) `now` {.why}\n") == "Our book now"
    assert title_of("Our book\n========\n") == "Our book"
    assert title_of("an under_score_word\n") == ""
