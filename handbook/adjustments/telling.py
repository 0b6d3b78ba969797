"""The jobs that tell the person and their supervisor by mail; who has no mail reads it on the start page."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from handbook.adjustments import emails
from handbook.adjustments.emails import Told
from handbook.adjustments.models import Adjustment
from handbook.core import jobs
from handbook.core.db import db
from handbook.core.jobs import JobRun
from handbook.core.mail import Message, deliver
from handbook.core.transaction import end_read
from handbook.people.models import Employee
from handbook.people.queries import find_placed_today

TELL = "adjustments.tell"
TELL_SUPERVISOR = "adjustments.tell_supervisor"
KINDS = (TELL, TELL_SUPERVISOR)


@jobs.handler(TELL)
def tell(job: JobRun) -> dict[str, Any]:
    """Mail the person."""
    about = _about(job)
    return _send(job, about.id, about, emails.to_person)


@jobs.handler(TELL_SUPERVISOR)
def tell_supervisor(job: JobRun) -> dict[str, Any]:
    """Mail whoever the person is placed with when the job runs; nobody, where there is nobody."""
    about = _about(job)
    placed = find_placed_today(about.id)
    if placed is None or placed.supervisor_id is None:
        end_read()
        return {"mailed": False}
    return _send(job, placed.supervisor_id, about, emails.to_supervisor)


def _about(job: JobRun) -> Employee:
    adjustment = db.session.get_one(Adjustment, str(job.payload["adjustment_id"]))
    return db.session.get_one(Employee, adjustment.employee_id)


def _send(job: JobRun, employee_id: str, about: Employee, build: Callable[[Told], Message]) -> dict[str, Any]:
    """Send the mail to this person's address, if there is one. The key of a job is the record that it tells of."""
    query = select(Employee.email, Employee.name, Employee.language).where(Employee.id == employee_id)
    email, name, language = db.session.execute(query).one()
    adjustment_id = str(job.payload["adjustment_id"])
    told = Told(email or "", name, language, about.name, adjustment_id, is_end=job.key != adjustment_id)
    end_read()
    if email:
        deliver(build(told))
    return {"mailed": bool(email)}
