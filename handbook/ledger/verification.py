"""The whole verification: every row, every leaf, every kept hash, every checkpoint; what `flask ledger verify` does."""

from collections.abc import Callable

from flask import Flask, current_app
from sqlalchemy import Connection

from handbook.core.db import db
from handbook.ledger.access_roots import check_access_roots
from handbook.ledger.findings import Findings, Report
from handbook.ledger.heads import Head, Heads, outside_head
from handbook.ledger.keyring import signing_key
from handbook.ledger.keys import VerifierKey
from handbook.ledger.reading import reported
from handbook.ledger.recovery import Loss, declared_losses
from handbook.ledger.rows import Rows
from handbook.ledger.sweep import Progress, Sweep
from handbook.ledger.tombstones import erased_records

__all__ = ["Report", "also_verify", "verify"]

Check = Callable[[Connection, Findings], None]
CHECKS = "handbook.ledger.checks"


def also_verify(app: Flask, what: str, check: Check) -> None:
    """Let a room check what its evidence names by hash, in every verification of this application (at set-up)."""
    app.extensions.setdefault(CHECKS, {})[what] = check


def verify(
    checkpoint: str | None = None,
    since: str | None = None,
    progress: Progress | None = None,
    key: VerifierKey | None = None,
) -> Report:
    """Verify the ledger from end to end, in one snapshot of the database and in flat memory.

    `checkpoint` and `since` are signed notes kept outside: the ledger must contain what each of them signed, so that
    the older is proven to be the beginning of the newer. `progress(done, total)` counts leaves. `key` is the key of
    this installation unless another is given. Raises Invalid for a text that is no checkpoint signed by that key.
    """
    key = key or signing_key().verifier
    outside = [outside_head(note, key) for note in (since, checkpoint) if note is not None]
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":  # SQLite reads one snapshot by itself
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        return _verify(connection, key, outside, progress)


def _verify(connection: Connection, key: VerifierKey, outside: list[Head], progress: Progress | None) -> Report:
    findings = Findings()
    losses: list[Loss] = []
    erased: set[tuple[str, str, int]] = set()
    with reported(findings, "The declared losses"):
        losses = declared_losses(connection)
    with reported(findings, "The tombstones"):
        erased = erased_records(connection)
    for loss in losses:
        findings.note(loss.sentence)
    sweep = Sweep(connection, findings)
    rows = Rows(connection, findings, erased)
    heads = Heads(connection, findings, key, outside, losses)
    sizes = [head.size for head in outside]
    if sizes != sorted(sizes):
        findings.fault(f"The older checkpoint is the larger: {sizes[0]} > {sizes[1]}; give them the other way round.")
    root = sweep.run(rows, heads, progress)
    heads.check_beyond(sweep.size)
    rows.check_strays()
    with reported(findings, "The access log"):
        check_access_roots(connection, findings)
    checks: dict[str, Check] = current_app.extensions.get(CHECKS, {})
    for what, check in checks.items():
        with reported(findings, what):
            check(connection, findings)
    if rows.gone:
        findings.note(f"{rows.gone} records were erased by approved erasures; their leaves stand.")
    return findings.report(sweep.size, root)
