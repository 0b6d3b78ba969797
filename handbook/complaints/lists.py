"""The list of complaints and the boards: filtered and counted by the same rule that guards a single one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, ColumnExpressionArgument, Row, Select, and_, func, select, true

from handbook.company.models import Location
from handbook.complaints.due import LATE, TODAY, WAITING, due_conditions
from handbook.complaints.lifecycle import Category, Stage, is_answered
from handbook.complaints.models import Complaint, ComplaintRule
from handbook.complaints.nearest import nearest, nearest_day, what_is_nearest
from handbook.complaints.pages import PAGE, Filters, Listed, Listing
from handbook.complaints.pages import Board as Board
from handbook.complaints.policy import Parties, has_oversight, may_see_rules, sight_of
from handbook.complaints.promises import is_late
from handbook.complaints.reach import handled_by, not_about, visible_to, workplace
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.people.models import Employee

MINE, DISPUTED = "mine", "disputed"
ON_A_BOARD = 10
_Rows = Select[Complaint, str, str]
_Order = tuple[ColumnExpressionArgument[Any], ...]


def complaints_for(actor: Actor, filters: Filters) -> Listing:
    """Return one page of the complaints that the actor may see, newest first; a fixed number of queries."""
    narrowed = and_(visible_to(actor), *_conditions(actor, filters))
    total = db.session.scalar(select(func.count()).select_from(Complaint).where(narrowed)) or 0
    order = (Complaint.filed_at.desc(), Complaint.id)
    rows = db.session.execute(_rows(narrowed, order, PAGE, (filters.page - 1) * PAGE)).all()
    return Listing(_listed(actor, rows), total, filters.page)


def board_for(actor: Actor, shown: Collection[str] = (MINE, TODAY, LATE, WAITING)) -> Board:
    """Return what of complaints waits, as numbers and the first lines: mine, due today, late, waiting for the customer.

    HR gets those of all whom it may know of, others only those that they handle. `shown`: of which kinds the lines are
    read, the numbers are those of all. A fixed number of queries.
    """
    reach, kinds = _waiting_for(actor)
    order = (nearest_day, Complaint.id)
    found = {kind: db.session.execute(_rows(and_(reach, kinds[kind]), order, ON_A_BOARD)).all() for kind in shown}
    lines = {line.id: line for line in _listed(actor, [row for rows in found.values() for row in rows])}
    return Board(_counted(reach, kinds), {kind: [lines[row[0].id] for row in rows] for kind, rows in found.items()})


def counts_for(actor: Actor) -> Mapping[str, int]:
    """Return the numbers of `board_for` alone, and under `due_today` how many are due for what."""
    reach, kinds = _waiting_for(actor)
    today = {due_today(what): and_(kinds[TODAY], condition) for what, condition in what_is_nearest.items()}
    return _counted(reach, kinds | today)


def due_today(what: str) -> str:
    """Return the name of a number: how many are due today for this, a word of complaints.nearest."""
    return f"{TODAY} {what}"


def _waiting_for(actor: Actor) -> tuple[ColumnElement[bool], dict[str, ColumnElement[bool]]]:
    """Return which complaints the actor has on a board, and the condition of each kind there."""
    due, handles = due_conditions(), handled_by(actor)
    reach = visible_to(actor) if has_oversight(actor) else and_(handles, not_about(actor))
    # Nothing of what is over stands on a board: of 100,000 complaints few are open.
    reach = and_(reach, Complaint.stage.in_([stage.value for stage in Stage if stage is not Stage.CLOSED]))
    mine = {
        MINE: and_(handles, Complaint.stage != Stage.CLOSED.value),
        DISPUTED: and_(handles, Complaint.stage == Stage.OPEN_DISPUTED.value),
    }
    return reach, mine | {kind: due[kind] for kind in (TODAY, LATE, WAITING)}


def _counted(reach: ColumnElement[bool], kinds: Mapping[str, ColumnElement[bool]]) -> dict[str, int]:
    counted = select(*(func.count().filter(condition).label(kind) for kind, condition in kinds.items()))
    counts = db.session.execute(counted.select_from(Complaint).where(reach)).one()._mapping
    return {kind: counts[kind] for kind in kinds}


def _rows(narrowed: ColumnElement[bool], order: _Order, most: int, after: int = 0) -> _Rows:
    """Return the SELECT of so many lines: thousands are put in order by id alone, those that are shown read whole."""
    shown = select(Complaint.id).where(narrowed).order_by(*order).limit(most).offset(after).subquery()
    return (
        select(Complaint, Location.name, Employee.name)
        .join(shown, shown.c.id == Complaint.id)
        .join(Location, Location.id == Complaint.location_id)
        .join(Employee, Employee.id == Complaint.handler_id, isouter=True)
        .order_by(*order)
    )


def _conditions(actor: Actor, filters: Filters) -> Iterable[ColumnElement[bool]]:
    # A filter must not tell what the list does not show.
    shown = handled_by(actor)
    if has_oversight(actor):
        shown = shown | Complaint.is_outside.is_(False)
    if filters.stage:
        yield Complaint.stage == filters.stage
    if filters.location_id:
        yield Complaint.location_id == filters.location_id
    if filters.rule_id:
        touches = select(ComplaintRule.complaint_id).where(ComplaintRule.rule_id == filters.rule_id)
        yield and_(shown, Complaint.id.in_(touches))
    if filters.category:
        yield and_(shown, Complaint.category == filters.category)
    if filters.due:
        yield due_conditions()[filters.due]
    yield handled_by(actor) if filters.mine else true()


def _listed(actor: Actor, rows: Sequence[Row[Complaint, str, str]]) -> list[Listed]:
    """Return lines; which rules and what they are about only where the policy lets the actor see them.

    Two queries, none for no line.
    """
    if not rows:
        return []
    here = workplace(actor.employee_id)
    told = {complaint.id for complaint, _location, _handler in rows if _tells(actor, complaint, here)}
    rules = _rules_of(sorted(told))
    return [
        _line(complaint, location, handler, rules.get(complaint.id, ()), complaint.id in told)
        for complaint, location, handler in rows
    ]


def _tells(actor: Actor, complaint: Complaint, here: str | None) -> bool:
    parties = Parties(
        complaint.filed_by,
        complaint.handler_id,
        is_handler_here=complaint.location_id == here,
        is_outside=complaint.is_outside,
    )
    sight = sight_of(actor, parties)
    return sight is not None and may_see_rules(actor, sight, complaint.is_outside)


def _rules_of(complaint_ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    query = (
        select(ComplaintRule.complaint_id, ComplaintRule.rule_id)
        .where(ComplaintRule.complaint_id.in_(complaint_ids))
        .distinct()
        .order_by(ComplaintRule.rule_id)
    )
    for complaint_id, rule_id in db.session.execute(query):
        found.setdefault(complaint_id, []).append(rule_id)
    return found


def _line(complaint: Complaint, location: str, handler: str | None, rules: Sequence[str], tells: bool) -> Listed:
    promise = None if is_answered(Stage(complaint.stage)) else nearest(complaint)
    return Listed(
        id=complaint.id,
        reference=complaint.reference,
        stage=Stage(complaint.stage),
        days=(clock.now() - complaint.filed_at).days,
        location=location,
        rules=tuple(rules),
        handler=handler,
        category=Category(complaint.category) if tells and complaint.category else None,
        next_what=promise.what if promise else None,
        next_on=promise.day if promise else None,
        is_late=is_late(complaint, clock.today(complaint.zone)),
        is_waiting=complaint.waiting_since is not None,
        is_outside=complaint.is_outside,
    )
