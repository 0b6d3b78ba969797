"""The named outsider is told by mail that something waits, and nothing of what it is."""

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.complaints.operations import send_outside
from handbook.complaints.telling import TELL_OUTSIDER
from handbook.core import jobs
from handbook.core.db import db
from handbook.core.transaction import end_read, transaction
from tests import factories
from tests.complaints import stories
from tests.customers.stories import mails
from tests.customers.test_telling import give_mail

pytestmark = pytest.mark.database


def asked() -> list[str]:
    """Return to whom a mail was asked for."""
    rows = db.session.scalars(select(jobs.Job).where(jobs.Job.kind == TELL_OUTSIDER)).all()
    end_read()
    return [row.payload["employee_id"] for row in rows]


def test_the_outsider_is_told_of_a_complaint_about_hr(context: Flask):
    stories.name_outsider()
    give_mail("viktor")
    complaint_id = stories.file_complaint("janis", person_id=factories.person_id("nandini"), rule_id="never-argue")
    assert asked() == [factories.person_id("viktor")]
    jobs.work_off()
    (mail,) = mails(context)
    assert "viktor@" in mail
    assert "your own password" in mail
    for secret in ("Nandini", "नंदिनी", stories.WORDS, stories.head(complaint_id).reference, complaint_id):
        assert secret not in mail


def test_one_complaint_is_one_mail_also_when_hr_gives_it_to_the_outsider_again(context: Flask):
    stories.name_outsider()
    complaint_id = stories.file_complaint()
    for _time in range(2):
        with transaction():
            send_outside(factories.actor("meera"), complaint_id, stories.version_of(complaint_id))
    assert asked() == [factories.person_id("viktor")]
