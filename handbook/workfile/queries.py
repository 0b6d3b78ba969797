"""Assembling the work file from what the other rooms hold: one UNION ALL, then one query per kind present."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select, tuple_, union_all

from handbook.acknowledgements import queries as acknowledgements
from handbook.adjustments import queries as adjustments
from handbook.core.access_log import AccessEntry
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.timeline import TimelineEntry
from handbook.corrective_actions import queries as corrective_actions
from handbook.people.models import Account, Employee

PAGE = 50
_ID = re.compile(r"[0-9a-f]{32}")
_ROOMS = (acknowledgements, adjustments, corrective_actions)


@dataclass(frozen=True, slots=True)
class WorkFile:
    """One page of a work file, newest first; `older` is the key of the next page, or None."""

    entries: list[TimelineEntry]
    older: str | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who opened the file, when and what for."""

    name: str
    at: datetime
    purpose: str


def work_file(employee_id: str, actor: Actor, before: str | None = None) -> WorkFile:
    """Return a page of everything held about a person that the actor may see.

    `before` is the key that the page before gave as `older`; a key that makes no sense starts from the newest.
    """
    # A room may give a UNION of its own; SQLite takes that only as a subquery.
    lines = (select(room.timeline(employee_id, actor).subquery()) for room in _ROOMS)
    every = union_all(*lines).subquery()
    query = select(every.c.at, every.c.kind, every.c.id).order_by(every.c.at.desc(), every.c.id.desc()).limit(PAGE + 1)
    key = _key(before)
    if key is not None:
        query = query.where(tuple_(every.c.at, every.c.id) < key)
    rows = db.session.execute(query).all()
    shown = rows[:PAGE]
    found = _load((row.kind, row.id) for row in shown)
    last = shown[-1] if len(rows) > PAGE else None
    older = f"{last.at.isoformat()}~{last.id}" if last else None
    return WorkFile([found[row.id] for row in shown], older)


def readers(employee_id: str, most: int = 10) -> list[Reader]:
    """Return who opened this person's file or papers, newest first; the person's own readings are left out."""
    query = (
        select(Employee.name, AccessEntry.at, AccessEntry.purpose)
        .join(Account, Account.id == AccessEntry.account_id)
        .join(Employee, Employee.id == Account.employee_id)
        .where(AccessEntry.employee_id == employee_id, Account.employee_id != employee_id)
        .order_by(AccessEntry.id.desc())
        .limit(most)
    )
    return [Reader(*row) for row in db.session.execute(query)]


def _load(wanted: Iterable[tuple[str, str]]) -> dict[str, TimelineEntry]:
    kinds: dict[str, list[str]] = {}
    for kind, record_id in wanted:
        kinds.setdefault(kind, []).append(record_id)
    found: dict[str, TimelineEntry] = {}
    for room in _ROOMS:
        loaders: dict[str, Callable[[list[str]], dict[str, TimelineEntry]]] = room.TIMELINE
        for kind, load in loaders.items():
            if kind in kinds:
                found |= load(kinds[kind])
    return found


def _key(before: str | None) -> tuple[datetime, str] | None:
    at, _sign, record_id = (before or "").partition("~")
    try:
        return (datetime.fromisoformat(at).astimezone(UTC), record_id) if _ID.fullmatch(record_id) else None
    except (ValueError, OverflowError):
        return None
