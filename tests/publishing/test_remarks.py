"""Staff are asked before publishing: they remark, HR answers, and the edition says so."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from handbook.core import clock
from handbook.core.errors import Conflict
from handbook.core.transaction import end_read, transaction
from handbook.publishing import consulting, remarks
from handbook.rules import operations as rules
from handbook.rules import queries as editions
from tests import factories
from tests.browser_like import Visitor
from tests.publishing import stories as story

pytestmark = pytest.mark.database
SignIn = Callable[[str], Visitor]
READ, REMARKS = "/handbook/draft/read?lang=en", "/handbook/draft/remarks?lang=en"


def test_a_remark_is_made_answered_and_printed_in_the_edition(app: Flask, client_of: SignIn):
    with app.app_context():
        story.change_a_sentence()
    meera, asha, lakshmi = client_of("meera"), client_of("asha"), client_of("lakshmi")
    asha.get(READ)
    assert "Nobody is asked just now" in asha.words()
    meera.get(REMARKS)
    meera.submit("/remarks/open")
    asha.get("/?lang=en")
    asha.get(asha.link("Read and remark"))
    assert asha.tree().xpath("//ins")[0].text_content().endswith("at once")
    asha.submit(f"about={story.ARGUE}", **{f"{story.ARGUE}-words": "At once is too soon on a Saturday."})
    assert "Waits for an answer" in asha.words()
    lakshmi.get(READ)
    assert "Saturday" not in lakshmi.words()

    meera.get("/handbook/draft/publish?lang=en")
    assert "1 remark of the staff has no answer yet. Answer it first." in meera.words()
    meera.get(REMARKS)
    assert "Asha Reddy" in meera.words()
    answer = next(name for name in meera.form("/answer").fields if name.endswith("-answer"))
    meera.submit("/answer", **{answer: "On Saturdays a second supervisor is there from now on."})
    meera.submit(
        "/parties",
        **{"party-who": "Works council", "party-heard_on": clock.now().date().isoformat(), "party-words": "Agreed."},
    )
    asha.get(READ)
    assert "a second supervisor" in asha.words()
    with app.app_context():
        words = consulting.in_words("en")
        assert words.startswith("1 remark from staff, answered.\nWorks council, ")
        rules.publish("test", "At once.", consulted=words)
        assert editions.newest_edition().consulted == words
        assert consulting.newest() is None


def test_nothing_is_published_over_an_unanswered_remark_from_the_command_line_either(context: Flask):
    story.change_a_sentence()
    ask_and_remark()
    with pytest.raises(Conflict, match="no answer yet"):
        rules.publish("command line", "At once.")
    assert editions.newest_edition().number == 1


def test_after_the_last_day_no_remarks_are_taken(context: Flask):
    ask_and_remark()
    asha = factories.actor("asha")
    with time_machine.travel(clock.now() + timedelta(days=9), tick=False):
        today = clock.now().date()
        end_read()
        with pytest.raises(Conflict, match="No remarks are taken"), transaction():
            remarks.remark(asha, None, "en", "Too late.", today)
    assert consulting.counts().remarks == 1


def test_the_same_words_twice_are_one_remark(context: Flask):
    assert ask_and_remark() == ask_and_remark(again=True)
    assert consulting.counts().remarks == 1


def test_staff_are_asked_once_at_a_time(context: Flask):
    ask_and_remark()
    meera = factories.actor("meera")
    end_read()
    with pytest.raises(Conflict, match="asked already"), transaction():
        consulting.open_consultation(meera, clock.now().date(), "")


def test_two_answers_at_once_lose_nothing(app: Flask, client_of: SignIn):
    with app.app_context():
        ask_and_remark()
    meera, nandini = client_of("meera"), client_of("nandini")
    for browser in (meera, nandini):
        browser.get(REMARKS)
    field = next(name for name in meera.form("/answer").fields if name.endswith("-answer"))
    meera.submit("/answer", **{field: "We shall."})
    nandini.submit("/answer", expect=409, **{field: "We shall not."})
    assert "Somebody else has answered this remark meanwhile" in nandini.words()
    assert "We shall not." in nandini.page.text


def test_a_list_of_remarks_takes_as_many_queries_as_one(app: Flask, client_of: SignIn, counting):
    with app.app_context():
        ask_and_remark()
    meera = client_of("meera")
    meera.client.get(REMARKS)
    numbers = []
    for more in (0, 15):
        with app.app_context():
            who, today = factories.actor("ravi"), clock.now().date()
            end_read()
            with transaction():
                for number in range(more):
                    remarks.remark(who, None, "en", f"Remark {number}.", today)
            with counting() as statements:
                meera.client.get(REMARKS)
        numbers.append(len(statements))
    assert numbers[0] == numbers[1], "\n".join(statements.seen)


def ask_and_remark(*, again: bool = False) -> str:
    """Let meera ask the staff for a week, and asha say something; return the remark's id."""
    meera, asha, today = factories.actor("meera"), factories.actor("asha"), clock.now().date()
    end_read()
    if not again:
        with transaction():
            consulting.open_consultation(meera, today + timedelta(days=7), "")
    with transaction():
        return remarks.remark(asha, None, "en", "Why now?", today)
