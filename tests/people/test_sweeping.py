"""What is cleared away every hour: old tries to sign in, and finished jobs of mails about the ways in."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.acknowledgements.sealing import SEAL
from handbook.core import clock, jobs
from handbook.core.db import db, new_id
from handbook.core.jobs import Job
from handbook.core.transaction import transaction
from handbook.people.attempts import sweep_attempts
from handbook.people.credential_events import TELL
from handbook.people.models import SignInAttempt

pytestmark = pytest.mark.database


def test_tries_are_kept_for_a_week(context: Flask):
    with transaction() as session:
        for days in (0, 6, 8):
            at = clock.now() - timedelta(days=days)
            session.add(SignInAttempt(id=new_id(), at=at, staff_number=f"{days}", address="192.0.2.7"))
    sweep_attempts()
    assert set(db.session.scalars(select(SignInAttempt.staff_number))) == {"0", "6"}


def test_finished_mails_about_the_ways_in_are_kept_for_a_month_and_all_else_for_good(context: Flask):
    cases = [
        (TELL, "done", 31), (TELL, "cancelled", 31), (TELL, "done", 29), (TELL, "failed", 31), (TELL, "queued", 31),
        (SEAL, "done", 31),
    ]  # fmt: skip
    with transaction() as session:
        for kind, state, days in cases:
            at = clock.now() - timedelta(days=days)
            session.add(Job(kind=kind, key=f"{state} {days}", payload={}, state=state, created_at=at))
    jobs.sweep_jobs()
    left = {(kind, key) for kind, key in db.session.execute(select(Job.kind, Job.key))}
    assert left == {(TELL, "done 29"), (TELL, "failed 31"), (TELL, "queued 31"), (SEAL, "done 31")}
