"""What was talked about, how a goal went and what the person says of it: evidence; and the days to look again."""

from datetime import date

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.db import Base, Id, Json
from handbook.ledger.models import DEFERRED, Evidence


class Conversation(Evidence, Base):
    """A few words between a person and whoever looks after them. `kind`: a member of `lifecycle.Kind`.

    `check_ins` are the days on which they want to look again at a goal, as ISO text; `zone` is that of the person's
    place, `happened_on` a day there.
    """

    __tablename__ = "conversation"
    __table_args__ = (Index("ix_conversation_employee", "employee_id", "recorded_at"),)
    leaf_type = "conversation.recorded"
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    kind: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    happened_on: Mapped[date]
    zone: Mapped[str] = mapped_column(Text)
    check_ins: Mapped[list[str]] = mapped_column(Json)
    by_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)
    via: Mapped[str] = mapped_column(Text)


class GoalCheckIn(Evidence, Base):
    """How a goal went when they looked again. `due_on` is the day that was agreed, `outcome` of `lifecycle.Outcome`."""

    __tablename__ = "conversation_check_in"
    leaf_type = "conversation.check_in"
    conversation_id: Mapped[str] = mapped_column(Id, ForeignKey("conversation.id", **DEFERRED), index=True)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    due_on: Mapped[date]
    happened_on: Mapped[date]
    outcome: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)
    via: Mapped[str] = mapped_column(Text)


class ConversationReply(Evidence, Base):
    """What the person says of a conversation, in the own words."""

    __tablename__ = "conversation_reply"
    leaf_type = "conversation.reply"
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    conversation_id: Mapped[str] = mapped_column(Id, ForeignKey("conversation.id", **DEFERRED), index=True)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)


class GoalDate(Base):
    """A day on which a goal is to be looked at again; `check_in_id` says that it was, or that the goal was met before.

    It only finds what is due: what was agreed stands in the conversation.
    """

    __tablename__ = "conversation_goal_date"
    conversation_id: Mapped[str] = mapped_column(Id, ForeignKey("conversation.id", **DEFERRED), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    check_in_id: Mapped[str | None] = mapped_column(Id, ForeignKey("conversation_check_in.id", **DEFERRED), index=True)
