"""Reading copies of work files: for their person, and for HR where HR may read every line in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.core.jobs import Job
from handbook.core.moments import moment_words
from handbook.corrective_actions.queries import dismissals_to_copy
from handbook.documents.queries import Document, documents_of
from handbook.people.models import Account, Employee, Placement
from handbook.people.queries import NOWHERE, days_at, zone_of
from handbook.permissions import Role
from handbook.workfile.copies.policy import may_take_copy
from handbook.workfile.copies.why import Why, maker_words
from handbook.workfile.models import WorkFileCopy
from handbook.workfile.queries import Line, lines_of

SEAL = "workfile.seal_copy"
AFTER_DISMISSAL = "dismissal-"


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A copy as a list shows it. No document: it is still being made, or `failed` for good."""

    id: str
    at: datetime
    when: str
    made: str
    document: Document | None
    failed: bool
    may_take: bool


@dataclass(frozen=True, slots=True)
class Owner:
    """The person of a file: the last day of work where one is written down, the zone of the last place.

    `reader`: the person's own eyes, for what they may read of it.
    """

    employee_id: str
    name: str
    staff_number: str
    language: str
    last_on: date | None
    zone: str
    reader: Actor


def copies_for(actor: Actor, employee_id: str) -> list[CopyLine]:
    """Return the copies of a person's file, newest first; whoever calls may open that file. Three queries."""
    query = (
        select(WorkFileCopy, Job.state)
        .join(Job, (Job.kind == SEAL) & (Job.key == WorkFileCopy.id), isouter=True)
        .where(WorkFileCopy.employee_id == employee_id)
        .order_by(WorkFileCopy.recorded_at.desc())
    )
    rows = db.session.execute(query).all()
    documents = documents_of(copy.id for copy, _state in rows)
    readable = lines_of(employee_id, actor) if rows and actor.employee_id != employee_id else []
    return [
        CopyLine(
            id=copy.id,
            at=copy.recorded_at,
            when=moment_words(copy.recorded_at, copy.zone),
            made=maker_words(Why(copy.why), copy.by_name),
            document=documents.get(copy.id),
            failed=state == "failed",
            may_take=may_take_copy(actor, employee_id, _held(copy), readable),
        )
        for copy, state in rows
    ]


def copy_for(actor: Actor, employee_id: str, copy_id: str) -> Document:
    """Return the sealed document of a copy; raise NotFound, the same for a foreign, a missing and an unfinished one."""
    copy = db.session.get(WorkFileCopy, copy_id)
    document = documents_of([copy_id]).get(copy_id)
    if copy is None or document is None or copy.employee_id != employee_id:
        raise no_copy()
    readable = lines_of(employee_id, actor) if actor.employee_id != employee_id else []
    if not may_take_copy(actor, employee_id, _held(copy), readable):
        raise no_copy()
    return document


def no_copy() -> NotFound:
    """Return the refusal for a copy that is not there for the reader."""
    return NotFound(_("There is no such copy, or it is still being made. Look again in a minute."))


def owner_of(employee_id: str) -> Owner:
    """Return the person of a file, with the eyes of that person as `reader`; raise NotFound."""
    last_day = days_at(clock.now())[1]
    placements = select(func.count(), func.count(Placement.to_on), func.max(Placement.to_on)).where(
        Placement.employee_id == employee_id
    )
    row = db.session.execute(
        select(Employee, Account.id, zone_of(Employee.id, last_day))
        .join(Account, Account.employee_id == Employee.id, isouter=True)
        .where(Employee.id == employee_id)
    ).first()
    if row is None:
        raise NotFound("There is no such person.")
    person, account_id, zone = row
    every, ended, last_on = db.session.execute(placements).one()
    return Owner(
        employee_id=person.id,
        name=person.name,
        staff_number=person.staff_number,
        language=person.language,
        last_on=last_on if every == ended else None,
        zone=zone or NOWHERE,
        reader=Actor(account_id or "", person.id, person.name, frozenset({Role.FORMER_EMPLOYEE})),
    )


def dismissals_without_copy() -> Sequence[tuple[str, str]]:
    """Return (action id, employee id) of the dismissals after which no copy was made yet."""
    dismissals = dismissals_to_copy(days_at(clock.now())[0]).subquery()
    made = select(WorkFileCopy.id).where(WorkFileCopy.idempotency_key == AFTER_DISMISSAL + dismissals.c.action_id)
    query: Select[str, str] = select(dismissals.c.action_id, dismissals.c.subject_id).where(~made.exists())
    return [(row.action_id, row.subject_id) for row in db.session.execute(query)]


def job_of(copy_id: str) -> Job:
    """Return the job that makes a copy, as it stands."""
    query = select(Job).where(Job.kind == SEAL, Job.key == copy_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def find_copy_by_key(employee_id: str, idempotency_key: str) -> str | None:
    """Return the copy of this file that this form, or the routine, has already ordered, or None."""
    same = (WorkFileCopy.idempotency_key == idempotency_key, WorkFileCopy.employee_id == employee_id)
    return db.session.scalar(select(WorkFileCopy.id).where(*same))


def _held(copy: WorkFileCopy) -> list[Line]:
    return [(kind, record_id) for kind, record_id in copy.lines]
