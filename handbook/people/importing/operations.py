"""The verbs of importing: keep a file, choose columns and options, preview, apply, cancel; and what the worker does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from handbook.core import clock, jobs
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, Invalid, NotFound
from handbook.core.jobs import Cancelled, Job, JobRun
from handbook.core.transaction import end_read, session_of_transaction, transaction
from handbook.people.importing import applying, files, previewing
from handbook.people.importing.choices import Choices
from handbook.people.importing.previewing import Progress
from handbook.people.importing.receiving import Received
from handbook.people.models import PeopleImport

PREVIEW, APPLY = "people.import_preview", "people.import_apply"
KEPT = timedelta(days=7)
OPEN_STAGES = frozenset({"uploaded", "previewed", "failed"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose for a file: the column of each field, the options, the language of the findings."""

    mapping: Mapping[str, str]
    choices: Choices
    language: str


def keep(owner_id: str | None, file_name: str, received: Received) -> str:
    """Write down that a file was brought, inside a transaction, and return the id of the import."""
    one = PeopleImport(
        id=received.id,
        owner_id=owner_id,
        file_name=file_name[:200],
        columns=list(received.shape.columns),
        mapping={},
        options=received.options(),
    )
    session_of_transaction().add(one)
    return one.id


def read_again(owner_id: str | None, received: Received) -> None:
    """Take over how a file is read anew; what was chosen for its columns counts no longer."""
    one = _held(owner_id, received.id)
    _only_in(one, OPEN_STAGES)
    one.columns, one.mapping, one.options = list(received.shape.columns), {}, received.options()
    one.stage, one.preview = "uploaded", None


def choose(owner_id: str | None, import_id: str, chosen: Chosen) -> None:
    """Keep the columns and options of an import.

    Raises Invalid where the column of the staff numbers is missing, and for addresses in nobody's name.
    """
    one = _held(owner_id, import_id)
    _only_in(one, OPEN_STAGES)
    if not chosen.mapping.get("staff_number"):
        raise Invalid(_("Staff number: choose the column. Without it nobody can tell who a line is about."))
    if owner_id is None and chosen.mapping.get("email"):
        raise Invalid(_("E-mail: it is kept who wrote an address down. Say who brings the file (--as 000102)."))
    unknown = [column for column in chosen.mapping.values() if column not in one.columns]
    if unknown or len(set(chosen.mapping.values())) < len(chosen.mapping):
        raise Invalid(_("Columns: choose each column of the file at most once."))
    one.mapping = dict(chosen.mapping)
    one.options = one.options | {"choices": chosen.choices.as_json(), "words_in": chosen.language}
    one.stage, one.preview = "uploaded", None


def start_preview(owner_id: str | None, import_id: str) -> None:
    """Let the worker compare the file with what is known."""
    one = _held(owner_id, import_id)
    _only_in(one, OPEN_STAGES)
    one.stage, one.preview = "previewing", None
    one.options = one.options | {"job_id": jobs.enqueue(PREVIEW, new_id(), {"import": one.id}, one.owner_id)}


def start_apply(owner_id: str | None, import_id: str) -> None:
    """Let the worker apply what was previewed; a job that failed goes on where it stopped."""
    one = _held(owner_id, import_id)
    _only_in(one, {"previewed", "applying"})
    if one.stage == "previewed":
        _begin(one)
    one.options = one.options | {"job_id": jobs.enqueue(APPLY, one.id, {"import": one.id}, one.owner_id)}


def cancel(owner_id: str | None, import_id: str) -> None:
    """Stop between two chunks; what is applied stays applied and is reported."""
    one = _held(owner_id, import_id)
    _only_in(one, {"previewing", "applying"})
    job = session_of_transaction().get_one(Job, one.options["job_id"])
    if job.state in ("queued", "failed"):
        if one.stage == "applying":
            applying.close_report(one.id)
        one.stage = _after_cancel(one.stage)
    jobs.cancel(job.id)


