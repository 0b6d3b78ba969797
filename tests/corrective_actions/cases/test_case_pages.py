"""The pages of a case: the whole way by forms, what each person sees, and that nothing typed is lost."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.core import clock, jobs
from handbook.core.access_log import AccessEntry
from handbook.core.db import db
from handbook.corrective_actions.cases.causes import Bar, Cause
from handbook.corrective_actions.cases.lifecycle import CaseState
from handbook.corrective_actions.cases.models_folder import CaseNote
from handbook.corrective_actions.cases.story import story_of
from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.browser_like import Visitor
from tests.corrective_actions import stories

pytestmark = pytest.mark.database

Client = Callable[[str], Visitor]
PASSWORD = factories.PASSWORD
TESTS = {f"verdict_{test.value}": "yes" for test in Cause}
BARS = {f"bars-found_{bar.value}": "no" for bar in Bar}


def within(app: Flask, story: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    with app.app_context():
        return story(*arguments, **named)


def notified(app: Flask, **changes: Any) -> str:
    def tell() -> str:
        case_id = stories.open_case()
        stories.begin(case_id)
        stories.tell(case_id, **changes)
        return case_id

    return str(within(app, tell))


def test_from_opening_to_what_may_bar_a_dismissal_by_forms_alone(app: Flask, client_of: Client):
    within(app, sign_below, "asha")
    case_id = within(app, stories.open_case)
    meera, dmitri, asha = client_of("meera"), client_of("dmitri"), client_of("asha")
    meera.get(f"/cases/{case_id}")
    meera.submit("/begin")
    assert "The folder is empty" in meera.words()
    meera.submit("/folder", kind="interview", title="Lakshmi, till 2", words="She heard it.", is_proof="y")
    meera.get(f"/cases/{case_id}")
    meera.get(meera.link("Go on"))
    note = str(within(app, lambda: db.session.scalars(select(CaseNote.id)).one()))
    meera.submit("", consequences="A warning, or nothing.", released=note, manner="portal", password=PASSWORD)
    assert "The person was told" in meera.words()

    asha.get(f"/my-file/cases/{case_id}")
    assert "Spoke loudly" not in asha.words()
    asha.submit("/open")
    assert "Spoke loudly" in asha.words()
    assert "She heard it." in asha.words()
    asha.submit("/answer", **{"answer-words": "The queue was long."})
    asha.submit("/companion", **{"companion-words": "Ravi Kumar"})
    asha.submit("/interpreter", **{"interpreter-words": "Telugu"})

    dmitri.get(f"/cases/{case_id}")
    assert "Ravi Kumar" in dmitri.words()
    dmitri.get(dmitri.link("Go on"))
    day = (clock.now() + timedelta(days=12)).date().isoformat()
    dmitri.submit("/hearing", day=day, time="10:00", place="Office", present="Dmitrijs Liepa")
    asha.get(f"/my-file/cases/{case_id}")
    asha.submit("/time", **{"postpone-words": "I am on leave.", "postpone-companion_away": "n"})
    dmitri.get(f"/cases/{case_id}")
    assert "I am on leave." in dmitri.words()
    dmitri.get(dmitri.link("Go on"))
    dmitri.submit("/keep", **{"keep-reasons": "You are back by then."})
    dmitri.get(dmitri.link("Go on"))
    dmitri.submit(
        "/notes",
        came="yes",
        sooner="She came by herself.",
        present="All",
        put="You were loud.",
        answered="The queue was long.",
    )
    asha.get(f"/my-file/cases/{case_id}")
    asha.submit("/notes/confirm")
    asha.submit("/notes/add", **{"notes_added-words": "I also said sorry."})
    dmitri.get(f"/cases/{case_id}")
    assert "I also said sorry." in dmitri.words()
    dmitri.get(dmitri.link("Go on"))
    dmitri.submit("/tests", step="dismissal", **TESTS)
    dmitri.get(f"/cases/{case_id}/bars")
    dmitri.submit("/bars", **BARS)
    within(app, jobs.work_off)
    asha.get(f"/my-file/cases/{case_id}")
    letters = [link for link in asha.tree().xpath("//main//a/@href") if link.endswith(".pdf")]
    assert len(letters) == 2
    assert all(asha.client.get(link).data.startswith(b"%PDF") for link in letters)


def test_before_the_notice_there_is_no_page_for_the_person_and_no_entry_in_their_file(app: Flask, client_of: Client):
    case_id = within(app, stories.open_case)
    meera, asha = client_of("meera"), client_of("asha")
    for rest in ("", "/folder"):
        meera.get(f"/cases/{case_id}{rest}")
    assert asha.get(f"/my-file/cases/{case_id}").status_code == 404
    assert {entry.employee_id for entry in within(app, entries)} == {None}
    within(app, stories.begin, case_id)
    within(app, stories.tell, case_id)
    meera.get(f"/cases/{case_id}")
    assert within(app, entries)[-1].employee_id == within(app, factories.person_id, "asha")
    assert asha.get(f"/my-file/cases/{case_id}").status_code == 200


def entries() -> list[AccessEntry]:
    return list(db.session.scalars(select(AccessEntry).order_by(AccessEntry.id)))


@pytest.mark.parametrize("name", ["lakshmi", "janis", "nandini", "meera", "dmitri", "olga"])
def test_nobody_else_reads_the_persons_side(app: Flask, client_of: Client, name: str):
    case_id = notified(app)
    assert client_of(name).get(f"/my-file/cases/{case_id}").status_code == 404


def test_what_bars_a_dismissal_is_closed_to_the_investigator_and_open_to_whoever_must_look(
    app: Flask, client_of: Client
):
    case_id = within(app, stories.heard_case)
    within(app, stories.answer_bars, case_id, Bar.UNION_POST, looker="nandini")
    assert client_of("meera").get(f"/cases/{case_id}/bars").status_code == 404
    nandini = client_of("nandini")
    nandini.get(f"/cases/{case_id}/bars")
    nandini.submit("/look", **{"look-verdict": "no", "look-words": "Speak with the union first."})
    dmitri = client_of("dmitri")
    dmitri.get(f"/cases/{case_id}/bars")
    assert "must not go on" in dmitri.words()
    assert client_of("nandini").get(f"/cases/{case_id}").status_code == 404


def test_a_paper_is_kept_as_it_came_and_a_picture_that_is_none_is_refused(app: Flask, client_of: Client):
    case_id, meera = within(app, stories.open_case), client_of("meera")
    meera.get(f"/cases/{case_id}/folder")
    fields = dict(meera.form("/folder").form_values()) | {"title": "Till roll"}
    bad = fields | {"kind": "document", "file": (io.BytesIO(b"MZ not a paper"), "a.pdf")}
    assert meera.client.post(f"/cases/{case_id}/folder", data=bad).status_code == 400
    paper = b"%PDF-1.7 as it came"
    good = fields | {"kind": "document", "file": (io.BytesIO(paper), "a.pdf")}
    assert meera.client.post(f"/cases/{case_id}/folder", data=good).status_code == 302
    meera.get(f"/cases/{case_id}/folder")
    answer = meera.client.get(meera.link("Save the file"))
    assert (answer.data, answer.headers["Content-Disposition"].partition(";")[0]) == (paper, "attachment")


def test_a_stale_notice_is_answered_with_what_stands_and_keeps_what_was_typed(app: Flask, client_of: Client):
    case_id = notified(app)
    meera = client_of("meera")
    meera.get(f"/cases/{case_id}/notice")
    within(app, stories.say, case_id)
    typed = {"allegation": "You were very loud.", "consequences": "A warning.", "manner": "in person"}
    meera.submit("", expect=409, **typed, password=PASSWORD)
    assert "while you were writing" in meera.words()
    assert meera.form("").fields["allegation"].strip() == "You were very loud."
    meera.submit("", **typed, password=PASSWORD)


def test_a_suspension_is_begun_and_ended_by_letter_and_the_end_comes_first(app: Flask, client_of: Client):
    case_id = notified(app)
    meera = client_of("meera")
    meera.get(f"/cases/{case_id}/suspension")
    soon = (clock.now() + timedelta(days=7)).date().isoformat()
    late = (clock.now() + timedelta(days=40)).date().isoformat()
    begun = {"kind": "begun", "reasons": "The till must be counted.", "password": PASSWORD}
    meera.submit("", expect=400, **begun, review_on=late)
    meera.submit("", **begun, review_on=soon)
    assert "Away from work, paid" in meera.words()
    dmitri = client_of("dmitri")
    dmitri.get(f"/cases/{case_id}/close")
    ending = {"closing": "no_case", "words": "Nothing was found.", "reasons": "Another till.", "password": PASSWORD}
    dmitri.submit("", expect=409, **ending)
    meera.get(f"/cases/{case_id}/suspension")
    meera.submit("", kind="ended", reasons="It was counted.", password=PASSWORD)
    dmitri.get(f"/cases/{case_id}/close")
    dmitri.submit("", **ending)
    within(app, jobs.work_off)
    asha = client_of("asha")
    asha.get(f"/my-file/cases/{case_id}")
    assert "This matter is closed" in asha.words()
    assert len([link for link in asha.tree().xpath("//main//a/@href") if link.endswith(".pdf")]) == 4
    assert within(app, lambda: stories.case_head(case_id).state) == CaseState.CLOSED


def test_a_part_is_handed_over_and_the_page_is_closed_to_who_had_it(app: Flask, client_of: Client):
    case_id = within(app, stories.open_case)
    meera = client_of("meera")
    meera.get(f"/cases/{case_id}/assign")
    nandini = within(app, factories.person_id, "nandini")
    meera.submit("/investigator", **{"finder-employee_id": nandini, "finder-reason": "I am away."})
    assert "handed over" in meera.page.text
    assert meera.get(f"/cases/{case_id}").status_code == 404
    assert client_of("nandini").get(f"/cases/{case_id}").status_code == 200


def test_the_notice_tells_the_time_of_the_place_where_it_happened(app: Flask, client_of: Client):
    """It happened in Hyderabad, to somebody who works in Riga."""
    with app.app_context():
        case_id = stories.open_case("ravi")
        stories.begin(case_id)
        stories.tell(case_id)
        notice = story_of(case_id).notice
    assert (notice.happened_zone, notice.zone) == ("Asia/Kolkata", "Europe/Riga")
    ravi = client_of("ravi")
    ravi.get(f"/my-file/cases/{case_id}?lang=en")
    assert clock.local(notice.happened_at, "Asia/Kolkata").strftime("%H:%M") in ravi.words()
    assert clock.local(notice.happened_at, "Europe/Riga").strftime("%H:%M") not in ravi.words()


def test_the_apology_and_the_customer_stay_out_of_the_case(app: Flask, client_of: Client):
    case_id = notified(app)
    story = within(app, story_of, case_id)
    for browser, page in ((client_of("meera"), f"/cases/{case_id}"), (client_of("asha"), f"/my-file/cases/{case_id}")):
        browser.get(page)
        assert "Learn to count first" not in browser.words()
    assert "Learn to count" not in story.notice.allegation
