"""An incident with a customer in the shape that pages show it."""

from dataclasses import dataclass
from datetime import date, datetime

from handbook.voices.lifecycle import Abuse, Need


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, or what the employee adds; `by_name` is who wrote it."""

    words: str
    language: str
    by_name: str
    recorded_at: datetime
    is_answer: bool


@dataclass(frozen=True, slots=True)
class LinkedComplaint:
    """A complaint by the same customer, for those alone who may see it."""

    id: str
    reference: str


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """A line of the list. `due_on` is the day of the report, at the place."""

    id: str
    reference: str
    name: str
    location: str
    happened_at: datetime
    zone: str
    due_on: date
    waits: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """A whole incident."""

    line: IncidentLine
    employee_id: str
    kinds: tuple[Abuse, ...]
    words: str
    language: str
    place: str
    witnesses: str
    needs: tuple[Need, ...]
    recorded_at: datetime
    said: tuple[Said, ...]
    complaints: tuple[LinkedComplaint, ...]
