"""What a customer sees of a complaint by its code, in the shape that the page shows it."""

from dataclasses import dataclass
from datetime import date, datetime

from handbook.complaints.queries import EntryKind, Stage
from handbook.customers.lifecycle import LetterKind, Manner, Progress


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One thing that happened. `words` are the customer's own, or a question that the customer was asked.

    `written_in`: the language of the words.
    """

    at: datetime
    kind: EntryKind
    words: str
    written_in: str


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter as it was sent. `at` is local."""

    id: str
    complaint_id: str
    kind: LetterKind
    title: str
    language: str
    words: str
    html: str
    manner: Manner
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A complaint as its customer sees it. Moments are local; `due_on` is None once the answer was given.

    `looks_after` is None where nobody is named yet. `is_waiting`: we asked something, and our time stands still.
    """

    complaint_id: str
    reference: str
    language: str
    location: str
    zone: str
    received_at: datetime
    progress: Progress
    looks_after: str | None
    due_on: date | None
    is_missed: bool
    is_waiting: bool
    may_be_unsettled: bool
    news: tuple[NewsItem, ...]
    letters: tuple[SentLetter, ...]
    photos: int
    recourse: str


@dataclass(frozen=True, slots=True)
class LetterHead:
    """What a letter says of the complaint, for its handler. `customer` is empty where no name is known.

    `recourse` is whom else the customer can turn to, empty where the company has settled nothing.
    """

    complaint_id: str
    reference: str
    stage: Stage
    language: str
    customer: str
    has_address: bool
    location_id: str
    location: str
    zone: str
    happened_on: date
    due_on: date
    row_version: int
    recourse: str


@dataclass(frozen=True, slots=True)
class Due:
    """A day on which a customer expects to hear from us. `days` counts down: 0 is today, below it it has passed."""

    complaint_id: str
    reference: str
    due_on: date
    days: int
