"""The jobs that write to customers, each with a code made by the job itself, and that remind handlers of promises."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from handbook.company.queries import company
from handbook.core import jobs
from handbook.core.db import db
from handbook.core.jobs import Job, JobRun
from handbook.core.mail import deliver
from handbook.core.transaction import end_read, transaction
from handbook.customers import emails
from handbook.customers.letter_queries import find_address, find_letter
from handbook.customers.operations import MAIL_RECEIPT, make_code
from handbook.customers.pages import Due
from handbook.customers.queries import followed, promises_due
from handbook.customers.writing import MAIL_LETTER
from handbook.people.models import Employee

REMIND = "customers.remind_of_promise"
KINDS = (MAIL_RECEIPT, MAIL_LETTER, REMIND)
KEPT = timedelta(days=90)


@jobs.handler(MAIL_RECEIPT, kept_for=KEPT)
def mail_receipt(job: JobRun) -> dict[str, Any]:
    """Mail a customer the reference, the name, the day and a code, where an address was left."""
    complaint_id = str(job.payload["complaint_id"])
    address = find_address(complaint_id)
    end_read()
    if address is None:
        return {"mailed": False}
    with transaction():
        code = make_code(complaint_id)
    message = emails.receipt(address, company().name, followed(code), code)
    end_read()
    deliver(message)
    return {"mailed": True}


@jobs.handler(MAIL_LETTER, kept_for=KEPT)
def mail_letter(job: JobRun) -> dict[str, Any]:
    """Mail a customer a letter as it was sent, where there still is an address."""
    found = find_letter(str(job.payload["letter_id"]))
    address = find_address(found.complaint_id) if found else None
    end_read()
    if found is None or address is None:
        return {"mailed": False}
    with transaction():
        code = make_code(found.complaint_id)
    deliver(emails.letter(address, found, code))
    return {"mailed": True}


def remind_of_promises() -> None:
    """Ask for a mail to whoever looks after a promise that comes due; each promised day and handler once."""
    found = {f"{due.complaint_id}:{due.due_on}:{handler}": (due, handler) for due, handler in promises_due()}
    known = set(db.session.scalars(select(Job.key).where(Job.kind == REMIND, Job.key.in_(found)))) if found else set()
    end_read()
    new = {key: pair for key, pair in found.items() if key not in known and pair[0].days >= 0}
    if new:
        with transaction():
            for key, (due, handler) in new.items():
                jobs.enqueue(REMIND, key, _payload(due, handler))


@jobs.handler(REMIND, kept_for=KEPT)
def mail_reminder(job: JobRun) -> dict[str, Any]:
    """Mail one handler that a promised day comes; who has no mail reads it on the start page."""
    asked = job.payload
    query = select(Employee.email, Employee.name, Employee.language).where(Employee.id == asked["handler_id"])
    email, name, language = db.session.execute(query).one()
    end_read()
    if email:
        due = Due(asked["complaint_id"], asked["reference"], date.fromisoformat(asked["due_on"]), asked["days"])
        deliver(emails.promise_due(email, name, language, due))
    return {"mailed": bool(email)}


def _payload(due: Due, handler_id: str) -> dict[str, Any]:
    return {
        "complaint_id": due.complaint_id,
        "reference": due.reference,
        "due_on": due.due_on.isoformat(),
        "days": due.days,
        "handler_id": handler_id,
    }
