"""What the customer allows: less at any time, more only on the customer's own word; and what then holds a case."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handbook.complaints import operations
from handbook.complaints.lifecycle import Channel, Confidentiality, EntryKind
from handbook.complaints.models import ComplaintEntry
from handbook.complaints.operations import Consent, Description
from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Invalid
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases.gates import holds_for
from handbook.corrective_actions.cases.holds import Gate
from handbook.corrective_actions.cases.operations import CaseDraft, open_case
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.ladders.queries import ladder_on
from tests import factories
from tests.complaints import stories
from tests.corrective_actions import stories as cases

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]
WORD = "You may say it was me."


def describe(complaint_id: str, allowed: Confidentiality, consent: Consent | None = None) -> None:
    description = Description(Channel.COUNTER, None, "", "", "", "", allowed, "")
    with transaction():
        version = stories.version_of(complaint_id)
        operations.describe(factories.actor("meera"), complaint_id, description, version, consent)


def said(days_ago: int = 0) -> Consent:
    return Consent(Channel.PHONE, clock.today("Asia/Kolkata") - timedelta(days=days_ago), WORD)


def words_kept(complaint_id: str) -> list[tuple[str, str]]:
    mine = (ComplaintEntry.complaint_id == complaint_id, ComplaintEntry.kind == EntryKind.ALLOWED.value)
    return [
        (row.words, (row.facts or {})["allowed"]) for row in db.session.scalars(select(ComplaintEntry).where(*mine))
    ]


def test_more_is_allowed_only_on_the_customers_own_word_which_stays_on_record():
    complaint_id = stories.file_complaint(confidentiality=Confidentiality.ANONYMOUS)
    stories.take_on(complaint_id)
    with pytest.raises(Invalid, match="only on the customer's own word"):
        describe(complaint_id, Confidentiality.NAMED)
    assert stories.head(complaint_id).confidentiality == "anonymous"
    describe(complaint_id, Confidentiality.NAMED, said())
    assert stories.head(complaint_id).confidentiality == "named"
    assert words_kept(complaint_id) == [(WORD, "named")]


def test_less_is_allowed_at_any_time_without_a_word():
    complaint_id = stories.file_complaint(confidentiality=Confidentiality.NAMED)
    stories.take_on(complaint_id)
    for allowed in (Confidentiality.KEPT_BACK, Confidentiality.ANONYMOUS):
        describe(complaint_id, allowed)
    assert (stories.head(complaint_id).confidentiality, words_kept(complaint_id)) == ("anonymous", [])


@pytest.mark.parametrize("days_ago", [-1, 1])
def test_a_word_that_cannot_have_been_said_on_that_day_is_none(days_ago: int):
    complaint_id = stories.file_complaint()
    stories.take_on(complaint_id)
    with pytest.raises(Invalid, match="from the complaint until today"):
        describe(complaint_id, Confidentiality.NAMED, said(days_ago))


def test_a_word_about_nothing_that_changes_is_asked_back():
    complaint_id = stories.file_complaint(confidentiality=Confidentiality.NAMED)
    stories.take_on(complaint_id)
    with pytest.raises(Invalid, match="choose what they allow now"):
        describe(complaint_id, Confidentiality.NAMED, said())


def test_a_case_opened_on_the_word_of_nobody_waits_for_proof_also_after_a_name_is_allowed():
    complaint_id = stories.investigated()
    describe(complaint_id, Confidentiality.ANONYMOUS)
    draft = CaseDraft(factories.person_id("asha"), "never-argue", "Spoke loudly.", factories.person_id("dmitri"))
    with transaction():
        case_id = open_case(factories.actor("meera"), complaint_id, draft)
    describe(complaint_id, Confidentiality.NAMED, said())
    day = clock.today("Asia/Kolkata")

    def gates() -> set[Gate]:
        return {hold.gate for hold in holds_for(case_id, Step.WRITTEN, ladder_on(day, None), day)}

    assert Gate.ANONYMOUS in gates()
    cases.begin(case_id)
    cases.put_in(case_id)
    assert Gate.ANONYMOUS not in gates()
