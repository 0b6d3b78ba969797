"""An employee reports what a customer did, is backed within the day, and learns of no complaint."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from handbook.complaints.models import Complaint
from handbook.core import clock
from handbook.core.access_log import AccessEntry
from handbook.core.db import db, new_id
from handbook.core.errors import Invalid, NotFound, Refused
from handbook.core.transaction import end_read, transaction
from handbook.ledger.verification import verify
from handbook.people.models import Placement
from handbook.voices import queries as voices
from handbook.voices.incidents import queries
from handbook.voices.lifecycle import Abuse, Need
from handbook.voices.models import ConductIncident
from tests import factories
from tests.browser_like import Visitor
from tests.complaints import stories as complaints
from tests.corrective_actions.ladders.stories import link
from tests.voices import stories

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def test_the_same_report_sent_twice_is_kept_once(context: Flask):
    key = new_id()
    assert stories.report(key=key) == stories.report(key=key)
    assert db.session.scalar(select(func.count()).select_from(ConductIncident)) == 1


def test_supervisor_and_hr_see_it_at_once_and_nobody_else(context: Flask):
    kept = stories.report("asha")
    for name in ("asha", "janis", "meera", "nandini"):
        page = queries.incident_for(factories.actor(name), kept)
        assert (page.kinds, page.needs) == ((Abuse.WORDS, Abuse.DISCRIMINATION), (Need.BREAK,))
    for name in ("lakshmi", "ravi", "dmitri", "inese", "olga"):
        with pytest.raises(NotFound):
            queries.incident_for(factories.actor(name), kept)
        assert queries.incidents_for(factories.actor(name), False, 1) == ([], False)


def test_it_waits_until_it_is_answered_and_again_after_each_word_of_the_employee(context: Flask):
    kept, janis, asha = stories.report(), factories.actor("janis"), factories.actor("asha")
    waiting = [voices.waiting_for(janis).incidents]
    stories.back(kept)
    waiting.append(voices.waiting_for(janis).incidents)
    assert voices.news_for(asha).incidents == [kept]
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        stories.add(kept)
        waiting.append(voices.waiting_for(janis).incidents)
        assert voices.news_for(asha).incidents == []
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        stories.back(kept, by="meera")
        waiting.append(voices.waiting_for(janis).incidents)
    assert waiting == [1, 0, 1, 0]
    assert [one.is_answer for one in queries.incident_for(asha, kept).said] == [True, False, True]
    assert not verify().faults


def test_the_answer_is_due_on_the_day_of_the_report_at_the_place(context: Flask):
    kept, janis = stories.report(), factories.actor("janis")
    line = queries.incident_for(janis, kept).line
    assert (line.due_on, line.waits, line.is_late) == (stories.today(), True, False)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert queries.incident_for(janis, kept).line.is_late
        stories.back(kept)
        assert not queries.incident_for(janis, kept).line.is_late


def test_the_same_answer_twice_is_one_answer(context: Flask):
    kept, key = stories.report(), new_id()
    assert stories.back(kept, key=key) == stories.back(kept, key=key)


def test_nobody_answers_themself_not_even_hr(context: Flask):
    kept = stories.report("meera")
    with pytest.raises(Refused, match="somebody else"):
        stories.back(kept, by="meera")
    assert voices.waiting_for(factories.actor("meera")).incidents == 0
    assert voices.waiting_for(factories.actor("nandini")).incidents == 1
    stories.back(kept, by="nandini")


@pytest.mark.parametrize("by", ["janis", "meera"])
def test_nobody_answers_their_other_record(context: Flask, by: str):
    kept = stories.report("asha")
    link("asha", by)
    with pytest.raises(NotFound):
        stories.back(kept, by=by)
    with pytest.raises(NotFound):
        stories.link(kept, "C-2026-1", by=by)
    waiting = {name: voices.waiting_for(factories.actor(name)).incidents for name in ("janis", "meera", "nandini")}
    assert waiting == {"janis": 1, "meera": 1, "nandini": 1} | {by: 0}


def test_only_the_employee_adds_words(context: Flask):
    kept = stories.report()
    for name in ("janis", "meera", "lakshmi"):
        with pytest.raises(NotFound):
            stories.add(kept, by=name)


def test_after_a_move_the_former_supervisor_sees_it_no_more(context: Flask):
    kept, person, dmitri = stories.report(), factories.person_id("asha"), factories.actor("dmitri")
    place = stories.place()
    with transaction() as session:
        placed = session.scalars(select(Placement).where(Placement.employee_id == person)).one()
        placed.to_on = stories.today() - timedelta(days=1)
        session.add(factories.placement(person, place, "cashier", dmitri.employee_id, stories.today()))
    with pytest.raises(NotFound):
        queries.incident_for(factories.actor("janis"), kept)


def test_a_complaint_by_the_same_customer_is_linked_and_the_employee_learns_nothing(context: Flask):
    kept, about_asha = stories.report(), complaints.investigated("asha")
    reference = db.session.scalars(select(Complaint.reference).where(Complaint.id == about_asha)).one()
    end_read()
    before = queries.incident_for(factories.actor("asha"), kept)
    stories.link(kept, reference)
    assert queries.incident_for(factories.actor("asha"), kept) == before
    assert [one.reference for one in queries.incident_for(factories.actor("meera"), kept).complaints] == [reference]
    with pytest.raises(Invalid, match="none with this number"):
        stories.link(kept, "C-2026-9999999")


def test_whoever_is_named_in_a_complaint_cannot_link_it(context: Flask):
    kept, about_janis = stories.report(), complaints.investigated("janis")
    reference = db.session.scalars(select(Complaint.reference).where(Complaint.id == about_janis)).one()
    with pytest.raises(Invalid, match="none with this number"):
        stories.link(kept, reference, by="janis")


def test_it_is_reported_in_two_minutes_and_answered(app: Flask, client_of: SignIn):
    asha, janis = client_of("asha"), client_of("janis")
    asha.get("/incidents/new?lang=en")
    assert "never counts against you" in asha.words()
    asha.submit("/incidents/new", words=stories.INCIDENT, expect=400)
    assert "choose what comes closest" in asha.words()
    data = dict(asha.form("/incidents/new").form_values()) | {
        "kinds": ["words", "threat"],
        "needs": ["break", "company"],
    }
    asha.page = asha.client.post("/incidents/new", data=data, follow_redirects=True)
    assert "A threat" in asha.words()
    assert "Somebody with me" in asha.words()
    janis.get("/incidents?lang=en")
    janis.get(janis.link("B-"))
    janis.submit("/answers", expect=400)
    janis.submit("/answers", **{"answer-words": "I walked him out. Take your break now."})
    janis.submit("/complaint", expect=400, **{"link-reference": "C-1"})
    asha.get("/my-file?lang=en")
    asha.get(asha.link("Reported what a customer did"))
    assert "Take your break now." in asha.words()
    asha.submit("/words", **{"add-words": "Thank you."})
    assert "Thank you." in asha.words()
    with app.app_context():
        read = db.session.scalars(select(AccessEntry.account_id).where(AccessEntry.kind == "incident"))
        assert set(read) == {factories.actor("janis").account_id}


def test_nothing_of_it_counts_against_the_employee(client_of: SignIn, app: Flask):
    with app.app_context():
        stories.report()
    asha = client_of("asha")
    asha.get("/my-file?lang=en")
    assert "Nothing is held against you." in asha.words()
