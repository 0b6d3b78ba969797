"""The job that tells the outsider by mail that something waits: never what, and never whom it concerns."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from handbook.complaints import emails
from handbook.core import jobs
from handbook.core.db import db
from handbook.core.jobs import JobRun
from handbook.core.mail import deliver
from handbook.core.transaction import end_read
from handbook.people.models import Employee

TELL_OUTSIDER = "complaints.tell_outsider"
KINDS = (TELL_OUTSIDER,)
KEPT = timedelta(days=90)


def tell_outsider(complaint_id: str, employee_id: str) -> None:
    """Ask for a mail to the outsider who gets a complaint (inside a transaction); one complaint, one mail."""
    jobs.enqueue(TELL_OUTSIDER, f"{complaint_id}:{employee_id}", {"employee_id": employee_id})


@jobs.handler(TELL_OUTSIDER, kept_for=KEPT)
def mail_outsider(job: JobRun) -> dict[str, Any]:
    """Mail the outsider; who has no address finds it after signing in."""
    query = select(Employee.email, Employee.name, Employee.language)
    email, name, language = db.session.execute(query.where(Employee.id == job.payload["employee_id"])).one()
    end_read()
    if email:
        deliver(emails.to_outsider(email, name, language))
    return {"mailed": bool(email)}
