"""Whose complaints somebody may know of: the policy as a row filter, the people of a complaint, the one answer else."""

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, false, or_, select, true

from handbook.complaints.models import Complaint, ComplaintPerson
from handbook.complaints.policy import Parties, has_lost_it, has_oversight
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import HandbookError, NotFound, Refused
from handbook.people.queries import find_placed_today, records_of, same_people
from handbook.permissions import Permission, Role


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return `policy.sight_of` as a condition on Complaint: true where the actor sees anything of it.

    A fixed number of queries: by which records the actor is known, and where they work today.
    """
    filed = Complaint.filed_by == actor.employee_id
    reach = true() if has_oversight(actor) else or_(filed, handled_by(actor))
    return and_(reach, not_about(actor))


def not_about(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a complaint names none of the records by which the actor is known."""
    mine = records_of(actor.employee_id)
    # Read once as a list, not asked for each of 100,000 complaints.
    return Complaint.id.not_in(select(ComplaintPerson.complaint_id).where(ComplaintPerson.employee_id.in_(mine)))


def handled_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor handles a complaint and still may."""
    if not actor.may(Permission.COMPLAINT_READ):
        return false()
    handles = Complaint.handler_id == actor.employee_id
    if has_oversight(actor) or Role.GUEST in actor.roles:
        mine = records_of(actor.employee_id)
        return and_(handles, or_(Complaint.filed_by.is_(None), Complaint.filed_by.not_in(mine)))
    return and_(handles, Complaint.location_id == workplace(actor.employee_id))


def workplace(employee_id: str) -> str | None:
    """Return the location at which somebody works today, by the clocks of that place."""
    placed = find_placed_today(employee_id)
    return placed.location_id if placed else None


def parties_of(complaint: Complaint) -> Parties:
    """Return the people of a complaint, each by all their records."""
    named = set(
        db.session.scalars(select(ComplaintPerson.employee_id).where(ComplaintPerson.complaint_id == complaint.id))
    )
    filed_by, handler = complaint.filed_by, complaint.handler_id
    kin = same_people([*named, filed_by] if filed_by else named)
    return Parties(
        filed_by=filed_by,
        handler_id=handler,
        named=frozenset().union(*(kin[one] for one in named)),
        filers=kin[filed_by] if filed_by else frozenset(),
        is_handler_here=handler is not None and workplace(handler) == complaint.location_id,
        is_outside=complaint.is_outside,
    )


def is_seen(actor: Actor, complaint_id: str) -> bool:
    """Tell whether the actor sees anything of a complaint."""
    return db.session.scalar(select(Complaint.id).where(Complaint.id == complaint_id, visible_to(actor))) is not None


def not_found() -> NotFound:
    """Return the one answer for a complaint that is not there and for one that the actor may not see."""
    return NotFound(_("There is no such complaint, or it is not yours to see."))


def unseen(actor: Actor, parties: Parties) -> HandbookError:
    """Return the answer for whoever sees nothing of a complaint; who handled it learns why that is over."""
    if has_lost_it(actor, parties):
        return Refused(
            _("You handled this complaint until your work or your role changed. HR gives it to somebody else now.")
        )
    return not_found()
