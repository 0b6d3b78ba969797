"""Long work: written with what it belongs to, done once, tried three times, stopped when asked, never lost."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import update

from handbook.core import clock, jobs
from handbook.core.claims import claim
from handbook.core.db import db
from handbook.core.errors import Unavailable
from handbook.core.jobs import Job, JobRun
from handbook.core.transaction import end_read, transaction
from handbook.exports import operations as exports
from handbook.exports.selection import Selection
from tests import factories
from tests.installation import PATIENCE, installation

pytestmark = pytest.mark.database

KIND = "tests.toy"
Handler = Callable[[JobRun], dict[str, object]]
Handled = Callable[[Handler], None]


@pytest.fixture
def handled(context: Flask, monkeypatch: pytest.MonkeyPatch) -> Handled:
    """Give a function that says how jobs of this test's own kind are done."""
    return lambda function: monkeypatch.setitem(jobs._HANDLERS, KIND, function)


def test_a_job_lives_and_dies_with_the_transaction_that_asks_for_it(handled: Handled):
    handled(lambda job: {})
    with pytest.raises(ZeroDivisionError), transaction():
        jobs.enqueue(KIND, "a", {})
        raise ZeroDivisionError
    assert stored() == []
    assert handed_over() == 0


def test_its_id_goes_to_the_queue_after_the_commit(handled: Handled):
    handled(lambda job: {})
    with transaction():
        jobs.enqueue(KIND, "a", {})
        assert handed_over() == 0
    assert handed_over() == 1


def test_the_same_key_gives_the_same_job(handled: Handled):
    handled(lambda job: {})
    first, again, other = ask("a"), ask("a"), ask("b")
    assert first == again != other
    assert len(stored()) == 2


def test_a_job_is_done_once_with_its_payload(handled: Handled):
    seen: list[JobRun] = []
    handled(lambda job: seen.append(job) or {"said": "done"})
    job_id = ask("a", {"employee": "అశా"}, owner_id="0" * 32)
    assert jobs.work_off() == 1
    jobs.run(job_id)
    assert jobs.work_off() == 0
    assert [(one.payload, one.owner_id, one.key) for one in seen] == [({"employee": "అశా"}, "0" * 32, "a")]
    assert (state(job_id), job(job_id).result, job(job_id).tries) == ("done", {"said": "done"}, 1)


def test_it_gives_up_after_three_failures_and_says_no_secret(handled: Handled):
    tried: list[str] = []

    def fail(run: JobRun) -> dict[str, object]:
        tried.append(run.id)
        raise ValueError("Asha Reddy, 000512")

    handled(fail)
    job_id = ask("a")
    jobs.work_off()
    assert len(tried) == jobs.TRIES == 3
    assert (state(job_id), job(job_id).error) == ("failed", "ValueError; see the log of the worker")


def test_a_refusal_is_kept_in_its_own_words(handled: Handled):
    def refuse(run: JobRun) -> dict[str, object]:
        raise Unavailable("The disk is full. Make room and start it again.")

    handled(refuse)
    job_id = ask("a")
    jobs.work_off()
    assert job(job_id).error == "The disk is full. Make room and start it again."


def test_it_goes_well_at_the_second_try(handled: Handled):
    answers = iter([ZeroDivisionError(), None])

    def stumble(run: JobRun) -> dict[str, object]:
        if (error := next(answers)) is not None:
            raise error
        return {}

    handled(stumble)
    job_id = ask("a")
    jobs.work_off()
    assert (state(job_id), job(job_id).tries, job(job_id).error) == ("done", 2, None)


def test_half_a_write_of_a_failed_try_is_gone(handled: Handled):
    def half(run: JobRun) -> dict[str, object]:
        with transaction() as session:
            session.execute(update(Job).where(Job.id == run.id).values(total=99))
            raise ZeroDivisionError

    handled(half)
    job_id = ask("a")
    jobs.work_off()
    assert job(job_id).total == 0


def test_a_failed_job_starts_afresh_when_it_is_asked_for_again(handled: Handled):
    handled(lambda run: 1 / 0)
    job_id = ask("a")
    jobs.work_off()
    handled(lambda run: {})
    assert ask("a") == job_id
    assert (state(job_id), job(job_id).tries, job(job_id).error) == ("queued", 0, None)
    jobs.work_off()
    assert state(job_id) == "done"


def test_a_job_of_unknown_kind_is_refused_before_it_is_written(context: Flask):
    with pytest.raises(RuntimeError, match=r"no handler is registered for jobs of kind 'tests\.nobody'"), transaction():
        jobs.enqueue("tests.nobody", "a", {})
    assert stored() == []


def test_a_waiting_job_is_cancelled_at_once(handled: Handled):
    done: list[str] = []
    handled(lambda run: done.append(run.id) or {})
    job_id = ask("a")
    with transaction():
        jobs.cancel(job_id)
    assert state(job_id) == "cancelled"
    assert jobs.work_off() == 0
    assert done == []


def test_a_running_job_stops_between_two_pieces(handled: Handled):
    pieces: list[int] = []

    def pack(run: JobRun) -> dict[str, object]:
        for number in range(1, 6):
            pieces.append(number)
            if number == 2:
                with transaction():
                    jobs.cancel(run.id)
            run.progress(number, 5)
        return {}

    handled(pack)
    job_id = ask("a")
    jobs.work_off()
    assert pieces == [1, 2]
    assert (state(job_id), job(job_id).done, job(job_id).total) == ("cancelled", 2, 5)


