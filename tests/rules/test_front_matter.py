"""Front matter: each value that cannot be taken is a fault with its line, and a version is written without a trace."""

import pytest

from handbook.rules import front_matter
from handbook.rules.source import read
from tests.rules.files import rule


@pytest.mark.parametrize(
    ("fields", "line", "words"),
    [
        ({"rule_id": "Never Argue"}, 2, "id must be small letters"),
        ({"kind": "law"}, 3, "kind must be rule or promise"),
        ({"number": "one"}, 4, "number must be a whole number"),
        ({"number": 0}, 4, "number must be a whole number"),
        ({"number": "yes"}, 4, "number must be a whole number"),
        ({"severity": "mild"}, 6, "severity must be minor, serious or gross"),
        ({"for_": "[everybody]"}, 7, "for must be a list of everyone"),
        ({"for_": "everyone"}, 7, "for must be a list of everyone"),
        ({"for_": "[]"}, 7, "for must be a list of everyone"),
        ({"owner": 7}, 8, "owner must be a job title"),
        ({"review_on": "soon"}, 9, "review_on must be a day"),
        ({"version": 1.5}, 10, "version must be a whole number"),
        ({"follows": "a"}, 11, "follows must be the version"),
        ({"chapter": None}, 1, "Add chapter to the front matter"),
        ({"severity": None}, 1, "Add severity to the front matter"),
        ({"version": None}, 1, "Add version to the front matter"),
        ({"owner": "[a, b"}, 9, "cannot be read"),
        ({"owner": "*anchor"}, 8, "cannot be read"),
    ],
)
def test_it_refuses_a_value_with_file_line_and_what_to_change(fields: dict[str, object], line: int, words: str) -> None:
    found, faults = read(rule(**fields), "en/x.md", "en")  # type: ignore[arg-type]
    assert found is None
    assert [(fault.file, fault.line) for fault in faults] == [("en/x.md", line)]
    assert words in faults[0].words


def test_an_unknown_field_is_a_warning() -> None:
    found, faults = read(rule(colour="plum"), "en/x.md", "en")
    assert found is not None
    assert [(fault.warning, fault.line) for fault in faults] == [(True, 11)]


def test_a_file_without_front_matter_needs_one_where_nothing_stands_in() -> None:
    found, (fault,) = read("# Title\n", "en/x.md", "en")
    assert found is None
    assert "front matter" in fault.words


def test_a_key_written_twice_is_a_fault() -> None:
    found, (fault,) = read(rule().replace("kind: rule", "kind: rule\nkind: promise"), "en/x.md", "en")
    assert found is None
    assert "written twice" in fault.words


def test_a_bomb_of_aliases_or_brackets_is_a_fault() -> None:
    bomb = "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(9))
    for head in (bomb, "a: " + "[" * 3000):
        found, faults = read(f"---\n{head}\n---\n# T\n", "en/x.md", "en")
        assert found is None
        assert faults


def test_only_the_line_of_the_version_changes() -> None:
    text = rule(body="# T\n\nversion: 7 stays in the text\n")
    changed = front_matter.with_version(text, 3)
    assert changed == text.replace("version: 1\n", "version: 3\n")
    assert front_matter.without_version(changed) == front_matter.without_version(text)
