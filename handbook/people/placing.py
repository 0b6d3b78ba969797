"""Days of placements, pure: what a new one closes, where a last day may lie, what can still be taken back.

A span counts from its first through its last day. The past is never rewritten: only what has not begun yet can be
taken back, and only a last day that is still to come can be changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flask_babel import gettext as _

from handbook.core.errors import Conflict, Invalid
from handbook.core.moments import day_words

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """One placement as days: `to_on` None is an open end."""

    id: str
    from_on: date
    to_on: date | None

    def holds(self, day: date) -> bool:
        """Tell whether this day lies within."""
        return self.from_on <= day and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        """Tell whether this ended before the day."""
        return self.to_on is not None and self.to_on < day


class Standing(StrEnum):
    """What a person is on a day; each person is exactly one of these."""

    HERE = "here"
    ON_LEAVE = "on_leave"
    LATER = "later"
    LEFT = "left"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Opening:
    """What a new placement does: `closes` ends the day before it, and it takes over the last day `to_on`."""

    closes: Span | None
    to_on: date | None


def standing(spans: Sequence[Span], day: date, *, absent: bool) -> Standing:
    """Return what a person with these placements is on a day."""
    if any(span.holds(day) for span in spans):
        return Standing.ON_LEAVE if absent else Standing.HERE
    if any(span.from_on > day for span in spans):
        return Standing.LATER
    return Standing.LEFT if spans else Standing.NOWHERE


def shown(spans: Sequence[Span], day: date) -> Span | None:
    """Return the placement that stands for a person: that of the day, else the next one, else the last one."""
    ordered = sorted(spans, key=lambda span: span.from_on)
    return next((span for span in ordered if not span.is_over(day)), ordered[-1] if ordered else None)


def opening(spans: Sequence[Span], day: date) -> Opening:
    """Return what opening a placement on this day does; raise Invalid where a later one begins on it or after it."""
    newest = _newest(spans)
    if newest is None or newest.is_over(day):
        return Opening(None, None)
    if newest.from_on >= day:
        raise Invalid(
            _(
                "From which day: a placement begins on %(day)s. Choose a later day, or take that placement back first.",
                day=day_words(newest.from_on),
            )
        )
    return Opening(newest, newest.to_on)


def leaving(spans: Sequence[Span], day: date, today: date) -> Span:
    """Return the placement whose last day this becomes; raise Invalid where the day lies in none, or has been."""
    newest = _newest(spans)
    if newest is None or newest.is_over(today):
        raise Invalid(_("Last day: this person works nowhere now."))
    if day < newest.from_on:
        raise Invalid(
            _(
                "Last day: a placement begins on %(day)s. Choose a later day, or take that placement back first.",
                day=day_words(newest.from_on),
            )
        )
    return newest


def staying(spans: Sequence[Span], today: date) -> Span:
    """Return the placement whose planned last day is taken back; raise Conflict where there is none to come."""
    newest = _newest(spans)
    if newest is None or newest.to_on is None or newest.is_over(today):
        raise Conflict(_("No last day is planned that could be taken back."))
    return newest


def taking_back(spans: Sequence[Span], span_id: str, today: date) -> Span | None:
    """Return the placement that goes on once the one with this id is taken back, or None where nothing goes on.

    Raises Conflict for a placement that has begun, or that a later one follows.
    """
    ordered = sorted(spans, key=lambda span: span.from_on)
    if not ordered or ordered[-1].id != span_id or ordered[-1].from_on <= today:
        raise Conflict(_("Only the newest placement can be taken back, and only before its first day."))
    before = ordered[-2] if len(ordered) > 1 else None
    return before if before is not None and before.to_on == ordered[-1].from_on - DAY else None


def can_be_taken_back(spans: Sequence[Span], span_id: str, today: date) -> bool:
    """Tell whether this placement is the newest and has not begun."""
    newest = _newest(spans)
    return newest is not None and newest.id == span_id and newest.from_on > today


def shares_a_day(spans: Sequence[Span], first: date, last: date | None) -> bool:
    """Tell whether any of these spans has a day in common with that from `first` through `last`."""
    return any((last is None or span.from_on <= last) and not span.is_over(first) for span in spans)


def _newest(spans: Sequence[Span]) -> Span | None:
    return max(spans, key=lambda span: span.from_on, default=None)
