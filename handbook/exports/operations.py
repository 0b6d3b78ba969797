"""The verbs of exporting: start one, do it, cancel it."""

from pathlib import Path

from handbook.core import jobs
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.installation import current_settings
from handbook.core.jobs import JobRun
from handbook.exports.packing import pack_edition

SIGNED_PDFS = "exports.signed_pdfs"


def start(actor: Actor, edition_number: int) -> str:
    """Let the worker pack the sealed PDFs of an edition; return the job's id (inside a transaction)."""
    return jobs.enqueue(SIGNED_PDFS, new_id(), {"edition": edition_number}, actor.employee_id)


def file_of(job_id: str) -> Path:
    """Return where the file of an export lies once it is done."""
    return current_settings().data_dir / "exports" / f"{job_id}.zip"


@jobs.handler(SIGNED_PDFS)
def pack(job: JobRun) -> dict[str, object]:
    """Pack into a passing file and give it its name when it is whole, so that a crash leaves no half export."""
    target = file_of(job.id)
    target.parent.mkdir(mode=0o700, exist_ok=True)
    passing = target.with_suffix(".part")
    with passing.open("wb") as file:
        count = pack_edition(int(job.payload["edition"]), file, job.progress)
    passing.replace(target)
    return {"files": count, "size": target.stat().st_size}
