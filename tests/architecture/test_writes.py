"""One way to write, one clock: what commits, what reads the time."""

from tests.architecture.source import modules, told

TRANSACTION = "handbook/core/transaction.py"
CLOCK = "handbook/core/clock.py"
MOMENTS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}


def test_only_the_transaction_commits_and_rolls_back():
    found = [
        f"{module.place}:{line}"
        for module in modules()
        for line, receiver, name in module.calls()
        if name in {"commit", "rollback", "begin_nested"} and module.place != TRANSACTION
    ]
    assert not found, told("Write inside `with transaction():`; it alone commits and rolls back.", found)


def test_only_the_clock_reads_the_time():
    found = [
        f"{module.place}:{line}"
        for module in modules()
        for line, receiver, name in module.calls()
        if (receiver.rpartition(".")[2], name) in MOMENTS and module.place != CLOCK
    ]
    assert not found, told("Ask handbook.core.clock for the time, so that tests and the ledger can rely on it.", found)


def test_mail_and_jobs_never_leave_before_the_commit():
    found = [
        f"{module.place}:{line}"
        for module in modules()
        for line, name in module.imports()
        if name == "handbook.core.queue.send" and module.place != "handbook/core/jobs.py"
    ]
    assert not found, told("Call jobs.enqueue inside the transaction; the job leaves after the commit.", found)
