"""What the work file shows of this room: what was talked about, how a goal went, what the person says of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import CompoundSelect, Select, literal, select, union_all

from handbook.conversations.lifecycle import Kind, Outcome
from handbook.conversations.models import Conversation, ConversationReply, GoalCheckIn
from handbook.conversations.wording import kind_words, outcome_words
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.moments import day_words, moment_words
from handbook.core.timeline import TimelineEntry

Entries = dict[str, TimelineEntry]
_MODELS: dict[str, type[Conversation] | type[GoalCheckIn] | type[ConversationReply]] = {
    "conversation": Conversation,
    "conversation_check_in": GoalCheckIn,
    "conversation_reply": ConversationReply,
}
_STATES = {Kind.PRAISE: "praise", Kind.COACHING: "talk", Kind.GOAL: "talk"}


def timeline(employee_id: str, actor: Actor) -> CompoundSelect[datetime, str, str, str]:
    """Return the SELECT of this room's lines of a work file: (at, kind, id, folder); `actor` may open the file."""
    return union_all(*(_lines(kind, model, employee_id) for kind, model in _MODELS.items()))


def conversation_entries(ids: list[str]) -> Entries:
    """Load the lines of conversations (one query)."""
    rows = db.session.scalars(select(Conversation).where(Conversation.id.in_(ids)))
    return {
        row.id: TimelineEntry(
            state=_STATES[Kind(row.kind)],
            title=kind_words()[Kind(row.kind)],
            at=row.recorded_at,
            when=day_words(row.happened_on),
            url=_url(row.id),
            quote=row.words,
            lang=row.language,
            fine=_("Written by %(name)s. It is outside the ladder and never counted.", name=row.by_name),
        )
        for row in rows
    }


def check_in_entries(ids: list[str]) -> Entries:
    """Load the lines of how goals went (one query)."""
    rows = db.session.scalars(select(GoalCheckIn).where(GoalCheckIn.id.in_(ids)))
    return {
        row.id: TimelineEntry(
            state="talk",
            title=_("Looked at the goal: %(outcome)s", outcome=outcome_words()[Outcome(row.outcome)]),
            at=row.recorded_at,
            when=day_words(row.happened_on),
            url=_url(row.conversation_id),
            quote=row.words or None,
            lang=row.language,
            fine=_("Written by %(name)s. It is outside the ladder and never counted.", name=row.by_name),
        )
        for row in rows
    }


def reply_entries(ids: list[str]) -> Entries:
    """Load the lines of replies (one query)."""
    query = select(ConversationReply, Conversation.zone).join(
        Conversation, Conversation.id == ConversationReply.conversation_id
    )
    return {
        reply.id: TimelineEntry(
            state="statement",
            title=_("Reply to a conversation"),
            at=reply.recorded_at,
            when=moment_words(reply.recorded_at, zone),
            url=_url(reply.conversation_id),
            quote=reply.words,
            lang=reply.language,
        )
        for reply, zone in db.session.execute(query.where(ConversationReply.id.in_(ids)))
    }


TIMELINE: dict[str, Callable[[list[str]], Entries]] = {
    "conversation": conversation_entries,
    "conversation_check_in": check_in_entries,
    "conversation_reply": reply_entries,
}


def _lines(kind: str, model: Any, employee_id: str) -> Select[datetime, str, str, str]:
    columns = (model.recorded_at.label("at"), literal(kind).label("kind"), model.id.label("id"))
    return select(*columns, literal("personnel").label("folder")).where(model.employee_id == employee_id)


def _url(conversation_id: str) -> str:
    return url_for("conversations.show", conversation_id=conversation_id)
