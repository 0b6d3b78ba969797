"""100,000 complaints and 20,000 cases beside 100 and 20: the queries and the time of each list, board and work file."""

import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event, insert, select

from handbook.app import create_app
from handbook.core.db import Base, db
from handbook.core.transaction import transaction
from handbook.people.models import Employee
from handbook.rules import operations as rules
from handbook.settings import Settings
from handbook.setup.operations import bring_up_to_date
from tests import factories
from tests.bench.row import Row
from tests.browser_like import Visitor
from tests.complaints import stories as complaints
from tests.corrective_actions import stories as cases
from tests.installation import ROOT

COMMAND = "python -m tests.bench complaints"
FEW, MANY = 100, 100_000
# Of so many complaints one has led to a case with a served step.
PER_CASE = 5
# The cases are about so many people.
PEOPLE = 200
# One of so many is still open; the others are over.
ONE_OPEN_OF = 20
# They came one after the other in so many years.
YEARS = timedelta(days=5 * 365)
OVER = {"complaint": {"stage": "closed"}, "case_record": {"state": "closed", "has_step_under_way": False}}
BATCH = 2_000
TIMES = 7
COPIED = ("complaint", "case_", "corrective_action", "step_", "hearing")
UNIQUE_TEXT = {"reference", "idempotency_key"}


def run() -> list[Row]:
    """Fill two companies, each in a process of its own on an SQLite of its own, and put the figures side by side."""
    few, many = _measured(FEW), _measured(MANY)
    rows = []
    for page in few:
        (queries, seconds), (before, least) = many[page], few[page]
        what = f"{page} with {MANY:,} complaints and {MANY // PER_CASE:,} cases"
        ratio = queries / before
        rows.append(Row(f"queries of {what}", f"{queries}", f"{before}", ratio, "<= 1.0", ratio <= 1.0, COMMAND))
        slower = seconds / least
        ours, other = f"{seconds * 1000:.0f} ms", f"{least * 1000:.0f} ms with {FEW} and {FEW // PER_CASE}"
        rows.append(Row(f"time of {what}", ours, other, slower, "<= 3.0", slower <= 3.0, COMMAND))
    return rows


def _measured(count: int) -> dict[str, tuple[int, float]]:
    command = [sys.executable, "-m", "tests.bench.complaints", str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=os.environ)
    figures: dict[str, tuple[int, float]] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _figures(count: int) -> dict[str, tuple[int, float]]:
    """Fill a new company with so many complaints; return by page its statements and its median time in seconds."""
    with tempfile.TemporaryDirectory(prefix="handbook-bench-", dir=os.environ.get("HANDBOOK_BENCH")) as folder:
        app = create_app(Settings(handbook_data=Path(folder), handbook_base_url="http://localhost"))
        with app.app_context():
            bring_up_to_date()
            factories.found_company()
            rules.import_tree("bench", ROOT / "tests" / "texts")
            rules.publish("bench", "The first edition.")
            _fill(count)
            asha = factories.person_id("asha")
            db.session.remove()
        figures = _pages(app, asha)
        with app.app_context():
            db.engine.dispose()
    return figures


def _fill(count: int) -> None:
    """Live one complaint and one case with a served step for real, then copy their rows under other ids."""
    factories.more_people(PEOPLE)
    complaints.investigated()
    alone = _rows()
    cases.served()
    with_case = {table: [row for row in rows if row not in alone.get(table, [])] for table, rows in _rows().items()}
    of_cases, of_others = count // PER_CASE, count - count // PER_CASE
    for rows, copies in ((alone, of_others - 1), (with_case, of_cases - 1)):
        for start in range(0, copies, BATCH):
            with transaction() as session:
                for table in Base.metadata.sorted_tables:
                    if rows.get(table.name):
                        numbers = range(start, min(start + BATCH, copies))
                        session.execute(insert(table), list(_copies(rows, table.name, numbers, YEARS / copies)))


def _rows() -> dict[str, list[dict[str, Any]]]:
    tables = [table for table in Base.metadata.sorted_tables if table.name.startswith(COPIED)]
    return {table.name: [dict(row._mapping) for row in db.session.execute(select(table))] for table in tables}


def _copies(
    rows: dict[str, list[dict[str, Any]]], table: str, numbers: range, apart: timedelta
) -> Iterator[dict[str, Any]]:
    ids = {row["id"] for each in rows.values() for row in each if "id" in row}
    asha = factories.person_id("asha")
    noise = select(Employee.id).where(Employee.name.startswith("Noise")).order_by(Employee.staff_number)
    people = [asha, *db.session.scalars(noise)]
    for number in numbers:
        about = people[number % len(people)]
        over = {} if number % ONE_OPEN_OF == 0 else OVER.get(table, {})
        for row in rows[table]:
            copy = {
                name: about if value == asha else _other(name, value, ids, number, number * apart)
                for name, value in row.items()
            }
            yield copy | over


def _other(name: str, value: Any, ids: set[str], number: int, earlier: timedelta) -> Any:
    if isinstance(value, date):  # or a moment, which is one as well
        return value - earlier
    if isinstance(value, str) and value in ids:
        return hashlib.md5(f"{value} {number}".encode(), usedforsecurity=False).hexdigest()
    return f"{value}-{number}" if name in UNIQUE_TEXT else value


def _pages(app: Flask, asha: str) -> dict[str, tuple[int, float]]:
    browser = Visitor(app)
    browser.get("/sign-in?lang=en")
    browser.submit("/sign-in", staff_number=factories.PEOPLE["meera"].number, password=factories.PASSWORD)
    seen: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda _c, _cursor, sql, *_more: seen.append(sql))
    pages = {
        "/complaints": "/complaints",
        "/complaints, one stage": "/complaints?stage=investigating",
        "/cases": "/cases",
        "a work file": f"/people/{asha}/file",
        "the board": "/board",
        "the start page": "/",
    }
    return {name: _page(browser, seen, address) for name, address in pages.items()}


def _page(browser: Visitor, seen: list[str], address: str) -> tuple[int, float]:
    assert browser.client.get(address).status_code == 200, address
    times = []
    for _time in range(TIMES):
        seen.clear()
        started = time.perf_counter()
        browser.client.get(address)
        times.append(time.perf_counter() - started)
    return len([sql for sql in seen if not sql.startswith(("BEGIN", "PRAGMA"))]), statistics.median(times)


if __name__ == "__main__":
    print(json.dumps(_figures(int(sys.argv[1]))))
