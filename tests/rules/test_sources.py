"""docs/sources.md: every rule says where its idea can be read, every practice of good service says where it lives."""

import re
from functools import cache
from pathlib import Path

import pytest

from handbook.app import create_app
from handbook.settings import ROOT, Settings
from tests.rules.test_starter_handbook import PROMISES, RULES

PAGE = ROOT / "docs" / "sources.md"
# What good service is made of, written down by hand; each has to live in a rule or in the program.
PRACTICES = (
    "no arguing",
    "no ignoring",
    "no brushing off",
    "sign and date at the back",
    "feedback forms, by mail and by telephone",
    "talk, corrective action, dismissal",
    "active listening",
    "empathy",
    "plain language",
    "positive language",
    "cultural sensitivity",
    "problem solving",
    "timeliness",
    "adaptability",
    "channel: in person",
    "channel: telephone",
    "channel: mail",
    "channel: chat",
    "channel: social media",
    "from one channel to the next",
    "training and its renewal",
    "key figures",
    "monitoring and coaching",
    "improvement cycle",
    "exceeding expectations",
    "first impressions",
    "follow-up",
    "staff ideas",
    "customer first",
    "stay close to the customer",
    "attention to detail",
    "the policy protects staff",
    "review the policy, not the person who followed it",
    "a sincere apology",
)
LINK = re.compile(r"\[[^\]]+\]\(https?://[^\s)]+\)")
OTHER = ("our own", "Regulation (EU)")
NAMED = re.compile(r"`([^`]+)`")


@pytest.fixture
def addresses(tmp_path: Path) -> set[str]:
    """The addresses of the program, with the kinds of their places left out: /handbook/<edition>/changes."""
    app = create_app(Settings(handbook_data=tmp_path, handbook_base_url="http://localhost"))
    return {re.sub(r"<\w+:", "<", rule.rule) for rule in app.url_map.iter_rules()}


def test_every_rule_and_promise_has_a_line_that_says_where_its_idea_comes_from():
    named = {row[0] for row in rows("rule")}
    assert named == {*RULES, *PROMISES}


def test_every_line_names_a_page_or_says_that_the_idea_is_our_own():
    lines = rows("rule")
    assert [line for line in lines if len(line) != 3 or not line[1]] == []
    assert [line for line in lines if not LINK.search(line[2]) and not line[2].startswith(OTHER)] == []


def test_every_practice_has_its_line_once():
    assert sorted(row[0] for row in rows("practice")) == sorted(PRACTICES)


def test_every_practice_lives_in_a_rule_or_in_the_program_as_it_is_today():
    assert [name for name, rules, today, _planned in rows("practice") if not rules and not NAMED.search(today)] == []


def test_the_rules_of_a_practice_exist():
    named = {rule_id for _name, rules, _today, _planned in rows("practice") for rule_id in rules.split(", ") if rule_id}
    assert named - {*RULES, *PROMISES} == set()
    assert {*RULES} - named == set(), "Each rule serves a practice."


def test_what_the_program_is_said_to_have_is_there(addresses: set[str]):
    for _name, _rules, today, _planned in rows("practice"):
        for place in NAMED.findall(today):
            assert place in addresses if place.startswith("/") else (ROOT / place).is_file(), place


def test_what_is_said_to_be_planned_is_not_there_yet(addresses: set[str]):
    for _name, _rules, _today, planned in rows("practice"):
        built = [place for place in NAMED.findall(planned) if place in addresses]
        assert not built, f"{built} exist now: move them to the column of what is in the program today."


@cache
def rows(first: str) -> list[list[str]]:
    """Return the rows of the table whose first column is called so."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {first} |"))
    found = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")])
    return found
