"""The engine behind the jobs: huey on an SQLite file, PostgreSQL or Redis, in a worker process of its own."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab


def install(app: Flask, url: str, run: Callable[[str], None], requeue: Callable[[], int]) -> None:
    """Make the queue of this installation and register its two tasks: do one job, hand forgotten jobs in again."""
    huey = _engine(url)

    def work(job_id: str) -> None:
        with app.app_context():
            run(job_id)

    def sweep() -> None:
        with app.app_context():
            requeue()

    app.extensions["handbook.queue"] = huey
    app.extensions["handbook.queue.work"] = huey.task(name="work")(work)
    huey.periodic_task(crontab(minute="*"), name="sweep")(sweep)


def send(job_id: str) -> None:
    """Hand a job's id to the engine."""
    current_app.extensions["handbook.queue.work"](job_id)


def consume(app: Flask) -> None:
    """Run the worker in this process until it is told to stop."""
    queue: Any = app.extensions["handbook.queue"]
    queue.create_consumer(workers=1, worker_type="thread", initial_delay=0.05, max_delay=0.5).run()


def _engine(url: str) -> Huey:
    if url.startswith("sqlite:///"):
        return SqliteHuey("handbook", filename=url.removeprefix("sqlite:///"), fsync=True)
    if url.startswith("redis://"):
        return RedisHuey("handbook", url=url)
    return PostgresHuey("handbook", dsn=url)