def test_what_a_worker_holds_is_left_to_it_while_it_lives(handled: Handled):
    handled(lambda run: {})
    job_id = ask("a")
    hold(job_id, timedelta(seconds=30))
    with claim(job_id) as mine:
        assert mine
        assert jobs.work_off() == 0
        jobs.run(job_id)
    assert state(job_id) == "running"


def test_what_a_dead_worker_left_behind_is_taken_over_at_once(handled: Handled):
    handled(lambda run: {})
    job_id = ask("a")
    hold(job_id, timedelta(seconds=30))
    assert jobs.work_off() == 1
    assert (state(job_id), job(job_id).tries) == ("done", 2)


def test_what_a_silent_worker_holds_is_taken_over_when_its_lease_is_over(handled: Handled):
    handled(lambda run: {})
    job_id = ask("a")
    hold(job_id, timedelta(seconds=-1))
    with claim(job_id):
        assert jobs.work_off() == 1
    assert (state(job_id), job(job_id).tries) == ("done", 2)


def test_workers_that_die_after_some_progress_are_not_counted_against_the_job(handled: Handled):
    reached = [0]

    def go_on(run: JobRun) -> dict[str, object]:
        reached[0] += 1
        run.progress(reached[0], 9)
        if reached[0] < 9:
            raise ConnectionError
        return {}

    handled(go_on)
    job_id = ask("a")
    jobs.work_off()
    assert (state(job_id), reached) == ("done", [9])


def test_a_job_that_comes_no_further_is_given_up(handled: Handled):
    tried: list[int] = []

    def stumble(run: JobRun) -> dict[str, object]:
        tried.append(1)
        run.progress(1, 9)
        raise ConnectionError

    handled(stumble)
    job_id = ask("a")
    jobs.work_off()
    assert (state(job_id), len(tried)) == ("failed", jobs.TRIES)


@pytest.mark.parametrize("end", ["failed", "dying", "cancelled while it waits", "cancelled while it runs", "done"])
def test_what_a_job_left_lying_is_cleared_away_when_it_ends_without_success(
    handled: Handled, monkeypatch: pytest.MonkeyPatch, end: str
):
    def work(run: JobRun) -> dict[str, object]:
        if end == "failed":
            raise ZeroDivisionError
        if end == "cancelled while it runs":
            raise jobs.Cancelled
        return {}

    cleared: list[str] = []
    handled(work)
    monkeypatch.setitem(jobs._FAREWELLS, KIND, cleared.append)
    job_id = ask("a")
    if end == "dying":
        with transaction() as session:
            session.execute(update(Job).where(Job.id == job_id).values(state="running", tries=jobs.TRIES))
    if end == "cancelled while it waits":
        with transaction():
            jobs.cancel(job_id)
    jobs.work_off()
    assert cleared == ([] if end == "done" else [job_id])


def test_progress_keeps_the_lease(handled: Handled):
    leases: list[bool] = []

    def pack(run: JobRun) -> dict[str, object]:
        hold(run.id, timedelta(seconds=-1))
        run.progress(1, 2)
        leases.append(jobs.waiting(clock.now()) == [])
        return {}

    handled(pack)
    ask("a")
    jobs.work_off()
    assert leases == [True]


def test_the_sweep_hands_over_what_a_crash_lost(handled: Handled):
    handled(lambda run: {})
    ask("a")
    ask("b")
    current_app.extensions["handbook.queue"].flush()
    assert handed_over() == 0
    assert jobs.requeue() == 2
    assert handed_over() == 2


def test_a_missing_handler_is_found_at_set_up(context: Flask):
    with pytest.raises(RuntimeError, match="no handler is registered for jobs of kind tests.nobody"):
        jobs.require_handlers(exports.SIGNED_PDFS, "tests.nobody")


def test_a_real_worker_process_does_the_work(context: Flask):
    with transaction():
        job_id = exports.start(factories.actor("meera"), Selection(1))
    settings = current_app.extensions["handbook.settings"]
    with installation(Path(settings.data_dir), DATABASE_URL=settings.database_url) as here:
        here.start("worker")
        deadline = time.monotonic() + PATIENCE
        while state(job_id) in ("queued", "running") and time.monotonic() < deadline:
            time.sleep(0.1)
        assert state(job_id) == "done", here.log("worker")
    assert exports.file_of(job_id).exists()


def ask(key: str, payload: dict[str, object] | None = None, owner_id: str | None = None) -> str:
    with transaction():
        return jobs.enqueue(KIND, key, payload or {}, owner_id)


def job(job_id: str) -> Job:
    end_read()
    db.session.expire_all()
    return db.session.get_one(Job, job_id)


def state(job_id: str) -> str:
    return job(job_id).state


def stored() -> list[Job]:
    end_read()
    return db.session.query(Job).filter(Job.kind == KIND).all()


def handed_over() -> int:
    return int(current_app.extensions["handbook.queue"].pending_count())


def hold(job_id: str, left: timedelta) -> None:
    """Make it look as if a worker had claimed the job and had so much time left."""
    values = {"state": "running", "tries": 1, "leased_until": clock.now() + left}
    with transaction() as session:
        session.execute(update(Job).where(Job.id == job_id).values(**values))
