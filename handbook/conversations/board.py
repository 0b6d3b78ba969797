"""The board of whoever looks after people: when they last talked, and which goals are to be looked at."""

from datetime import date
from typing import Any

from sqlalchemy import Row, func, select

from handbook.conversations.models import Conversation, GoalDate
from handbook.conversations.pages import BoardRow, Talk
from handbook.conversations.queries import talk_from
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.people.models import Employee
from handbook.people.queries import own_people_today


def board_for(actor: Actor) -> list[BoardRow]:
    """Return the actor's own people of today: who was not talked with for the longest time first (four queries)."""
    own = own_people_today(actor.employee_id)
    if not own:
        return []
    last, due = _last_talks(own), _next_dates(own)
    people = db.session.execute(
        select(Employee.id, Employee.name).where(Employee.id.in_(own)).order_by(Employee.search)
    )
    rows = [_row(person, last.get(person.id), due.get(person.id)) for person in people]
    return sorted(rows, key=lambda row: row.last.happened_on if row.last else date.min)


def _row(person: Row[*tuple[Any, ...]], last: Talk | None, due: Row[*tuple[Any, ...]] | None) -> BoardRow:
    is_due = due is not None and due.due_on <= clock.today(due.zone)
    return BoardRow(
        person.id, person.name, last, due.due_on if due else None, due.conversation_id if due else None, is_due
    )


def _last_talks(people: set[str]) -> dict[str, Talk]:
    newest = (Conversation.happened_on.desc(), Conversation.recorded_at.desc(), Conversation.id)
    place = func.row_number().over(partition_by=Conversation.employee_id, order_by=newest).label("place")
    columns = (
        Conversation.id,
        Conversation.employee_id,
        Conversation.kind,
        Conversation.happened_on,
        Conversation.words,
        Conversation.language,
        Conversation.by_name,
    )
    numbered = select(*columns, place).where(Conversation.employee_id.in_(people)).subquery()
    rows = db.session.execute(select(numbered).where(numbered.c.place == 1))
    return {row.employee_id: talk_from(row) for row in rows}


def _next_dates(people: set[str]) -> dict[str, Row[*tuple[Any, ...]]]:
    query = (
        select(Conversation.employee_id, Conversation.zone, GoalDate.conversation_id, GoalDate.due_on)
        .join(Conversation, Conversation.id == GoalDate.conversation_id)
        .where(GoalDate.check_in_id.is_(None), Conversation.employee_id.in_(people))
        .order_by(GoalDate.due_on.desc(), GoalDate.conversation_id.desc())
    )
    return {row.employee_id: row for row in db.session.execute(query)}
