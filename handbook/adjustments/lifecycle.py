"""How an adjustment stands on a day, and what a person can say of it; pure."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum


class State(StrEnum):
    """Where a day lies beside the days of an adjustment."""

    LATER = "later"
    HOLDS = "holds"
    OVER = "over"


class ReplyKind(StrEnum):
    """What the person says: that is what we agreed, or it is not."""

    CONFIRMED = "confirmed"
    OBJECTED = "objected"


@dataclass(frozen=True, slots=True)
class Ended:
    """That it ends sooner: the last day, why, who says so and when."""

    last_on: date
    reason: str
    by_name: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is agreed with a person about a rule. `today` is the day at their place, `zone` its IANA time zone."""

    id: str
    employee_id: str
    name: str
    rule_id: str
    title: str
    words: str
    language: str
    from_on: date
    to_on: date | None
    recorded_at: datetime
    by_name: str
    ended: Ended | None
    zone: str
    today: date

    @property
    def until(self) -> date | None:
        """The last day on which it holds, or None where none is set."""
        return self.ended.last_on if self.ended else self.to_on

    @property
    def state(self) -> State:
        """How it stands today."""
        return self.state_on(self.today)

    def state_on(self, day: date) -> State:
        """Return how it stands on a day, as it is known now."""
        if self.until is not None and day > self.until:
            return State.OVER
        return State.LATER if day < self.from_on else State.HOLDS

    def as_known(self, moment: datetime) -> "Agreed":
        """Return it without an end that was written down only after this moment."""
        later = self.ended is not None and self.ended.recorded_at > moment
        return replace(self, ended=None) if later else self

    def written_after(self, moment: datetime) -> bool:
        """Tell whether it was written down only after this moment."""
        return self.recorded_at > moment
