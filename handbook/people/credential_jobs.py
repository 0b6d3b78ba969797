"""Mailing one-time links: the secret is made by the job itself, so that it lies in no queue."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from handbook.core import clock, jobs
from handbook.core.db import db
from handbook.core.mail import deliver
from handbook.core.transaction import transaction
from handbook.people import emails
from handbook.people.credentials_policy import Subject
from handbook.people.credentials_queries import subject
from handbook.people.folding import number_key
from handbook.people.models import Employee, OneTimeSecret
from handbook.people.one_time import LINK, SLIP, make_secret

SEND_LINK = "people.send_link"
SEND_OWN_LINK = "people.send_own_link"
_PER_TEN_MINUTES = 600


def ask_for_own_link(staff_number: str) -> None:
    """Let a job mail a link if somebody has this number, an account and an address (inside a transaction).

    The work is the same for every number, known or not; one mail in ten minutes at most.
    """
    number = number_key(staff_number)
    moment = int(clock.now().timestamp()) // _PER_TEN_MINUTES
    jobs.enqueue(SEND_OWN_LINK, f"{number}:{moment}", {"number_key": number})


@jobs.handler(SEND_LINK)
def _send_link(job: jobs.JobRun) -> dict[str, Any]:
    """Mail the link that HR or an administrator asked for, unless a slip was printed since."""
    asked = job.payload
    person = subject(asked["employee_id"])
    if not _is_wanted(person) or _has_newer_slip(person, datetime.fromisoformat(asked["asked_at"])):
        return {"sent": False}
    _mail_link(person, made_by=asked["made_by"], by=asked["by"])
    return {"sent": True}


@jobs.handler(SEND_OWN_LINK)
def _send_own_link(job: jobs.JobRun) -> dict[str, Any]:
    """Mail the link that somebody asked for at the door, if the number is one that can have it."""
    found = db.session.scalar(select(Employee.id).where(Employee.number_key == job.payload["number_key"]))
    person = subject(found) if found else None
    if person is None or not _is_wanted(person):
        return {}
    _mail_link(person, made_by=person.holder_of_address, by=None)
    return {}


def _mail_link(person: Subject, made_by: str | None, by: str | None) -> None:
    with transaction():
        token, ends_at = make_secret(person.account_id or "", LINK, made_by)
    deliver(emails.one_time_link(person, token, ends_at, by))


def _is_wanted(person: Subject) -> bool:
    return bool(person.email and person.account_id and person.disabled_at is None)


def _has_newer_slip(person: Subject, asked_at: datetime) -> bool:
    query = select(OneTimeSecret.id).where(
        OneTimeSecret.account_id == person.account_id, OneTimeSecret.kind == SLIP, OneTimeSecret.made_at >= asked_at
    )
    return db.session.scalar(query.limit(1)) is not None
