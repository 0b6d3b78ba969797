"""What a chunk of an import writes: people, facts and placements, each kind at once. Never roles."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from handbook.core.db import new_id
from handbook.people.folding import number_key, search_words
from handbook.people.importing.stays import Moves, Stay
from handbook.people.models import Employee, Placement

_STAY = ("from_on", "to_on", "job", "location_id", "profile", "supervisor_id")
_FACTS = ("name", "latin_name", "language", "email", "mobile", "kind", "search")
_NO_ADDRESS = {"email_set_at": None, "email_set_by": None}


@dataclass(slots=True)
class Writes:
    """Rows to write in one transaction, by the person who brought the file (None: the command line)."""

    by: str | None
    at: datetime
    people: list[dict[str, Any]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    opened: list[dict[str, Any]] = field(default_factory=list)
    corrected: list[dict[str, Any]] = field(default_factory=list)
    ended: list[dict[str, Any]] = field(default_factory=list)
    addressed: list[dict[str, Any]] = field(default_factory=list)
    touched: list[dict[str, Any]] = field(default_factory=list)

    def add_person(self, number: str, facts: dict[str, str | None]) -> str:
        """Write a new person and return the id."""
        employee_id = new_id()
        derived = {"number_key": number_key(number), "search": _search(number, facts), "row_version": 1}
        by = {"email_set_at": self.at, "email_set_by": self.by} if facts["email"] else _NO_ADDRESS
        self.people.append({"id": employee_id, "staff_number": number, **derived, **by, **facts})
        return employee_id

    def change_person(self, employee_id: str, number: str, facts: dict[str, str | None]) -> None:
        """Write all personal values of a person who is known."""
        self.facts.append({"key": employee_id, **facts, "search": _search(number, facts)})

    def note_address(self, employee_id: str) -> None:
        """Write when and by whom another mail address was written down."""
        self.addressed.append({"key": employee_id, "at": self.at, "by": self.by})

    def move(self, employee_id: str, moves: Moves) -> None:
        """Write what changes about the placements of a person who is known; counts as a change of the person."""
        if moves.corrects is not None and moves.before is not None:
            self._correct(moves.before, moves.corrects)
        self.open(employee_id, moves)
        self.touched.append({"key": employee_id})

    def open(self, employee_id: str, moves: Moves) -> None:
        """Write the placement that begins."""
        if moves.opens is not None:
            fresh = {"id": new_id(), "employee_id": employee_id, "recorded_at": self.at, "recorded_by": self.by}
            self.opened.append(fresh | _columns(moves.opens))

    def _correct(self, before: Stay, after: Stay) -> None:
        if before.to_on != after.to_on:
            self.ended.append({"key": before.id, "to_on": after.to_on, "at": self.at, "by": self.by})
        if replace(before, to_on=after.to_on) != after:
            self.corrected.append({"key": before.id, "at": self.at, "by": self.by} | _columns(after))

    def write(self, session: Session) -> None:
        """Send everything to the database, people before the placements that name them."""
        connection = session.connection()
        for rows, statement in (
            (self.people, insert(Employee)),
            (self.facts, _CHANGE),
            (self.addressed, _ADDRESS),
            (self.touched, _TOUCH),
            (self.ended, _END),
            (self.corrected, _CORRECT),
            (self.opened, insert(Placement)),
        ):
            if rows:
                connection.execute(statement, rows)


def _search(number: str, facts: dict[str, str | None]) -> str:
    return search_words(number, facts["name"] or "", facts["latin_name"])


def _columns(stay: Stay) -> dict[str, Any]:
    return {name: getattr(stay, name) for name in _STAY}


_CHANGE = update(Employee).where(Employee.id == bindparam("key")).values({name: bindparam(name) for name in _FACTS})
_ADDRESS = (
    update(Employee)
    .where(Employee.id == bindparam("key"))
    .values(email_set_at=bindparam("at"), email_set_by=bindparam("by"))
)
_TOUCH = update(Employee).where(Employee.id == bindparam("key")).values(row_version=Employee.row_version + 1)
_END = (
    update(Placement)
    .where(Placement.id == bindparam("key"))
    .values(to_on=bindparam("to_on"), end_recorded_at=bindparam("at"), end_recorded_by=bindparam("by"))
)
_CORRECT = (
    update(Placement)
    .where(Placement.id == bindparam("key"))
    .values(
        {name: bindparam(name) for name in _STAY} | {"recorded_at": bindparam("at"), "recorded_by": bindparam("by")}
    )
)
