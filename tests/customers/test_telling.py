"""Mails of the door: the receipt at once, and to the handler a reminder before a promised day passes."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from handbook.core import clock, jobs
from handbook.core.db import db
from handbook.core.transaction import end_read, transaction
from handbook.customers import queries
from handbook.customers.lifecycle import LetterKind
from handbook.customers.telling import REMIND, remind_of_promises
from handbook.people.models import Employee
from tests import factories
from tests.customers import stories

pytestmark = pytest.mark.database


def give_mail(name: str) -> None:
    """Let somebody have a mail address."""
    person = Employee.id == factories.person_id(name)
    end_read()
    with transaction() as session:
        session.execute(update(Employee).where(person).values(email=f"{name}@lotus-linden.example"))


def test_the_receipt_leaves_at_once_with_a_code_of_its_own(context: Flask):
    code = stories.complain()
    complaint = stories.complaint_of(code)
    rows = [str(row.payload) for row in db.session.scalars(select(jobs.Job))]
    end_read()
    jobs.work_off()
    mail = stories.mails(context)[0]
    found = re.search(r"/c/([0-9A-Z-]{24})", mail)
    assert found
    assert found[1] not in {code, *rows}
    assert queries.complaint_of(found[1]) == complaint.id
    for words in (f"To: {stories.MAIL}", complaint.reference, "our team for complaints", f"Your code: {found[1]}"):
        assert words in mail
    assert stories.WORDS not in mail


def test_without_an_address_no_mail_is_asked_for(context: Flask):
    stories.complain(customer_contact="+371 2000 0000")
    stories.complain(customer_contact="")
    assert db.session.scalars(select(jobs.Job)).all() == []


def test_the_receipt_is_written_in_the_customer_s_language(context: Flask):
    stories.complain(customer_language="lv")
    end_read()
    jobs.work_off()
    assert "Subject: " in stories.mails(context)[0]


def test_a_handler_is_reminded_once_before_the_day_passes(context: Flask):
    give_mail("meera")
    code = stories.complain()
    stories.taken_on(code)
    stories.letter(code, LetterKind.RECEIPT)
    complaint = stories.complaint_of(code)
    day_before = min(complaint.due_on, complaint.update_due_on or complaint.due_on) - timedelta(days=1)
    end_read()
    with time_machine.travel(clock.now().replace(year=day_before.year, month=day_before.month, day=day_before.day)):
        for _hour in range(2):
            remind_of_promises()
        asked = db.session.scalars(select(jobs.Job).where(jobs.Job.kind == REMIND)).all()
        assert len(asked) == 1
        end_read()
        jobs.work_off()
    mail = stories.mails(context)[-1]
    assert complaint.reference in mail
    assert "before it passes" in mail
    assert stories.WORDS not in mail
    assert "Anna Kalna" not in mail


def test_nobody_is_reminded_of_what_is_far_away_or_of_what_nobody_handles(context: Flask):
    far, unhandled = stories.complain(), stories.complain()
    stories.taken_on(far)
    stories.letter(far, LetterKind.RECEIPT)
    with transaction() as session:
        mine = stories.Complaint.id == queries.complaint_of(far)
        session.execute(update(stories.Complaint).where(mine).values(update_due_on=None))
    assert queries.promises_due() == []
    assert stories.complaint_of(unhandled).handler_id is None


def test_what_comes_due_stands_with_its_handler_alone(context: Flask):
    code = stories.complain()
    complaint_id = stories.taken_on(code)
    due = queries.due_for(factories.actor("meera"))
    assert [(one.complaint_id, one.reference) for one in due] == [(complaint_id, stories.complaint_of(code).reference)]
    assert queries.due_for(factories.actor("nandini")) == []


def test_while_the_customer_is_asked_nothing_comes_due(context: Flask):
    code = stories.complain()
    stories.taken_on(code)
    stories.letter(code, LetterKind.QUESTIONS, "At which till?")
    assert queries.due_for(factories.actor("meera")) == []


def test_a_day_that_has_passed_stays_in_sight(context: Flask):
    code = stories.complain()
    stories.taken_on(code)
    with time_machine.travel(clock.now() + timedelta(days=60)):
        due = queries.due_for(factories.actor("meera"))
        assert [one.days < 0 for one in due] == [True]
