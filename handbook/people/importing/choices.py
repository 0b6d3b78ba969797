"""What the person who brings a file decides: how days are written, from when changes count, what silence means."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from handbook.people.importing.days import ISO

_DAYS = ("count_from", "left_on")


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of an import.

    `count_from` is the first day of changed and new placements; `language`, `job` and `location_id` count for new
    people of whom the file says nothing else. `left_on`: the file holds everybody, and who is missing left on this day.
    `zone`: locations that are not known yet are made, in this IANA time zone.
    """

    count_from: date
    day_format: str = ISO
    language: str = "en"
    job: str = ""
    location_id: str = ""
    left_on: date | None = None
    zone: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the choices for the options of an import."""
        kept = asdict(self)
        return kept | {key: kept[key].isoformat() if kept[key] else None for key in _DAYS}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Choices":
        """Read back what `as_json` wrote."""
        days = {key: date.fromisoformat(kept[key]) if kept[key] else None for key in _DAYS}
        return cls(**{**kept, **days})
