"""What the handler keeps: findings, contacts, apology and remedy, links, pictures; and what never leaves its place."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from handbook.complaints import operations, queries
from handbook.complaints.improvements import improvements_for
from handbook.complaints.lifecycle import BLOCKING, EntryKind, Finding, Kinship, Move, RootCause, Stage
from handbook.complaints.models import Complaint, ComplaintEntry, ComplaintPhoto
from handbook.complaints.pages import ComplaintPage, Handling
from handbook.complaints.photos import photo_for
from handbook.complaints.recovery import RemedyDraft, judged
from handbook.complaints.timeline import complaint_entries, timeline
from handbook.core import clock
from handbook.core.db import Base, db, new_id
from handbook.core.errors import Conflict, Invalid, NotFound
from handbook.core.transaction import transaction
from handbook.documents.pictures import Encoded
from handbook.ledger.verification import verify
from handbook.rules.figure_rows import Limit
from tests import factories, paintings
from tests.complaints import stories

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]

REGRET = "We are truly sorry that you were spoken to like that."
LIMITS = (
    Limit("anyone", {}, {"INR": Decimal(500)}, {}),
    Limit("shop", {}, {"INR": Decimal(2500)}, {}, ("cashier",)),
    Limit("supervisor", {}, {"INR": Decimal(10000)}, {}, ("shop supervisor",)),
)


def page_of(complaint_id: str, name: str = "meera") -> ComplaintPage:
    return queries.complaint_for(factories.actor(name), complaint_id)


def handling_of(complaint_id: str, name: str = "meera") -> Handling:
    found = page_of(complaint_id, name).handling
    assert found is not None
    return found


def open_case(complaint_id: str) -> Complaint:
    with transaction():
        return operations.mark_case_opened(
            factories.actor("meera"), complaint_id, factories.person_id("asha"), "never-argue", ""
        )


def apologise(complaint_id: str) -> None:
    with transaction():
        version = stories.version_of(complaint_id)
        operations.record_apology(factories.actor("meera"), complaint_id, REGRET, "phone", version)


def link(complaint_id: str, reference: str, by: str = "meera") -> None:
    with transaction():
        version = stories.version_of(complaint_id)
        operations.link(factories.actor(by), complaint_id, reference, Kinship.SAME_MATTER, version)


def lines_of(name: str, reader: str) -> list[str]:
    asked = timeline(factories.person_id(name), factories.actor(reader)).subquery()
    return list(db.session.scalars(select(asked.c.id)))


def test_nothing_is_found_before_anybody_has_looked():
    complaint_id = stories.file_complaint()
    stories.take_on(complaint_id)
    with pytest.raises(Conflict, match="Assess the complaint first"):
        stories.find(complaint_id, Finding.SUBSTANTIATED)


@pytest.mark.parametrize("finding", sorted(BLOCKING - {Finding.RULE_FOLLOWED}))
def test_a_finding_against_it_closes_every_way_into_a_case(finding: Finding):
    complaint_id = stories.investigated()
    stories.find(complaint_id, finding)
    with pytest.raises(Conflict, match="speaks against a case"):
        open_case(complaint_id)


def test_rule_followed_blocks_the_case_and_opens_an_improvement_of_the_rule_once():
    complaint_id = stories.investigated()
    for _time in range(2):
        stories.find(complaint_id, Finding.RULE_FOLLOWED, rule_id="never-argue", problem="It forbids what is kind.")
    with pytest.raises(Conflict, match="Nobody is blamed"):
        open_case(complaint_id)
    (row,), total = improvements_for(factories.actor("meera"), 1)
    assert (total, row.rule_id, row.problem, row.is_done) == (1, "never-argue", "It forbids what is kind.", False)
    with transaction():
        operations.finish_improvement(factories.actor("meera"), row.id, "Two words were changed.", row.row_version)
    assert improvements_for(factories.actor("meera"), 1)[0][0].is_done
    with pytest.raises(Conflict), transaction():
        operations.finish_improvement(factories.actor("meera"), row.id, "Again.", row.row_version)


@pytest.mark.parametrize(
    "values", [{"problem": "Wrong."}, {"rule_id": "never-argue"}, {"rule_id": "x", "problem": "W"}]
)
def test_rule_followed_says_which_rule_and_what_is_wrong_with_it(values: dict[str, str]):
    complaint_id = stories.investigated()
    with pytest.raises(Invalid):
        stories.find(complaint_id, Finding.RULE_FOLLOWED, **values)


def test_a_case_is_a_fact_and_the_customers_side_goes_on_beside_it():
    complaint_id = stories.investigated()
    assert open_case(complaint_id).stage == Stage.INVESTIGATING
    assert handling_of(complaint_id).has_case
    stories.find(complaint_id, Finding.PARTLY)
    for step in (Move.RESPOND, Move.CLOSE):
        stories.move(complaint_id, step)
    assert page_of(complaint_id).stage is Stage.CLOSED


def test_an_apology_lies_in_no_table_but_its_own():
    complaint_id = stories.investigated()
    apologise(complaint_id)
    open_case(complaint_id)
    assert [one.words for one in handling_of(complaint_id).apologies] == [REGRET]
    found = [
        table.name
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table))
        if any(REGRET in value for value in row if isinstance(value, str))
    ]
    assert found == ["complaint_apology"]
    assert all(REGRET not in entry.words for entry in page_of(complaint_id).entries)


def test_who_only_filed_it_sees_neither_apology_nor_photo():
    complaint_id = stories.investigated()
    apologise(complaint_id)
    assert page_of(complaint_id, "janis").handling is None
    assert page_of(complaint_id, "nandini").handling is None


@pytest.mark.parametrize(
    ("job", "amount", "within", "above"),
    [
        ("Cashier", 2500, True, ("cashier", "shop supervisor")),
        ("cashier", 2501, False, ("shop supervisor",)),
        ("gardener", 500, True, ("cashier", "shop supervisor")),
        ("gardener", 501, False, ("cashier", "shop supervisor")),
        ("cashier", 20000, False, ()),
    ],
)
def test_what_one_may_decide_alone_is_never_a_breach(job: str, amount: int, within: bool, above: tuple[str, ...]):
    found = judged(LIMITS, job, Decimal(amount), "INR")
    assert (found.is_within, found.above) == (within, above)


def test_a_currency_without_a_limit_is_beyond_it():
    assert not judged(LIMITS, "cashier", Decimal(1), "EUR").is_within


def test_a_remedy_keeps_its_value_and_who_granted_it():
    complaint_id = stories.investigated()
    draft = RemedyDraft("The money back.", Decimal("120.50"), "INR", factories.person_id("asha"))
    with transaction():
        operations.grant_remedy(factories.actor("meera"), complaint_id, draft, stories.version_of(complaint_id))
    entry = page_of(complaint_id).entries[-1]
    assert entry.kind is EntryKind.REMEDY
    assert (entry.facts["amount"], entry.facts["granted_by"]) == ("120.5", "Asha Reddy")


def test_whoever_agrees_to_more_must_be_able_to_decide_it():
    complaint_id = stories.investigated()
    asha, ravi = factories.person_id("asha"), factories.person_id("ravi")
    draft = RemedyDraft("A stay.", Decimal(9_000_000), "INR", asha, ravi)
    with pytest.raises(Invalid, match="may not decide so much"), transaction():
        operations.grant_remedy(factories.actor("meera"), complaint_id, draft, stories.version_of(complaint_id))


def test_the_contact_log_says_how_and_with_whom_and_when_the_next_news_comes():
    complaint_id = stories.assessed()
    with transaction():
        version = stories.version_of(complaint_id)
        operations.note_contact(
            factories.actor("meera"), complaint_id, "phone", "She was calm.", version, with_whom="a daughter"
        )
    entry = page_of(complaint_id).entries[-1]
    assert (entry.kind, dict(entry.facts)) == (EntryKind.CONTACT, {"how": "phone", "with": "a daughter"})
    promised = page_of(complaint_id).promised
    assert promised.update_due_on is not None
    assert promised.update_due_on <= promised.due_on


def test_a_root_cause_has_a_word_of_the_list_and_words_of_the_handler():
    complaint_id = stories.assessed()
    with transaction():
        version = stories.version_of(complaint_id)
        operations.name_root_cause(
            factories.actor("meera"), complaint_id, RootCause.STAFFING, "One till for eight.", version
        )
    assert handling_of(complaint_id).about.root_cause is RootCause.STAFFING


def test_linked_complaints_are_shown_from_both_sides_and_only_to_who_may_know_of_them():
    one, other = stories.assessed(), stories.assessed()
    for _time in range(2):
        link(one, page_of(other).reference.lower())
    assert [row.id for row in handling_of(one).links] == [other]
    assert [row.id for row in handling_of(other).links] == [one]
    of_janis = stories.file_complaint("janis")
    with pytest.raises(Invalid, match="no other complaint that you may see"):
        link(of_janis, stories.head(stories.file_complaint("ravi")).reference, by="janis")
    with pytest.raises(Invalid, match="no other complaint that you may see"):
        link(one, page_of(one).reference)


def test_photos_are_few_and_only_for_who_sees_it_whole():
    pictures = operations.bring_photos([paintings.jpeg()])
    with transaction():
        complaint_id = operations.file_complaint(factories.actor("janis"), stories.draft(), pictures)
    (photo,) = handling_of(complaint_id, "janis").photos
    assert photo_for(factories.actor("janis"), complaint_id, photo.file_name)[1] == pictures[0].data
    stories.take_on(complaint_id)
    for name in ("janis", "nandini", "asha", "viktor"):
        with pytest.raises(NotFound):
            photo_for(factories.actor(name), complaint_id, photo.file_name)
    many = [Encoded(bytes([number]), "image/png", 1, 1) for number in range(5)]
    with pytest.raises(Invalid, match="5 at most"), transaction():
        operations.add_photos(factories.actor("meera"), complaint_id, many, stories.version_of(complaint_id))


def test_what_a_customer_files_has_no_employee_behind_it_and_twice_is_once():
    draft = stories.draft(customer_name="Mrs Gupta", customer_language="te")
    ids = set()
    for _time in range(2):
        with transaction():
            ids.add(operations.file_from_customer(draft))
    (complaint_id,) = ids
    head = stories.head(complaint_id)
    assert (head.filed_by, head.via, head.handler_id) == (None, "customer", None)
    stories.take_on(complaint_id)
    assert queries.identity_for(factories.actor("meera"), complaint_id).name == "Mrs Gupta"
    assert verify().ok


def test_what_a_customer_adds_counts_once_and_brings_its_pictures():
    with transaction():
        complaint_id = operations.file_from_customer(stories.draft())
    pictures, key = operations.bring_photos([paintings.jpeg()]), new_id()
    for _time in range(2):
        with transaction():
            operations.hear_customer(complaint_id, "Here is the receipt.", key, pictures)
    heard = select(ComplaintEntry).where(ComplaintEntry.kind == EntryKind.HEARD.value)
    assert [row.words for row in db.session.scalars(heard)] == ["Here is the receipt."]
    assert len(db.session.scalars(select(ComplaintPhoto)).all()) == 1


def test_the_newest_word_about_who_the_customer_is_counts():
    complaint_id = stories.file_complaint(customer_name="Mrs Gupta")
    with transaction():
        version = stories.version_of(complaint_id)
        operations.identify(factories.actor("janis"), complaint_id, "Mrs Gupta-Rao", "98480 12345", version)
    assert queries.identity_for(factories.actor("janis"), complaint_id).name == "Mrs Gupta-Rao"


@pytest.mark.parametrize("finding", [Finding.SUBSTANTIATED, Finding.PARTLY])
def test_the_file_shows_it_once_the_person_was_told_and_never_the_customers_words(finding: Finding):
    complaint_id = stories.answered(finding)
    assert lines_of("asha", "asha") == lines_of("asha", "meera") == []
    with transaction():
        operations.mark_told(complaint_id, factories.person_id("asha"), clock.now())
    assert lines_of("asha", "asha") == lines_of("asha", "meera") == [complaint_id]
    assert lines_of("asha", "janis") == lines_of("lakshmi", "meera") == []
    line = complaint_entries([complaint_id])[complaint_id]
    assert (line.quote, line.url) == (None, None)
    assert stories.WORDS not in f"{line.title} {line.body} {line.fine}"


@pytest.mark.parametrize("finding", [Finding.UNSUBSTANTIATED, Finding.UNABLE_TO_DETERMINE])
def test_what_was_not_found_to_be_so_is_kept_in_no_file(finding: Finding):
    complaint_id = stories.answered(finding)
    with transaction():
        operations.mark_told(complaint_id, factories.person_id("asha"), clock.now())
    assert lines_of("asha", "asha") == lines_of("asha", "meera") == []
