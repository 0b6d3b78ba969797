"""Reading incidents: one's own, those of the own people, for HR all; a complaint linked only to who may see that."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import BindParameter, ColumnElement, Row, Select, and_, false, func, or_, select, true

from handbook.complaints.models import Complaint
from handbook.complaints.queries import visible_to
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.people.queries import own_people_today, records_of, same_people
from handbook.permissions import Permission
from handbook.voices.incidents.pages import IncidentLine, IncidentPage, LinkedComplaint, Said
from handbook.voices.lifecycle import Abuse, Need
from handbook.voices.models import ConductAnswer, ConductIncident, ConductLink, ConductWords
from handbook.voices.pages import PAGE
from handbook.voices.policy import hears_everybody, may_answer_for

_ANSWERED_AT = (
    select(func.max(ConductAnswer.recorded_at)).where(ConductAnswer.incident_id == ConductIncident.id).scalar_subquery()
)
_ADDED_AT = (
    select(func.max(ConductWords.recorded_at)).where(ConductWords.incident_id == ConductIncident.id).scalar_subquery()
)


def own_people(actor: Actor) -> Collection[str]:
    """Return for whom the actor answers by their placement of today (one query; none for HR and for colleagues)."""
    asks = actor.may(Permission.INCIDENT_ANSWER) and not hears_everybody(actor)
    return own_people_today(actor.employee_id) if asks else frozenset()


def incident_for(actor: Actor, incident_id: str) -> IncidentPage:
    """Return an incident to whom it happened and to who stands by them; raise NotFound for all others."""
    row = db.session.execute(_lines().where(ConductIncident.id == incident_id)).first()
    if row is None or not may_read(actor, row.ConductIncident.employee_id):
        raise not_found()
    one = row.ConductIncident
    return IncidentPage(
        line=_line(row),
        employee_id=one.employee_id,
        kinds=tuple(Abuse(kind) for kind in one.kinds),
        words=one.words,
        language=one.language,
        place=one.place,
        witnesses=one.witnesses,
        needs=tuple(Need(need) for need in one.needs),
        recorded_at=one.recorded_at,
        said=_said(one),
        complaints=_complaints(actor, one),
    )


def may_read(actor: Actor, employee_id: str) -> bool:
    """Tell whether the actor may read the incidents of a person: the person, and who stands by them."""
    me = actor.employee_id
    if me == employee_id:
        return True
    return may_answer_for(actor, employee_id, own_people(actor), same_people([me])[me])


def incidents_for(actor: Actor, only_waiting: bool, page: int) -> tuple[list[IncidentLine], bool]:
    """Return a page of the incidents that the actor may read, newest first, and whether more follow."""
    reach = or_(_heard(actor), ConductIncident.employee_id == actor.employee_id)
    query = _lines().where(reach, _waits() if only_waiting else true())
    ordered = query.order_by(ConductIncident.recorded_at.desc(), ConductIncident.id)
    rows = db.session.execute(ordered.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return [_line(row) for row in rows[:PAGE]], len(rows) > PAGE


def count_of_waiting_incidents(actor: Actor, people: Collection[str] | None = None) -> Select[int]:
    """Return the SELECT that counts for how many incidents the actor is to say what was done.

    `people` are the own ones; one query where the caller does not know them.
    """
    return select(func.count()).select_from(ConductIncident).where(_heard(actor, people), _waits())


def waiting_incidents() -> list[tuple[str, str]]:
    """Return to whom the incidents happened that wait for an answer, each with the zone of its place (one query)."""
    rows = db.session.execute(select(ConductIncident.employee_id, ConductIncident.zone).where(_waits()))
    return [(row.employee_id, row.zone) for row in rows]


def is_answered_since(me: BindParameter[str], since: BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the condition that an incident is one's own, was answered since then and waits for nobody."""
    return and_(ConductIncident.employee_id == me, since <= _ANSWERED_AT, ~_waits())


def not_found() -> NotFound:
    """Return the one answer for an incident that is not there and for one that the actor may not see."""
    return NotFound(_("There is no such incident, or it is not yours to see."))


def _heard(actor: Actor, people: Collection[str] | None = None) -> ColumnElement[bool]:
    """Return `policy.may_answer_for` as a condition on ConductIncident."""
    if not actor.may(Permission.INCIDENT_ANSWER):
        return false()
    others = ConductIncident.employee_id.not_in(records_of(actor.employee_id))
    if hears_everybody(actor):
        return others
    return and_(others, ConductIncident.employee_id.in_(own_people(actor) if people is None else people))


def _waits() -> ColumnElement[bool]:
    """Return the condition that the employee has said something that nobody has answered yet."""
    return or_(_ANSWERED_AT.is_(None), and_(_ADDED_AT.is_not(None), _ADDED_AT > _ANSWERED_AT))


def _lines() -> Select[*tuple[Any, ...]]:
    return select(ConductIncident, _ANSWERED_AT.label("answered_at"), _ADDED_AT.label("added_at"))


def _line(row: Row[*tuple[Any, ...]]) -> IncidentLine:
    one = row.ConductIncident
    waits = row.answered_at is None or (row.added_at is not None and row.added_at > row.answered_at)
    due_on = clock.local(row.added_at if waits and row.added_at else one.recorded_at, one.zone).date()
    return IncidentLine(
        one.id,
        one.reference,
        one.by_name,
        one.location,
        one.happened_at,
        one.zone,
        due_on,
        waits,
        waits and clock.today(one.zone) > due_on,
    )


def _said(one: ConductIncident) -> tuple[Said, ...]:
    answers = db.session.scalars(select(ConductAnswer).where(ConductAnswer.incident_id == one.id))
    found = [Said(row.words, row.language, row.by_name, row.recorded_at, True) for row in answers]
    added = db.session.scalars(select(ConductWords).where(ConductWords.incident_id == one.id))
    found += [Said(row.words, row.language, one.by_name, row.recorded_at, False) for row in added]
    return tuple(sorted(found, key=lambda said: said.recorded_at))


def _complaints(actor: Actor, one: ConductIncident) -> tuple[LinkedComplaint, ...]:
    """Return the complaints linked that the actor may see; to the employee themself never one."""
    if actor.employee_id == one.employee_id:
        return ()
    query = select(Complaint.id, Complaint.reference).join(ConductLink, ConductLink.complaint_id == Complaint.id)
    rows = db.session.execute(query.where(ConductLink.incident_id == one.id, visible_to(actor)))
    return tuple(LinkedComplaint(*row) for row in rows.all())
