"""The jobs that tell people of answers, disputes and findings by mail; who has no mail reads it on the start page."""

from typing import Any

from handbook.acknowledgements import emails_outcomes as emails
from handbook.acknowledgements.examiners import Reader, examiners_of, reader, told_of
from handbook.acknowledgements.models import DisputeFinding
from handbook.acknowledgements.questions import find_question
from handbook.core import jobs
from handbook.core.db import db
from handbook.core.jobs import JobRun
from handbook.core.mail import Message, deliver
from handbook.core.transaction import end_read, transaction

TELL_ANSWER = "acknowledgements.tell_answer"
TELL_DISPUTE = "acknowledgements.tell_dispute"
TELL_EXAMINER = "acknowledgements.tell_examiner"
TELL_FINDING = "acknowledgements.tell_finding"
KINDS = (TELL_ANSWER, TELL_DISPUTE, TELL_EXAMINER, TELL_FINDING)


@jobs.handler(TELL_ANSWER)
def tell_answer(job: JobRun) -> dict[str, Any]:
    """Mail the asker the answer."""
    question = find_question(str(job.payload["outcome_id"]))
    if question is None:
        return {"mailed": False}
    to = reader(question.employee_id)
    return _send(to, emails.question_answered(to, question))


@jobs.handler(TELL_DISPUTE)
def tell_dispute(job: JobRun) -> dict[str, Any]:
    """Let each examiner be told by a job of their own, and confirm the dispute to the signer's own mail."""
    dispute_id = str(job.payload["dispute_id"])
    examiners, told = examiners_of(dispute_id), told_of(dispute_id)
    end_read()
    with transaction():
        for one in examiners:
            payload = {"dispute_id": dispute_id, "employee_id": one.employee_id}
            jobs.enqueue(TELL_EXAMINER, f"{dispute_id}:{one.employee_id}", payload)
    return {"examiners": len(examiners), **_send(told.signer, emails.dispute_noted(told))}


@jobs.handler(TELL_EXAMINER)
def tell_examiner(job: JobRun) -> dict[str, Any]:
    """Mail one examiner."""
    to = reader(str(job.payload["employee_id"]))
    return _send(to, emails.dispute_to_examine(to, str(job.payload["dispute_id"])))


@jobs.handler(TELL_FINDING)
def tell_finding(job: JobRun) -> dict[str, Any]:
    """Mail the signer what was found."""
    told = told_of(db.session.get_one(DisputeFinding, str(job.payload["finding_id"])).dispute_id)
    return _send(told.signer, emails.dispute_decided(told))


def _send(to: Reader, message: Message) -> dict[str, Any]:
    end_read()
    if to.email:
        deliver(message)
    return {"mailed": bool(to.email)}
