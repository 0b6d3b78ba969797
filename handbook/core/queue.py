"""The engine behind the jobs: huey on an SQLite file, PostgreSQL or Redis, in a worker process of its own."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, current_app
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab

MINUTE, HOUR = crontab(minute="*"), crontab(minute="7")


def install(app: Flask, url: str, run: Callable[[str], None], routine: Mapping[Callable[[], object], Any]) -> None:
    """Make the queue of this installation: `run` does one job by its id, `routine` says what comes round and when."""
    huey = _engine(url)

    def work(job_id: str) -> None:
        with app.app_context():
            run(job_id)

    app.extensions["handbook.queue"] = huey
    app.extensions["handbook.queue.work"] = huey.task(name="work")(work)
    for task, when in routine.items():
        huey.periodic_task(when, name=f"{task.__module__}.{task.__qualname__}")(_inside(app, task))


def _inside(app: Flask, task: Callable[[], object]) -> Callable[[], None]:
    def do() -> None:
        with app.app_context():
            task()

    return do


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
