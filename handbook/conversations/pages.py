"""A conversation, a person and a line of the board in the shape that pages show them."""

from dataclasses import dataclass
from datetime import date, datetime

from handbook.conversations.lifecycle import Kind, Outcome


@dataclass(frozen=True, slots=True)
class Partner:
    """A person with whom somebody talks, and the day that it is at their place."""

    employee_id: str
    name: str
    zone: str
    today: date


@dataclass(frozen=True, slots=True)
class CheckIn:
    """How a goal went on a day that was agreed."""

    due_on: date
    happened_on: date
    outcome: Outcome
    words: str
    language: str
    by_name: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person says of a conversation."""

    words: str
    language: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation in a list."""

    id: str
    kind: Kind
    happened_on: date
    words: str
    language: str
    by_name: str


@dataclass(frozen=True, slots=True)
class ConversationPage:
    """A whole conversation. `open_dates` are the days on which the goal is still to be looked at, earliest first."""

    talk: Talk
    partner: Partner
    recorded_at: datetime
    check_ins: tuple[CheckIn, ...]
    open_dates: tuple[date, ...]
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class DueCheckIn:
    """A goal that is to be looked at today, or was before."""

    conversation_id: str
    employee_id: str
    name: str
    due_on: date


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One of the own people: when they were last talked with, and the next day on which a goal is looked at."""

    employee_id: str
    name: str
    last: Talk | None
    next_on: date | None
    next_id: str | None
    is_due: bool
