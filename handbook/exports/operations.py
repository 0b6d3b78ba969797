"""The verbs of exporting: start one, do it, clear away what is over."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from handbook.core import clock, jobs
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.installation import current_settings
from handbook.core.jobs import Job, JobRun
from handbook.exports import queries
from handbook.exports.packing import discard, pack
from handbook.exports.queries import SIGNED_PDFS as SIGNED_PDFS
from handbook.exports.selection import Selection

KEPT = timedelta(days=7)


def start(actor: Actor, selection: Selection, idempotency_key: str = "") -> str:
    """Let the worker pack the sealed PDFs of a selection; return the job's id (inside a transaction).

    The same key of the same person gives the same job.
    """
    key = f"{actor.employee_id} {idempotency_key or new_id()}"
    return jobs.enqueue(SIGNED_PDFS, key, selection.payload(), actor.employee_id)


def file_of(job_id: str) -> Path:
    """Return where the file of an export lies once it is done."""
    return _folder() / f"{job_id}.zip"


def clear_away(job_id: str) -> None:
    """Remove whatever there is of an export."""
    discard(_folder() / job_id, file_of(job_id))


@jobs.handler(SIGNED_PDFS, given_up=clear_away)
def pack_for(job: JobRun) -> dict[str, Any]:
    """Pack what was selected, or go on where a worker died over it."""
    packed = pack(Selection.of(job.payload), _folder() / job.id, file_of(job.id), job.progress)
    return {"files": packed.files, "size": packed.size, "kept_until": (clock.now() + KEPT).isoformat()}


def sweep_exports() -> int:
    """Remove what was kept for long enough and what belongs to no export any more (routine); return how many."""
    folder = _folder()
    found = {path.name.removesuffix(".zip") for path in folder.iterdir()} if folder.is_dir() else set()
    kept = {job.id for job in queries.exports_among(found) if is_kept(job, clock.now())}
    for job_id in found - kept:
        clear_away(job_id)
    return len(found - kept)


def kept_until(job: Job) -> datetime:
    """Return until when the file of a finished export is kept."""
    return datetime.fromisoformat((job.result or {})["kept_until"])


def is_there(job: Job) -> bool:
    """Tell whether the file of an export can be taken away."""
    return job.state == "done" and is_kept(job, clock.now()) and file_of(job.id).exists()


def is_kept(job: Job, now: datetime) -> bool:
    """Tell whether the files of an export are wanted: it is under way, or done not long ago."""
    if job.state == "done":
        return now < kept_until(job)
    return job.state in ("queued", "running")


def _folder() -> Path:
    return current_settings().data_dir / "exports"
