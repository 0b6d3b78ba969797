"""The page behind a code: what its customer may know, what they may add, and what it never tells."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from handbook.complaints import operations as complaints
from handbook.complaints.lifecycle import EntryKind, Move
from handbook.complaints.models import ComplaintPerson, ComplaintPhoto, ComplaintSettings
from handbook.core import clock, flood
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.core.transaction import end_read, transaction
from handbook.customers import letter_queries, operations, queries
from handbook.customers.lifecycle import LetterKind, Progress
from handbook.documents.pictures import Encoded
from handbook.people.models import Placement
from tests import factories
from tests.browser_like import Visitor
from tests.customers import stories

pytestmark = pytest.mark.database
WRONG = "0000-0000-0000-0000-0000"
_PASSING = re.compile(
    r'<span class="hash">[0-9A-F]{8}</span>|name="[a-z-]*(?:csrf_token|idempotency_key)"[^>]*value="[^"]+"'
)


@pytest.fixture
def code(app: Flask, visitor: Visitor) -> str:
    """The code of a complaint that a customer has just made; the visitor reads English."""
    flood.forget()
    visitor.get("/c?lang=en")
    with app.app_context():
        return stories.complain()


def test_it_shows_reference_day_place_and_the_customer_s_own_words(app: Flask, visitor: Visitor, code: str):
    visitor.get(f"/c/{code}")
    with app.app_context():
        complaint = stories.complaint_of(code)
    for words in (complaint.reference, "Banjara Hills", stories.WORDS, "our team for complaints", "We have it"):
        assert words in visitor.words()


@pytest.mark.parametrize("path", ["", "/receipt", "/letters/none"])
def test_a_wrong_code_is_answered_like_a_missing_one(visitor: Visitor, code: str, path: str):
    wrong, missing = visitor.get(f"/c/{WRONG}{path}"), visitor.get(f"/c/whatever{path}")
    assert wrong.status_code == missing.status_code == 404
    assert _PASSING.sub("", wrong.text.replace(WRONG, "")) == _PASSING.sub("", missing.text.replace("whatever", ""))


def test_the_page_is_neither_kept_nor_listed_nor_told_to_others(visitor: Visitor, code: str):
    for path in (f"/c/{code}", f"/c/{code}/receipt"):
        headers = visitor.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["Referrer-Policy"] == "same-origin"


def test_a_code_can_be_typed_as_it_comes(app: Flask, visitor: Visitor, code: str):
    visitor.submit("", code=code.lower().replace("-", " "))
    assert visitor.page is not None
    assert visitor.page.request.path == f"/c/{code}"


def test_a_mistyped_code_stays_in_the_form(visitor: Visitor, code: str):
    visitor.submit("", 400, code="7k2m q9xa")
    assert visitor.form().fields["code"] == "7K2M-Q9XA"
    assert "No complaint is found under this code." in visitor.words()


def test_guessing_is_slowed_down(visitor: Visitor, code: str):
    answers = [visitor.send("", code=WRONG).status_code for _time in range(21)]
    assert (answers[0], answers[-1]) == (400, 429)


def test_who_is_named_and_that_there_is_a_case_changes_no_sign_of_the_page(app: Flask, visitor: Visitor, code: str):
    with app.app_context():
        complaint_id = stories.taken_on(code)
        stories.move(code, Move.ASSESS, Move.INVESTIGATE)
    before = visitor.get(f"/c/{code}")
    with app.app_context():
        stories.name_person(code, "asha")
        end_read()
        with transaction() as session:  # as the room of cases does
            opened = update(ComplaintPerson).where(ComplaintPerson.complaint_id == complaint_id)
            session.execute(opened.values(case_opened_at=clock.now(), told_at=clock.now()))
    after = visitor.get(f"/c/{code}")
    assert _PASSING.sub("", before.text) == _PASSING.sub("", after.text)
    assert before.headers.get("ETag") == after.headers.get("ETag")
    assert "Asha" not in after.text


def test_the_handler_is_named_once_there_is_one(app: Flask, visitor: Visitor, code: str):
    with app.app_context():
        stories.taken_on(code)
    assert "Meera Nair" in visitor.get(f"/c/{code}").text


def test_a_handler_who_has_left_is_named_no_longer(context: Flask):
    code = stories.complain()
    stories.taken_on(code)
    meera = Placement.employee_id == factories.person_id("meera")
    end_read()
    with transaction() as session:
        session.execute(update(Placement).where(meera).values(to_on=clock.now().date() - timedelta(days=3)))
    assert queries.followed(code).looks_after is None


def test_the_contact_of_the_place_is_named_until_there_is_a_handler(context: Flask):
    code = stories.complain()
    meera, janis, nandini = (factories.actor(name) for name in ("meera", "janis", "nandini"))
    place = stories.place().id
    end_read()
    with transaction():
        operations.name_contact(meera, None, nandini.employee_id)
    assert queries.followed(code).looks_after == nandini.name
    end_read()
    with transaction():
        operations.name_contact(meera, place, janis.employee_id)
    assert queries.followed(code).looks_after == janis.name


def test_a_contact_whom_the_complaint_is_about_is_never_named(context: Flask):
    code = stories.complain()
    meera, janis = factories.actor("meera"), factories.actor("janis")
    complaint_id = stories.complaint_of(code).id
    end_read()
    with transaction() as session:
        operations.name_contact(meera, None, janis.employee_id)
        session.add(ComplaintPerson(complaint_id=complaint_id, employee_id=janis.employee_id))
    assert queries.followed(code).looks_after is None


def test_a_question_stops_our_time_and_the_answer_lets_it_go_on(app: Flask, visitor: Visitor, code: str):
    with app.app_context():
        stories.taken_on(code)
        stories.letter(code, LetterKind.QUESTIONS, "At which till was it?")
    page = visitor.get(f"/c/{code}")
    assert "We asked you something, and wait for your answer." in page.text
    assert "At which till was it?" in visitor.words()
    visitor.submit("/words", **{"add-words": "At the third."})
    assert "wait for your answer" not in visitor.words()
    assert "At the third." in visitor.words()


def test_the_same_answer_sent_twice_counts_once(app: Flask, visitor: Visitor, code: str):
    visitor.get(f"/c/{code}")
    for _time in range(2):
        visitor.send("/words", **{"add-words": "It was the third till."})
    assert visitor.get(f"/c/{code}").text.count("It was the third till.") == 1


def test_a_photo_can_be_added_without_words(app: Flask, visitor: Visitor, code: str):
    visitor.get(f"/c/{code}")
    values = dict(visitor.form("/words").form_values()) | {"add-photo": (stories.photo(), "till.jpg")}
    visitor.client.post(f"/c/{code}/words", data=values, content_type="multipart/form-data")
    with app.app_context():
        assert db.session.scalars(select(ComplaintPhoto)).one().by_id is None
    assert "Photos from you" in visitor.get(f"/c/{code}").text


def test_one_photo_too_many_loses_no_word(app: Flask, visitor: Visitor, code: str):
    with app.app_context():
        photos = [Encoded(bytes([number]), "image/jpeg", 1, 1) for number in range(5)]
        with transaction():
            operations.add(code, "", photos, "1" * 32)
    visitor.get(f"/c/{code}")
    values = dict(visitor.form("/words").form_values()) | {
        "add-words": "One more.",
        "add-photo": (stories.photo(), "a.jpg"),
    }
    visitor.page = visitor.client.post(f"/c/{code}/words", data=values, content_type="multipart/form-data")
    assert visitor.page.status_code == 400
    assert "Photos: 5 at most." in visitor.words()
    assert visitor.form("/words").fields["add-words"].strip() == "One more."


def test_an_empty_addition_is_refused_in_words(visitor: Visitor, code: str):
    visitor.get(f"/c/{code}")
    visitor.submit("/words", 400)
    assert "write something, or choose a photo" in visitor.words()


def test_before_the_answer_there_is_nothing_to_be_unsettled_about(app: Flask, visitor: Visitor, code: str):
    assert "/unsettled" not in visitor.get(f"/c/{code}").text
    with app.app_context():
        assert not queries.followed(code).may_be_unsettled


def test_not_settled_reopens_nothing_by_itself_but_is_heard(app: Flask, visitor: Visitor):
    visitor.get("/c?lang=en")
    with app.app_context():
        code = stories.answered()
    visitor.get(f"/c/{code}")
    visitor.submit("/unsettled", **{"unsettled-words": "Nobody asked me."})
    assert "Our answer did not settle it for you" in visitor.words()
    assert "Nobody asked me." in visitor.words()
    with app.app_context():
        assert stories.complaint_of(code).stage == "open_disputed"


def test_not_settled_sent_twice_is_said_once(context: Flask):
    code = stories.answered()
    for _time in range(2):
        end_read()
        with transaction():
            operations.say_not_settled(code, "Nobody asked\r\nme.")
    kinds = [item.kind for item in queries.followed(code).news]
    assert kinds.count(EntryKind.DISPUTED) == 1


def test_what_was_closed_is_opened_again_by_its_customer(context: Flask):
    code = stories.answered()
    stories.move(code, Move.CLOSE)
    end_read()
    with transaction():
        operations.say_not_settled(code, "It happened again.")
    followed = queries.followed(code)
    assert followed.progress is Progress.AGAIN
    assert followed.due_on is not None


def test_a_missed_day_is_told_and_not_hidden(app: Flask, visitor: Visitor):
    visitor.get("/c?lang=en")
    with app.app_context():
        code = stories.complain()
    with time_machine.travel(clock.now() + timedelta(days=60)):
        assert "We promised you an answer by" in visitor.get(f"/c/{code}").text
    assert "we did not keep it" in visitor.words()


def test_whom_else_one_can_turn_to_stands_below(app: Flask, visitor: Visitor, code: str):
    with app.app_context():
        settle_recourse("The consumer centre, telephone 6700")
    assert "The consumer centre, telephone 6700" in visitor.get(f"/c/{code}").text


def test_words_of_staff_for_the_log_are_never_shown(app: Flask, visitor: Visitor):
    visitor.get("/c?lang=en")
    with app.app_context():
        code = stories.answered()
    assert "Looked into it." not in visitor.get(f"/c/{code}").text
    assert "Nobody remembers it." not in visitor.words()


def test_what_staff_wrote_down_is_not_shown_as_the_customer_s_words(app: Flask, visitor: Visitor):
    visitor.get("/c?lang=en")
    with app.app_context():
        janis, told = factories.actor("janis"), stories.draft(words="He shouted that she cannot count.")
        end_read()
        with transaction():
            complaint_id = complaints.file_complaint(janis, told)
            code = operations.make_code(complaint_id)
    assert "He shouted" not in visitor.get(f"/c/{code}").text


def test_a_letter_of_another_complaint_is_none_of_this_one(context: Flask):
    mine, other = stories.complain(), stories.complain()
    stories.taken_on(other)
    letter = stories.letter(other, LetterKind.APOLOGY)
    with pytest.raises(NotFound, match="no such letter"):
        letter_queries.letter_of(queries.complaint_of(mine), letter, "UTC")
    assert letter_queries.letter_of(queries.complaint_of(other), letter, "UTC").kind is LetterKind.APOLOGY


def settle_recourse(recourse: str) -> None:
    """Settle whom else customers can turn to."""
    end_read()
    with transaction() as session:
        session.add(ComplaintSettings(from_at=clock.now(), recourse=recourse, changed_by="a test"))


def test_more_news_and_letters_take_no_more_queries(
    app: Flask, visitor: Visitor, code: str, counting: Callable[[], AbstractContextManager[list[str]]]
):
    numbers = []
    with app.app_context():
        stories.taken_on(code)
    for more in (1, 4):
        with app.app_context():
            for number in range(more):
                stories.letter(code, LetterKind.QUESTIONS, f"Question {more}.{number}?")
        with app.app_context(), counting() as statements:
            visitor.get(f"/c/{code}")
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= 10
