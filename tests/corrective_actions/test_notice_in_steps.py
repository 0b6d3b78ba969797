"""A rule that was shown and declined, or served by hand, is known: a step needs no other reason, and words say how."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from handbook.acknowledgements.kinds import Kind
from handbook.core import jobs
from handbook.core.db import db
from handbook.core.transaction import transaction
from handbook.corrective_actions.steps.models import StepProposed
from handbook.documents.queries import bytes_of
from handbook.people.models import Employee
from tests import factories
from tests.acknowledgements import answering
from tests.acknowledgements.signing import sign_below
from tests.browser_like import Visitor
from tests.complaints import stories as told
from tests.corrective_actions import stories
from tests.corrective_actions.test_sealing import papers_of, words_of

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]

WAYS: dict[str, tuple[Callable[[], str], str, str, str]] = {
    "declined": (
        lambda: answering.decline("asha"),
        "shown and declined",
        "Yes: shown and declined. Asha Reddy was shown the text in force and declined to sign it.",
        "the person chose not to sign.",
    ),
    "refused": (
        lambda: answering.refuse("asha", "janis", "lakshmi"),
        "shown and declined",
        "Asha Reddy was shown the text in force and refused before two witnesses to sign it.",
        "the person chose not to sign.",
    ),
    "served": (
        lambda: answering.serve("asha", "janis"),
        "served by hand",
        "Yes: served by hand. The text in force was handed to Asha Reddy by Jānis Ozols.",
        "Served by hand on",
    ),
    "read aloud": (
        lambda: answering.serve("asha", "janis", Kind.READ_ALOUD),
        "served by hand",
        "Yes: served by hand. The text in force was read aloud to Asha Reddy by Jānis Ozols.",
        "Served by hand on",
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_is_notified_and_says_so_on_the_pages(way: str, client_of: Callable[[str], Visitor]):
    happened, answer, on_page, in_step = WAYS[way]
    outcome_id = happened()
    case_id = stories.heard_case()
    dmitri = client_of("dmitri")
    dmitri.get(f"/cases/{case_id}/propose?lang=en")
    assert on_page in dmitri.words()
    assert "Held." not in dmitri.words()
    assert "not_notified_reason" not in dmitri.form().fields
    action_id = stories.propose(case_id, not_notified_reason="")
    proposed = db.session.scalars(select(StepProposed)).one()
    assert (proposed.notice, proposed.notice_at) == (answer, answering.outcome(outcome_id).happened_at)
    dmitri.get(f"/actions/{action_id}?lang=en")
    assert in_step in dmitri.words()


def test_the_letter_says_that_the_text_was_shown_and_not_signing_is_not_held_against_anybody():
    with transaction() as session:
        session.get_one(Employee, factories.person_id("asha")).language = "en"
    answering.decline("asha")
    action_id = stories.propose(stories.heard_case(), not_notified_reason="")
    stories.approve(action_id)
    stories.serve(action_id)
    jobs.work_off()
    (served,) = papers_of(action_id)
    words = words_of(bytes_of(served.document))
    assert "and chose not to sign it. The rule was therefore notified to you" in words
    assert "not signing is not held against you" in words


def test_a_disputed_signature_holds_the_step_at_a_talk_and_says_why(client_of: Callable[[str], Visitor]):
    answering.dispute(sign_below("asha"))
    case_id = stories.heard_case()
    dmitri = client_of("dmitri")
    dmitri.get(f"/cases/{case_id}/propose?lang=en")
    assert "Not notified." in dmitri.words()
    assert "A signature is disputed and does not count while it is examined." in dmitri.words()
    assert "Held." in dmitri.words()


def test_the_complaint_shows_that_a_signature_was_set_aside(client_of: Callable[[str], Visitor]):
    answering.find("meera", answering.dispute(sign_below("asha"), "asha"))
    complaint_id = told.investigated()
    meera = client_of("meera")
    meera.get(f"/complaints/{complaint_id}?lang=en")
    assert "Not notified." in meera.words()
    assert "A signature was set aside and does not count." in meera.words()
    assert factories.PEOPLE["asha"].name in meera.words()
