"""The work file tells when somebody agreed to sign on the screen, and when they took that back."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask

from handbook.core import clock
from tests import factories
from tests.acknowledgements import board_stories as story
from tests.acknowledgements.signing import agree
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
AGREED, TAKEN_BACK = "Agreed to sign on the screen", "Took back the agreement to sign on the screen"
ON_PAPER = "Wishes to sign on paper, edition 1"


def choose(browser: Visitor, *choices: str) -> None:
    """Let somebody choose how to sign, one choice after another."""
    for choice in choices:
        browser.get("/sign/how?lang=en")
        agree(browser, choice)


def lines(browser: Visitor) -> list[str]:
    """Return the titles of the reader's own file, newest first."""
    browser.get("/my-file?lang=en")
    return [one.text_content().strip() for one in browser.tree().xpath("//ol[@class='timeline']/li/h3")]


def test_agreeing_and_taking_it_back_stand_in_the_own_file(client_of: SignIn):
    asha = client_of("asha")
    choose(asha, "electronic")
    assert lines(asha) == [AGREED]
    choose(asha, "paper")
    assert sorted(lines(asha)) == sorted([TAKEN_BACK, ON_PAPER, AGREED])
    choose(asha, "electronic")
    assert lines(asha)[0] == AGREED
    assert lines(asha).count(AGREED) == 2
    assert "Told beforehand in English what is kept." in asha.words()


def test_paper_from_the_beginning_takes_nothing_back(client_of: SignIn):
    asha = client_of("asha")
    choose(asha, "paper", "paper")
    assert lines(asha) == [ON_PAPER, ON_PAPER]


def test_hr_reads_it_in_the_work_file_and_nobody_reads_it_in_anothers(app: Flask, client_of: SignIn):
    choose(client_of("asha"), "electronic")
    meera = client_of("meera")
    with app.app_context():
        asha = factories.person_id("asha")
    meera.get(f"/people/{asha}/file?lang=en")
    assert AGREED in meera.words()
    assert lines(client_of("ravi")) == []


def test_the_moment_is_told_by_the_clocks_of_the_place(app: Flask, client_of: SignIn):
    day = clock.now().date()
    with time_machine.travel(datetime(day.year + 1, 3, 2, 20, 0, tzinfo=UTC), tick=False):
        with app.app_context():
            for name in ("asha", "ravi"):
                story.agrees(name)
        for name, words in (("asha", f"3 March {day.year + 1}, 01:30"), ("ravi", f"2 March {day.year + 1}, 22:00")):
            browser = client_of(name)
            assert lines(browser) == [AGREED]
            assert words in browser.words()


def test_the_file_takes_as_many_queries_with_many_choices_as_with_one(
    app: Flask, client_of: SignIn, counting: Callable[[], AbstractContextManager[Any]]
):
    asha, numbers = client_of("asha"), []
    for choices in (("electronic", "paper"), ("electronic", "paper", "electronic", "paper")):
        choose(asha, *choices)
        with app.app_context(), counting() as statements:
            asha.get("/my-file")
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
