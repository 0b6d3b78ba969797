"""The starter handbook is whole: 32 rules and 5 promises in English, each ready to adopt on the first day."""

import re
from functools import cache

import lxml.html
import pytest

from handbook.core.markdown import render
from handbook.rules import figure_tables, questions, sections
from handbook.rules.checks import read_tree
from handbook.rules.outline import Outline
from handbook.rules.sections import RuleParts
from handbook.rules.source import Folder, RuleSource
from handbook.settings import ROOT

ALL, COUNTER = ("everyone",), ("counter",)
PHONE, WRITTEN, PHONE_AND_WRITTEN = ("phone",), ("written",), ("phone", "written")
# Number, severity and audience, written down by hand: ids and numbers are final, for signatures point to them.
RULES = {
    "greet-every-customer": (1, "minor", COUNTER),
    "never-ignore-a-waiting-customer": (2, "serious", COUNTER),
    "no-phone-around-customers": (3, "serious", COUNTER),
    "make-the-first-visit-count": (4, "minor", ALL),
    "make-it-personal": (5, "minor", ALL),
    "mind-the-details": (6, "minor", ALL),
    "know-what-you-sell": (7, "minor", ALL),
    "offer-what-helps": (8, "minor", ALL),
    "listen-actively": (9, "minor", ALL),
    "show-empathy": (10, "minor", ALL),
    "speak-plainly": (11, "minor", ALL),
    "say-what-you-can-do": (12, "minor", ALL),
    "respect-every-culture": (13, "serious", ALL),
    "never-argue": (14, "serious", ALL),
    "calm-the-moment": (15, "minor", ALL),
    "apologise-for-bad-experiences": (16, "serious", ALL),
    "own-every-complaint": (17, "serious", ALL),
    "find-the-root-cause": (18, "minor", ALL),
    "fix-problems-fast": (19, "serious", ALL),
    "decide-on-the-spot": (20, "minor", ALL),
    "go-beyond-expectations": (21, "minor", ALL),
    "adapt-to-the-person": (22, "minor", ALL),
    "follow-up": (23, "minor", ALL),
    "answer-promptly": (24, "serious", PHONE_AND_WRITTEN),
    "phone-manners": (25, "minor", PHONE),
    "mail-manners": (26, "minor", WRITTEN),
    "chat-manners": (27, "minor", WRITTEN),
    "social-manners": (28, "serious", WRITTEN),
    "hand-over-without-repeats": (29, "minor", ALL),
    "ask-for-opinion": (30, "minor", ALL),
    "speak-up-with-ideas": (31, "minor", ALL),
    "keep-learning-and-help": (32, "minor", ALL),
}
PROMISES = {
    "good-faith-is-not-blamed": 101,
    "heard-before-any-step": 102,
    "reading-is-paid-time": 103,
    "backed-against-abuse": 104,
    "every-idea-is-answered": 105,
}
CHAPTERS = {"welcome": (1, 8), "listen": (9, 13), "wrong": (14, 23), "channels": (24, 29), "learn": (30, 32)}
PARTS = ["why", "do", "dont", "broken", "how", "practice", "check"]
# The words of the standard as rule 24 names it, which the rule of the channel quotes in its first sentence.
STANDARDS = {
    "phone-manners": "within three rings",
    "mail-manners": "within 24 hours",
    "chat-manners": "within a few minutes",
    "social-manners": "on the same day",
}
RUPEES_IN_A_EURO = 50


def test_the_rules_are_those_of_the_table():
    found = {one.id: (one.number, one.severity, one.audience) for one in texts().values() if one.kind == "rule"}
    assert found == RULES


def test_the_promises_are_those_of_the_table():
    found = {one.id: one.number for one in texts().values() if one.kind == "promise"}
    assert found == PROMISES
    assert {texts()[rule_id].severity for rule_id in PROMISES} == {None}
    assert {texts()[rule_id].audience for rule_id in PROMISES} == {ALL}


def test_chapters_hold_the_rules_in_the_order_of_their_numbers():
    expected = {range_of: chapter for chapter, range_of in CHAPTERS.items()}
    for rule_id, (number, _severity, _audience) in RULES.items():
        home = next(chapter for (first, last), chapter in expected.items() if first <= number <= last)
        assert texts()[rule_id].chapter == home, rule_id
    assert {texts()[rule_id].chapter for rule_id in PROMISES} == {"promises"}
    assert [chapter.id for chapter in outline().chapters] == [*CHAPTERS, "promises"]


def test_every_text_has_an_owner_and_a_day_of_review():
    assert [one.id for one in texts().values() if not one.owner or one.review_on is None] == []


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_has_all_its_parts(rule_id: str):
    parts = parts_of(rule_id)
    assert [section.kind for section in parts.sections] == PARTS
    assert all(words(section.html) for section in parts.sections)
    assert words(parts.title_html)
    assert words(parts.sentence)
    assert words(parts.example_at)
    assert words(parts.example)
    assert not parts.rest


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_asks_one_question_with_one_right_answer_of_three(rule_id: str):
    asked = questions.parse(html_of(rule_id))
    assert asked is not None
    assert not asked.fault
    assert len(asked.answers) == 3
    assert asked.words.endswith("?")


