"""Long work: a row written in the transaction, an id handed to huey after the commit, and handlers found by kind."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Text, UniqueConstraint, case, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core import clock
from handbook.core.claims import claim, is_claimed
from handbook.core.db import Base, Id, Json, UtcDateTime, db, new_id
from handbook.core.errors import HandbookError
from handbook.core.queue import send
from handbook.core.transaction import after_commit, session_of_transaction, transaction

LEASE = timedelta(minutes=2)
TRIES = 3
log = logging.getLogger(__name__)


class Job(Base):
    """One piece of long work. States: queued, running, done, failed, cancelled."""

    __tablename__ = "job"
    __table_args__ = (UniqueConstraint("kind", "key"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    owner_id: Mapped[str | None] = mapped_column(Id)
    state: Mapped[str] = mapped_column(Text, default="queued", index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    result: Mapped[dict[str, Any] | None] = mapped_column(Json)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Cancelled(Exception):
    """The owner asked the job to stop; raised by `JobRun.progress` between two pieces."""


@dataclass(frozen=True)
class JobRun:
    """What a handler knows of its job and says about it."""

    id: str
    kind: str
    key: str
    payload: dict[str, Any]
    owner_id: str | None

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is, keep the lease, and raise Cancelled where the owner wants to stop.

        Whoever comes further than anybody before has not failed: only tries without progress count.
        """
        with transaction() as session:
            tries = case((Job.done < done, 1), else_=Job.tries)
            values = {"done": done, "total": total, "leased_until": clock.now() + LEASE, "tries": tries}
            session.execute(update(Job).where(Job.id == self.id).values(**values))
            stop = session.scalar(select(Job.cancel_asked).where(Job.id == self.id))
        if stop:
            raise Cancelled


Handler = Callable[[JobRun], dict[str, Any]]
Farewell = Callable[[str], None]
_HANDLERS: dict[str, Handler] = {}
_FAREWELLS: dict[str, Farewell] = {}
_KEPT_FOR: dict[str, timedelta] = {}


