"""Words are kept with the language in which they were written, and each page says which that is."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask_babel import force_locale

from handbook.complaints.improvements import finish_improvement, improvements_for
from handbook.complaints.lifecycle import Finding
from handbook.core.db import db
from handbook.core.transaction import transaction
from handbook.corrective_actions.steps import queries
from handbook.corrective_actions.steps.proposals import proposal_sha256
from handbook.people.models import Employee
from tests import factories
from tests.browser_like import Visitor
from tests.complaints import stories as complaints
from tests.corrective_actions import stories

pytestmark = pytest.mark.database

Client = Callable[[str], Visitor]


def languages_of(browser: Visitor, words: str) -> list[str]:
    """Return in which language the page says that these words of a person are."""
    every = browser.tree().xpath("//main//*[@lang]")
    return [one.get("lang") for one in every if words in (one.text_content() or "")]


def test_the_allegation_bears_the_language_of_who_wrote_it(app: Flask, client_of: Client):
    with app.test_request_context():
        case_id = stories.open_case()
        stories.begin(case_id)
        with force_locale("hi"):
            stories.tell(case_id, allegation="आपने ऊँची आवाज़ में बात की।", consequences="चेतावनी हो सकती है।")
    asha, dmitri = client_of("asha"), client_of("dmitri")
    asha.get(f"/my-file/cases/{case_id}?lang=en")
    assert languages_of(asha, "आपने") == languages_of(asha, "चेतावनी") == ["hi"]
    dmitri.get(f"/cases/{case_id}")
    assert languages_of(dmitri, "Spoke loudly to a customer.") == ["en"]


def test_a_proposal_keeps_the_writers_language_and_that_of_the_letter(app: Flask, client_of: Client):
    with app.test_request_context():
        case_id = stories.heard_case("ravi")
        with transaction() as session:
            session.get_one(Employee, factories.person_id("ravi")).language = "lv"
        with force_locale("hi"):
            action_id = stories.propose(case_id, reasons="शब्द ठीक नहीं थे।")
        proposal = queries.step_for(factories.actor("meera"), action_id).proposal
        assert (proposal.written_in, proposal.letter_language) == ("hi", "lv")
        assert proposal.proposal_sha256 == proposal_sha256(proposal)
        because = proposal.because[0]
    meera = client_of("meera")
    meera.get(f"/actions/{action_id}?lang=en")
    assert languages_of(meera, "शब्द ठीक नहीं थे।") == ["hi"]
    assert languages_of(meera, because) == ["lv"]


def test_the_language_of_a_proposal_is_part_of_what_is_approved(context: Flask):
    row = queries.step_for(factories.actor("meera"), stories.propose(stories.heard_case())).proposal
    before = proposal_sha256(row)
    db.session.expunge(row)
    row.written_in = "lv"
    assert proposal_sha256(row) != before


def test_what_the_customer_says_bears_the_language_of_who_wrote_it_down(app: Flask, client_of: Client):
    with app.test_request_context(), force_locale("lv"):
        complaint_id = complaints.file_complaint(words="Mācieties skaitīt.")
        complaints.take_on(complaint_id)
    meera = client_of("meera")
    meera.get(f"/complaints/{complaint_id}?lang=en")
    assert languages_of(meera, "Mācieties") == ["lv"]


def test_what_is_wrong_with_a_rule_and_what_was_done_bear_the_language_of_each_writer(app: Flask, client_of: Client):
    with app.test_request_context():
        complaint_id, meera = complaints.investigated(), factories.actor("meera")
        with force_locale("hi"):
            complaints.find(complaint_id, Finding.RULE_FOLLOWED, rule_id="never-argue", problem="नियम कठोर है।")
        (row,), _total = improvements_for(meera, 1)
        with force_locale("lv"), transaction():
            finish_improvement(meera, row.id, "Teikums ir laipnāks.", row.row_version)
    browser = client_of("meera")
    browser.get("/improvements?lang=en")
    assert languages_of(browser, "नियम") == ["hi"]
    assert languages_of(browser, "Teikums") == ["lv"]


def test_the_letter_names_the_rule_as_its_reader_knows_it(app: Flask, client_of: Client):
    with app.test_request_context():
        action_id = stories.propose(stories.heard_case("lakshmi"))
    meera = client_of("meera")
    meera.get(f"/actions/{action_id}?lang=en")
    assert languages_of(meera, "కస్టమర్‌తో వాదించవద్దు") == ["te"]
