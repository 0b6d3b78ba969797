"""Signing without the password hash against a bare INSERT and COMMIT on the same database."""

import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from flask import Flask

from handbook.acknowledgements import operations
from handbook.acknowledgements.forms import SignatureDraft
from handbook.acknowledgements.operations import Surroundings
from handbook.acknowledgements.queries import signature_context
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.transaction import transaction
from handbook.people.sign_in import BY_PASSWORD, Proof
from tests.bench.company import company, readers
from tests.bench.row import Row, ratio_of_pairs
from tests.postgres import server

COMMAND = "python -m tests.bench signing"
ALONE, TOGETHER, CLIENTS, WARM = 150, 320, 32, 10
BODY = "x" * 1500  # as many bytes as one signature has in its row


def run() -> list[Row]:
    """Measure on SQLite and on a PostgreSQL server that flushes every commit to the disk."""
    rows = _measure("SQLite", "")
    with server(durable=True) as url:
        rows += _measure("PostgreSQL", url)
    return rows


def _measure(name: str, url: str) -> list[Row]:
    with company(WARM + ALONE + TOGETHER + 40, url) as place, place.app.app_context():
        clicks = _open_pages(WARM + ALONE + TOGETHER)
        bare = _Bare(place.url)
        bare.prepare()
        for click in clicks[:WARM]:
            click()
        pairs = [(_timed(click), bare.timed()) for click in clicks[WARM : WARM + ALONE]]
        ours, theirs = zip(*pairs, strict=True)
        alone = ratio_of_pairs(theirs, ours)
        row = Row(
            f"sign, 1 client, {name}, against a bare INSERT and COMMIT",
            f"{1 / _median(ours):.0f} a second",
            f"{1 / _median(theirs):.0f} a second",
            alone,
            ">= 0.40",
            alone >= 0.40,
            COMMAND,
        )
        return [row, _together(name, place.app, clicks[WARM + ALONE :], bare)]


def _together(name: str, app: Flask, clicks: Sequence[Callable[[], None]], bare: "_Bare") -> Row:
    ours, slow = _at_once(clicks, app)
    theirs, _ = _at_once([bare.insert for _ in clicks], app)
    words = f"{len(clicks) / ours:.0f} a second, slowest {slow * 1000:.0f} ms"
    return Row(
        f"sign, {CLIENTS} clients, {name}, against the same",
        words,
        f"{len(clicks) / theirs:.0f} a second",
        theirs / ours,
        "printed",
        True,
        COMMAND,
    )


def _open_pages(count: int) -> list[Callable[[], None]]:
    """Open the signing page for so many readers; return for each what their click does, the password being proven."""
    return [_click(actor) for actor in readers(count)]


def _click(actor: Actor) -> Callable[[], None]:
    now = clock.now()
    context = signature_context(actor, "en")
    draft = SignatureDraft(
        edition_number=context.edition.number,
        manifest_sha256=context.edition.manifest_sha256,
        profile=context.page.profile,
        language=context.page.language,
        shown_at=now.isoformat(),
        idempotency_key=new_id(),
        typed_name=actor.name,
    )
    proof = Proof(actor.account_id, actor.employee_id, now, BY_PASSWORD, now, None, None)

    def click() -> None:
        with transaction():
            operations.sign(actor, draft, proof, Surroundings("bench", ""))

    return click


@dataclass
class _Bare:
    """One connection per thread by the driver itself, with the same promises to the disk."""

    url: str

    def __post_init__(self) -> None:
        self.kept = threading.local()

    def prepare(self) -> None:
        """Make the table; it has a key and one column."""
        self._connection().execute("CREATE TABLE bench_bare (id TEXT PRIMARY KEY, body TEXT)")

    def insert(self) -> None:
        """Write one row and wait until it is on the disk."""
        connection = self._connection()
        if isinstance(connection, sqlite3.Connection):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO bench_bare VALUES (?, ?)", (new_id(), BODY))
            connection.execute("COMMIT")
        else:  # autocommit: one statement is one transaction
            connection.execute("INSERT INTO bench_bare VALUES (%s, %s)", (new_id(), BODY))

    def timed(self) -> float:
        """Return the seconds of one insert."""
        return _timed(self.insert)

    def _connection(self) -> Any:
        if not hasattr(self.kept, "connection"):
            self.kept.connection = self._open()
        return self.kept.connection

    def _open(self) -> Any:
        if self.url.startswith("postgresql"):
            return psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True)
        connection = sqlite3.connect(self.url.removeprefix("sqlite:///"), isolation_level=None, timeout=30)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        return connection


def _at_once(pieces: Sequence[Callable[[], None]], app: Flask) -> tuple[float, float]:
    """Do the pieces in CLIENTS threads; return the seconds for all and of the slowest one."""
    times: list[float] = []
    left = iter(pieces)
    gate, lock = threading.Barrier(CLIENTS + 1), threading.Lock()

    def client() -> None:
        with app.app_context():
            gate.wait()
            while True:
                with lock:
                    piece = next(left, None)
                if piece is None:
                    break
                times.append(_timed(piece))
            db.session.remove()

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    gate.wait()
    seconds = _timed(lambda: [thread.join() for thread in threads])
    assert len(times) == len(pieces), "a client stopped with an error"
    return seconds, max(times)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]
