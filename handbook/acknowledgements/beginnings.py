"""When a person began to work here without a gap, pure: a first day, a return, and the deadline that follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
TIME_FOR_BEGINNERS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Span:
    """A placement as days; `to_on` None is an open end."""

    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first day of the stretch of work that holds today; `is_back` where there was an earlier one and a gap."""

    first_on: date
    is_back: bool


def beginning(spans: Sequence[Span], today: date) -> Beginning | None:
    """Return since when a person works here without a gap, or None who works nowhere today. A move is no gap."""
    begun = sorted((span for span in spans if span.from_on <= today), key=lambda span: span.from_on, reverse=True)
    if not begun or (begun[0].to_on is not None and begun[0].to_on < today):
        return None
    first = begun[0]
    for before in begun[1:]:
        if before.to_on is None or before.to_on < first.from_on - DAY:
            return Beginning(first.from_on, is_back=True)
        first = before
    return Beginning(first.from_on, is_back=False)


def deadline_of(first_on: date, today: date) -> date:
    """Return the last day to sign for who began on that day; who was entered late gets the time from today."""
    return (first_on if today - first_on <= DAY else today) + TIME_FOR_BEGINNERS
