"""Reading the exports of a person."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.core.jobs import Job

SIGNED_PDFS = "exports.signed_pdfs"


def exports_for(actor: Actor) -> Sequence[Job]:
    """Return the exports that the actor started, newest first."""
    mine = (Job.owner_id == actor.employee_id, Job.kind == SIGNED_PDFS)
    return db.session.scalars(select(Job).where(*mine).order_by(Job.created_at.desc()).limit(20)).all()


def export_for(actor: Actor, job_id: str) -> Job:
    """Return one export of the actor; raise NotFound."""
    mine = (Job.id == job_id, Job.owner_id == actor.employee_id, Job.kind == SIGNED_PDFS)
    found = db.session.scalar(select(Job).where(*mine))
    if found is None:
        raise NotFound("There is no such export.")
    return found


def exports_among(ids: Collection[str]) -> Sequence[Job]:
    """Return those of these ids that are exports, whoever started them (one query)."""
    return db.session.scalars(select(Job).where(Job.id.in_(ids), Job.kind == SIGNED_PDFS)).all()
