"""The verbs of placements: place somebody from a day on, end the work, go on after all, take back what is to come."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select, update

from handbook.company.models import Location
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Invalid, Refused
from handbook.core.transaction import session_of_transaction
from handbook.people import placing
from handbook.people.credentials_queries import subject
from handbook.people.directory import job_titles
from handbook.people.directory.administrators import require_another_administrator
from handbook.people.directory.locking import hold_person, spans_of, today_of
from handbook.people.models import Account, Placement
from handbook.people.placing import DAY
from handbook.people.policy import why_not_end_work
from handbook.people.queries import find_placed
from handbook.people.sessions import end_sessions


@dataclass(frozen=True, slots=True)
class PlacementDraft:
    """Where somebody works from a day on; an empty profile means that of the job."""

    from_on: date
    location_id: str
    job: str
    profile: str = ""
    supervisor_id: str | None = None


def place(actor: Actor, employee_id: str, draft: PlacementDraft, row_version: int) -> str:
    """Place a person from a day on and return the placement's id: a first one, a move, or a return.

    The running placement ends the day before. Raises NotFound, Conflict for a stale form, Invalid.
    """
    hold_person(employee_id, row_version)
    return add_placement(actor, employee_id, draft)


def add_placement(actor: Actor, employee_id: str, draft: PlacementDraft) -> str:
    """Do what `place` does for a person whom the caller holds."""
    session = session_of_transaction()
    opens = placing.opening(spans_of(employee_id), draft.from_on)
    _check(employee_id, draft)
    job, profile = job_titles.settle(draft.job, draft.profile, draft.from_on)
    if opens.closes is not None:
        _end(actor, opens.closes.id, draft.from_on - DAY)
    row = Placement(
        id=new_id(),
        employee_id=employee_id,
        location_id=draft.location_id,
        job=job,
        profile=profile,
        supervisor_id=draft.supervisor_id,
        from_on=draft.from_on,
        to_on=opens.to_on,
        recorded_by=actor.employee_id,
    )
    if opens.to_on is not None:
        row.end_recorded_at, row.end_recorded_by = clock.now(), actor.employee_id
    session.add(row)
    session.flush()
    return row.id


def leave(actor: Actor, employee_id: str, last_on: date, row_version: int) -> None:
    """End a person's work after this day; where it is today or has been, all their sessions end at once.

    Raises NotFound, Conflict for a stale form, Invalid for a day that lies in no placement, Refused where nobody else
    could administer then, for the own work, and where an administrator has to do it.
    """
    hold_person(employee_id, row_version)
    today = today_of(employee_id)
    span = placing.leaving(spans_of(employee_id), last_on, today)
    require_another_administrator(employee_id, last_on)
    if why_not := why_not_end_work(actor, subject(employee_id)):
        raise Refused(why_not)
    _end(actor, span.id, last_on)
    if last_on <= today:
        _end_sessions(employee_id)


def stay(actor: Actor, employee_id: str, row_version: int) -> None:
    """Take a planned last day back: the placement goes on. Raises NotFound, Conflict."""
    hold_person(employee_id, row_version)
    span = placing.staying(spans_of(employee_id), today_of(employee_id))
    _end(actor, span.id, None)


def take_back(actor: Actor, employee_id: str, placement_id: str, row_version: int) -> None:
    """Remove the newest placement before its first day; the one that it would have closed goes on instead.

    All sessions of the person end, for with the placement may go what they could do.
    Raises NotFound, and Conflict for a stale form or a placement that has begun.
    """
    hold_person(employee_id, row_version)
    session, spans = session_of_transaction(), spans_of(employee_id)
    before = placing.taking_back(spans, placement_id, today_of(employee_id))
    taken = next(span for span in spans if span.id == placement_id)
    session.delete(session.get_one(Placement, placement_id))
    session.flush()
    if before is not None:
        _end(actor, before.id, taken.to_on)
    _end_sessions(employee_id)


def _end_sessions(employee_id: str) -> None:
    account = session_of_transaction().scalar(select(Account.id).where(Account.employee_id == employee_id))
    if account is not None:
        end_sessions(account)


def _end(actor: Actor, placement_id: str, last_on: date | None) -> None:
    """Write the last day of a placement (None: open), and who wrote it when."""
    ended = update(Placement).where(Placement.id == placement_id)
    session_of_transaction().execute(
        ended.values(to_on=last_on, end_recorded_at=clock.now(), end_recorded_by=actor.employee_id)
    )


def _check(employee_id: str, draft: PlacementDraft) -> None:
    """Refuse a location that does not exist, and a supervisor who cannot be one on the first day."""
    if session_of_transaction().get(Location, draft.location_id) is None:
        raise Invalid(_("Location: choose one of the list."))
    if draft.supervisor_id is None:
        return
    if draft.supervisor_id == employee_id:
        raise Invalid(_("Supervisor: nobody is their own supervisor. Type another staff number."))
    if find_placed(draft.supervisor_id, draft.from_on) is None:
        raise Invalid(_("Supervisor: this person does not work here on the first day of the placement."))
