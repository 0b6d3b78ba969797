"""Questions before signing: asked by anybody, answered by HR once, and the deadline waits."""

from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from handbook.acknowledgements import asking, questions
from handbook.acknowledgements.kinds import ANSWERED_QUESTION, Kind
from handbook.acknowledgements.models import Answer, Invitation, Outcome, SigningRound
from handbook.acknowledgements.questions import ANSWERED, WAITING
from handbook.acknowledgements.waiting import waiting_for
from handbook.core import clock, jobs
from handbook.core.db import db
from handbook.core.errors import Conflict, NotFound, Refused
from handbook.core.transaction import transaction
from handbook.people.models import Employee
from tests.acknowledgements import answering
from tests.acknowledgements.signing import sign_below
from tests.factories import actor, person_id

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def test_a_question_is_kept_with_the_text_it_is_about():
    row = answering.outcome(answering.ask("asha"))
    assert (row.kind, row.language, row.by_employee_id) == (Kind.QUESTION, "en", person_id("asha"))
    assert len(row.manifest_sha256) == 64


def test_the_same_question_twice_is_one():
    assert answering.ask("asha") == answering.ask("asha")
    assert answering.ask("asha", "And when it rains?") != answering.ask("asha")


def test_who_has_signed_asks_nothing_before_signing():
    sign_below("asha")
    with pytest.raises(Conflict, match="signed this edition already"):
        answering.ask("asha")
    assert answering.count(Outcome) == 0


def test_it_waits_until_somebody_of_hr_answers():
    asked = answering.ask("asha")
    answering.ask("meera", "A question of my own?")
    meera = actor("meera")
    listing = questions.questions_for(meera, WAITING, 1)
    assert [row.id for row in listing.rows] == [asked]
    assert (listing.waiting, listing.answered, waiting_for(meera).questions) == (1, 0, 1)
    answering.answer("meera", asked)
    listing = questions.questions_for(meera, ANSWERED, 1)
    assert [(row.id, row.answer, row.answered_by) for row in listing.rows] == [
        (asked, "Yes, whenever you like.", "Meera Nair")
    ]
    assert waiting_for(meera).questions == 0


def test_the_deadline_is_seven_days_from_the_answer_unless_it_is_later():
    asked = answering.ask("asha")
    invitation = db.session.get_one(Invitation, answering.outcome(asked).invitation_id)
    round_ = db.session.get_one(SigningRound, invitation.round_id)
    answering.answer("meera", asked)
    assert db.session.get_one(Invitation, invitation.id).deadline_on is None  # fourteen days are more than seven
    with transaction() as session:
        session.get_one(SigningRound, round_.id).deadline_on = clock.now().date()
    answering.answer("meera", answering.ask("asha", "And when it rains?"))
    invitation = db.session.get_one(Invitation, invitation.id)
    assert invitation.deadline_on == clock.today("Asia/Kolkata") + timedelta(days=7)
    assert (invitation.deadline_by, invitation.deadline_reason) == (
        person_id("meera"),
        ANSWERED_QUESTION,
    )


def test_a_question_is_answered_once():
    asked = answering.ask("asha")
    answering.answer("meera", asked)
    with pytest.raises(Conflict, match="answered this question meanwhile"):
        answering.answer("nandini", asked)
    assert answering.count(Answer) == 1


def test_nobody_answers_the_own_question_and_only_hr_answers_others():
    own = answering.ask("meera")
    with pytest.raises(NotFound):
        answering.answer("meera", own)
    assert answering.answer("nandini", own)
    asked = answering.ask("asha")
    for name in ("janis", "dmitri", "olga"):
        with pytest.raises(Refused):
            answering.answer(name, asked)


def test_a_decline_is_no_question():
    declined = answering.decline("asha", "No.")
    with pytest.raises(NotFound), transaction():
        asking.answer(actor("meera"), declined, "Why not?")


def test_the_asker_is_told_by_mail_in_the_own_language():
    asked = answering.ask("asha")
    with transaction() as session:
        asha = session.scalars(select(Employee).where(Employee.id == person_id("asha"))).one()
        asha.email, asha.language = "asha@lotus.example", "en"
    answering.answer("meera", asked)
    jobs.work_off()
    (mail,) = (current_app.extensions["handbook.settings"].data_dir / "mail").glob("*.eml")
    text = mail.read_text(encoding="utf-8")
    assert "To: asha@lotus.example" in text
    assert "Subject: Your question about the handbook was answered" in text
    assert "Yes, whenever you like." in text


def test_who_has_no_mail_is_told_by_the_page_alone():
    answering.answer("meera", answering.ask("asha"))
    jobs.work_off()
    (question,) = questions.own_questions(person_id("asha"), answering.outcome(_only_question()).edition_id)
    assert question.answer == "Yes, whenever you like."
    failed = db.session.scalars(select(jobs.Job.error).where(jobs.Job.state == "failed")).all()
    assert failed == []


def _only_question() -> str:
    return db.session.scalars(select(Outcome.id)).one()