def test_the_right_answer_stands_in_every_place_about_as_often():
    places = [asked.bold[0] for rule_id in RULES if (asked := questions.parse(html_of(rule_id)))]
    assert min(places.count(place) for place in range(3)) >= len(RULES) // 4


@pytest.mark.parametrize("rule_id", PROMISES)
def test_a_promise_is_a_sentence_and_plain_words_and_asks_nothing(rule_id: str):
    parts = parts_of(rule_id)
    assert words(parts.sentence)
    assert words(parts.rest)
    assert parts.sections == ()


@pytest.mark.parametrize("rule_id", RULES)
def test_the_usual_first_step_is_a_talk_and_for_a_minor_rule_the_only_one(rule_id: str):
    broken = next(words(section.html) for section in parts_of(rule_id).sections if section.kind == "broken")
    assert "The usual first step is a talk" in broken
    if RULES[rule_id][1] == "minor":
        assert "A first breach of this rule never leads above a talk." in broken
        assert "a step may follow" not in broken
    else:
        assert "after a talk, a step may follow. A person whose name you know decides it, and you can appeal." in broken


@pytest.mark.parametrize(("rule_id", "figure"), STANDARDS.items())
def test_the_rule_of_a_channel_quotes_the_standard_that_rule_24_names(rule_id: str, figure: str):
    standards = next(words(one.html) for one in parts_of("answer-promptly").sections if one.kind == "why")
    assert figure in standards
    assert figure in words(parts_of(rule_id).sentence)
    assert "](answer-promptly.md)" in texts()[rule_id].body


@pytest.mark.parametrize(("rule_id", "table"), [("decide-on-the-spot", "limits"), ("answer-promptly", "standards")])
@pytest.mark.parametrize("language", ["en", "te", "hi", "lv"])
def test_the_table_of_a_text_says_what_handbook_yaml_says(rule_id: str, table: str, language: str):
    text = next((one for one in _folders()[language].sources if one.id == rule_id), None)
    if text is None:
        assert outline().languages[language].gaps, "a text that is not translated has its reason"
        return
    assert figure_tables.tables_in(text.body) == (table,)
    shown = lxml.html.fromstring(f"<div>{render(text.body)}</div>").xpath("//table/tbody/tr")
    rows = [tuple(" ".join(cell.text_content().split()) for cell in row.xpath("td")) for row in shown]
    wanted = figure_tables.cells_of(outline(), table, language)
    assert rows == [tuple(" ".join(cell.split()) for cell in row) for row in wanted]


def test_the_figures_are_whole_in_every_language():
    limits, standards = outline().limits, outline().standards
    assert (len(limits), len(standards)) == (8, 5)
    for limit in limits:
        assert limit.up_to["INR"] == limit.up_to["EUR"] * RUPEES_IN_A_EURO
    spoken = [words for row in limits for words in (row.where, row.examples)]
    spoken += [words for row in standards for words in (row.name, row.standard, row.measured)]
    assert {tuple(words) for words in spoken} == {("en", "te", "hi", "lv")}
    assert "HR sets these limits" in texts()["decide-on-the-spot"].body


def test_each_profile_reads_what_is_for_it_and_nothing_else():
    everyone = {rule_id for rule_id, (_number, _severity, audience) in RULES.items() if audience == ALL}
    everyone |= set(PROMISES)
    counter = {"greet-every-customer", "never-ignore-a-waiting-customer", "no-phone-around-customers"}
    phone_and_writing = {"answer-promptly", "phone-manners", "mail-manners", "chat-manners", "social-manners"}
    assert {profile.id: read_by(set(profile.reads)) for profile in outline().profiles} == {
        "everyone": everyone,
        "counter": everyone | counter,
        "phone": everyone | phone_and_writing,
    }


def test_the_preface_puts_the_customer_first_and_limits_no_rights():
    preface = outline().preface["en"]
    for sentence in ("put the customer first", "Nothing here limits rights that the law gives you", "working time"):
        assert sentence in preface
    assert {"{edition}", "{language}"} <= set(re.findall(r"\{\w+\}", outline().statement["en"]))


@cache
def _tree() -> tuple[Outline, dict[str, Folder]]:
    return read_tree(ROOT / "rules")


def outline() -> Outline:
    """Return handbook.yaml of the starter handbook."""
    return _tree()[0]


def _folders() -> dict[str, Folder]:
    """Return the texts of each language."""
    return _tree()[1]


@cache
def texts() -> dict[str, RuleSource]:
    """Return the English texts by id."""
    return {one.id: one for one in _folders()["en"].sources}


def read_by(audiences: set[str]) -> set[str]:
    """Return the ids of what people of these audiences read."""
    return {one.id for one in texts().values() if audiences & set(one.audience)}


@cache
def html_of(rule_id: str) -> str:
    """Return a text as it is rendered."""
    return render(texts()[rule_id].body, rule_id)


def parts_of(rule_id: str) -> RuleParts:
    """Return a text cut at its joints."""
    return sections.cut(html_of(rule_id), texts()[rule_id].kind)


def words(html: str) -> str:
    """Return what a reader sees of a piece of HTML."""
    return lxml.html.fromstring(f"<div>{html}</div>").text_content().strip()
