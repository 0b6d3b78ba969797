"""The list of complaints: filtered and counted by the same rule that guards a single one."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, func, select, true

from handbook.company.models import Location
from handbook.complaints.lifecycle import Stage
from handbook.complaints.models import Complaint, ComplaintRule
from handbook.complaints.pages import PAGE, Filters, Listed, Listing
from handbook.complaints.policy import Parties, has_oversight, may_see_rules, sight_of
from handbook.complaints.queries import visible_to
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.people.models import Employee


def complaints_for(actor: Actor, filters: Filters) -> Listing:
    """Return one page of the complaints that the actor may see, newest first; a fixed number of queries."""
    narrowed = and_(visible_to(actor), *_conditions(actor, filters))
    total = db.session.scalar(select(func.count()).select_from(Complaint).where(narrowed)) or 0
    rows = db.session.execute(
        select(Complaint, Location.name, Employee.name)
        .join(Location, Location.id == Complaint.location_id)
        .join(Employee, Employee.id == Complaint.handler_id, isouter=True)
        .where(narrowed)
        .order_by(Complaint.filed_at.desc(), Complaint.id)
        .limit(PAGE)
        .offset((filters.page - 1) * PAGE)
    ).all()
    rules = _rules_of([complaint.id for complaint, _location, _handler in rows if _sees_rules(actor, complaint)])
    listed = [_listed(complaint, location, handler, rules) for complaint, location, handler in rows]
    return Listing(listed, total, filters.page)


def _conditions(actor: Actor, filters: Filters) -> Iterable[ColumnElement[bool]]:
    if filters.stage:
        yield Complaint.stage == filters.stage
    if filters.location_id:
        yield Complaint.location_id == filters.location_id
    if filters.rule_id:
        # A filter must not tell what the list does not show.
        shown = true() if has_oversight(actor) else Complaint.handler_id == actor.employee_id
        touches = select(ComplaintRule.complaint_id).where(ComplaintRule.rule_id == filters.rule_id)
        yield and_(shown, Complaint.id.in_(touches))


def _sees_rules(actor: Actor, complaint: Complaint) -> bool:
    sight = sight_of(actor, Parties(complaint.filed_by, complaint.handler_id))
    return sight is not None and may_see_rules(actor, sight)


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


def _listed(complaint: Complaint, location: str, handler: str | None, rules: dict[str, list[str]]) -> Listed:
    return Listed(
        id=complaint.id,
        reference=complaint.reference,
        stage=Stage(complaint.stage),
        days=(clock.now() - complaint.filed_at).days,
        location=location,
        rules=tuple(rules.get(complaint.id, ())),
        handler=handler,
    )
