"""Assembling the work file from what the other rooms hold: one UNION ALL, then one query per kind present."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Subquery, select, tuple_, union_all

from handbook.core.access_log import AccessEntry
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.timeline import TimelineEntry
from handbook.people.models import Account, Employee
from handbook.workfile.held import Held as Held
from handbook.workfile.held import held_against as held_against
from handbook.workfile.kinds import Group
from handbook.workfile.models import FileStatement
from handbook.workfile.policy import WHOLE
from handbook.workfile.sources import SOURCES, Source, sources_of

PAGE = 50
# What the rooms call the one folder that the file shows. Investigations and advice lie in closed ones.
PERSONNEL = "personnel"
_ID = re.compile(r"[0-9a-f]{32}")
Line = tuple[str, str]


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


def work_file(employee_id: str, actor: Actor, before: str | None = None, groups: Collection[Group] = WHOLE) -> WorkFile:
    """Return a page of what is held about a person that the actor may see, of all groups or of these.

    `before` is the key that the page before gave as `older`; a key that makes no sense starts from the newest.
    """
    sources = sources_of(groups)
    every, key = _every_line(employee_id, actor, sources), _key(before)
    query = select(every).order_by(every.c.at.desc(), every.c.id.desc()).limit(PAGE + 1)
    if key is not None:
        query = query.where(tuple_(every.c.at, every.c.id) < key)
    rows = db.session.execute(query).all()
    shown = rows[:PAGE]
    found = _load(sources, ((row.kind, row.id) for row in shown))
    last = shown[-1] if len(rows) > PAGE else None
    older = f"{last.at.isoformat()}~{last.id}" if last else None
    return WorkFile([found[row.id] for row in shown], older)


def lines_of(employee_id: str, actor: Actor) -> list[Line]:
    """Return every line of the whole file that the actor may see, by kind and id, oldest first (one query)."""
    every = _every_line(employee_id, actor, SOURCES)
    rows = db.session.execute(select(every.c.kind, every.c.id).order_by(every.c.at, every.c.id))
    return [(row.kind, row.id) for row in rows]


def entries_of(lines: Sequence[Line]) -> dict[str, TimelineEntry]:
    """Load these lines by id: one query for each kind among them."""
    return _load(SOURCES, lines)


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


def find_statement_by_key(actor: Actor, idempotency_key: str) -> str | None:
    """Return the statement to the file that this form of this person has already kept, or None."""
    same = (FileStatement.idempotency_key == idempotency_key, FileStatement.employee_id == actor.employee_id)
    return db.session.scalar(select(FileStatement.id).where(*same))


def _every_line(employee_id: str, actor: Actor, sources: Iterable[Source]) -> Subquery:
    # A room may give a UNION of its own; SQLite takes that only as a subquery.
    lines = (select(source.timeline(employee_id, actor).subquery()) for source in sources)
    every = union_all(*lines).subquery()
    return select(every.c.at, every.c.kind, every.c.id).where(every.c.folder == PERSONNEL).subquery()


def _load(sources: Sequence[Source], wanted: Iterable[tuple[str, str]]) -> dict[str, TimelineEntry]:
    kinds: dict[str, list[str]] = {}
    for kind, record_id in wanted:
        kinds.setdefault(kind, []).append(record_id)
    found: dict[str, TimelineEntry] = {}
    for source in sources:
        for kind, load in source.loaders.items():
            if kind in kinds:
                found |= load(kinds[kind])
    return found


def _key(before: str | None) -> tuple[datetime, str] | None:
    at, _sign, record_id = (before or "").partition("~")
    try:
        return (datetime.fromisoformat(at).astimezone(UTC), record_id) if _ID.fullmatch(record_id) else None
    except (ValueError, OverflowError):
        return None
