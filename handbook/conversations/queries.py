"""Reading conversations: each SELECT for those alone who may read them."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Row, Select, or_, select

from handbook.conversations.lifecycle import Kind, Outcome
from handbook.conversations.models import Conversation, ConversationReply, GoalCheckIn, GoalDate
from handbook.conversations.pages import CheckIn, ConversationPage, Partner, Reply, Talk
from handbook.conversations.pages import DueCheckIn as DueCheckIn
from handbook.conversations.policy import may_read, may_record, sees_everybody
from handbook.conversations.timeline import TIMELINE as TIMELINE
from handbook.conversations.timeline import timeline as timeline
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound, Refused
from handbook.people.models import Employee
from handbook.people.queries import (
    days_at,
    find_placed_today,
    names,
    own_people_today,
    records_of,
    same_people,
)
from handbook.permissions import Permission

PAGE = 50
NEW_FOR = timedelta(days=7)


def own_people(actor: Actor) -> Collection[str]:
    """Return who is placed with the actor today (one query; none for HR, who needs none, and for colleagues)."""
    asks = actor.may(Permission.CONVERSATION_RECORD) and not sees_everybody(actor)
    return own_people_today(actor.employee_id) if asks else frozenset()


def partner_for(actor: Actor, employee_id: str) -> Partner:
    """Return a person with whom the actor may record a conversation today.

    Raises Refused for oneself, NotFound for anybody else's people and for who works nowhere today.
    """
    mine = same_people([actor.employee_id])[actor.employee_id]
    if employee_id in mine:
        raise Refused(_("Nobody records a conversation with themself. Ask whoever looks after you."))
    placed = find_placed_today(employee_id) if may_record(actor, employee_id, own_people(actor), mine) else None
    if placed is None:
        raise NotFound(_("There is no such person, or they are not placed with you today."))
    return Partner(employee_id, placed.name, placed.zone, clock.today(placed.zone))


def read_partner_for(actor: Actor, employee_id: str) -> str:
    """Return the name of a person whose conversations the actor may read; raise NotFound."""
    found = names([employee_id]).get(employee_id) if _may_read(actor, employee_id) else None
    if found is None:
        raise NotFound(_("There is no such person, or they are not placed with you today."))
    return found


def conversation_for(actor: Actor, conversation_id: str) -> ConversationPage:
    """Return a conversation to whoever may read it; raise NotFound, the same for a foreign and a missing one."""
    row = db.session.execute(
        select(Conversation, Employee.name)
        .join(Employee, Employee.id == Conversation.employee_id)
        .where(Conversation.id == conversation_id)
    ).first()
    if row is None or not _may_read(actor, row.Conversation.employee_id):
        raise not_found()
    return _page(row.Conversation, row.name)


def conversations_with(employee_id: str, page: int) -> tuple[list[Talk], bool]:
    """Return a page of the conversations with a person, newest first, and whether more follow (one query)."""
    query = _talks().where(Conversation.employee_id == employee_id)
    ordered = query.order_by(Conversation.happened_on.desc(), Conversation.recorded_at.desc(), Conversation.id)
    rows = db.session.execute(ordered.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return [talk_from(row) for row in rows[:PAGE]], len(rows) > PAGE


def find_by_key(actor: Actor, idempotency_key: str) -> str | None:
    """Return the conversation that this form of this person has already recorded, or None."""
    same = (Conversation.idempotency_key == idempotency_key, Conversation.by_id == actor.employee_id)
    return db.session.scalar(select(Conversation.id).where(*same))


def due_check_ins(actor: Actor, people: Collection[str] | None = None) -> list[DueCheckIn]:
    """Return the goals that the actor is to look at today, earliest first: of the own people, and the own ones of HR.

    Two queries, one where the caller knows the own `people`; none for those who record no conversations. Each day is
    that of the person's place.
    """
    if not actor.may(Permission.CONVERSATION_RECORD):
        return []
    own = own_people_today(actor.employee_id) if people is None else people
    mine: ColumnElement[bool] = Conversation.employee_id.in_(own)
    if sees_everybody(actor):
        mine = or_(mine, Conversation.by_id == actor.employee_id)
    query = (
        select(GoalDate.conversation_id, Conversation.employee_id, Employee.name, GoalDate.due_on, Conversation.zone)
        .join(Conversation, Conversation.id == GoalDate.conversation_id)
        .join(Employee, Employee.id == Conversation.employee_id)
        .where(GoalDate.check_in_id.is_(None), GoalDate.due_on <= days_at(clock.now())[1], mine)
        .where(Conversation.employee_id.not_in(records_of(actor.employee_id)))
        .order_by(GoalDate.due_on, GoalDate.conversation_id)
    )
    rows = db.session.execute(query)
    return [DueCheckIn(*row[:4]) for row in rows if row.due_on <= clock.today(row.zone)]


def news_for(actor: Actor) -> Sequence[Talk]:
    """Return what was talked about with the actor in the last days and they have not replied to (one query)."""
    replied = select(ConversationReply.id).where(ConversationReply.conversation_id == Conversation.id).exists()
    recent = Conversation.recorded_at >= clock.now() - NEW_FOR
    query = _talks().where(Conversation.employee_id == actor.employee_id, recent, ~replied)
    return [talk_from(row) for row in db.session.execute(query.order_by(Conversation.recorded_at, Conversation.id))]


def talk_from(row: Row[*tuple[Any, ...]]) -> Talk:
    """Return a row of the columns of a `Talk`."""
    return Talk(row.id, Kind(row.kind), row.happened_on, row.words, row.language, row.by_name)


def not_found() -> NotFound:
    """Return the one answer for a conversation that is not there and for one that the actor may not see."""
    return NotFound(_("There is no such conversation, or it is not yours to see."))


def _may_read(actor: Actor, employee_id: str) -> bool:
    return may_read(actor, employee_id, own_people(actor), records_of(actor.employee_id))


def _talks() -> Select[*tuple[Any, ...]]:
    return select(
        Conversation.id,
        Conversation.kind,
        Conversation.happened_on,
        Conversation.words,
        Conversation.language,
        Conversation.by_name,
    )


def _page(row: Conversation, name: str) -> ConversationPage:
    return ConversationPage(
        talk=Talk(row.id, Kind(row.kind), row.happened_on, row.words, row.language, row.by_name),
        partner=Partner(row.employee_id, name, row.zone, clock.today(row.zone)),
        recorded_at=row.recorded_at,
        check_ins=_check_ins(row.id),
        open_dates=_open_dates(row.id),
        replies=_replies(row.id),
    )


def _check_ins(conversation_id: str) -> tuple[CheckIn, ...]:
    query = select(GoalCheckIn).where(GoalCheckIn.conversation_id == conversation_id)
    return tuple(
        CheckIn(row.due_on, row.happened_on, Outcome(row.outcome), row.words, row.language, row.by_name)
        for row in db.session.scalars(query.order_by(GoalCheckIn.recorded_at, GoalCheckIn.id))
    )


def _open_dates(conversation_id: str) -> tuple[date, ...]:
    mine = (GoalDate.conversation_id == conversation_id, GoalDate.check_in_id.is_(None))
    return tuple(db.session.scalars(select(GoalDate.due_on).where(*mine).order_by(GoalDate.due_on)))


def _replies(conversation_id: str) -> tuple[Reply, ...]:
    query = select(ConversationReply).where(ConversationReply.conversation_id == conversation_id)
    rows = db.session.scalars(query.order_by(ConversationReply.recorded_at, ConversationReply.id))
    return tuple(Reply(row.words, row.language, row.recorded_at) for row in rows)
