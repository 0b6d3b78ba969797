"""The whole file: what stands in it, what never does, own words, kinds, and what counts above the line."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask, current_app

from handbook.core import clock
from handbook.core.db import new_id
from handbook.core.timeline import TimelineEntry
from handbook.core.transaction import transaction
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.workfile import operations, queries
from handbook.workfile.held import held_against
from handbook.workfile.kinds import Group
from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.adjustments import stories as agreements
from tests.browser_like import Visitor
from tests.corrective_actions import stories

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def add_statement(name: str, words: str, key: str | None = None) -> str:
    with transaction():
        return operations.add_statement(factories.actor(name), words, "en", key or new_id())


def entries(name: str, reader: str, *groups: Group) -> list[TimelineEntry]:
    with current_app.test_request_context():
        asked = (factories.person_id(name), factories.actor(reader), None)
        return queries.work_file(*asked, *([groups] if groups else [])).entries


def titles(name: str, reader: str = "meera", *groups: Group) -> list[str]:
    return [entry.title for entry in entries(name, reader, *groups)]


def test_the_line_holds_signature_agreement_step_statement_and_own_words(context: Flask):
    sign_below("asha")
    agreements.record("asha")
    action_id = stories.served("asha", not_notified_reason="")
    stories.reply(action_id)
    add_statement("asha", "The till was new to me.")
    found = " | ".join(titles("asha"))
    for words in ("Signed the handbook", "Written warning", "Statement on", "Statement to the file"):
        assert words in found


def test_each_kind_stands_alone_under_its_filter(context: Flask):
    sign_below("asha")
    agreements.record("asha")
    add_statement("asha", "The till was new to me.")
    assert titles("asha", "meera", Group.STATEMENTS) == ["Statement to the file"]
    assert titles("asha", "meera", Group.SIGNATURES)[0] == "Signed the handbook, edition 1"
    assert titles("asha", "meera", Group.STEPS) == []


def test_own_words_are_kept_as_typed_and_once_for_one_form(context: Flask):
    key = new_id()
    assert add_statement("asha", "I was not told.", key) == add_statement("asha", "I was not told.", key)
    (entry,) = entries("asha", "asha", Group.STATEMENTS)
    assert (entry.quote, entry.lang, entry.url) == ("I was not told.", "en", None)


def test_who_has_left_still_adds_own_words_over_the_page(client_of: SignIn):
    browser = client_of("milda")
    browser.get("/my-file/statement")
    browser.submit("/my-file/statement", words="I left with thanks.")
    assert "I left with thanks." in browser.words()


def test_an_empty_statement_is_not_kept_and_says_what_to_change(client_of: SignIn):
    browser = client_of("asha")
    browser.get("/my-file/statement")
    browser.submit("/my-file/statement", expect=400, words="  ")
    assert "write at least one word" in browser.words()


def test_the_investigation_stands_in_nobodys_file(context: Flask):
    case_id = stories.open_case("asha")
    stories.begin(case_id)
    assert titles("asha") == titles("asha", "asha") == []
    assert held_against(factories.person_id("asha"), factories.actor("asha")).is_nothing


def test_hr_learns_of_no_open_case_by_the_file_and_the_person_does(context: Flask):
    case_id = stories.open_case("asha")
    stories.begin(case_id)
    stories.tell(case_id)
    with current_app.test_request_context():
        person = factories.person_id("asha")
        own, other = held_against(person, factories.actor("asha")), held_against(person, factories.actor("nandini"))
    assert (len(own.cases), own.is_nothing) == (1, False)
    assert (other.cases, other.is_nothing) == ([], True)


def test_the_green_line_goes_when_a_step_counts_and_comes_back_when_an_appeal_overturns_it(context: Flask):
    action_id = stories.served("asha")
    person, asha = factories.person_id("asha"), factories.actor("asha")
    with current_app.test_request_context():
        held = held_against(person, asha)
        assert (len(held.live), held.is_nothing) == (1, False)
        stories.appealed(action_id, Outcome.ALLOWED)
        assert held_against(person, asha).live == []


def test_it_says_until_when_a_statement_and_an_appeal_are_asked_for(context: Flask):
    stories.served("asha")
    person, asha = factories.person_id("asha"), factories.actor("asha")
    with current_app.test_request_context():
        windows = held_against(person, asha).windows
        assert [one.until for one in windows] == sorted(one.until for one in windows)
        assert any("appeal" in one.sentence for one in windows)
        with time_machine.travel(clock.now() + timedelta(days=60), tick=False):
            assert held_against(person, asha).windows == []


def test_the_appeal_is_not_offered_again_once_it_is_lodged(context: Flask):
    action_id = stories.served("asha")
    stories.appeal(action_id)
    with current_app.test_request_context():
        windows = held_against(factories.person_id("asha"), factories.actor("asha")).windows
    assert not any("You can appeal" in one.sentence for one in windows)


def test_the_filter_stands_in_the_address_and_nonsense_shows_all(app: Flask, client_of: SignIn):
    with app.app_context():
        sign_below("asha")
        add_statement("asha", "The till was new to me.")
    browser = client_of("asha")
    browser.get("/my-file?kind=statements")
    assert "The till was new to me." in browser.words()
    assert "Signed the handbook, edition 1" not in browser.words()
    browser.get("/my-file?kind=nonsense")
    assert "Signed the handbook, edition 1" in browser.words()
    browser.get("/my-file?kind=steps")
    assert "Nothing of this kind stands here" in browser.words()


def test_the_number_of_queries_is_the_same_with_one_and_with_two_hundred_lines(
    context: Flask, counting: Callable[[], object]
):
    numbers = []
    for more in (1, 199):
        for _one in range(more):
            add_statement("asha", "One more word.")
        with counting() as statements:
            entries("asha", "meera")
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
