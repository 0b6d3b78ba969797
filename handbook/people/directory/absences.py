"""The verbs of being away: leave from a day through a day, and who stands in for somebody meanwhile."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid, NotFound
from handbook.core.transaction import session_of_transaction
from handbook.people import placing
from handbook.people.directory.locking import hold_person, spans_of, today_of
from handbook.people.models import Absence, Deputy
from handbook.people.placing import DAY, Span
from handbook.people.policy import may_stand_in
from handbook.people.queries import find_placed, roles_of


@dataclass(frozen=True, slots=True)
class Days:
    """From the first through the last day."""

    from_on: date
    to_on: date


def add_absence(actor: Actor, employee_id: str, days: Days, row_version: int) -> str:
    """Write down that a person is on leave and return the absence's id.

    Raises NotFound, Conflict for a stale form, Invalid where a day is leave already or the person is placed nowhere.
    """
    hold_person(employee_id, row_version)
    session = session_of_transaction()
    _in_order(days)
    if not placing.shares_a_day(spans_of(employee_id), days.from_on, days.to_on):
        raise Invalid(_("First day: this person works nowhere on these days."))
    query = select(Absence.id, Absence.from_on, Absence.to_on).where(Absence.employee_id == employee_id)
    if placing.shares_a_day([Span(*row) for row in session.execute(query)], days.from_on, days.to_on):
        raise Invalid(_("First day: some of these days are leave already."))
    row = Absence(
        id=new_id(), employee_id=employee_id, from_on=days.from_on, to_on=days.to_on, recorded_by=actor.employee_id
    )
    session.add(row)
    session.flush()
    return row.id


def end_absence(employee_id: str, absence_id: str, row_version: int) -> None:
    """Let a person be back today: running leave ends yesterday, leave that has not begun is taken out.

    Raises NotFound, and Conflict for a stale form or leave that is over.
    """
    hold_person(employee_id, row_version)
    _cut(session_of_transaction().get(Absence, absence_id), employee_id)


def add_deputy(actor: Actor, employee_id: str, deputy_id: str, days: Days, row_version: int) -> str:
    """Let somebody look after a person's people for some days and return the row's id. It gives no role.

    Raises NotFound, Conflict for a stale form, Invalid where the deputy is the person, works nowhere on the first day,
    or holds neither the role of a supervisor nor that of HR.
    """
    hold_person(employee_id, row_version)
    session = session_of_transaction()
    _in_order(days)
    if deputy_id == employee_id:
        raise Invalid(_("Deputy: nobody stands in for themself. Type another staff number."))
    if find_placed(deputy_id, days.from_on) is None:
        raise Invalid(_("Deputy: this person does not work here on the first day."))
    if not may_stand_in(roles_of(deputy_id, days.from_on)):
        raise Invalid(_("Deputy: only a supervisor or HR can stand in, for it gives nobody a new role."))
    query = select(Deputy.id, Deputy.from_on, Deputy.to_on).where(Deputy.employee_id == employee_id)
    same = [Span(*row) for row in session.execute(query.where(Deputy.deputy_id == deputy_id))]
    if placing.shares_a_day(same, days.from_on, days.to_on):
        raise Invalid(_("Deputy: this person stands in on some of these days already."))
    row = Deputy(
        id=new_id(),
        employee_id=employee_id,
        deputy_id=deputy_id,
        from_on=days.from_on,
        to_on=days.to_on,
        recorded_by=actor.employee_id,
    )
    session.add(row)
    session.flush()
    return row.id


def end_deputy(employee_id: str, row_id: str, row_version: int) -> None:
    """End standing in from today on; what has not begun is taken out. Raises NotFound, Conflict."""
    hold_person(employee_id, row_version)
    _cut(session_of_transaction().get(Deputy, row_id), employee_id)


def _in_order(days: Days) -> None:
    if days.to_on < days.from_on:
        raise Invalid(_("Last day: it lies before the first day."))


def _cut(row: Absence | Deputy | None, employee_id: str) -> None:
    """Let a row end yesterday, or go where nothing of it has been."""
    session, today = session_of_transaction(), today_of(employee_id)
    if row is None or row.employee_id != employee_id:
        raise NotFound(_("There is no such entry."))
    if row.to_on < today:
        raise Conflict(_("This is over already."))
    if row.from_on >= today:
        session.delete(row)
    else:
        row.to_on = today - DAY
    session.flush()