def remove_files(owner_id: str | None, import_id: str) -> None:
    """Remove the file and its findings before the week is over; the counts stay."""
    one = _held(owner_id, import_id)
    if one.stage in ("previewing", "applying"):
        raise Conflict(_("The import is under way. Cancel it first."))
    if one.stage in OPEN_STAGES:
        one.stage = "cancelled"
    files.remove(one.id)


def preview_now(import_id: str, progress: Progress) -> None:
    """Preview an import in this process; what cannot be read at all is kept as the reason."""
    try:
        made: dict[str, Any] = previewing.preview(import_id, progress)
        stage = "previewed"
    except Invalid as refusal:
        made, stage = {"refused": str(refusal)}, "failed"
    with transaction() as session:
        values = {"stage": stage, "preview": made, "lines_total": made.get("lines", 0)}
        session.execute(update(PeopleImport).where(PeopleImport.id == import_id).values(**values))


def apply_now(import_id: str, progress: Progress) -> dict[str, Any]:
    """Apply a previewed import in this process, or go on with one; return its counts."""
    with transaction() as session:
        one = session.get_one(PeopleImport, import_id)
        if one.stage == "previewed":
            _begin(one)
    report = applying.apply(import_id, progress)
    _settle(import_id, "applied")
    return report


@jobs.handler(PREVIEW)
def do_preview(job: JobRun) -> dict[str, object]:
    """Preview; a cancelled preview leaves the import where columns are chosen."""
    return _until_cancelled(job, preview_now)


@jobs.handler(APPLY)
def do_apply(job: JobRun) -> dict[str, object]:
    """Apply; a cancelled import keeps and reports what was done."""
    return _until_cancelled(job, apply_now)


def sweep() -> int:
    """Remove the files of imports a week after they were brought or applied; return how many imports that were."""
    then = clock.now() - KEPT
    kept = files.kept_ids()
    query = select(PeopleImport.id, PeopleImport.created_at, PeopleImport.applied_at)
    rows = db.session.execute(query.where(PeopleImport.id.in_(kept))).all() if kept else []
    fresh = {row.id for row in rows if (row.applied_at or row.created_at) > then}
    end_read()
    gone = [import_id for import_id in kept if import_id not in fresh]
    for import_id in gone:
        files.remove(import_id)
    return len(gone)


def _until_cancelled(job: JobRun, work: Callable[[str, Progress], object]) -> dict[str, object]:
    import_id = str(job.payload["import"])
    try:
        work(import_id, job.progress)
    except Cancelled:
        if job.kind == APPLY:
            applying.close_report(import_id)
        _settle(import_id, _after_cancel("applying" if job.kind == APPLY else "previewing"))
        raise
    return {"import": import_id}


def _after_cancel(stage: str) -> str:
    return "cancelled" if stage == "applying" else "uploaded"


def _settle(import_id: str, stage: str) -> None:
    with transaction() as session:
        values: dict[str, Any] = {"stage": stage}
        if stage in ("applied", "cancelled"):
            values["applied_at"] = clock.now()
        session.execute(update(PeopleImport).where(PeopleImport.id == import_id).values(**values))


def _begin(one: PeopleImport) -> None:
    one.stage, one.lines_done, one.report = "applying", 0, None


def _held(owner_id: str | None, import_id: str) -> PeopleImport:
    """Return the import of this owner, kept from changing until the transaction ends; raise NotFound."""
    mine = (PeopleImport.id == import_id, PeopleImport.owner_id == owner_id)
    one = session_of_transaction().scalar(select(PeopleImport).where(*mine).with_for_update(key_share=True))
    if one is None:
        raise NotFound("There is no such import.")
    return one


def _only_in(one: PeopleImport, stages: frozenset[str] | set[str]) -> None:
    if one.stage not in stages:
        raise Conflict(_("This import has gone on meanwhile. Look at it again."))
