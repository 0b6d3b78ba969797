"""What happens before a test: HR writes down what is agreed with somebody, ends it, and the person answers."""

from datetime import date, timedelta

from handbook.adjustments import operations
from handbook.adjustments.lifecycle import ReplyKind
from handbook.adjustments.operations import AgreementDraft
from handbook.core import clock
from handbook.core.transaction import end_read, transaction
from tests import factories

RULE = "never-argue"
WORDS = "May sit at the till, also while customers are there."


def today() -> date:
    """Return the day in Hyderabad, where asha works."""
    return clock.today("Asia/Kolkata")


def in_days(number: int) -> date:
    """Return a day so many days from today, in Hyderabad."""
    return today() + timedelta(days=number)


def record(
    name: str = "asha",
    *,
    by: str = "meera",
    words: str = WORDS,
    rule_id: str = RULE,
    first: date | None = None,
    last: date | None = None,
) -> str:
    """Let HR write down what is agreed with somebody, from today on unless said otherwise; return its id."""
    actor, person = factories.actor(by), factories.person_id(name)
    end_read()
    with transaction():
        return operations.record(actor, person, AgreementDraft(1, rule_id, words, "en", first or today(), last))


def end(adjustment_id: str, last_on: date | None = None, *, by: str = "meera", reason: str = "Agreed anew.") -> str:
    """Let HR end it, today unless said otherwise; return the id of the end."""
    actor = factories.actor(by)
    end_read()
    with transaction():
        return operations.end(actor, adjustment_id, last_on or today(), reason)


def reply(adjustment_id: str, kind: ReplyKind, words: str = "", *, by: str = "asha") -> str:
    """Let somebody say what they think of it; return the id of what they said."""
    actor = factories.actor(by)
    end_read()
    with transaction():
        return operations.reply(actor, adjustment_id, kind, words, "en")


def object_to(adjustment_id: str, words: str = "We said: also the second till.") -> str:
    """Let asha object."""
    return reply(adjustment_id, ReplyKind.OBJECTED, words)


def confirm(adjustment_id: str) -> str:
    """Let asha confirm."""
    return reply(adjustment_id, ReplyKind.CONFIRMED)
