"""Reading what is agreed: on a day, with a person, for those who may read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.adjustments.held import Query, adjustments, agreed_from, holds_on, lasts_until
from handbook.adjustments.lifecycle import Agreed as Agreed
from handbook.adjustments.lifecycle import ReplyKind, State
from handbook.adjustments.models import Adjustment, AdjustmentReply
from handbook.adjustments.news import count_new_with_own_people as count_new_with_own_people
from handbook.adjustments.news import count_objections as count_objections
from handbook.adjustments.news import news_for as news_for
from handbook.adjustments.policy import may_read
from handbook.adjustments.timeline import TIMELINE as TIMELINE
from handbook.adjustments.timeline import timeline as timeline
from handbook.adjustments.wording import days_words as days_words
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.people.models import Employee
from handbook.people.queries import NOWHERE, days_at, own_people_today, zone_of
from handbook.permissions import Permission


@dataclass(frozen=True, slots=True)
class Subject:
    """A person with whom something may be agreed, and the day that it is at their place."""

    employee_id: str
    name: str
    today: date


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person said of an adjustment."""

    kind: ReplyKind
    words: str
    language: str
    recorded_at: datetime


def agreed_on(rule_id: str, employee_id: str, day: date, known_at: datetime | None = None) -> tuple[Agreed, ...]:
    """Return what was agreed with a person about a rule on a day at their place (one query).

    It is asked as it is known now, or as it was known at a moment: then an end that was written down later is left out.
    """
    mine = (Adjustment.employee_id == employee_id, Adjustment.rule_id == rule_id)
    if known_at is None:
        return tuple(_found(adjustments().where(*mine, holds_on(day))))
    begun = (Adjustment.from_on <= day, Adjustment.recorded_at <= known_at)
    known = [one.as_known(known_at) for one in _found(adjustments().where(*mine, *begun))]
    return tuple(one for one in known if one.state_on(day) is State.HOLDS)


def agreed_with(employee_id: str, language: str, rule_id: str | None = None) -> list[Agreed]:
    """Return what is agreed with a person, of one rule or all, and is not over today (one query)."""
    mine = [Adjustment.employee_id == employee_id, lasts_until(days_at(clock.now())[0])]
    if rule_id is not None:
        mine.append(Adjustment.rule_id == rule_id)
    return [one for one in _found(adjustments(language).where(*mine)) if one.state is not State.OVER]


def everything_agreed_with(employee_id: str, language: str) -> list[Agreed]:
    """Return all that ever was agreed with a person, what is not over first, then the newest (one query)."""
    found = _found(adjustments(language).where(Adjustment.employee_id == employee_id))
    return sorted(found, key=_is_over)


def adjustment_for(actor: Actor, adjustment_id: str, language: str) -> Agreed:
    """Return an adjustment to whoever may read it; raise NotFound, the same for a foreign and a missing one."""
    found = find_adjustment(adjustment_id, language)
    if found is None or not may_read(actor, found, own_people_today(actor.employee_id)):
        raise not_found()
    return found


def own_adjustment(actor: Actor, adjustment_id: str) -> Agreed:
    """Return what is agreed with the actor; raise NotFound for anybody else's."""
    found = find_adjustment(adjustment_id)
    if found is None or found.employee_id != actor.employee_id:
        raise not_found()
    return found


def find_adjustment(adjustment_id: str, language: str = "") -> Agreed | None:
    """Return an adjustment, or None."""
    row = db.session.execute(adjustments(language).where(Adjustment.id == adjustment_id)).first()
    return agreed_from(row) if row else None


def replies_to(adjustment_id: str) -> list[Reply]:
    """Return what the person said of an adjustment, oldest first."""
    query = select(AdjustmentReply).where(AdjustmentReply.adjustment_id == adjustment_id)
    rows = db.session.scalars(query.order_by(AdjustmentReply.recorded_at, AdjustmentReply.id))
    return [Reply(ReplyKind(row.kind), row.words, row.language, row.recorded_at) for row in rows]


def readable_people(actor: Actor, employee_ids: Iterable[str]) -> set[str]:
    """Return with whom of these people the actor may read what was agreed, beside an answer about notice."""
    if actor.may(Permission.ADJUSTMENT_RECORD):
        return set(employee_ids)
    if not actor.may(Permission.ADJUSTMENT_READ):
        return set()
    return own_people_today(actor.employee_id) & set(employee_ids)


def subject(employee_id: str) -> Subject:
    """Return with whom something may be agreed; raise NotFound (one query)."""
    zone = zone_of(Employee.id, days_at(clock.now())[1])
    row = db.session.execute(select(Employee.name, zone).where(Employee.id == employee_id)).first()
    if row is None:
        raise NotFound(_("There is no such person."))
    return Subject(employee_id, row[0], clock.today(row[1] or NOWHERE))


def not_found() -> NotFound:
    """Return the one answer for what is not there and for what the actor may not see."""
    return NotFound(_("There is no such agreement, or it is not yours to see."))


def _found(query: Query) -> list[Agreed]:
    ordered = query.order_by(Adjustment.from_on.desc(), Adjustment.recorded_at.desc(), Adjustment.id)
    return [agreed_from(row) for row in db.session.execute(ordered)]


def _is_over(one: Agreed) -> bool:
    return one.state is State.OVER
