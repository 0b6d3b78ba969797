"""Applying a chunk of lines: each is compared once more with the database of that moment, written and reported."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import update
from sqlalchemy.orm import Session

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.faults import fault_point
from handbook.core.transaction import transaction
from handbook.people.importing import files, scene
from handbook.people.importing.guarding import Guard, guard_of, importer_of
from handbook.people.importing.judging import Bench, Finding, Judged, judge
from handbook.people.importing.lines import Line
from handbook.people.importing.previewing import Entry
from handbook.people.importing.queries import Plan
from handbook.people.importing.reaching import note_ways_to_reach
from handbook.people.importing.scene import Known, Scene
from handbook.people.importing.stays import NOTHING, Moves, leaving
from handbook.people.importing.values import Unusable, fault_words
from handbook.people.importing.writing import Writes
from handbook.people.models import PeopleImport


class Applying:
    """An import at work: each chunk of lines is judged once more, written, counted and reported in one transaction."""

    def __init__(self, plan: Plan, seen: Scene, circles: frozenset[int]) -> None:
        self.plan, self.scene, self.circles = plan, seen, circles
        self.tally: Counter[str] = Counter(plan.report.get("counts", {}))
        self.differences = int(plan.report.get("differences", 0))

    def counts(self) -> dict[str, Any]:
        """Return how many lines came to what, and of how many something else came than the preview said."""
        return {
            "counts": {finding.value: self.tally[finding.value] for finding in Finding},
            "differences": self.differences,
        }

    def chunk(self, entries: list[Entry], done: int) -> int:
        """Apply some entries and count them as done in the same transaction; return how many are done now."""
        fault_point("while-importing")
        before = (Counter(self.tally), self.differences)
        try:
            with transaction() as session:
                writes = Writes(self.plan.owner_id, clock.now())
                lines = [Line.from_json(entry) for entry in entries if "said" in entry]
                reported = [*self._lines(session, lines, writes), *self._leavers(session, entries, writes)]
                writes.write(session)
                self._count(entries, reported)
                part = files.file_of(self.plan.id, f"report-{done:07}.done")
                files.write_lines(part, (one for one in reported if one["finding"] != Finding.UNCHANGED.value))
                values = {"lines_done": done + len(entries), "report": self.counts()}
                session.execute(update(PeopleImport).where(PeopleImport.id == self.plan.id).values(**values))
        except BaseException:
            self.tally, self.differences = before
            raise
        return done + len(entries)

    def _lines(self, session: Session, lines: list[Line], writes: Writes) -> Iterator[Entry]:
        known = scene.known_people(session, {line.key for line in lines}, hold=True)
        bosses = scene.ids_of(session, {line.supervisor for line in lines if line.supervisor})
        before = {stay.supervisor_id for person in known.values() for stay in person.stays if stay.supervisor_id}
        numbers = scene.numbers_of(session, before | set(bosses.values()))
        guard = guard_of(self._importer(), [person.id for person in known.values()], hold=True)
        bench = Bench(self.scene, self.plan.choices, clock.now().date(), bosses.get, guard, numbers)
        for line in lines:
            person = known.get(line.key)
            judged = self._judged(line, person, bench)
            if judged.finding is Finding.NEW:
                bosses[line.key] = _write_new(line, judged, writes)
                numbers[bosses[line.key]] = line.number
            elif person is not None and judged.finding in (Finding.CHANGED, Finding.RETURNS):
                _write_change(person, judged, writes)
                note_ways_to_reach(guard.importer, guard.people[person.id], person, judged.facts)
            yield _reported(line, judged)

    def _judged(self, line: Line, person: Known | None, bench: Bench) -> Judged:
        if line.row in self.circles:
            why = _("somebody would stand above their own supervisor by now.")
            return Judged(Finding.ERROR, words=(fault_words("supervisor", why),))
        return judge(line, person, bench)

    def _leavers(self, session: Session, entries: list[Entry], writes: Writes) -> Iterator[Entry]:
        ids = [entry["leaves"] for entry in entries if "leaves" in entry]
        day = self.plan.choices.left_on
        if not ids or day is None:
            return
        people, guard = scene.people_by_id(session, ids, hold=True), guard_of(self._importer(), ids, hold=True)
        for person in (people[employee_id] for employee_id in ids):
            finding, words, moves = Finding.UNCHANGED, "", NOTHING
            try:
                moves = _leaving(person, day, guard)
            except Unusable as unusable:
                finding, words = Finding.ERROR, str(unusable)
            if moves.any:
                writes.move(person.id, moves)
                finding = Finding.ARCHIVED
            shown = {"row": None, "number": person.number, "name": person.facts["name"]}
            yield shown | {"finding": finding.value, "words": [words] if words else []}

    def _importer(self) -> Actor:
        """Return who brought the file with the roles of this moment: work goes on for minutes, or after days."""
        return importer_of(self.plan.owner_id)

    def _count(self, entries: Iterable[Entry], reported: list[Entry]) -> None:
        """Count what came of each entry, and say where the preview had said something else."""
        ordered = [*(one for one in entries if "said" in one), *(one for one in entries if "leaves" in one)]
        for entry, came in zip(ordered, reported, strict=True):
            self.tally[came["finding"]] += 1
            if entry["was"] != came["finding"]:
                self.differences += 1
                came["was"] = entry["was"]


def _leaving(person: Known, day: date, guard: Guard) -> Moves:
    """Return what ends the work of somebody who is missing; raise Unusable, also where the importer may not."""
    moves = leaving(person.stays, day)
    if moves.any and (why_not := guard.why_not_end(person.id, day)):
        raise Unusable(why_not)
    return moves


def _write_new(line: Line, judged: Judged, writes: Writes) -> str:
    employee_id = writes.add_person(line.number, judged.facts)
    writes.open(employee_id, judged.moves)
    return employee_id


def _write_change(person: Known, judged: Judged, writes: Writes) -> None:
    if judged.facts != person.facts:
        writes.change_person(person.id, person.number, judged.facts)
    if judged.facts["email"] != person.facts["email"]:
        writes.note_address(person.id)
    writes.move(person.id, judged.moves)


def _reported(line: Line, judged: Judged) -> Entry:
    shown = {"row": line.row, "number": line.number, "name": line.text("name")}
    return shown | {"finding": judged.finding.value, "words": list(judged.words)}
