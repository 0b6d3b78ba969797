"""The verbs: record a conversation, look at a goal again, reply. Nothing here is counted, and no step rests on it."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.conversations.lifecycle import Kind, Outcome, ends_goal
from handbook.conversations.models import Conversation, ConversationReply, GoalCheckIn, GoalDate
from handbook.conversations.queries import conversation_for, find_by_key, not_found, partner_for
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import session_of_transaction
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee


@dataclass(frozen=True, slots=True)
class ConversationDraft:
    """What a form hands over. `check_ins` are days on which they want to look at a goal again."""

    idempotency_key: str
    employee_id: str
    kind: Kind
    words: str
    language: str
    happened_on: date
    check_ins: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckInDraft:
    """How a goal went. `due_on` is the day agreed that this answers."""

    due_on: date
    outcome: Outcome
    words: str
    language: str


def record(actor: Actor, draft: ConversationDraft) -> str:
    """Write a conversation down and return its id; the same form sent twice is one conversation.

    Raises Refused for oneself, NotFound for anybody else's people, Invalid for a day to come and a goal without days.
    """
    session = session_of_transaction()
    # Equal forms stand in line here, so that the second finds what the first has written.
    session.execute(select(Employee.id).where(Employee.id == draft.employee_id).with_for_update(key_share=True))
    partner = partner_for(actor, draft.employee_id)
    earlier = find_by_key(actor, draft.idempotency_key)
    if earlier is not None:
        return earlier
    if draft.happened_on > partner.today:
        raise Invalid(_("On which day: this day is still to come."))
    dates = _dates(draft)
    row = Conversation(
        id=new_id(),
        idempotency_key=draft.idempotency_key,
        employee_id=draft.employee_id,
        kind=draft.kind.value,
        words=draft.words,
        language=draft.language,
        happened_on=draft.happened_on,
        zone=partner.zone,
        check_ins=[day.isoformat() for day in dates],
        by_id=actor.employee_id,
        by_name=actor.name,
        via=actor.via,
    )
    record_evidence(row)
    session.add_all(GoalDate(conversation_id=row.id, due_on=day) for day in dates)
    return row.id


def check_in(actor: Actor, conversation_id: str, draft: CheckInDraft) -> str:
    """Write down how a goal went and return the id; a goal that is met needs no further look.

    Raises NotFound, and Conflict where somebody has looked at it for that day already.
    """
    page = conversation_for(actor, conversation_id)
    partner = partner_for(actor, page.partner.employee_id)
    mine = (GoalDate.conversation_id == conversation_id, GoalDate.check_in_id.is_(None))
    query = select(GoalDate).where(*mine).order_by(GoalDate.due_on).with_for_update()
    waiting = session_of_transaction().scalars(query.execution_options(populate_existing=True)).all()
    answered = [one for one in waiting if one.due_on == draft.due_on]
    if not answered:
        raise Conflict(_("Somebody has written down meanwhile how the goal went on that day."))
    row = GoalCheckIn(
        id=new_id(),
        conversation_id=conversation_id,
        employee_id=partner.employee_id,
        due_on=draft.due_on,
        happened_on=partner.today,
        outcome=draft.outcome.value,
        words=draft.words,
        language=draft.language,
        by_id=actor.employee_id,
        by_name=actor.name,
        via=actor.via,
    )
    record_evidence(row)
    for one in waiting if ends_goal(draft.outcome) else answered:
        one.check_in_id = row.id
    return row.id


def reply(actor: Actor, conversation_id: str, words: str, language: str, idempotency_key: str) -> str:
    """Write down what the actor says of a conversation with them; the same form sent twice is one reply.

    Raises NotFound for a conversation with anybody else.
    """
    session = session_of_transaction()
    if conversation_for(actor, conversation_id).partner.employee_id != actor.employee_id:
        raise not_found()
    session.execute(select(Employee.id).where(Employee.id == actor.employee_id).with_for_update(key_share=True))
    same = (ConversationReply.idempotency_key == idempotency_key, ConversationReply.employee_id == actor.employee_id)
    earlier = session.scalar(select(ConversationReply.id).where(*same))
    if earlier is not None:
        return earlier
    row = ConversationReply(
        id=new_id(),
        idempotency_key=idempotency_key,
        conversation_id=conversation_id,
        employee_id=actor.employee_id,
        words=words,
        language=language,
    )
    record_evidence(row)
    return row.id


def _dates(draft: ConversationDraft) -> list[date]:
    """Return the days on which a goal is looked at again; raise Invalid where there is none, or one too early."""
    if draft.kind is not Kind.GOAL:
        return []
    dates = sorted(set(draft.check_ins))
    if not dates:
        raise Invalid(_("Look at it again on: a goal needs one day at least."))
    if dates[0] <= draft.happened_on:
        raise Invalid(_("Look at it again on: give a day after that of the conversation."))
    return dates
