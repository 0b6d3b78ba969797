"""What of this room needs somebody today: what is new for the person or their supervisor, what HR talks about again."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from handbook.adjustments.held import adjustments, agreed_from, lasts_until
from handbook.adjustments.lifecycle import Agreed, ReplyKind, State
from handbook.adjustments.models import Adjustment, AdjustmentEnd, AdjustmentReply
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.people.queries import days_at, own_people_today
from handbook.permissions import Permission

NEW_FOR = timedelta(days=7)


def news_for(actor: Actor, language: str) -> Sequence[Agreed]:
    """Return what is agreed with the actor, or was ended, and they have said nothing of yet (one query)."""
    newest = func.coalesce(AdjustmentEnd.recorded_at, Adjustment.recorded_at)
    said = exists(
        select(AdjustmentReply.id)
        .where(AdjustmentReply.adjustment_id == Adjustment.id, AdjustmentReply.recorded_at >= newest)
        .correlate(Adjustment, AdjustmentEnd)
    )
    lasts = or_(AdjustmentEnd.id.is_not(None), lasts_until(days_at(clock.now())[0]))
    query = adjustments(language).where(Adjustment.employee_id == actor.employee_id, ~said, lasts)
    found = (agreed_from(row) for row in db.session.execute(query.order_by(newest, Adjustment.id)))
    return [one for one in found if one.ended or one.state is not State.OVER]


def count_objections(actor: Actor) -> int:
    """Return of how many adjustments the person says that it is not what was agreed (none for those who are not HR).

    Nobody counts what is agreed with themself: another HR officer hears it.
    """
    if not actor.may(Permission.ADJUSTMENT_RECORD):
        return 0
    query = select(func.count()).select_from(Adjustment).where(is_objected())
    return db.session.scalar(query.where(Adjustment.employee_id != actor.employee_id)) or 0


def count_new_with_own_people(actor: Actor, people: Collection[str] | None = None) -> int:
    """Return with how many of the actor's own people something was agreed or ended in the last days.

    One query where there is nothing new or the caller knows the own `people`, else two; none for those who look after
    nobody by their roles.
    """
    if not actor.may(Permission.ADJUSTMENT_READ):
        return 0
    since = clock.now() - NEW_FOR
    recent = or_(Adjustment.recorded_at >= since, AdjustmentEnd.recorded_at >= since)
    query = (
        select(Adjustment.employee_id)
        .join(AdjustmentEnd, AdjustmentEnd.adjustment_id == Adjustment.id, isouter=True)
        .where(recent, Adjustment.employee_id != actor.employee_id)
        .distinct()
    )
    concerned = set(db.session.scalars(query))
    if people is None and concerned:
        people = own_people_today(actor.employee_id)
    return len(concerned.intersection(people or ()))


def is_objected() -> ColumnElement[bool]:
    """Return the condition that the person objects to an enclosing Adjustment and nothing was done about it since.

    Done is: they said otherwise later, it was ended, or something new was recorded about the same rule.
    """
    later, newer = aliased(AdjustmentReply), aliased(Adjustment)
    since = AdjustmentReply.recorded_at
    said_later = exists(
        select(later.id).where(later.adjustment_id == Adjustment.id, later.recorded_at > since)
        .correlate(Adjustment, AdjustmentReply)
    )  # fmt: skip
    ended = exists(
        select(AdjustmentEnd.id)
        .where(AdjustmentEnd.adjustment_id == Adjustment.id, AdjustmentEnd.recorded_at >= since)
        .correlate(Adjustment, AdjustmentReply)
    )
    same = and_(newer.employee_id == Adjustment.employee_id, newer.rule_id == Adjustment.rule_id)
    renewed = exists(select(newer.id).where(same, newer.recorded_at > since).correlate(Adjustment, AdjustmentReply))
    objected = (AdjustmentReply.adjustment_id == Adjustment.id, AdjustmentReply.kind == ReplyKind.OBJECTED.value)
    return exists(select(AdjustmentReply.id).where(*objected, ~said_later, ~ended, ~renewed).correlate(Adjustment))
