"""Letters to a customer: written by the handler alone, looked at before they are sent, kept as they were sent."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from handbook.complaints.lifecycle import EntryKind, Move
from handbook.complaints.models import ComplaintApology, ComplaintEntry
from handbook.core import clock, jobs
from handbook.core.access_log import AccessEntry
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import end_read, transaction
from handbook.customers import letter_queries, queries, writing
from handbook.customers.lifecycle import LetterKind, Manner
from handbook.customers.models import CustomerLetter
from handbook.customers.writing import LetterDraft
from handbook.ledger.appending import position_of
from tests import factories
from tests.browser_like import Visitor
from tests.complaints import stories as complaints
from tests.customers import stories

pytestmark = pytest.mark.database


@pytest.fixture
def meera(app: Flask, client_of: Callable[[str], Visitor]) -> Visitor:
    """The browser of meera from HR."""
    return client_of("meera")


@pytest.fixture
def code(app: Flask) -> str:
    """The code of a complaint that meera handles."""
    with app.app_context():
        code = stories.complain()
        stories.taken_on(code)
    return code


def path_of(app: Flask, code: str, more: str = "") -> str:
    with app.app_context():
        return f"/complaints/{stories.complaint_of(code).id}/letters{more}"


def letters(app: Flask) -> list[CustomerLetter]:
    with app.app_context():
        return list(db.session.scalars(select(CustomerLetter)))


def press_send(browser: Visitor, expect: int = 200, **fields: str) -> None:
    """Press the button that sends what was looked at."""
    form = browser.form()
    values = dict(form.form_values()) | fields | {"send": "1"}
    browser.page = browser.client.post(form.action, data=values, follow_redirects=True)
    assert browser.page.status_code == expect, browser.words()[:500]


def draft(code: str, kind: LetterKind, **changes: object) -> LetterDraft:
    values = {"idempotency_key": new_id(), "kind": kind, "manner": Manner.PAGE, "words": "We asked."}
    return LetterDraft(**(values | {"row_version": stories.version_of(code)} | changes))  # type: ignore[arg-type]


def test_a_letter_is_looked_at_before_it_is_sent(app: Flask, meera: Visitor, code: str):
    meera.get(path_of(app, code, "/new?kind=receipt"))
    meera.submit("", words="I have read every line.", manner="page")
    assert "I have read every line." in meera.words()
    assert "Dear Anna Kalna" in meera.words()
    assert letters(app) == []
    press_send(meera)
    sent = letters(app)[0]
    assert (sent.kind, sent.manner, sent.by_name) == ("receipt", "page", "Meera Nair")
    assert "I have read every line." in sent.words
    with app.app_context():
        assert position_of(sent.id) is not None
        assert stories.complaint_of(code).stage == "acknowledged"


def test_what_was_changed_after_the_look_is_shown_once_more(app: Flask, meera: Visitor, code: str):
    meera.get(path_of(app, code, "/new?kind=apology"))
    meera.submit("", words="I am sorry.", manner="page")
    press_send(meera, words="We are all sorry.")
    assert letters(app) == []
    assert "We are all sorry." in meera.words()


def test_the_same_letter_sent_twice_is_one(app: Flask, meera: Visitor, code: str):
    meera.get(path_of(app, code, "/new?kind=goodwill"))
    meera.submit("", words="The coffee is on us.", manner="page")
    looked_at = meera.page
    for _time in range(2):
        meera.page = looked_at
        press_send(meera)
    assert len(letters(app)) == 1


def test_who_the_customer_is_is_read_on_record(app: Flask, meera: Visitor, code: str):
    meera.get(path_of(app, code, "/new?kind=receipt"))
    with app.app_context():
        entry = db.session.scalars(select(AccessEntry).where(AccessEntry.kind == "customer identity")).one()
        assert (entry.account_id, entry.employee_id) == (factories.actor("meera").account_id, None)
        assert entry.object_id == stories.complaint_of(code).id


def test_nobody_but_the_handler_writes_or_reads_letters(context: Flask):
    code = stories.complain()
    complaint_id, meera = stories.taken_on(code), factories.actor("meera")
    wanted = draft(code, LetterKind.APOLOGY)
    text = writing.written(meera, letter_queries.letter_head(meera, complaint_id), wanted)
    for name in ("nandini", "janis", "dmitri", "inese", "olga", "asha", "viktor"):
        actor = factories.actor(name)
        with pytest.raises(NotFound):
            letter_queries.letter_head(actor, complaint_id)
        end_read()
        with pytest.raises((NotFound, Refused)), transaction():
            writing.send_letter(actor, complaint_id, wanted, text)
    assert db.session.scalar(select(func.count()).select_from(CustomerLetter)) == 0


def test_a_stale_form_keeps_what_was_typed_and_shows_what_stands(app: Flask, meera: Visitor, code: str):
    meera.get(path_of(app, code, "/new?kind=goodwill"))
    meera.submit("", words="The coffee is on us.", manner="page")
    with app.app_context():
        stories.letter(code, LetterKind.APOLOGY, "I am sorry.")
    press_send(meera, 409)
    assert meera.form().fields["words"].strip() == "The coffee is on us."
    assert "We are sorry" in meera.words()
    press_send(meera)
    assert {one.kind for one in letters(app)} == {"apology", "goodwill"}


def test_late_gives_a_new_day_before_the_old_one_has_passed(app: Flask, meera: Visitor, code: str):
    with app.app_context():
        promised = stories.complaint_of(code).due_on
    meera.get(path_of(app, code, "/new?kind=late"))
    meera.submit("", 400, words="The recordings are not here yet.", manner="page", due_on=promised.isoformat())
    assert "give a day after the one that was promised" in meera.words()
    later = promised + timedelta(days=7)
    meera.submit("", due_on=later.isoformat())
    press_send(meera)
    assert letters(app)[0].due_on == later
    with app.app_context():
        assert queries.followed(code).due_on == later


def test_findings_come_only_after_somebody_has_looked_into_it(context: Flask):
    code = stories.complain()
    stories.taken_on(code)
    with pytest.raises(Conflict, match="no longer fits"):
        stories.letter(code, LetterKind.FINDINGS)
    stories.move(code, Move.ASSESS, Move.INVESTIGATE)
    with pytest.raises(Invalid, match="found out"):
        stories.letter(code, LetterKind.FINDINGS)
    stories.find(code)
    stories.letter(code, LetterKind.FINDINGS, remedy="We pay for the taxi.")
    assert stories.complaint_of(code).stage == "responded"
    assert "We pay for the taxi." in queries.followed(code).letters[0].words


def test_the_last_letter_closes_and_another_opens_again(context: Flask):
    code = stories.answered()
    stories.letter(code, LetterKind.CLOSED)
    assert stories.complaint_of(code).stage == "closed"
    stories.letter(code, LetterKind.REOPENED)
    assert stories.complaint_of(code).stage == "reopened"


def test_an_apology_is_kept_apart_and_is_no_entry(context: Flask):
    code = stories.complain()
    complaint_id = stories.taken_on(code)
    stories.letter(code, LetterKind.APOLOGY, "I am sorry for the twenty minutes.")
    mine = ComplaintEntry.complaint_id == complaint_id
    assert "sorry" not in " ".join(db.session.scalars(select(ComplaintEntry.words).where(mine)))
    assert db.session.scalars(select(ComplaintApology)).one().words == "I am sorry for the twenty minutes."


def test_a_letter_without_a_move_stands_in_the_log_of_contacts(context: Flask):
    code = stories.complain()
    stories.taken_on(code)
    stories.letter(code, LetterKind.GOODWILL)
    kinds = db.session.scalars(select(ComplaintEntry.kind).order_by(ComplaintEntry.recorded_at)).all()
    assert kinds[-1] == EntryKind.CONTACT


def test_a_mail_needs_an_address_and_is_not_offered_without_one(app: Flask, meera: Visitor):
    with app.app_context():
        code = stories.complain(customer_contact="+371 2000 0000")
        stories.taken_on(code)
        with pytest.raises(Invalid, match="no mail address"):
            stories.letter(code, LetterKind.GOODWILL, manner=Manner.MAIL)
    meera.get(path_of(app, code, "/new?kind=goodwill"))
    assert 'value="mail"' not in meera.page.text  # type: ignore[union-attr]


def test_a_letter_in_the_customer_s_language_says_so_where_there_is_no_text(app: Flask, meera: Visitor):
    with app.app_context():
        code = stories.complain(customer_language="lv")
        stories.taken_on(code)
    meera.get(path_of(app, code, "/new?kind=goodwill"))
    meera.submit("", words="Kafija no mums.", manner="page")
    assert "There is no text for this letter" in meera.words()
    press_send(meera)
    assert letters(app)[0].language == "en"


def test_what_is_typed_is_text_and_never_markup(context: Flask):
    code = stories.complain()
    stories.taken_on(code)
    stories.letter(code, LetterKind.GOODWILL, "<b>**Free**</b> [here](javascript:x)\n\nAnd more.")
    sent = queries.followed(code).letters[0]
    assert "&lt;b&gt;**Free**&lt;/b&gt; [here](javascript:x)" in sent.html
    assert "<p>And more.</p>" in sent.html


def test_every_letter_is_whole_in_english(context: Flask):
    code = stories.complain()
    head = letter_queries.letter_head(factories.actor("meera"), stories.taken_on(code))
    for kind in LetterKind:
        wanted = draft(code, kind, due_on=date(2031, 3, 4), remedy="A taxi.")
        text = writing.written(factories.actor("meera"), head, wanted)
        words = writing.words_of(text)
        assert text.title, kind
        assert {"We asked.", "Dear Anna Kalna,"} <= set(words.split("\n\n")), kind
        assert "\n\nMeera Nair\n\nLotus & Linden" in words, kind
        assert not re.search(r"[{}]|\*\*|hbx", words + text.title), kind
        assert ("4 March 2031" in words) == (kind is LetterKind.LATE)


def test_a_letter_to_somebody_without_a_name_greets_all_the_same(context: Flask):
    code = stories.complain(customer_name="")
    head = letter_queries.letter_head(factories.actor("meera"), stories.taken_on(code))
    text = writing.written(factories.actor("meera"), head, draft(code, LetterKind.APOLOGY))
    assert "Good day," in writing.words_of(text)


def test_the_customer_reads_and_prints_the_letter_on_the_page(app: Flask, visitor: Visitor, code: str):
    with app.app_context():
        letter = stories.letter(code, LetterKind.GOODWILL, "The coffee is on us.")
    visitor.get("/c?lang=en")
    visitor.get(f"/c/{code}")
    visitor.get(visitor.link("Something from us"))
    assert "The coffee is on us." in visitor.words()
    assert visitor.get(f"/c/{code}/letters/{letter}").headers["Cache-Control"] == "no-store"


def test_a_mailed_letter_leaves_by_a_job_with_a_code_that_lies_in_no_queue(app: Flask, code: str):
    with app.app_context():
        stories.letter(code, LetterKind.GOODWILL, "The coffee is on us.", manner=Manner.MAIL)
        rows = [str(row.payload) for row in db.session.scalars(select(jobs.Job))]
        end_read()
        jobs.work_off()
        mail = stories.mails(app)[-1]
        found = re.search(r"/c/([0-9A-Z-]{24})", mail)
        assert found
        assert found[1] != code
        assert not any(found[1] in row for row in rows)
        assert queries.complaint_of(found[1]) == queries.complaint_of(code)
    assert "The coffee is on us." in mail
    assert f"To: {stories.MAIL}" in mail


def test_the_clock_of_the_letter_is_that_of_the_place(context: Flask):
    code = stories.complain()
    stories.taken_on(code)
    stories.letter(code, LetterKind.GOODWILL)
    sent = queries.followed(code).letters[0]
    assert sent.at == clock.local(sent.at, "Asia/Kolkata")
    assert str(sent.at.tzinfo) == "Asia/Kolkata"


def test_the_handler_learns_that_the_letter_names_nobody_outside_as_long_as_nothing_is_settled(
    app: Flask, meera: Visitor, code: str
):
    with app.app_context():
        complaint_id = stories.complaint_of(code).id
        stories.move(code, Move.ASSESS, Move.INVESTIGATE)
        stories.find(code)
    address = f"/complaints/{complaint_id}/letters/new?kind={LetterKind.FINDINGS}"
    meera.get(address)
    assert "whom else the customer can turn to" in meera.words()
    assert meera.link("Settle it now") == "/complaints/settings"
    with app.app_context():
        complaints.name_outsider()
    meera.get(address)
    assert "Settle it now" not in meera.words()


@pytest.mark.parametrize(
    ("day", "words"),
    [("9999-12-31", "The new day: give a day within a year from today."), ("2031-03-16", "such as 17 March 2031")],
)
def test_a_new_day_in_a_letter_is_one_that_can_be_kept(
    app: Flask, client_of: Callable[[str], Visitor], day: str, words: str
):
    with time_machine.travel(datetime(2031, 2, 3, 6, 0, tzinfo=UTC)):
        with app.app_context():
            complaint_id = stories.taken_on(stories.complain())
        browser = client_of("meera")
        browser.get(f"/complaints/{complaint_id}/letters/new?kind={LetterKind.LATE}")
        browser.submit("/letters/new", 400, words=stories.WORDS, due_on=day)
    assert words in browser.words()
