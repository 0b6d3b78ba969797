"""The list of what is agreed: with everybody for HR, with the own people of today for whoever looks after them."""

from dataclasses import dataclass

from sqlalchemy import not_

from handbook.adjustments.held import Query, adjustments, agreed_from, lasts_until
from handbook.adjustments.lifecycle import Agreed, State
from handbook.adjustments.models import Adjustment
from handbook.adjustments.news import is_objected
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.people.models import Employee
from handbook.people.queries import days_at, own_people_today
from handbook.permissions import Permission

PAGE = 50
NOW, OBJECTED, OVER = "now", "objected", "over"


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list by name; `everybody` tells whether the reader sees more than the own people."""

    rows: list[Agreed]
    show: str
    page: int
    has_more: bool
    everybody: bool


def listing_for(actor: Actor, show: str, page: int, language: str) -> Listing:
    """Return a page of what the actor may read (one query for HR, two for others).

    `show` is NOW (not over yet), OBJECTED or OVER; whoever is not HR sees what is not over, whatever they ask for.
    """
    everybody = actor.may(Permission.ADJUSTMENT_RECORD)
    show = show if everybody and show in (OBJECTED, OVER) else NOW
    query = _narrowed(adjustments(language), show)
    if not everybody:
        query = query.where(Adjustment.employee_id.in_(own_people_today(actor.employee_id)))
    ordered = query.order_by(Employee.search, Employee.id, Adjustment.from_on.desc(), Adjustment.id)
    rows = db.session.execute(ordered.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    found = [agreed_from(row) for row in rows[:PAGE]]
    if show == NOW:  # the database knows the earliest day on earth, the row the day at its own place
        found = [one for one in found if one.state is not State.OVER]
    return Listing(found, show, page, len(rows) > PAGE, everybody)


def _narrowed(query: Query, show: str) -> Query:
    lasts = lasts_until(days_at(clock.now())[0])
    if show == OBJECTED:
        return query.where(is_objected())
    return query.where(not_(lasts)) if show == OVER else query.where(lasts)
