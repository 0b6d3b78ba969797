"""What happens before a test: somebody writes a conversation down, looks at a goal again, the person replies."""

from datetime import date, timedelta

from handbook.conversations import operations
from handbook.conversations.lifecycle import Kind, Outcome
from handbook.conversations.operations import CheckInDraft, ConversationDraft
from handbook.core import clock
from handbook.core.db import new_id
from handbook.core.transaction import end_read, transaction
from tests import factories

WORDS = "You calmed the queue at noon with three sentences."


def today() -> date:
    """Return the day in Hyderabad, where asha works."""
    return clock.today("Asia/Kolkata")


def in_days(number: int) -> date:
    """Return a day so many days from today, in Hyderabad."""
    return today() + timedelta(days=number)


def record(
    name: str = "asha",
    *,
    by: str = "janis",
    kind: Kind = Kind.PRAISE,
    words: str = WORDS,
    happened_on: date | None = None,
    check_ins: tuple[date, ...] = (),
    key: str | None = None,
) -> str:
    """Let somebody write a conversation down, today unless said otherwise; return its id."""
    actor, person = factories.actor(by), factories.person_id(name)
    draft = ConversationDraft(key or new_id(), person, kind, words, "en", happened_on or today(), check_ins)
    end_read()
    with transaction():
        return operations.record(actor, draft)


def goal(name: str = "asha", *days: int, by: str = "janis") -> str:
    """Let somebody agree a goal to be looked at again in so many days; return the conversation's id."""
    dates = tuple(in_days(number) for number in days or (7, 14))
    return record(name, by=by, kind=Kind.GOAL, words="Greets within ten seconds.", check_ins=dates)


def check_in(conversation_id: str, day: int, outcome: Outcome = Outcome.ON_THE_WAY, *, by: str = "janis") -> str:
    """Let somebody write down how the goal goes on the day agreed so many days from today."""
    actor = factories.actor(by)
    draft = CheckInDraft(in_days(day), outcome, "Twice out of three.", "en")
    end_read()
    with transaction():
        return operations.check_in(actor, conversation_id, draft)


def reply(conversation_id: str, words: str = "Thank you, lakshmi helped me.", *, by: str = "asha") -> str:
    """Let the person say what they think of it."""
    actor = factories.actor(by)
    end_read()
    with transaction():
        return operations.reply(actor, conversation_id, words, "en", new_id())
