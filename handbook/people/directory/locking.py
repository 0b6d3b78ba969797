"""Taking hold of one person: whoever changes anything about them stands in line, and a stale form is noticed."""

from datetime import date
from typing import Final

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.company.models import Location
from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Conflict, NotFound
from handbook.core.transaction import session_of_transaction
from handbook.people import placing
from handbook.people.models import Employee, Placement
from handbook.people.placing import Span

# Without its key: evidence that points to the person is written under the ledger's one lock, and must never wait here
# for somebody who waits for that lock.
HELD: Final = {"key_share": True}


def not_found() -> NotFound:
    """Return the refusal for a person who is not there."""
    return NotFound(_("There is no such person."))


def hold_person(employee_id: str, row_version: int) -> Employee:
    """Lock a person until COMMIT and count this change; raise NotFound, or Conflict where another change came first."""
    session = session_of_transaction()
    person = session.get(Employee, employee_id, with_for_update=HELD, populate_existing=True)
    if person is None:
        raise not_found()
    if person.row_version != row_version:
        raise Conflict(_("Somebody else has changed something about this person meanwhile."))
    person.row_version += 1
    return person


def spans_of(employee_id: str) -> list[Span]:
    """Return the placements of a person as days, first ones first."""
    query = select(Placement.id, Placement.from_on, Placement.to_on).where(Placement.employee_id == employee_id)
    return [Span(*row) for row in db.session.execute(query.order_by(Placement.from_on))]


def today_of(employee_id: str) -> date:
    """Return which day it is for a person: by the clocks of where they work, else by UTC."""
    shown = placing.shown(spans_of(employee_id), clock.now().date())
    if shown is None:
        return clock.now().date()
    query = select(Location.zone).join(Placement, Placement.location_id == Location.id).where(Placement.id == shown.id)
    return clock.today(db.session.scalars(query).one())
