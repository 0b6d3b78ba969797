"""What one person may see of complaints, in the shape that pages show it."""

from dataclasses import dataclass, replace
from datetime import datetime

from handbook.acknowledgements.notice import Notice
from handbook.complaints.lifecycle import EntryKind, Stage
from handbook.complaints.policy import Parties, Sight
from handbook.core import clock
from handbook.rules.queries import TextRow

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty text narrows nothing. `page` counts from 1."""

    stage: str = ""
    location_id: str = ""
    rule_id: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list. `days` is the age in whole days; rules and handler only for those who may see them."""

    id: str
    reference: str
    stage: Stage
    days: int
    location: str
    rules: tuple[str, ...]
    handler: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list and the number of all complaints that fit the filters and that the actor may see."""

    rows: list[Listed]
    total: int
    page: int

    @property
    def first(self) -> int:
        """The number of the first line shown, from 1."""
        return (self.page - 1) * PAGE + 1

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        return self.page * PAGE < self.total


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said or done. Moments are on the clocks of the complaint's location."""

    kind: EntryKind
    at: datetime
    by_name: str
    words: str
    rule_id: str | None
    person: str | None
    position: int


@dataclass(frozen=True, slots=True)
class NamedRule:
    """A rule that the complaint names, and of whom (None: of everybody named)."""

    rule_id: str
    employee_id: str | None


@dataclass(frozen=True, slots=True)
class ComplaintPage:
    """A complaint as far as one person may see it; what they may not see is empty. Moments are local."""

    id: str
    reference: str
    stage: Stage
    sight: Sight
    parties: Parties
    location_id: str
    location: str
    zone: str
    filed_at: datetime
    happened_at: datetime | None
    place: str
    words: str
    handler: str | None
    entries: tuple[Entry, ...]
    rules: tuple[NamedRule, ...]
    people: dict[str, str]
    has_identity: bool
    row_version: int


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the customer is and how to reach them."""

    name: str
    contact: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """The answer about one rule and one person, beside the days of the incident. Moments are local.

    `text` is the rule as it was in force on the day asked for.
    """

    notice: Notice
    person: str
    happened_at: datetime
    discovered_at: datetime
    asked_at: datetime
    zone: str
    text: TextRow | None

    def local(self, moment: datetime) -> datetime:
        """Return a moment on the clocks of the complaint's location."""
        return clock.local(moment, self.zone)

    def without_agreed(self) -> "NoticeLine":
        """Return the line for a reader who may not know of what was agreed with the person."""
        return replace(self, notice=replace(self.notice, agreed=()))

    @property
    def asks_other_day(self) -> bool:
        """Whether the question is about another day than that of the incident."""
        return self.asked_at != self.happened_at
