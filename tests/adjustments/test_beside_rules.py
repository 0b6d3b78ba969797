"""What is agreed stands beside the rule for its reader alone: on the rule's page, before the signature, in a case."""

import subprocess
from collections.abc import Callable

import pytest
from flask import Flask

from handbook.adjustments import queries as adjustments
from handbook.core import jobs
from handbook.core.db import db
from handbook.core.transaction import end_read
from handbook.corrective_actions.steps.models import StepProposed
from handbook.rules import queries as rules
from tests import factories
from tests.adjustments import stories
from tests.browser_like import Visitor
from tests.complaints import stories as complaints
from tests.corrective_actions import stories as steps

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
PAGE = f"/handbook/1/en/{stories.RULE}"


def test_the_page_of_the_rule_says_it_to_its_reader_and_to_nobody_else(app: Flask, client_of: SignIn):
    asha, lakshmi = client_of("asha"), client_of("lakshmi")
    for browser in (asha, lakshmi):  # both stand at the same place and share the finished page
        assert "ETag" in browser.get(f"{PAGE}?lang=en").headers
    with app.app_context():
        stories.record()
    said = asha.get(f"{PAGE}?lang=en")
    assert "For you this is agreed:" in asha.words()
    assert stories.WORDS in asha.words()
    assert "ETag" not in said.headers
    assert said.headers["Cache-Control"] == "no-store"
    assert stories.WORDS not in lakshmi.get(f"{PAGE}?lang=en").text


def test_a_browser_that_kept_the_page_gets_the_words_all_the_same(app: Flask, client_of: SignIn):
    asha = client_of("asha")
    tag = asha.get(PAGE).headers["ETag"]
    with app.app_context():
        kept = stories.record()
    assert asha.client.get(PAGE, headers={"If-None-Match": tag}).status_code == 200
    assert stories.WORDS in asha.client.get(PAGE, headers={"If-None-Match": tag}).text
    assert kept


def test_another_rule_says_nothing_and_the_published_page_stays_byte_for_byte(app: Flask, client_of: SignIn):
    with app.app_context():
        stories.record()
        edition = rules.edition(1)
        body = rules.body(rules.page(edition.id, "everyone", "en").html_sha256).decode()
        end_read()
    asha = client_of("asha")
    assert stories.WORDS not in asha.get("/handbook/1/en/greet-every-customer").text
    whole = asha.get("/handbook/1/en/print?lang=en").text
    assert stories.WORDS not in whole
    assert body in whole


def test_the_signing_page_names_it_beside_the_rule(app: Flask, client_of: SignIn):
    with app.app_context():
        stories.record()
    for name, expected in {"asha": True, "lakshmi": False}.items():
        browser = client_of(name)
        browser.get("/sign?lang=en")
        assert (stories.WORDS in browser.words()) is expected
        assert ("Agreed for you" in browser.words()) is expected


def test_whoever_works_on_the_case_reads_it_beside_notice(app: Flask, client_of: SignIn):
    with app.app_context():
        stories.record()
        case_id = steps.open_case("asha")
    for name in ("meera", "dmitri"):
        browser = client_of(name)
        browser.get(f"/cases/{case_id}?lang=en")
        assert "Agreed with Asha Reddy about this rule:" in browser.words()
        assert stories.WORDS in browser.words()
    dmitri = client_of("dmitri")
    dmitri.get(f"/cases/{case_id}/propose?lang=en")
    assert stories.WORDS in dmitri.words()


def test_a_proposal_keeps_what_was_agreed_and_its_letter_says_so(app: Flask, client_of: SignIn):
    with app.app_context():
        stories.record(last=stories.in_days(30))
        action_id = steps.served("asha")
        proposal = db.session.query(StepProposed).filter_by(action_id=action_id).one()
        (spans,) = proposal.agreed_spans
        assert spans == (stories.WORDS, "en", stories.today(), stories.in_days(30))
        end_read()
        jobs.work_off()
    asha = client_of("asha")
    asha.get(f"/actions/{action_id}?lang=en")
    assert stories.WORDS in asha.words()
    letter = asha.client.get(f"/actions/{action_id}/letter.pdf").data
    run = subprocess.run(["pdftotext", "-", "-"], input=letter, capture_output=True, check=True)
    assert stories.WORDS in " ".join(run.stdout.decode().split())


def test_a_complaint_says_it_to_its_handler(app: Flask, client_of: SignIn):
    with app.app_context():
        stories.record()
        in_hand = complaints.investigated("asha")
    for name, expected in {"meera": True, "nandini": False, "janis": False}.items():
        browser = client_of(name)
        browser.get(f"/complaints/{in_hand}?lang=en")
        assert (stories.WORDS in browser.words()) is expected


def test_an_answer_about_notice_leaves_out_what_its_reader_may_not_know(context: Flask):
    everybody = [factories.person_id(name) for name in ("asha", "lakshmi", "ravi")]
    readable = {
        name: len(adjustments.readable_people(factories.actor(name), everybody))
        for name in ("meera", "janis", "dmitri", "olga", "inese", "asha")
    }
    assert readable == {"meera": 3, "janis": 2, "dmitri": 1, "olga": 0, "inese": 0, "asha": 0}
