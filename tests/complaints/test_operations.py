"""Filing, taking on, naming, moving on: what is written down, and what is refused."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from handbook.complaints import operations, queries
from handbook.complaints.lifecycle import EntryKind, Move, Stage
from handbook.complaints.models import Complaint, ComplaintEntry, ComplaintIdentity
from handbook.complaints.policy import Sight
from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import transaction
from handbook.ledger.models import Leaf
from handbook.ledger.verification import verify
from tests import factories
from tests.complaints import stories

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def kinds_of(complaint_id: str) -> list[str]:
    query = (
        select(ComplaintEntry.kind)
        .join(Leaf, Leaf.record_id == ComplaintEntry.id)
        .where(ComplaintEntry.complaint_id == complaint_id)
        .order_by(Leaf.index)
    )
    return list(db.session.scalars(query))


def complaints() -> int:
    return db.session.scalar(select(func.count()).select_from(Complaint)) or 0


def test_filing_writes_a_head_and_a_leaf_at_once():
    complaint_id = stories.file_complaint()
    page = queries.complaint_for(factories.actor("janis"), complaint_id)
    assert (page.words, page.place, page.stage) == (stories.WORDS, "till 3", Stage.RECEIVED)
    assert page.reference.startswith(f"C-{clock.today('Asia/Kolkata').year}-")
    assert page.entries[0].position >= 0
    assert verify().ok


def test_happened_and_recorded_are_two_dates():
    earlier = clock.now() - timedelta(days=3)
    page = queries.complaint_for(factories.actor("janis"), stories.file_complaint(happened_at=earlier))
    assert page.happened_at == earlier
    assert page.filed_at - earlier >= timedelta(days=3)


def test_a_supervisor_handles_what_they_filed_until_hr_takes_it_on():
    complaint_id = stories.file_complaint("janis")
    janis, meera = factories.actor("janis"), factories.actor("meera")
    assert queries.complaint_for(janis, complaint_id).sight is Sight.WHOLE
    stories.take_on(complaint_id)
    assert queries.complaint_for(meera, complaint_id).sight is Sight.WHOLE
    assert queries.complaint_for(janis, complaint_id).sight is Sight.FILED
    assert kinds_of(complaint_id) == [EntryKind.RECEIVED, EntryKind.TAKEN_ON]


def test_what_a_cashier_filed_waits_for_hr():
    complaint_id = stories.file_complaint("ravi")
    page = queries.complaint_for(factories.actor("ravi"), complaint_id)
    assert (page.handler, page.sight) == (None, Sight.FILED)


def test_who_filed_it_sees_nothing_of_what_the_handler_adds():
    complaint_id = stories.investigated()
    page = queries.complaint_for(factories.actor("janis"), complaint_id)
    assert [entry.kind for entry in page.entries] == [EntryKind.RECEIVED]
    assert (page.people, page.rules) == ({}, ())


def test_hr_sees_no_word_and_no_person_before_taking_it_on():
    asha = factories.person_id("asha")
    complaint_id = stories.file_complaint(person_id=asha, rule_id="never-argue", customer_name="Mrs Gupta")
    page = queries.complaint_for(factories.actor("meera"), complaint_id)
    assert page.sight is Sight.OUTLINE
    assert (page.words, page.place, page.people, page.entries, page.happened_at) == ("", "", {}, (), None)
    assert [rule.rule_id for rule in page.rules] == ["never-argue"]
    assert not page.has_identity


def test_the_same_form_sent_twice_is_one_complaint():
    draft = stories.draft()
    with transaction():
        first = operations.file_complaint(factories.actor("janis"), draft)
    with transaction():
        second = operations.file_complaint(factories.actor("janis"), draft)
    assert (first, complaints()) == (second, 1)


def test_an_incident_of_tomorrow_is_refused():
    with pytest.raises(Invalid, match="When it happened"):
        stories.file_complaint(happened_at=clock.now() + timedelta(hours=1))
    assert complaints() == 0


def test_an_unknown_location_is_refused():
    with pytest.raises(Invalid, match="Where it happened"):
        stories.file_complaint(location_id=new_id())


def test_nobody_files_a_complaint_about_themself():
    with pytest.raises(Invalid, match="about themself"):
        stories.file_complaint("janis", person_id=factories.person_id("janis"))
    assert complaints() == 0


def test_the_handler_cannot_name_themself():
    complaint_id = stories.file_complaint()
    stories.take_on(complaint_id)
    with pytest.raises(Invalid, match="about themself"):
        stories.name_person(complaint_id, "meera")


def test_who_filed_it_loses_sight_at_once_when_named():
    complaint_id = stories.file_complaint("janis")
    stories.take_on(complaint_id)
    stories.name_person(complaint_id, "janis")
    with pytest.raises(NotFound):
        queries.complaint_for(factories.actor("janis"), complaint_id)


def test_an_hr_officer_who_is_named_can_neither_see_nor_take_it_on():
    complaint_id = stories.file_complaint(person_id=factories.person_id("nandini"))
    with pytest.raises(NotFound):
        queries.complaint_for(factories.actor("nandini"), complaint_id)
    with pytest.raises(NotFound):
        stories.take_on(complaint_id, "nandini")


def test_naming_twice_is_naming_once():
    complaint_id = stories.file_complaint()
    stories.take_on(complaint_id)
    for _time in range(2):
        stories.name_person(complaint_id, "asha")
        stories.name_rule(complaint_id)
    page = queries.complaint_for(factories.actor("meera"), complaint_id)
    assert (len(page.people), len(page.rules)) == (1, 1)
    assert kinds_of(complaint_id).count(EntryKind.RULE_NAMED) == 1


def test_a_rule_that_no_edition_holds_is_refused():
    complaint_id = stories.file_complaint()
    with pytest.raises(Invalid, match="Rule:"):
        stories.name_rule(complaint_id, "no-such-rule", by="janis")


def test_only_the_handler_names_and_moves():
    complaint_id = stories.file_complaint("janis")
    with pytest.raises(Refused):
        stories.name_person(complaint_id, "asha", by="meera")
    with pytest.raises(Refused):
        stories.move(complaint_id, Move.ASSESS, by="meera")
    with pytest.raises(NotFound):
        stories.move(complaint_id, Move.ASSESS, by="dmitri")


def test_a_stale_version_changes_nothing():
    complaint_id = stories.file_complaint()
    stale = stories.version_of(complaint_id)
    stories.name_person(complaint_id, "asha", by="janis")
    with pytest.raises(Conflict), transaction():
        operations.move(factories.actor("janis"), complaint_id, Move.ASSESS, "A talk.", stale)
    assert kinds_of(complaint_id) == [EntryKind.RECEIVED, EntryKind.PERSON_NAMED]


def test_nothing_is_added_to_a_closed_complaint():
    complaint_id = stories.file_complaint()
    stories.move(complaint_id, Move.SET_ASIDE, by="janis")
    with pytest.raises(Conflict, match="closed"):
        stories.name_person(complaint_id, "asha", by="janis")


def test_the_customer_has_a_leaf_and_salt_of_their_own():
    stories.file_complaint(customer_name="Mrs Gupta", customer_contact="98480 12345")
    identity = db.session.scalars(select(ComplaintIdentity)).one()
    entry = db.session.scalars(select(ComplaintEntry)).one()
    assert identity.salt != entry.salt
    assert "Gupta" not in entry.words
    assert db.session.scalar(select(Leaf.type).where(Leaf.record_id == identity.id)) == "complaint.identity"


def test_only_the_handler_learns_who_the_customer_is():
    complaint_id = stories.file_complaint(customer_name="Mrs Gupta", customer_contact="98480 12345")
    assert queries.identity_for(factories.actor("janis"), complaint_id).contact == "98480 12345"
    stories.take_on(complaint_id)
    assert queries.identity_for(factories.actor("meera"), complaint_id).name == "Mrs Gupta"
    for other in ("janis", "nandini", "dmitri", "inese", "olga", "asha"):
        with pytest.raises(NotFound):
            queries.identity_for(factories.actor(other), complaint_id)


def test_numbers_are_drawn_so_that_no_gap_tells_of_a_hidden_complaint():
    year = clock.today("Asia/Kolkata").year
    references = [operations.free_reference("C", year, lambda _reference: False) for _time in range(40)]
    assert len(set(references)) > 30
    assert references != sorted(references)


def test_a_full_year_gets_longer_numbers():
    reference = operations.free_reference("C", 2026, lambda taken: len(taken) == len("C-2026-0000"))
    assert len(reference) == len("C-2026-00000")
