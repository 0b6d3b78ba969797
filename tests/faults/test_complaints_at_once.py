"""Forms about complaints, files and cases that arrive together: each is one record, and who comes second gets words."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from handbook.complaints import operations
from handbook.complaints.lifecycle import EntryKind, Finding, Move, Stage
from handbook.complaints.models import Complaint, ComplaintEntry
from handbook.core.db import Base, db, new_id
from handbook.core.errors import Conflict
from handbook.core.transaction import end_read
from handbook.corrective_actions.hearing_pack.models import HearingPack
from handbook.corrective_actions.hearing_pack.operations import ask_for_pack
from handbook.corrective_actions.steps.models import StepProposed
from handbook.customers import operations as customers
from handbook.ledger.verification import verify
from handbook.voices import operations as voices
from handbook.voices.lifecycle import Topic
from handbook.voices.models import CustomerRemark
from handbook.workfile.models import FileStatement
from handbook.workfile.operations import add_statement
from tests import factories
from tests.complaints import stories
from tests.corrective_actions import stories as cases
from tests.customers import stories as door
from tests.faults.conftest import Live
from tests.faults.meeting import Deed, all_at_once, one_within_the_other
from tests.faults.over_http import Answer, WebVisitor

pytestmark = pytest.mark.database
AT_ONCE, MANY = 6, 20
Prepared = tuple[WebVisitor, str, dict[str, str]]


@pytest.fixture
def whole_afterwards(context: Flask) -> Iterator[Flask]:
    """Whatever happened at once, the ledger verifies."""
    yield context
    end_read()
    assert verify().ok


def test_an_answer_told_by_two_windows_at_once_is_told_once(whole_afterwards: Flask):
    complaint_id = stories.investigated()
    stories.find(complaint_id, Finding.SUBSTANTIATED)
    met = one_within_the_other(whole_afterwards, answers(complaint_id), answers(complaint_id))
    assert isinstance(met.second, Conflict), met
    assert "was changed while you were writing" in str(met.second)
    assert (stories.head(complaint_id).stage, entries(EntryKind.RESPONDED)) == (Stage.RESPONDED, 1)


def test_of_two_who_take_a_complaint_on_the_first_handles_it(whole_afterwards: Flask):
    complaint_id = stories.file_complaint()
    met = one_within_the_other(whole_afterwards, takes_on("meera", complaint_id), takes_on("nandini", complaint_id))
    assert isinstance(met.second, Conflict), met
    assert (stories.head(complaint_id).handler_id, entries(EntryKind.TAKEN_ON)) == (factories.person_id("meera"), 1)


def test_a_customer_who_is_not_settled_says_so_once_however_often_the_form_arrives(whole_afterwards: Flask):
    code = door.answered()

    def says() -> str:
        customers.say_not_settled(code, "Nobody told me why.")
        return "said"

    end_read()
    assert all_at_once(whole_afterwards, [says] * AT_ONCE) == ["said"] * AT_ONCE
    assert (door.complaint_of(code).stage, entries(EntryKind.DISPUTED)) == (Stage.OPEN_DISPUTED, 1)


@pytest.mark.parametrize(
    ("prepare", "table"),
    [
        (lambda: files(new_id()), Complaint),
        (lambda: complains(new_id()), Complaint),
        (lambda: remarks(new_id()), CustomerRemark),
        (lambda: states(new_id()), FileStatement),
        (lambda: asks_for_a_pack(new_id()), HearingPack),
    ],
    ids=["a complaint of staff", "a complaint at the door", "a remark", "words to the own file", "a hearing pack"],
)
def test_one_form_that_arrives_six_times_at_once_is_one_record(
    whole_afterwards: Flask, prepare: Callable[[], Deed], table: type[Base]
):
    deed = prepare()
    end_read()
    before = count(table)
    end_read()
    came = all_at_once(whole_afterwards, [deed] * AT_ONCE)
    assert {type(one) for one in came} == {str}, came
    assert count(table) == before + 1


def test_twenty_equal_posts_of_four_forms_are_one_record_each(live: Live):
    with live.app.app_context():
        case_id = cases.heard_case()
        before = {table: count(table) for table in (Complaint, FileStatement, StepProposed)}
        db.session.remove()
    live.installation.start("web")
    for form in (at_complaint(live), at_own_file(live), at_proposal(live, case_id)):
        assert {answer.status_code for answer in posted_at_once(live, form)} == {200}, form[1]
    door_says = {answer.status_code for answer in posted_at_once(live, at_door(live))}
    assert door_says <= {200, 429}  # it takes ten in a minute from one address
    with live.app.app_context():
        more = {table: count(table) - had for table, had in before.items()}
        assert verify().ok
    assert more == {Complaint: 2, FileStatement: 1, StepProposed: 1}


# Deeds, prepared to the last step.


def answers(complaint_id: str) -> Deed:
    """Return the deed of noting that the customer has the answer."""
    meera, version = factories.actor("meera"), stories.version_of(complaint_id)
    end_read()

    def move() -> str:
        operations.move(meera, complaint_id, Move.RESPOND, "Told on the telephone.", version)
        return "told"

    return move


def takes_on(name: str, complaint_id: str) -> Deed:
    """Return the deed of taking a complaint on."""
    who, version = factories.actor(name), stories.version_of(complaint_id)
    end_read()

    def take() -> str:
        operations.take_on(who, complaint_id, version)
        return name

    return take


def files(key: str) -> Deed:
    """Return the deed of writing a complaint down."""
    janis, draft = factories.actor("janis"), stories.draft(idempotency_key=key)
    return lambda: operations.file_complaint(janis, draft)


def complains(key: str) -> Deed:
    """Return the deed of complaining at the public door."""
    draft = door.draft(idempotency_key=key)
    return lambda: customers.complain(draft)


def remarks(key: str) -> Deed:
    """Return the deed of writing down what customers keep saying."""
    draft = voices.RemarkDraft(key, "They wait too long.", "en", door.place().id, Topic.WAIT)
    return lambda: voices.keep_remark(draft)


def states(key: str) -> Deed:
    """Return the deed of adding words to the own file."""
    asha = factories.actor("asha")
    return lambda: add_statement(asha, "I stayed late that week.", "en", key)


def asks_for_a_pack(key: str) -> Deed:
    """Return the deed of asking for a print of a case."""
    case_id, dmitri = cases.open_case(), factories.actor("dmitri")
    return lambda: ask_for_pack(dmitri, case_id, "en", key)


# Browsers at their forms.


def at_complaint(live: Live) -> Prepared:
    """Janis at the form of a complaint."""
    browser = signed_in(live, "janis")
    browser.get("/complaints/new")
    return browser, *browser.filled("", words="She turned the screen away.", place="till 3")


def at_door(live: Live) -> Prepared:
    """A customer at the public door."""
    with live.app.app_context():
        place = door.place().id
        db.session.remove()
    browser = WebVisitor(live.url)
    browser.get("/complain?lang=en")
    return browser, *browser.filled("", words="I waited for twenty minutes.", location_id=place)


def at_own_file(live: Live) -> Prepared:
    """Asha at the form for own words."""
    browser = signed_in(live, "asha")
    browser.get("/my-file/statement")
    return browser, *browser.filled("", words="I stayed late that week.")


def at_proposal(live: Live, case_id: str) -> Prepared:
    """Dmitri at the form of a proposal."""
    browser = signed_in(live, "dmitri")
    browser.get(f"/cases/{case_id}/propose")
    with live.app.app_context():
        draft = cases.proposal()
        db.session.remove()
    names = ("place", "observed", "heard", "reasons", "change", "help", "not_notified_reason", "deviation_reason")
    told = {name: getattr(draft, name) for name in names} | {"approver_id": draft.approver_ids[0]}
    days = {"change_by": draft.change_by.isoformat(), "step": draft.step.value}
    return browser, *browser.filled("", password=factories.PASSWORD, **told, **days)


def signed_in(live: Live, name: str) -> WebVisitor:
    """Return the browser of somebody."""
    browser = WebVisitor(live.url)
    browser.sign_in(factories.PEOPLE[name].number)
    return browser


def posted_at_once(live: Live, prepared: Prepared) -> list[Answer]:
    """Send one form so many times at the same moment."""
    browser, address, form = prepared
    together = Barrier(MANY)

    def post(_number: int) -> Answer:
        connection = browser.at(live.url)
        together.wait()
        return connection.post(address, form)

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(post, range(MANY)))


# What is there afterwards.


def count(table: type[Base]) -> int:
    """Return how many rows there are."""
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def entries(kind: EntryKind) -> int:
    """Return how many entries of this kind there are."""
    return db.session.scalar(select(func.count()).where(ComplaintEntry.kind == kind)) or 0
