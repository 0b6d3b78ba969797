"""What somebody speaks up about, in the shape that pages show it."""

from dataclasses import dataclass
from datetime import date, datetime

from handbook.voices.lifecycle import Addressee, Matter, SpeakUpEntryKind, SpeakUpStage


@dataclass(frozen=True, slots=True)
class SpeakUpEntryLine:
    """One thing said. `by_name` is empty where the writer gave no name; moments are on the clocks of `zone`."""

    kind: SpeakUpEntryKind
    words: str
    language: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SpeakUpLine:
    """A line of a list. `name` is None where the writer gave none."""

    id: str
    reference: str
    matter: Matter
    stage: SpeakUpStage
    location: str | None
    name: str | None
    filed_on: date
    due_on: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class SpeakUpPage:
    """All of it. `kept_from`: how many people it is kept from."""

    line: SpeakUpLine
    addressee: Addressee
    zone: str
    entries: tuple[SpeakUpEntryLine, ...]
    kept_from: int
    row_version: int
