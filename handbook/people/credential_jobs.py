"""Mailing one-time links: the secret is made by the job itself, so that it lies in no queue."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from handbook.core import clock, jobs
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.mail import deliver
from handbook.core.moments import locale_of
from handbook.core.transaction import transaction
from handbook.people import emails
from handbook.people.credential_events import by_actor, note
from handbook.people.credential_kinds import What
from handbook.people.credentials_policy import Subject, why_not_issue
from handbook.people.credentials_queries import subject
from handbook.people.folding import number_key
from handbook.people.models import Account, Employee, OneTimeSecret
from handbook.people.one_time import LINK, SLIP, is_held_by_others, make_secret
from handbook.people.queries import find_placed, roles_of
from handbook.people.sessions import NOWHERE

SEND_LINK = "people.send_link"
SEND_OWN_LINK = "people.send_own_link"
KEPT = timedelta(days=30)
_PER_TEN_MINUTES = 600


def ask_for_own_link(staff_number: str) -> None:
    """Let a job mail a link if somebody has this number, an account and an address (inside a transaction).

    The work is the same for every number, known or not; one mail in ten minutes at most.
    """
    number = number_key(staff_number)
    moment = int(clock.now().timestamp()) // _PER_TEN_MINUTES
    jobs.enqueue(SEND_OWN_LINK, f"{number}:{moment}", {"number_key": number})


@jobs.handler(SEND_LINK, kept_for=KEPT)
def _send_link(job: jobs.JobRun) -> dict[str, Any]:
    """Mail the link that HR or an administrator asked for, unless a slip was printed since."""
    asked = job.payload
    person = subject(asked["employee_id"])
    if not _is_wanted(person) or _has_newer_slip(person, datetime.fromisoformat(asked["asked_at"])):
        return {"sent": False}
    _mail_link(person, made_by=asked["made_by"], by=asked["by"])
    return {"sent": True}


@jobs.handler(SEND_OWN_LINK, kept_for=KEPT)
def _send_own_link(job: jobs.JobRun) -> dict[str, Any]:
    """Mail the link that somebody asked for at the door, if the number is one that can have it.

    Not while a slip, or somebody else's link, is out: asking at the door must not end it. Where another wrote the
    address down, the link counts as theirs, and is sent only where they could have handed it out.
    """
    found = db.session.scalar(select(Employee.id).where(Employee.number_key == job.payload["number_key"]))
    person = subject(found) if found else None
    if person is None or not _is_wanted(person) or not person.account_id:
        return {}
    holder = holder_as_actor(person)
    if holder is not None and why_not_issue(holder, person) is not None:
        return {}
    with transaction() as session:
        session.execute(select(Account.id).where(Account.id == person.account_id).with_for_update(key_share=True))
        if is_held_by_others(person.account_id, person.holder_of_address):
            return {}
        token, ends_at = make_secret(person.account_id, LINK, person.holder_of_address)
        if holder is not None:
            note(What.LINK_SENT, person, by_actor(holder), NOWHERE, _why_theirs(person))
    deliver(emails.one_time_link(person, token, ends_at, None))
    return {}


def holder_as_actor(person: Subject) -> Actor | None:
    """Return who holds the person's mail address, with what they may do today; None where it is the person's own.

    Who works here no longer, or whose account is off, may do nothing.
    """
    if person.holder_of_address is None:
        return None
    holder, today = subject(person.holder_of_address), clock.now().date()
    works = holder.disabled_at is None and find_placed(holder.employee_id, today) is not None
    roles = roles_of(holder.employee_id, today) if works else frozenset()
    return Actor(holder.account_id or "", holder.employee_id, holder.name, roles, via="job")


def _why_theirs(person: Subject) -> str:
    with force_locale(locale_of(person.language)):
        return _("Asked for at the door, and sent to an address that somebody else wrote down.")


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
