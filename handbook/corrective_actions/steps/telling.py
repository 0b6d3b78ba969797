"""The jobs that say by mail that something waits: never what, and never a word about a step."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from handbook.core import jobs
from handbook.core.db import db
from handbook.core.jobs import JobRun
from handbook.core.mail import Message, deliver
from handbook.core.transaction import end_read
from handbook.corrective_actions.steps import emails
from handbook.corrective_actions.steps.emails import Told
from handbook.people.models import Employee

TELL_PERSON = "corrective_actions.tell_person"
TELL_COLLEAGUE = "corrective_actions.tell_colleague"
KINDS = (TELL_PERSON, TELL_COLLEAGUE)


def tell_person(record_id: str, employee_id: str, action_id: str) -> None:
    """Let the employee know that there is something new in the own file (inside a transaction)."""
    jobs.enqueue(TELL_PERSON, record_id, {"employee_id": employee_id, "action_id": action_id})


def tell_colleague(key: str, employee_id: str, action_id: str) -> None:
    """Let somebody know that a task waits for them (inside a transaction)."""
    jobs.enqueue(TELL_COLLEAGUE, key, {"employee_id": employee_id, "action_id": action_id})


@jobs.handler(TELL_PERSON)
def send_to_person(job: JobRun) -> dict[str, Any]:
    """Mail the employee; who has no address reads it on the start page."""
    return _send(job, emails.to_person)


@jobs.handler(TELL_COLLEAGUE)
def send_to_colleague(job: JobRun) -> dict[str, Any]:
    """Mail whoever was asked; who has no address reads it on the start page."""
    return _send(job, emails.to_colleague)


def _send(job: JobRun, build: Callable[[Told], Message]) -> dict[str, Any]:
    query = select(Employee.email, Employee.name, Employee.language)
    row = db.session.execute(query.where(Employee.id == str(job.payload["employee_id"]))).one()
    told = Told(row.email or "", row.name, row.language, str(job.payload["action_id"]))
    end_read()
    if told.email:
        deliver(build(told))
    return {"mailed": bool(told.email)}
