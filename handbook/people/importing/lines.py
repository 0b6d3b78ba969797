"""A line of a file as it was understood: what it says of one person, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _

from handbook.people.facts import name_fault
from handbook.people.folding import number_key
from handbook.people.importing.fields import BY_KEY, DAYS
from handbook.people.importing.values import TAKEN_AWAY, Unusable, Value, fault_words, read_value, tidy

NAMES = ("given_name", "middle_name", "family_name")


@dataclass(slots=True)
class Line:
    """What one line says. `said` has no key for what the file leaves open; None means: take away what was known.

    `row` counts as a spreadsheet does, the heading included.
    """

    row: int
    said: dict[str, Value] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def number(self) -> str:
        """The staff number, or nothing where there is none that can be read."""
        return str(self.said.get("staff_number") or "")

    @property
    def key(self) -> str:
        """What the staff number is compared by."""
        return number_key(self.number)

    @property
    def supervisor(self) -> str:
        """What the supervisor's staff number is compared by; nothing where none is said."""
        return number_key(str(self.said.get("supervisor") or ""))

    def text(self, key: str) -> str:
        """Return a value as words; nothing where the line does not say it."""
        value = self.said.get(key)
        return value if isinstance(value, str) else ""

    def day(self, key: str) -> date | None:
        """Return a day, or None where the line does not say it."""
        value = self.said.get(key)
        return value if isinstance(value, date) else None

    def as_json(self) -> dict[str, Any]:
        """Return the line for a file between preview and apply."""
        said = {key: value.isoformat() if isinstance(value, date) else value for key, value in self.said.items()}
        return {"row": self.row, "said": said}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Line":
        """Read back what `as_json` wrote."""
        said = dict(kept["said"])
        said |= {key: date.fromisoformat(said[key]) for key in DAYS if said.get(key)}
        return cls(int(kept["row"]), said)


def understand(row: int, cells: Sequence[str], places: Mapping[str, int], width: int, format: str) -> Line:
    """Return what a row says; `places` gives the place of each mapped field, `width` the number of headings."""
    line = Line(row)
    for key, place in places.items():
        _take(line, key, cells[place] if place < len(cells) else "", format)
    _join_names(line)
    if "staff_number" not in line.said and not line.faults:
        line.faults.append(_("Staff number: this line has none."))
    if any(cell.strip() for cell in cells[width:]):
        line.faults.append(_("The line has more cells than there are headings. Is a separator written in a text?"))
    return line


def _take(line: Line, key: str, cell: str, format: str) -> None:
    try:
        text = tidy(cell)
        if text in TAKEN_AWAY:
            if BY_KEY[key].clearable:
                line.said[key] = None
        elif text:
            line.said[key] = read_value(key, text, format)
    except Unusable as unusable:
        line.faults.append(fault_words(key, str(unusable)))


def _join_names(line: Line) -> None:
    """Make one name of the three columns where the line has no whole name."""
    parts = [str(line.said.pop(key)) for key in NAMES if key in line.said]
    if parts and "name" not in line.said:
        line.said["name"] = " ".join(parts)
        fault = name_fault(line.text("name"))
        if fault:
            line.faults.append(fault)
