"""Thanks, remarks and what waits, in the shape that pages show them."""

from dataclasses import dataclass
from datetime import date, datetime

PAGE = 50


@dataclass(frozen=True, slots=True)
class Thanks:
    """A compliment. `people` are those who are meant by name, by id; `is_for_all`: for everybody there."""

    id: str
    words: str
    language: str
    person: str
    location_id: str
    location: str
    zone: str
    happened_on: date
    by_id: str | None
    by_name: str
    recorded_at: datetime
    people: dict[str, str]
    is_for_all: bool

    @property
    def is_matched(self) -> bool:
        """Whether somebody has said who is meant."""
        return self.is_for_all or bool(self.people)


@dataclass(frozen=True, slots=True)
class RemarkCount:
    """How often something was said at a location. `rule_id` or else `topic` says about what."""

    location: str
    topic: str
    rule_id: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Remark:
    """What customers keep saying, in the words of whoever wrote it down."""

    words: str
    language: str
    topic: str
    rule_id: str | None
    location: str
    said_on: date


@dataclass(frozen=True, slots=True)
class News:
    """What is new for a person: thanks, answers to their incidents, answers to what they spoke up about (ids)."""

    thanks: list[str]
    incidents: list[str]
    speak_ups: list[str]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many things wait for a person who answers: thanks to match, incidents, what colleagues spoke up about."""

    compliments: int
    incidents: int
    speak_ups: int
