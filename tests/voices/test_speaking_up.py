"""Speaking up: past the own supervisor, to who may read it, with a code that leads to no account, and protected."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, inspect, select

from handbook.core import flood
from handbook.core.access_log import AccessEntry
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, Invalid, NotFound
from handbook.core.transaction import transaction
from handbook.ledger.verification import verify
from handbook.voices import queries as voices
from handbook.voices.lifecycle import Addressee, SpeakUpStage
from handbook.voices.models import SpeakUp, SpeakUpEntry
from handbook.voices.speaking import operations, queries
from handbook.voices.speaking.codes import code_hash, code_of
from handbook.voices.speaking.policy import Parties, may_read
from tests import factories
from tests.browser_like import Visitor
from tests.complaints import stories as complaints
from tests.corrective_actions.ladders.stories import link
from tests.voices import stories

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
STAFF = ("asha", "lakshmi", "ravi", "janis", "meera", "nandini", "dmitri", "inese", "olga", "viktor")


def readers_of(speak_up_id: str) -> set[str]:
    """Return who may read it, by name, and check that the list says the same."""
    found = set()
    for name in STAFF:
        actor = factories.actor(name)
        listed = [one.id for one in queries.speak_ups_for(actor, False, 1)[0]]
        try:
            queries.speak_up_for(actor, speak_up_id)
        except NotFound:
            assert speak_up_id not in listed, name
        else:
            assert speak_up_id in listed, name
            found.add(name)
    return found


@pytest.mark.parametrize(
    ("writer", "about", "expected"),
    [
        ("asha", None, {"meera", "nandini"}),
        (None, None, {"meera", "nandini"}),
        ("asha", "meera", {"nandini"}),
        (None, "meera", {"nandini"}),
        ("asha", "janis", {"meera", "nandini"}),
        ("meera", None, {"nandini"}),  # nobody answers themself
        ("janis", "dmitri", {"meera", "nandini"}),
    ],
)
def test_hr_reads_it_but_for_whom_it_concerns(
    context: Flask, writer: str | None, about: str | None, expected: set[str]
):
    assert readers_of(stories.speak_up(writer, about=about)) == expected


def test_what_is_kept_from_somebody_is_kept_from_their_other_record_and_nobody_answers_their_own(context: Flask):
    about, own = stories.speak_up("asha", about="ravi"), stories.speak_up("ravi")
    link("ravi", "nandini")
    assert readers_of(about) == readers_of(own) == {"meera"}
    with pytest.raises(Invalid, match="nobody would be left"), transaction():
        operations.keep_from(factories.actor("meera"), about, factories.person_id("meera"))


def test_where_nobody_would_be_left_to_read_it_the_form_says_so(context: Flask):
    # meera looks after nandini, so for nandini it is kept from her; and nandini is all else there is of HR.
    with pytest.raises(Invalid, match="nobody is left"):
        stories.speak_up("nandini")
    with pytest.raises(Invalid, match="nobody is left"):
        stories.speak_up("asha", to=Addressee.OUTSIDER)  # nobody is named as the outsider
    assert readers_of(stories.speak_up("lakshmi", about="nandini")) == {"meera"}


def test_the_outsider_alone_reads_what_is_addressed_to_them(context: Flask):
    viktor, meera, asha = (factories.actor(name) for name in ("viktor", "meera", "asha"))
    parties, alone = Parties(Addressee.OUTSIDER, None), frozenset[str]()
    assert may_read(viktor, parties, viktor.employee_id, alone)
    assert not may_read(viktor, parties, None, alone)
    assert not may_read(meera, parties, viktor.employee_id, alone)
    assert not may_read(asha, parties, asha.employee_id, alone)
    assert not may_read(viktor, Parties(Addressee.HR, None), viktor.employee_id, alone)
    for kept_from, mine in ((viktor.employee_id, alone), ("another record", frozenset({"another record"}))):
        kept = Parties(Addressee.OUTSIDER, None, frozenset({kept_from}))
        assert not may_read(viktor, kept, viktor.employee_id, mine)


def test_a_named_outsider_can_be_chosen_and_reads_it_by_their_one_door(app: Flask, client_of: SignIn):
    with app.app_context():
        complaints.name_outsider("viktor")
        assert readers_of(stories.speak_up("asha", to=Addressee.OUTSIDER)) == {"viktor"}
        assert readers_of(stories.speak_up("nandini", to=Addressee.OUTSIDER)) == {"viktor"}
        with pytest.raises(Invalid, match="nobody is left"):
            stories.speak_up("asha", to=Addressee.OUTSIDER, about="viktor")
    asha, viktor = client_of("asha"), client_of("viktor")
    asha.get("/speak-up?lang=en")
    assert "Viktors Balodis, from outside the company" in asha.words()
    viktor.get("/speak-up/inbox?lang=en")
    viktor.get(viktor.link("S-"))
    viktor.submit("/answers", **{"answer-words": "I have asked the director."})
    assert "I have asked the director." in viktor.words()


def test_whoever_turns_out_to_be_concerned_loses_it_in_that_moment(context: Flask):
    kept, meera = stories.speak_up(), factories.actor("meera")
    nandini = factories.person_id("nandini")
    with transaction():
        operations.keep_from(meera, kept, nandini)
    assert readers_of(kept) == {"meera"}
    with pytest.raises(Invalid, match="nobody would be left"), transaction():
        operations.keep_from(meera, kept, meera.employee_id)


def test_an_answer_is_due_in_five_working_days(context: Flask):
    with time_machine.travel("2031-03-06T06:00:00Z"):  # Thursday
        kept = stories.speak_up()
        assert db.session.get_one(SpeakUp, kept).due_on == date(2031, 3, 13)
    with time_machine.travel("2031-03-13T20:00:00Z"):  # Friday has begun in Hyderabad
        (line,) = queries.own_speak_ups(factories.actor("asha"))
        assert line.is_late


def test_a_word_of_the_writer_waits_for_an_answer_again(context: Flask):
    key = new_id()
    kept, meera = stories.speak_up(None, key=key), factories.actor("meera")
    stories.answer(kept)
    stories.answer(kept, key="0" * 32, version=2)
    stories.answer(kept, key="0" * 32, version=2)  # sent twice
    assert voices.waiting_for(meera).speak_ups == 0
    with transaction():
        operations.add_by_code(code_of(key), "It is locked again.", "en", new_id())
    page = queries.speak_up_by_code(code_of(key).lower().replace("-", " "))
    assert [one.kind.value for one in page.entries] == ["said", "answered", "answered", "added"]
    assert (page.line.stage, voices.waiting_for(meera).speak_ups) == (SpeakUpStage.WAITING, 1)
    assert not verify().faults


def test_an_answer_to_what_was_not_read_is_held(context: Flask):
    kept, asha = stories.speak_up(), factories.actor("asha")
    with transaction():
        operations.add_by_name(asha, kept, "It is urgent.", "en", new_id())
    with pytest.raises(Conflict, match="said meanwhile"):
        stories.answer(kept)
    with pytest.raises(NotFound):
        stories.answer(kept, by="janis", version=2)


def test_without_a_name_nothing_kept_leads_to_an_account(app: Flask, client_of: SignIn):
    asha = client_of("asha")
    with app.app_context():
        person, account = factories.person_id("asha"), factories.actor("asha").account_id
        before = _everything()
    asha.get("/speak-up?lang=en")
    asha.submit("/speak-up", matter="safety", name="without_name", words=stories.SAID)
    code = re.search(r"(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}", asha.words())
    assert code
    with app.app_context():
        new = [row for row in _everything() if row not in before]
        text = " ".join(map(str, new))
        assert stories.SAID in text
        for trace in (person, account, "Asha", code[0], code[0].replace("-", "")):
            assert trace not in text
        assert {table for table, _row in new} == {"speak_up", "speak_up_entry", "ledger_leaf"} | (
            {"ledger_node"} & {table for table, _row in new}
        )
        assert db.session.scalar(select(func.count()).select_from(AccessEntry)) == 0


def test_the_code_is_followed_without_signing_in(app: Flask, client_of: SignIn, visitor: Visitor):
    key = new_id()
    with app.app_context():
        kept = stories.speak_up(None, key=key)
        stories.answer(kept)
    visitor.get("/speak-up/follow?lang=en")
    visitor.submit("/speak-up/follow", code="AAAA-BBBB", expect=404)
    assert "There is nothing under this code" in visitor.words()
    visitor.submit("/speak-up/follow", code=code_of(key).replace("-", " ").lower())
    assert "It is open from today on." in visitor.words()
    visitor.submit("/words", expect=400)
    visitor.submit("/words", words="Thank you.")
    assert "Thank you." in visitor.words()
    assert code_of(key) not in visitor.page.request.path


def test_a_code_is_not_guessed_at_leisure(visitor: Visitor):
    flood.forget()
    visitor.get("/speak-up/follow?lang=en")
    token = dict(visitor.form("/speak-up/follow").form_values())
    told = [visitor.client.post("/speak-up/follow", data=token | {"code": new_id()}).status_code for _try in range(32)]
    flood.forget()
    assert told == [404] * 30 + [429] * 2


def test_the_code_of_somebody_who_gave_a_name_opens_nothing(context: Flask):
    key = new_id()
    stories.speak_up("asha", key=key)
    with pytest.raises(NotFound):
        queries.speak_up_by_code(code_of(key))


def test_a_code_is_long_enough_and_forgives_how_it_is_typed():
    code = code_of("0" * 32)
    assert re.fullmatch(r"(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}", code)
    assert code_hash(code) == code_hash(f" {code.lower().replace('-', ' ')} ")
    assert code_of("1" * 32) != code


def test_the_same_form_twice_is_one_and_gives_the_same_code(context: Flask):
    key = new_id()
    assert stories.speak_up(None, key=key) == stories.speak_up(None, key=key)
    assert db.session.scalar(select(func.count()).select_from(SpeakUpEntry)) == 1


def test_by_name_it_is_said_answered_and_found_again(client_of: SignIn):
    asha, meera, janis = client_of("asha"), client_of("meera"), client_of("janis")
    asha.get("/speak-up?lang=en")
    assert "from outside the company" not in asha.words()
    asha.submit("/speak-up", words=stories.SAID, expect=400)
    asha.submit("/speak-up", matter="superior", name="by_name", number=factories.PEOPLE["janis"].number)
    assert "Answer promised by" in asha.words()
    meera.get("/speak-up/inbox?lang=en")
    assert "Asha Reddy" in meera.words()
    meera.get(meera.link("S-"))
    meera.submit("/answers", **{"answer-words": "We talk with everybody about it."})
    assert janis.get("/speak-up/inbox").status_code == 403
    asha.get("/speak-up")
    asha.get(asha.link("S-"))
    assert "We talk with everybody about it." in asha.words()
    asha.submit("/words", words="Thank you.")
    meera.get("/speak-up/inbox")
    assert "By " in meera.words()


def test_who_writes_an_answer_while_something_is_added_loses_nothing(app: Flask, client_of: SignIn):
    with app.app_context():
        kept = stories.speak_up()
    meera = client_of("meera")
    meera.get(f"/speak-up/inbox/{kept}?lang=en")
    with app.app_context():
        asha = factories.actor("asha")
        stories.end_read()
        with transaction():
            operations.add_by_name(asha, kept, "It is urgent.", "en", new_id())
    meera.submit("/answers", expect=409, **{"answer-words": "Next week."})
    assert "It is urgent." in meera.words()
    assert "Next week." in meera.page.text


def test_whoever_spoke_up_by_name_is_protected_for_ninety_days(context: Flask):
    asha, lakshmi, ravi, stranger = (factories.person_id(name) for name in ("asha", "lakshmi", "ravi", "stranger"))
    today = stories.today()
    stories.speak_up("asha")
    stories.speak_up(None)
    stories.report("lakshmi")
    complaints.file_complaint("ravi")
    spoke = voices.spoke_up_within
    assert [spoke(one, today) for one in (asha, lakshmi, ravi, stranger)] == [True, True, True, False]
    assert spoke(asha, today + timedelta(days=90))
    assert not spoke(asha, today + timedelta(days=91))
    assert not spoke(lakshmi, today + timedelta(days=91))
    assert not spoke(asha, today - timedelta(days=1))
    assert not spoke(asha, today + timedelta(days=8), days=7)
    link("ravi", "stranger")
    assert spoke(stranger, today)  # whichever of the two records spoke


def test_it_never_stands_in_a_work_file(app: Flask, client_of: SignIn):
    with app.app_context():
        stories.speak_up("asha")
        person = factories.person_id("asha")
    meera = client_of("meera")
    meera.get(f"/people/{person}/file?lang=en")
    assert stories.SAID not in meera.words()
    assert "S-" not in meera.words()


def _everything() -> list[tuple[str, tuple[object, ...]]]:
    """Return every row of every table."""
    tables = inspect(db.engine).get_table_names()
    rows = [(name, tuple(row)) for name in tables for row in db.session.execute(db.text(f'SELECT * FROM "{name}"'))]
    db.session.rollback()
    return rows
