"""Whoever owes a colleague an answer is reminded once a day, and the mail says neither who waits nor why."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from handbook.core import clock, jobs
from handbook.core.db import db
from handbook.core.transaction import end_read
from handbook.voices.lifecycle import Addressee
from handbook.voices.telling import REMIND, remind_of_answers
from tests import factories
from tests.complaints import stories as complaints
from tests.customers.stories import mails
from tests.customers.test_telling import give_mail
from tests.voices import stories

pytestmark = pytest.mark.database

DAY = timedelta(days=1)


def asked() -> list[str]:
    """Let the routine run twice, and return to whom it has asked for a mail until now, by name."""
    for _hour in range(2):
        remind_of_answers()
    rows = db.session.scalars(select(jobs.Job).where(jobs.Job.kind == REMIND))
    found = [row.payload["employee_id"] for row in rows]
    end_read()
    return sorted(name for name in factories.KNOWN for one in found if one == factories.person_id(name))


def test_nobody_is_reminded_where_nobody_waits(context: Flask):
    stories.back(stories.report())
    stories.answer(stories.speak_up())
    assert asked() == []


def test_who_stands_by_a_person_hears_of_an_incident_on_its_day_and_on_the_next(context: Flask):
    give_mail("janis")
    stories.report("asha")
    assert asked() == ["janis", "meera", "nandini"]
    with time_machine.travel(clock.now() + DAY):
        assert asked() == ["janis", "janis", "meera", "meera", "nandini", "nandini"]
    jobs.work_off()
    mail = mails(context)[0]
    assert "janis@" in mail
    for secret in ("Asha", stories.INCIDENT, "incident", "Lakshmi"):
        assert secret not in mail


def test_nobody_is_reminded_of_what_is_kept_from_them(context: Flask):
    stories.speak_up("asha", about="meera")
    assert asked() == ["nandini"]


def test_the_outsider_is_reminded_of_what_is_said_to_the_outsider(context: Flask):
    complaints.name_outsider()
    stories.speak_up(None, to=Addressee.OUTSIDER)
    assert asked() == ["viktor"]


def test_what_is_not_due_yet_is_told_once_and_again_when_the_day_comes_near(context: Flask):
    due_on = stories.speak_up_row(stories.speak_up("asha", about="meera")).due_on
    now, left = clock.now(), (due_on - stories.today()).days
    heard = []
    for day in range(left + 2):
        with time_machine.travel(now + day * DAY):
            heard.append(len(asked()))
    assert heard == [1] * (left - 1) + [2, 3, 4]
