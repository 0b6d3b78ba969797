"""What an export takes along: by edition, location, day of signing and person, in one object and in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from handbook.core.moments import day_words


@dataclass(frozen=True, slots=True)
class Selection:
    """Signatures by edition (None: all), location, local days from and to (both included), and name or staff number.

    The location is that of the signing, by its name then. What is empty does not narrow.
    """

    edition: int | None = None
    location: str = ""
    from_on: date | None = None
    to_on: date | None = None
    person: str = ""

    def payload(self) -> dict[str, Any]:
        """Return the selection as a job keeps it."""
        days = {name: day.isoformat() if day else None for name, day in (("from", self.from_on), ("to", self.to_on))}
        return {"edition": self.edition, "location": self.location, "person": self.person, **days}

    @classmethod
    def of(cls, payload: dict[str, Any]) -> "Selection":
        """Return the selection that a job keeps."""
        from_on, to_on = (date.fromisoformat(day) if (day := payload.get(name)) else None for name in ("from", "to"))
        return cls(payload["edition"], payload.get("location", ""), from_on, to_on, payload.get("person", ""))


def words_of(selection: Selection) -> str:
    """Say what is selected: "Edition 2 · Banjara Hills · from 1 March 2026 · Reddy"."""
    edition = _("Edition %(number)s", number=selection.edition) if selection.edition else _("All editions")
    days = _days(selection.from_on, selection.to_on)
    return " · ".join(part for part in (edition, selection.location, days, selection.person) if part)


def _days(from_on: date | None, to_on: date | None) -> str:
    if from_on and to_on:
        return _("%(first)s to %(last)s", first=day_words(from_on), last=day_words(to_on))
    if from_on:
        return _("from %(day)s", day=day_words(from_on))
    return _("through %(day)s", day=day_words(to_on)) if to_on else ""
