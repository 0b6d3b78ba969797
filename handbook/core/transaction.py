"""The one write: the ONLY commit and rollback of the program. Return commits, raise rolls back, it does not nest."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

from sqlalchemy.orm import Session, scoped_session

from handbook.core.db import db
from handbook.core.faults import fault_point

Hook = Callable[[Session], None]
log = logging.getLogger(__name__)
_BEFORE_COMMIT: list[Hook] = []
_OPEN = "handbook.transaction"
_AFTER = "handbook.after_commit"


def before_commit(hook: Hook) -> None:
    """Register a step that runs in every transaction after its body and before COMMIT (once, at set-up)."""
    if hook not in _BEFORE_COMMIT:
        _BEFORE_COMMIT.append(hook)


def after_commit(call: Callable[[], None]) -> None:
    """Queue a call that runs once the transaction that is open now has been committed."""
    session_of_transaction().info.setdefault(_AFTER, []).append(call)


def session_of_transaction() -> Session:
    """Return the session of the open transaction; raise RuntimeError outside of one."""
    session = _session()
    if _OPEN not in session.info:
        raise RuntimeError("this write is outside `with transaction():`")
    return session


@contextmanager
def transaction() -> Iterator[Session]:
    """Open the one write transaction of this piece of work.

    Ends the request's read transaction first: on SQLite a read transaction that turns into a write fails at once
    whatever the time-out, so the write begins with BEGIN IMMEDIATE; PostgreSQL runs READ COMMITTED.
    """
    session = _session()
    if _OPEN in session.info:
        raise RuntimeError("transactions do not nest: the caller has already opened one")
    session.rollback()
    session.info[_OPEN] = True
    try:
        session.connection(execution_options={"handbook_writes": True})
        yield session
        session.flush()
        for hook in _BEFORE_COMMIT:
            hook(session)
        fault_point("before-commit")
        session.commit()
    except BaseException:
        session.rollback()
        session.info.clear()
        raise
    calls = session.info.get(_AFTER, [])
    session.info.clear()
    fault_point("after-commit")
    for call in calls:
        _call_after(call)


def _call_after(call: Callable[[], None]) -> None:
    """Make a queued call. What was written stands: a queue that is away must not turn it into a failure."""
    try:
        call()
    except Exception:
        log.exception("after the commit")


def end_read() -> None:
    """End the read transaction of this request, so that a slow piece of work holds nothing open."""
    _session().rollback()


def _session() -> Session:
    return cast(scoped_session[Session], db.session)()
