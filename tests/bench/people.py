"""Importing 100,000 people beside 1,000: lines a second, memory, and the queries of the list of people."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import event

from handbook.app import create_app
from handbook.core import clock
from handbook.core.db import db
from handbook.core.transaction import transaction
from handbook.people.importing import headings, operations, receiving
from handbook.people.importing.choices import Choices
from handbook.people.importing.operations import Chosen
from handbook.settings import Settings
from handbook.setup.operations import bring_up_to_date
from tests import factories
from tests.bench.row import Row
from tests.browser_like import Visitor
from tests.installation import ROOT

COMMAND = "python -m tests.bench people"
FEW, MANY = 1_000, 100_000


def run() -> list[Row]:
    """Import both files, each in a process of its own on an SQLite of its own, and put the figures side by side."""
    few, many = _measured(FEW), _measured(MANY)
    memory = many["rss"] / few["rss"]
    queries = many["queries"] / few["queries"]
    speed = many["speed"] / few["speed"]
    what = f"import of {MANY:,} people against {FEW:,}"
    each = f"{many['previewed']:,.0f} lines a second previewed, {many['applied']:,.0f} applied"
    return [
        Row(f"{what}, memory at its most", _mib(many), _mib(few), memory, "<= 1.20", memory <= 1.20, COMMAND),
        Row(f"{what}, speed ({each})", _lines(many), _lines(few), speed, ">= 0.50", speed >= 0.50, COMMAND),
        Row(
            "queries of /people with so many",
            f"{many['queries']} queries",
            f"{few['queries']} queries",
            queries,
            "1.0",
            queries == 1.0,
            COMMAND,
        ),
    ]


def _measured(count: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.people", str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=os.environ)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _mib(figures: dict[str, float]) -> str:
    return f"{figures['rss'] / 1024:.0f} MiB"


def _lines(figures: dict[str, float]) -> str:
    return f"{figures['speed']:,.0f} lines a second"


def _import(count: int) -> dict[str, float]:
    """Import so many people into a new installation; return the figures of this process."""
    with tempfile.TemporaryDirectory(prefix="handbook-bench-", dir=os.environ.get("HANDBOOK_BENCH")) as folder:
        app = create_app(Settings(handbook_data=Path(folder), handbook_base_url="http://localhost"))
        with app.app_context():
            bring_up_to_date()
            factories.found_company()
            import_id = _brought(count)
            previewed = _timed(lambda: operations.preview_now(import_id, lambda done, total: None))
            applied = _timed(lambda: operations.apply_now(import_id, lambda done, total: None))
            rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            db.session.remove()
        queries = _queries(app)
        with app.app_context():
            db.engine.dispose()
    speed = count / (previewed + applied)
    figures = {"rss": rss, "queries": queries, "speed": speed}
    return figures | {"previewed": count / previewed, "applied": count / applied}


def _brought(count: int) -> str:
    received = receiving.receive(_File(count))  # type: ignore[arg-type]  # all that is asked of it is read()
    chosen = Chosen(headings.guess(received.shape.columns), Choices(clock.now().date()), "en")
    with transaction():
        import_id = operations.keep(None, "people.csv", received)
        operations.choose(None, import_id, chosen)
    return import_id


class _File:
    """A file of people that is made while it is read."""

    def __init__(self, count: int) -> None:
        self.pieces = self._made(count)

    def read(self, _size: int) -> bytes:
        return next(self.pieces, b"")

    def _made(self, count: int) -> Iterator[bytes]:
        yield b"Staff number,Name,Language,E-mail,Job,Location,Supervisor,Start day\n"
        for number in range(count):
            boss = f"8{number // 50:06}" if number >= 50 else "000101"
            person = f"8{number:06},Person Number {number},te,p{number}@shop.example"
            yield f"{person},cashier,Banjara Hills,{boss},2026-01-01\n".encode()


def _queries(app: Any) -> int:
    """Return how many statements the list of people takes for somebody from HR."""
    browser = Visitor(app)
    browser.get("/sign-in?lang=en")
    browser.submit("/sign-in", staff_number=factories.PEOPLE["meera"].number, password=factories.PASSWORD)
    seen: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda _c, _cursor, sql, *_more: seen.append(sql))
    assert browser.client.get("/people").status_code == 200
    return len([sql for sql in seen if not sql.startswith(("BEGIN", "PRAGMA"))])


def _timed(work: Any) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    print(json.dumps(_import(int(sys.argv[1]))))
