"""The job that publishes what a person saw when they pressed the button, or says why not."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from handbook.core import clock, jobs
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import Conflict, HandbookError, NotFound, Refused
from handbook.core.jobs import Job, JobRun
from handbook.core.transaction import session_of_transaction
from handbook.people.models import Employee
from handbook.people.queries import roles_of
from handbook.permissions import Permission, permissions_of
from handbook.publishing import consulting, kinds
from handbook.publishing.publication import PUBLISH, Publication, changed_words, publication
from handbook.rules import operations as rules
from handbook.rules import queries as editions


def install() -> None:
    """Let every publication, from the command line too, end what belonged to the draft."""
    rules.after_publish(consulting.settle)


def job_for(actor: Actor, job_id: str) -> Job:
    """Return a publication that the actor started; raise NotFound."""
    mine = (Job.id == job_id, Job.owner_id == actor.employee_id, Job.kind == PUBLISH)
    found = db.session.scalar(select(Job).where(*mine))
    if found is None:
        raise NotFound(_("There is no such publication."))
    return found


def newest_under_way(actor: Actor) -> Job | None:
    """Return the publication of the actor that is under way, or None (one query)."""
    mine = (Job.owner_id == actor.employee_id, Job.kind == PUBLISH, Job.state.in_(("queued", "running")))
    return db.session.scalar(select(Job).where(*mine).order_by(Job.created_at.desc()).limit(1))


@jobs.handler(PUBLISH)
def publish_for(job: JobRun) -> dict[str, Any]:
    """Publish; a refusal is an answer and not a failure, so that nobody waits for three tries."""
    done = db.session.scalar(select(Job.result).where(Job.id == job.id))
    if done:  # a worker died between the publication and the end of its job
        return dict(done)
    try:
        return {"edition": _publish(job)}
    except HandbookError as refusal:
        return {"refused": str(refusal)}


def _publish(job: JobRun) -> int:
    who = _publisher(job.owner_id or "")
    seen = publication()
    if seen.fingerprint != job.payload["seen"] or seen.why_not:
        raise Conflict(changed_words())
    return rules.publish(
        who,
        job.payload["note"],
        date.fromisoformat(job.payload["effective_on"]),
        seen.consulted,
        rules.Judged(seen.editorial, lambda: _still(job, seen), job.progress),
    ).number


def _still(job: JobRun, seen: Publication) -> None:
    """Ask once more inside the transaction that publishes; the draft itself is compared by its fingerprint there."""
    if kinds.editorial(seen.pending.besides) != seen.editorial or consulting.counts() != seen.remarks:
        raise Conflict(changed_words())
    newest = editions.newest_edition()
    if newest is not None and newest.number >= seen.pending.number:
        raise Conflict(changed_words())
    session_of_transaction().execute(
        update(Job).where(Job.id == job.id).values(result={"edition": seen.pending.number})
    )


def _publisher(employee_id: str) -> str:
    """Return how an edition names its publisher; raise Refused where they may no longer publish."""
    if Permission.HANDBOOK_PUBLISH not in permissions_of(roles_of(employee_id, clock.now().date())):
        raise Refused(_("You may no longer publish the handbook. Ask your administrator."))
    row = db.session.execute(select(Employee.name, Employee.staff_number).where(Employee.id == employee_id)).one()
    return f"{row.name} ({row.staff_number})"
