"""What one person may see of complaints, in the shape that pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from handbook.complaints.lifecycle import (
    Category,
    Channel,
    Confidentiality,
    EntryKind,
    Finding,
    Kinship,
    RootCause,
    Stage,
)
from handbook.complaints.policy import Parties, Sight
from handbook.core.pagination import Paged
from handbook.documents.pictures import EXTENSIONS

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty text narrows nothing. `page` counts from 1.

    `due`: today, late, week, or waiting (for the customer). `mine`: only what the reader handles.
    """

    stage: str = ""
    location_id: str = ""
    rule_id: str = ""
    page: int = 1
    category: str = ""
    due: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a list. `days` is the age in whole days; rules and category only for those who may see them.

    `next_what` is what of the promised comes first, a word of complaints.nearest, and `next_on` by which day; None once
    no promised day can pass.
    """

    id: str
    reference: str
    stage: Stage
    days: int
    location: str
    rules: tuple[str, ...]
    handler: str | None
    category: Category | None
    next_what: str | None
    next_on: date | None
    is_late: bool
    is_waiting: bool
    is_outside: bool


@dataclass(frozen=True, slots=True)
class Listing(Paged):
    """One page of the list and the number of all complaints that fit the filters and that the actor may see."""

    size = PAGE
    rows: list[Listed]
    total: int
    page: int


@dataclass(frozen=True, slots=True)
class Board:
    """What of complaints waits for the reader: numbers, and the first lines of each."""

    counts: Mapping[str, int]
    rows: Mapping[str, list[Listed]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said or done. Moments are on the clocks of the complaint's location; `by_name` is "" for the program.

    `written_in` is the language of its words, `facts` are what its kind tells besides them.
    """

    kind: EntryKind
    at: datetime
    by_name: str
    words: str
    written_in: str
    rule_id: str | None
    person: str | None
    position: int
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NamedRule:
    """A rule that the complaint names, and of whom (None: of everybody named)."""

    rule_id: str
    employee_id: str | None


@dataclass(frozen=True, slots=True)
class About:
    """What the handler knows besides the words; what nobody has said yet is None or empty."""

    channel: Channel
    category: Category | None
    order_number: str
    customer_language: str
    customer_zone: str
    customer_hours: str
    confidentiality: Confidentiality
    remedy_sought: str
    severity: int | None
    is_safety: bool
    is_simple: bool | None
    root_cause: RootCause | None


@dataclass(frozen=True, slots=True)
class Promised:
    """The days that the customer was promised, at the location, and what came of them; moments are local."""

    acknowledge_by: date
    due_on: date
    update_due_on: date | None
    waiting_since: date | None
    acknowledged_at: datetime | None
    responded_at: datetime | None
    first_closed_at: datetime | None
    closed_at: datetime | None
    is_late: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class Apology:
    """Words of regret that the customer was given, by whom and how; the moment is local."""

    words: str
    written_in: str
    channel: Channel
    given_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of a complaint, and who brought it ("" where the customer did)."""

    sha256: str
    media_type: str
    width: int
    height: int
    by_name: str

    @property
    def file_name(self) -> str:
        """The last part of its address."""
        return f"{self.sha256}.{EXTENSIONS[self.media_type]}"


@dataclass(frozen=True, slots=True)
class Linked:
    """Another complaint that belongs to this one, as far as the reader may know of it."""

    id: str
    reference: str
    stage: Stage
    kinship: Kinship


@dataclass(frozen=True, slots=True)
class Handling:
    """What only the handler sees: everything that was found out, given and said to the customer."""

    about: About
    apologies: tuple[Apology, ...]
    photos: tuple[Photo, ...]
    links: tuple[Linked, ...]
    finding: Finding | None
    finding_rule_id: str | None
    has_case: bool


@dataclass(frozen=True, slots=True)
class ComplaintPage:
    """A complaint as far as one person may see it; what they may not see is empty. Moments are local.

    Where the time of day was not told (`happened_time_known`), `happened_at` is when that day began.
    """

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
    happened_time_known: bool
    place: str
    words: str
    written_in: str
    handler: str | None
    entries: tuple[Entry, ...]
    rules: tuple[NamedRule, ...]
    people: dict[str, str]
    has_identity: bool
    row_version: int
    promised: Promised
    handling: Handling | None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the customer is and how to reach them."""

    name: str
    contact: str


@dataclass(frozen=True, slots=True)
class Improvement:
    """A rule that is to be made better, the complaint that showed it, and what came of it; moments are UTC.

    `written_in` and `done_written_in` are the languages of the problem and of what was done.
    """

    id: str
    rule_id: str
    complaint_id: str
    reference: str
    problem: str
    written_in: str
    opened_by: str
    opened_at: datetime
    is_done: bool
    done_words: str
    done_written_in: str | None
    done_by: str | None
    done_at: datetime | None
    row_version: int
