"""handbook.yaml: what it may say, every fault with its line, and the frame of a folder that has none."""

import pytest
from flask import Flask

from handbook.core.errors import Invalid
from handbook.rules import outline
from tests.rules.files import OUTLINE


def test_it_reads_languages_chapters_profiles_and_statement() -> None:
    frame = outline.parse(OUTLINE)
    assert frame.source == "en"
    assert [chapter.id for chapter in frame.chapters] == ["welcome", "wrong"]
    assert [(profile.id, profile.reads) for profile in frame.profiles] == [
        ("everyone", ("everyone",)),
        ("counter", ("everyone", "counter")),
    ]
    assert frame.languages["te"].gaps == "అనువాదం జరుగుతోంది."
    assert frame.statement_for("te", 3) == "3వ సంచికను తెలుగులో చదివాను."


def test_words_that_lack_in_a_language_come_from_the_source() -> None:
    frame = outline.parse(OUTLINE)
    assert frame.words(frame.chapters[0].title, "te") == "స్వాగతం"
    assert frame.words(frame.chapters[1].title, "te") == "When it goes wrong"
    assert frame.words(frame.lead, "te") == ""


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("source: en", "source: xx", 1, "source language xx is missing"),
        ("title: {en: Service handbook, te: సేవా నియమావళి}", "title: words", 2, "Write title as a group"),
        ("  en: {name: English}", "  en: {}", 4, "its name in its own script"),
        ("  en: {name: English}", "  EN!: {name: English}", 4, "not a language code"),
        ("id: wrong", "id: welcome", 8, "stands here twice"),
        ("id: wrong", "id: When it goes", 8, "Give it an id"),
        ("title: {en: When it goes wrong}", "title: {te: x}", 8, "in the source language en too"),
        ("title: {en: When it goes wrong}", "title: {en: 7}", 8, "Write text for en"),
        ("title: {en: When it goes wrong}", "title: {en: x, fr: y}", 8, "The language fr is missing"),
        ("reads: [everyone, counter]", "reads: [boss]", 11, "reads must be a list"),
        ("{id: everyone, title", "{id: all, title", 9, "Add the profile everyone"),
        ("edition {edition} in", "this edition in", 14, "must hold {edition}"),
        ("te: సేవా నియమావళి}", "te: సేవా నియమావళి, te: again}", 2, "written twice"),
    ],
)
def test_it_refuses_with_the_line_and_what_to_change(old: str, new: str, line: int, words: str) -> None:
    assert old in OUTLINE
    with pytest.raises(Invalid) as refusal:
        outline.parse(OUTLINE.replace(old, new))
    assert any(fault.startswith(f"handbook.yaml:{line}:") and words in fault for fault in refusal.value.faults)


def test_it_refuses_values_that_point_to_others() -> None:
    with pytest.raises(Invalid, match=r"handbook.yaml:6: .*Write the value out"):
        outline.parse(OUTLINE.replace("chapters:", "chapters: &all") + "more: *all\n")


def test_a_folder_without_a_frame_gets_one_that_can_be_read_again(context: Flask) -> None:
    frame = outline.default("te", ["welcome", "time-off"])
    assert outline.parse(frame.text) == frame
    assert list(frame.languages) == ["te"]
    assert frame.languages["te"].name == "తెలుగు"
    assert [profile.id for profile in frame.profiles] == ["everyone"]
    assert [chapter.id for chapter in frame.chapters] == ["welcome", "time-off"]
    assert "{" not in frame.statement_for("te", 1)


def test_a_frame_grows_by_a_language_and_chapters_and_otherwise_stays(context: Flask) -> None:
    frame = outline.parse(OUTLINE)
    assert outline.extended(frame, "en", ["welcome"]) is frame
    grown = outline.extended(frame, "lv", ["welcome", "news"])
    assert list(grown.languages) == ["en", "te", "lv"]
    assert [chapter.id for chapter in grown.chapters] == ["welcome", "wrong", "news"]
    assert grown.statement["en"] == frame.statement["en"]


def test_a_language_that_is_none_is_refused(context: Flask) -> None:
    with pytest.raises(Invalid, match="not a language code"):
        outline.default("qqq", [])