def handler(
    kind: str, given_up: Farewell | None = None, kept_for: timedelta | None = None
) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of this kind. It must be idempotent by its key.

    `given_up` clears away what a job left lying, by its id, once it has failed for good or was cancelled.
    `kept_for`: so long after its making a finished job is cleared away; without it, it stays, and its key with it.
    """

    def register(function: Handler) -> Handler:
        _HANDLERS[kind] = function
        if given_up is not None:
            _FAREWELLS[kind] = given_up
        if kept_for is not None:
            _KEPT_FOR[kind] = kept_for
        return function

    return register


def require_handlers(*kinds: str) -> None:
    """Raise RuntimeError at set-up where a kind of job has no handler: its room was not imported."""
    lacking = sorted(set(kinds) - set(_HANDLERS))
    if lacking:
        raise RuntimeError(f"no handler is registered for jobs of kind {', '.join(lacking)}")


def enqueue(kind: str, key: str, payload: dict[str, Any], owner_id: str | None = None) -> str:
    """Write the job into the open transaction and return its id; the same kind and key give the same job."""
    if kind not in _HANDLERS:
        raise RuntimeError(f"no handler is registered for jobs of kind {kind!r}")
    session = session_of_transaction()
    job = session.scalar(select(Job).where(Job.kind == kind, Job.key == key).with_for_update())
    if job is None:
        job = Job(id=new_id(), kind=kind, key=key, payload=payload, owner_id=owner_id)
        session.add(job)
    elif job.state in ("failed", "cancelled"):
        job.state, job.tries, job.cancel_asked, job.error = "queued", 0, False, None
    job_id = job.id
    after_commit(lambda: send(job_id))
    return job_id


def cancel(job_id: str) -> None:
    """Ask a job to stop between two pieces (inside a transaction)."""
    session = session_of_transaction()
    session.execute(update(Job).where(Job.id == job_id).values(cancel_asked=True))
    queued = select(Job.kind).where(Job.id == job_id, Job.state == "queued").with_for_update()
    if (kind := session.scalar(queued)) is not None:
        session.execute(update(Job).where(Job.id == job_id).values(state="cancelled"))
        after_commit(lambda: _bid_farewell(kind, job_id))


def run(job_id: str) -> None:
    """Do one job if it still waits. A failure is counted; after three it stays as a task for a person."""
    with claim(job_id) as mine:
        job = _taken(job_id, mine)
        if job is not None:
            _do(job)


def _do(job: JobRun) -> None:
    try:
        result = _HANDLERS[job.kind](job)
    except Cancelled:
        _finish(job.id, state="cancelled")
        _bid_farewell(job.kind, job.id)
    except Exception as error:
        log.exception("job %s failed", job.id)
        # A refusal carries words for a person; anything else only its name, since details may hold personal data.
        words = str(error) if isinstance(error, HandbookError) else f"{type(error).__name__}; see the log of the worker"
        _fail(job, words)
    else:
        _finish(job.id, state="done", result=result, error=None)


def waiting(now: datetime) -> list[str]:
    """Return ids of jobs that should run: queued, or left behind by a worker that died, oldest first."""
    query = select(Job.id, Job.state, Job.leased_until).where(Job.state.in_(("queued", "running")))
    rows = db.session.execute(query.order_by(Job.created_at, Job.id)).all()
    return [
        row.id for row in rows if row.state == "queued" or _is_over(row.leased_until, now) or not is_claimed(row.id)
    ]


def work_off() -> int:
    """Do every waiting job in this process, one after another; return how many were tried."""
    count = 0
    while ids := waiting(clock.now()):
        for job_id in ids:
            run(job_id)
            count += 1
    return count


def requeue() -> int:
    """Hand every waiting job to the queue again (the worker's safety net); return how many."""
    ids = waiting(clock.now())
    for job_id in ids:
        send(job_id)
    return len(ids)


def sweep_jobs() -> None:
    """Clear finished jobs away whose kind is not to be kept for ever; what failed stays, a task for a person."""
    with transaction() as session:
        for kind, lasting in _KEPT_FOR.items():
            old = (Job.kind == kind, Job.state.in_(("done", "cancelled")), Job.created_at < clock.now() - lasting)
            session.execute(delete(Job).where(*old))


def _taken(job_id: str, mine: bool) -> JobRun | None:
    """Take a job that waits, or was left behind: by a dead worker at once, by a silent one when its lease is over."""
    now = clock.now()
    with transaction() as session:
        job = session.scalar(select(Job).where(Job.id == job_id).with_for_update())
        if job is None or not _is_free(job, mine, now):
            return None
        if job.tries >= TRIES:
            job.state, job.error = "failed", "The worker died while doing this, each time. See the log of the worker."
            kind = job.kind
            after_commit(lambda: _bid_farewell(kind, job_id))
            return None
        job.state, job.tries, job.leased_until = "running", job.tries + 1, now + LEASE
        return JobRun(job.id, job.kind, job.key, job.payload, job.owner_id)


def _is_free(job: Job, mine: bool, now: datetime) -> bool:
    if job.state == "queued":
        return mine
    return job.state == "running" and (mine or _is_over(job.leased_until, now))


def _is_over(leased_until: datetime | None, now: datetime) -> bool:
    return leased_until is not None and leased_until < now


def _fail(run: JobRun, words: str) -> None:
    with transaction() as session:
        job = session.get_one(Job, run.id)
        job.state, job.error = ("failed" if job.tries >= TRIES else "queued"), words
        if job.state == "failed":
            after_commit(lambda: _bid_farewell(run.kind, run.id))


def _bid_farewell(kind: str, job_id: str) -> None:
    if kind in _FAREWELLS:
        _FAREWELLS[kind](job_id)


def _finish(job_id: str, **values: Any) -> None:
    with transaction() as session:
        session.execute(update(Job).where(Job.id == job_id).values(**values))
