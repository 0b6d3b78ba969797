"""Who is on a board: everybody invited by a day, where they are that day, as far as somebody may see them."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, false, func, literal, or_, select
from sqlalchemy.orm import aliased

from handbook.acknowledgements import board_facts
from handbook.acknowledgements.as_of import AsOf
from handbook.acknowledgements.board_lines import BoardFilters
from handbook.acknowledgements.models import Invitation, SigningRound
from handbook.acknowledgements.policy import sees_everybody
from handbook.company.models import Location
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.people.folding import folded
from handbook.people.models import Deputy, Employee, Placement

Rows = Select[*tuple[Any, ...]]


def zones() -> list[str]:
    """Return the time zones of all places."""
    return list(db.session.scalars(select(Location.zone).distinct().order_by(Location.zone)))


def invited(round_ids: Sequence[str], then: AsOf, actor: Actor | None, *, only_own: bool = False) -> FromClause:
    """Return everybody invited to these rounds by that day, as far as the actor may see them, where they are that day.

    Columns: invitation_id, employee_id, round_id, edition_id, staff_number, search, language, placement_id,
    location_id, job, supervisor_id, is_placed, day, end. A person who has left keeps the placement they had last;
    `is_placed` is false then. None for the actor: the program itself asks. `only_own`: also of those who see everybody.
    """
    day, end = then.day_in(Location.zone), then.end_in(Location.zone)
    lasts = or_(Placement.to_on.is_(None), Placement.to_on >= day)
    is_placed = and_(Placement.id.is_not(None), func.coalesce(lasts, false()))
    query: Rows = (
        select(
            Invitation.id.label("invitation_id"),
            Invitation.employee_id,
            Invitation.round_id,
            SigningRound.edition_id,
            Employee.staff_number,
            Employee.search,
            Employee.language,
            Placement.id.label("placement_id"),
            Placement.location_id,
            Placement.job,
            Placement.supervisor_id,
            is_placed.label("is_placed"),
            day.label("day"),
            end.label("end"),
        )
        .join(SigningRound, SigningRound.id == Invitation.round_id)
        .join(Employee, Employee.id == Invitation.employee_id)
        .join(Placement, Placement.id == _newest_begun(then), isouter=True)
        .join(Location, Location.id == Placement.location_id, isouter=True)
        .where(Invitation.round_id.in_(round_ids), Invitation.invited_at <= end)
    )
    if actor is not None and (only_own or not sees_everybody(actor)):
        query = query.where(is_placed, *_own(actor.employee_id, day))
    return query.subquery("who")


def narrowed(who: FromClause, filters: BoardFilters, actor: Actor | None) -> FromClause:
    """Return those of `who` whom the filters leave, with their state as the actor may know it, found out once each."""
    discreet = actor is not None and not sees_everybody(actor)
    shown = [column for column in who.c if column.name not in ("is_placed", "language", "location_id")]
    state, is_discreet = board_facts.state_of(who, discreet=discreet), literal(discreet).label("is_discreet")
    query = select(*shown, state.label("state"), is_discreet).where(*_conditions(who, filters))
    return query.cte("board").prefix_with("MATERIALIZED")


def _newest_begun(then: AsOf) -> ColumnElement[str]:
    """Return the newest placement that has begun by that day; whether it still lasts is another question."""
    place = aliased(Location)
    query = select(Placement.id).where(Placement.employee_id == Invitation.employee_id)
    if not then.is_one_day:
        query = query.join(place, place.id == Placement.location_id)
    query = query.where(Placement.from_on <= then.day_in(place.zone))
    return query.order_by(Placement.from_on.desc(), Placement.id).limit(1).correlate(Invitation).scalar_subquery()


def _own(employee_id: str, day: ColumnElement[Any]) -> Iterator[ColumnElement[bool]]:
    """Own people: placed with me that day, or with somebody for whom I stand in that day; never myself."""
    stands_in = select(Deputy.employee_id).where(Deputy.deputy_id == employee_id)
    that_day = stands_in.where(Deputy.from_on <= day, Deputy.to_on >= day).correlate_except(Deputy)
    # Whoever was ever placed with me or them: a short list, found by an index before anything is asked of each.
    ever = aliased(Placement)
    near = select(ever.employee_id).where(or_(ever.supervisor_id == employee_id, ever.supervisor_id.in_(stands_in)))
    yield Invitation.employee_id.in_(near.correlate_except(ever))
    yield Invitation.employee_id != employee_id
    yield or_(Placement.supervisor_id == employee_id, Placement.supervisor_id.in_(that_day))


def _conditions(who: FromClause, filters: BoardFilters) -> Iterator[ColumnElement[bool]]:
    same = {"location_id": filters.location_id, "job": filters.job, "language": filters.language}
    same["supervisor_id"] = filters.supervisor_id
    for name, value in same.items():
        if value:
            yield who.c[name] == value
    if filters.q:
        yield who.c.search.contains(folded(filters.q), autoescape=True)
