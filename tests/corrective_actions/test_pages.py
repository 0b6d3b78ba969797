"""Cases and steps over HTTP: the whole story by forms, and what each page refuses or keeps to itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from handbook.core import clock, jobs
from handbook.core.access_log import AccessEntry
from handbook.core.db import db, new_id
from handbook.core.moments import day_words
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases.closing import ClosingDraft, close
from handbook.corrective_actions.cases.lifecycle import Closing
from handbook.corrective_actions.cases.limits import limits_of
from handbook.corrective_actions.cases.operations import open_case
from handbook.corrective_actions.ladders.packs import pack
from tests import factories
from tests.acknowledgements.signing import proof_of, sign_below
from tests.browser_like import Visitor
from tests.complaints import stories as told
from tests.complaints.test_sight import PAGES, said
from tests.corrective_actions import stories
from tests.corrective_actions.ladders import stories as ladders
from tests.corrective_actions.test_operations import case_draft

pytestmark = pytest.mark.database

Client = Callable[[str], Visitor]
PROPOSAL = {
    "step": "written",
    "deviation_reason": "Two talks did not help.",
    "observed": "You said “Learn to count first”.",
    "heard": "The queue was long.",
    "reasons": "The bill was right; the words were not.",
    "change": "Show the bill once, calmly.",
    "help": "A second till on Saturdays.",
    "password": factories.PASSWORD,
}


def person(app: Flask, name: str) -> str:
    with app.app_context():
        return factories.person_id(name)


def within(app: Flask, story: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    with app.app_context():
        return story(*arguments, **named)


def proposal(app: Flask, **changes: str) -> dict[str, str]:
    by_when = (clock.now().date() + timedelta(days=30)).isoformat()
    return PROPOSAL | {"change_by": by_when, "approver_id": person(app, "meera")} | changes


def propose_anew(case_id: str, action_id: str, reasons: str) -> None:
    stories.propose(case_id, reasons=reasons, row_version=stories.head(action_id).row_version)


def test_from_the_complaint_to_the_receipt_by_forms_alone(app: Flask, client_of: Client):
    within(app, sign_below, "asha")
    complaint_id = within(app, told.investigated)
    meera, dmitri, asha = client_of("meera"), client_of("dmitri"), client_of("asha")

    meera.get(f"/complaints/{complaint_id}")
    meera.get(meera.link("Open a case"))
    decider = person(app, "dmitri")
    meera.submit("", subject_id=person(app, "asha"), rule_id="never-argue", allegation="Loud.", decider_id=decider)
    assert "Yes, signed." in meera.words()
    case_id = meera.page.request.path.rpartition("/")[2]

    dmitri.get("/cases")
    assert "Waits for you" in dmitri.words()
    within(app, stories.hear_out, case_id)
    dmitri.get(f"/cases/{case_id}/propose")
    assert "What the ladder recommends" in dmitri.words()
    dmitri.submit("", **proposal(app))
    assert "Waits for approval" in dmitri.words()
    action = dmitri.page.request.path

    meera.get("/cases")
    assert "Waits for you" in meera.words()
    meera.get(action)
    meera.submit("/approve", **{"approve-password": factories.PASSWORD})
    assert "Approved, to be served" in meera.words()
    assert asha.get(action).status_code == 404

    dmitri.get(action)
    dmitri.submit("/serve", **{"serve-manner": "in person", "serve-password": factories.PASSWORD})
    assert "Live through" in dmitri.words()

    asha.get("/my-file")
    asha.get(asha.link("Written warning"))
    assert "The paper is being sealed" in asha.words()
    asha.submit("/statement", **{"statement-words": "The customer insulted me first."})
    asha.submit("/receipt", **{"receipt-password": factories.PASSWORD})
    within(app, jobs.work_off)
    asha.get(action)
    assert "The customer insulted me first." in asha.words()
    assert "Receipt confirmed" in asha.words()
    letter = asha.client.get(asha.link("Read the letter"))
    assert (letter.status_code, letter.mimetype) == (200, "application/pdf")
    assert letter.data.startswith(b"%PDF")


def test_a_wrong_password_does_nothing_and_keeps_what_was_typed(app: Flask, client_of: Client):
    case_id = within(app, stories.heard_case)
    browser = client_of("dmitri")
    browser.get(f"/cases/{case_id}/propose")
    browser.submit("", expect=400, **proposal(app, password="not mine", not_notified_reason="Told in a talk."))
    assert "That is not your password" in browser.words()
    fields = browser.form("").fields
    for name in ("observed", "heard", "reasons", "change", "help"):
        assert fields[name].strip() == PROPOSAL[name]
    assert fields["not_notified_reason"].strip() == "Told in a talk."
    assert not fields["password"]


@pytest.mark.parametrize("missing", ["observed", "heard", "reasons", "change", "help", "change_by"])
def test_a_proposal_without_one_of_its_parts_is_refused_by_name(app: Flask, client_of: Client, missing: str):
    case_id = within(app, stories.heard_case)
    browser = client_of("dmitri")
    browser.get(f"/cases/{case_id}/propose")
    browser.submit("", expect=400, **proposal(app, not_notified_reason="A talk.", **{missing: ""}))
    summary = browser.tree().get_element_by_id("error-summary")
    assert [a.get("href") for a in summary.iter("a")] == [f"#{missing}"]


def test_a_rule_not_notified_holds_the_step_and_says_so(app: Flask, client_of: Client):
    case_id = within(app, stories.heard_case)
    browser = client_of("dmitri")
    browser.get(f"/cases/{case_id}/propose")
    assert "Held." in browser.words()
    browser.submit("", expect=400, **proposal(app))
    assert "the rule was not notified on that day" in browser.words()


def test_a_decider_sees_what_became_of_comparable_cases_and_too_few_are_not_counted_out(app: Flask, client_of: Client):
    within(app, stories.served, "lakshmi")
    with time_machine.travel(clock.now() + timedelta(days=2)):
        dmitri = client_of("dmitri")
        dmitri.get(f"/cases/{within(app, stories.heard_case)}/propose")
        assert "What became of comparable cases" in dmitri.words()
        assert "Written warning (no finding yet): fewer than three times" in dmitri.words()
        assert "Other rules of the same chapter There was no case." in dmitri.words()
        assert factories.PEOPLE["lakshmi"].name not in dmitri.words()
        dmitri.submit("", **proposal(app, step="final", reasons=""), expect=400)
        assert "something milder was decided fewer than three times" in dmitri.words()


def test_an_approval_of_an_older_text_is_answered_with_the_newer(app: Flask, client_of: Client):
    case_id = within(app, stories.heard_case)
    action_id = within(app, stories.propose, case_id)
    browser = client_of("meera")
    browser.get(f"/actions/{action_id}")
    within(app, propose_anew, case_id, action_id, "Quite other.")
    browser.submit("/approve", expect=409, **{"approve-password": factories.PASSWORD})
    assert "Quite other." in browser.words()
    browser.submit("/approve", **{"approve-password": factories.PASSWORD})
    assert "Approved, to be served" in browser.words()


def test_a_proposal_changed_on_two_sides_is_answered_with_both_texts(app: Flask, client_of: Client):
    case_id = within(app, stories.heard_case)
    action_id = within(app, stories.propose, case_id)
    browser = client_of("dmitri")
    browser.get(f"/cases/{case_id}/propose")
    within(app, propose_anew, case_id, action_id, "From the phone.")
    mine = proposal(app, reasons="From the desk.", not_notified_reason="A talk.")
    browser.submit("", expect=409, **mine)
    assert "From the phone." in browser.words()
    assert browser.form("").fields["reasons"].strip() == "From the desk."
    browser.submit("", password=factories.PASSWORD)
    assert "From the desk." in browser.words()


def test_what_is_not_approved_says_why(app: Flask, client_of: Client):
    action_id = within(app, lambda: stories.propose(stories.heard_case()))
    browser = client_of("meera")
    browser.get(f"/actions/{action_id}")
    browser.submit("/decline", **{"decline-reason": "A talk will do.", "decline-password": factories.PASSWORD})
    assert "A talk will do." in browser.words()
    assert "Not approved" in browser.words()


@pytest.mark.parametrize("name", ["asha", "nandini", "ravi", "janis", "olga", "inese"])
def test_a_foreign_and_a_missing_case_or_step_give_the_same_answer(app: Flask, client_of: Client, name: str):
    case_id = within(app, stories.heard_case)
    action_id = within(app, stories.propose, case_id)
    browser, missing = client_of(name), new_id()
    for address, own in (("/cases/{}", case_id), ("/actions/{}", action_id), ("/actions/{}/letter.pdf", action_id)):
        (status, page), (other, blank) = (said(browser, address.format(one)) for one in (own, missing))
        assert status == other
        assert status in (403, 404)
        assert page.replace(own, "") == blank.replace(missing, "")


@pytest.mark.parametrize("name", ["asha", "nandini", "dmitri"])
def test_the_subject_sees_the_same_with_and_without_a_proposal_until_service(app: Flask, client_of: Client, name: str):
    browser = client_of(name)
    other = "dmitri" if name != "dmitri" else "nandini"
    case_id = within(app, stories.heard_case, name, other)
    before = {address: said(browser, address) for address in PAGES}
    action_id = within(app, stories.propose, case_id, other)
    client_of("meera").get(f"/actions/{action_id}")
    within(app, stories.approve, action_id)
    assert {address: said(browser, address) for address in PAGES} == before
    within(app, stories.serve, action_id, other)
    assert said(browser, "/my-file") != before["/my-file"]
    assert said(browser, "/cases") == before["/cases"]


def test_readings_of_a_waiting_step_are_in_nobodys_file_and_of_a_served_one_in_the_subjects(
    app: Flask, client_of: Client
):
    action_id = within(app, lambda: stories.propose(stories.heard_case()))
    browser = client_of("meera")
    browser.get(f"/actions/{action_id}")
    within(app, stories.approve, action_id)
    within(app, stories.serve, action_id)
    browser.get(f"/actions/{action_id}")
    within(app, jobs.work_off)
    browser.get(f"/actions/{action_id}")
    browser.client.get(browser.link("Read the letter"))
    with app.app_context():
        entries = db.session.scalars(select(AccessEntry).order_by(AccessEntry.id)).all()
        asha = factories.person_id("asha")
    assert [entry.kind for entry in entries] == ["step", "step", "step", "letter"]
    assert [entry.employee_id for entry in entries] == [None, asha, asha, asha]


def test_hr_reads_a_served_letter_from_the_file_and_a_supervisor_does_not(app: Flask, client_of: Client):
    action_id = within(app, stories.served)
    within(app, jobs.work_off)
    assert client_of("nandini").get(f"/actions/{action_id}").status_code == 200
    assert client_of("nandini").client.get(f"/actions/{action_id}/letter.pdf").status_code == 200
    for name in ("janis", "olga", "inese", "ravi"):
        for rest in ("", "/letter.pdf"):
            assert client_of(name).client.get(f"/actions/{action_id}{rest}").status_code == 404


def test_a_document_of_another_letter_is_not_handed_out(app: Flask, client_of: Client):
    action_id = within(app, stories.served)
    within(app, jobs.work_off)
    browser = client_of("asha")
    assert browser.client.get(f"/actions/{action_id}/letter.pdf?document={new_id()}").status_code == 404


def test_where_nobody_may_decide_the_form_says_who_is_missing(app: Flask, client_of: Client):
    with app.app_context():
        complaint_id = told.investigated()
        for name in ("dmitri", "nandini"):
            told.name_person(complaint_id, name)
    browser = client_of("meera")
    browser.get(f"/complaints/{complaint_id}/case")
    assert "Nobody can decide this case" in browser.words()


def test_a_case_that_cannot_be_opened_keeps_what_was_typed(app: Flask, client_of: Client):
    complaint_id = within(app, told.investigated)
    fields = {"subject_id": person(app, "asha"), "rule_id": "never-argue", "decider_id": person(app, "dmitri")}
    browser = client_of("meera")
    browser.get(f"/complaints/{complaint_id}/case")
    # The customer's words stand beside the form; into the case, and to the person, come only the investigator's own.
    assert browser.form("").fields["allegation"].strip() == ""
    browser.submit("", expect=400, allegation=" ", **fields)
    assert "What is alleged:" in browser.words()
    with app.app_context(), transaction():
        open_case(factories.actor("meera"), complaint_id, case_draft())
    browser.submit("", expect=400, allegation="Loud again.", **fields)
    assert "already" in browser.words()
    assert browser.form("").fields["allegation"].strip() == "Loud again."


def test_two_and_twelve_cases_cost_the_same_number_of_queries(app: Flask, client_of: Client, counting: Any):
    browser, counts = client_of("dmitri"), []
    for more in (2, 10):
        with app.app_context():
            for _each in range(more):
                stories.propose(stories.heard_case())
            with counting() as statements:
                browser.get("/cases")
            counts.append(len(statements))
            db.session.remove()
    assert len(browser.tree().xpath("//tbody/tr")) == 12
    assert counts[0] == counts[1]


def test_the_list_is_narrowed_by_state_and_says_until_when_to_act(app: Flask, client_of: Client):
    def known() -> tuple[str, str]:
        become_limited()
        return stories.open_case(), stories.heard_case("lakshmi")

    opened, heard = within(app, known)
    browser = client_of("meera")

    def shown(address: str) -> set[str]:
        browser.get(address)
        links = browser.tree().xpath("//tbody//a/@href")
        return {link.rpartition("/")[2] for link in links if link.startswith("/cases/")}

    assert shown("/cases") == shown("/cases?state=lost&page=x") == {opened, heard}
    assert shown("/cases?state=heard") == {heard}
    assert browser.tree().xpath("//option[@selected]/@value") == ["heard"]
    browser.get("/cases?state=closed")
    assert "No case stands there" in browser.words()
    browser.get("/cases?state=opened")
    act_by = "Act by " + within(app, limit_of, opened)
    assert act_by in browser.words()
    browser.get(f"/cases/{opened}")
    assert act_by in browser.words()


def test_a_case_that_was_closed_without_a_step_waits_for_nobody(app: Flask, client_of: Client):
    def closed() -> None:
        case_id, dmitri = stories.heard_case(), factories.actor("dmitri")
        with transaction():
            draft = ClosingDraft(Closing.NO_CASE, "Nothing was found.", "It was another till.")
            close(dmitri, proof_of(dmitri), case_id, draft, stories.case_head(case_id).row_version)

    within(app, closed)
    browser = client_of("dmitri")
    browser.get("/cases")
    assert "Closed" in browser.words()
    assert "Waits for you" not in browser.words()


def become_limited() -> None:
    limited = replace(pack(""), limitation_days=30, from_on=ladders.today())
    ladders.confirm(ladders.propose(limited))


def limit_of(case_id: str) -> str:
    return day_words(limits_of([case_id])[case_id].day)


def test_a_letter_that_is_laid_open_shows_that_it_is_there_until_it_is_opened(app: Flask, client_of: Client):
    action_id = within(app, lambda: stories.propose(stories.heard_case()))
    within(app, stories.approve, action_id)
    within(app, stories.serve, action_id, manner="portal")
    asha = client_of("asha")
    asha.get("/?lang=en")
    asha.get(asha.link("Read the letter"))
    assert "When you open it, it is served to you." in asha.words()
    assert "Learn to count" not in asha.words()
    assert asha.client.get(f"/actions/{action_id}/letter.pdf").status_code == 404
    asha.submit("/open")
    assert "Learn to count" in asha.words()
    assert "Appeal through" in asha.words()


def test_a_receipt_is_refused_on_one_device_before_two_witnesses(app: Flask, client_of: Client):
    action_id = within(app, stories.served)
    dmitri = client_of("dmitri")
    dmitri.get(f"/actions/{action_id}?lang=en")
    dmitri.get(dmitri.link("does not confirm the receipt"))
    typed = {"words": "Not today.", "first_number": "000201", "second_number": "000105"}
    secret = {"first_password": factories.PASSWORD, "second_password": "wrong"}
    dmitri.submit("", expect=400, **typed, **secret)
    assert "Nothing was written down." in dmitri.words()
    dmitri.submit("", **typed, first_password=factories.PASSWORD, second_password=factories.PASSWORD)
    assert "Receipt refused before two witnesses" in dmitri.words()
    assert "Not today." in dmitri.words()


def test_an_appeal_from_its_words_to_its_outcome_by_forms_alone(app: Flask, client_of: Client):
    action_id = within(app, stories.served)
    asha, dmitri, nandini = client_of("asha"), client_of("dmitri"), client_of("nandini")
    asha.get(f"/actions/{action_id}?lang=en")
    asha.get(asha.link("Appeal against this step"))
    asha.submit("", words="She insulted me first.")
    assert "Somebody who had no part in the matter will hear it." in asha.words()

    dmitri.get(f"/actions/{action_id}/appeal/hearing?lang=en")
    at = clock.local(clock.now() + timedelta(days=14), "Asia/Kolkata")
    hearing = {"hearing_on": at.date().isoformat(), "hearing_time": at.strftime("%H:%M"), "hearing_place": "office"}
    dmitri.submit("", hearer_id=person(app, "nandini"), **hearing)
    assert client_of("meera").client.get(f"/actions/{action_id}/appeal/decision").status_code == 404

    with time_machine.travel(at + timedelta(minutes=1)):
        asha, nandini = client_of("asha"), client_of("nandini")
        nandini.get(f"/actions/{action_id}/appeal/decision?lang=en")
        decision = {"heard": "The queue was long.", "reasons": "Both were loud.", "password": factories.PASSWORD}
        worse = {"outcome": "reduced", "reduced_step": "final", "reduced_months": "3"}
        nandini.submit("", expect=400, **decision, **worse)
        assert "never makes it worse" in nandini.words()
        nandini.submit("", **decision, outcome="allowed", reduced_step="", reduced_months="")
        asha.get(f"/actions/{action_id}?lang=en")
    assert "Overturned" in asha.words()
    assert "Both were loud." in asha.words()
