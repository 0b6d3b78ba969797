"""The dry run: every line is read and compared, nothing of any person is written, and the findings lie in a file."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Invalid
from handbook.core.moments import locale_of
from handbook.core.transaction import end_read
from handbook.people.folding import folded
from handbook.people.importing import files, queries, receiving, scene, tables
from handbook.people.importing.chains import FAULTY, Chains, State
from handbook.people.importing.guarding import guard_of, importer_of
from handbook.people.importing.judging import Bench, Finding, judge
from handbook.people.importing.leavers import missing_people
from handbook.people.importing.lines import Line, understand
from handbook.people.importing.queries import Plan
from handbook.people.importing.register import Register
from handbook.people.importing.values import fault_words

CHUNK = 500
MOST_NEW_NAMES = 1000
Progress = Callable[[int, int], None]
Entry = dict[str, Any]
One = TypeVar("One")


def preview(import_id: str, progress: Progress) -> dict[str, Any]:
    """Compare every line with what is known and return the counts; raise Invalid where the file cannot be read."""
    plan = queries.plan_of(import_id)
    with force_locale(locale_of(plan.language)):
        return _Preview(plan, progress).made()


def chunks(things: Iterator[One], size: int = CHUNK) -> Iterator[list[One]]:
    """Yield lists of so many things, the last one shorter."""
    while some := list(islice(things, size)):
        yield some


class _Preview:
    """One dry run. Lines go through a file, so that memory does not grow with them."""

    def __init__(self, plan: Plan, progress: Progress) -> None:
        self.plan, self.progress = plan, progress
        self.importer = importer_of(plan.owner_id)
        self.scene = scene.read_scene(db.session())
        self.known_places, self.known_jobs = frozenset(self.scene.locations), frozenset(self.scene.jobs)
        self.register, self.states, self.offsets = Register(), bytearray(), array("Q")
        self.counts: Counter[str] = Counter()
        self.new_names: dict[str, dict[str, str]] = {"location": {}, "job": {}}
        self.without_number = 0
        self.judged = files.file_of(plan.id, files.JUDGED)

    def made(self) -> dict[str, Any]:
        """Do all of it."""
        self._judge()
        self.chains = Chains(self.register, self.states, queries.present(self.plan.choices.count_from))
        doubles = self._doubles()
        self.chains.settle()
        leavers = self._leavers()
        found = self._findings(doubles, leavers)
        files.write_lines(files.file_of(self.plan.id, files.FINDINGS), found)
        files.write_lines(files.file_of(self.plan.id, files.LINES), self._to_apply(leavers))
        self.judged.unlink()
        return {
            "counts": {finding.value: self.counts[finding.value] for finding in Finding},
            "new_locations": sorted(self.new_names["location"].values()),
            "new_jobs": sorted(self.new_names["job"].values()),
            "without_number": self.without_number,
            "lines": sum(state not in FAULTY for state in self.states) + self._leaving(leavers),
        }

    def _judge(self) -> None:
        path = receiving.table_of(self.plan.id)
        if not path.is_file():
            raise Invalid(_("The file has been removed, as every file is after a week. Bring it again."))
        total = sum(1 for _row in tables.rows(path, self.plan.shape))
        self.progress(0, total)
        place = 0
        with files.written(self.judged) as out:
            for some in chunks(tables.rows(path, self.plan.shape)):
                for entry in self._judged([self._line(row, cells) for row, cells in some]):
                    self.offsets.append(place)
                    place += out.write(files.packed(entry))
                self.progress(len(self.register), total)

    def _line(self, row: int, cells: Sequence[str]) -> Line:
        plan = self.plan
        return understand(row, cells, plan.places, len(plan.shape.columns), plan.choices.day_format)

    def _judged(self, lines: list[Line]) -> Iterator[Entry]:
        session = db.session()
        known = scene.known_people(session, {line.key for line in lines if line.key})
        bosses = scene.ids_of(session, {line.supervisor for line in lines if line.supervisor})
        before = {stay.supervisor_id for person in known.values() for stay in person.stays if stay.supervisor_id}
        numbers = scene.numbers_of(session, before | set(bosses.values()))
        numbers |= {scene.NEW + line.supervisor: line.text("supervisor") for line in lines}
        guard = guard_of(self.importer, [person.id for person in known.values()])
        end_read()
        today = clock.now().date()
        bench = Bench(
            self.scene,
            self.plan.choices,
            today,
            # Whether somebody further down the file is this supervisor is seen once all lines are read.
            lambda key: bosses.get(key) or scene.NEW + key,
            guard,
            numbers,
            rehearsal=True,
        )
        for line in lines:
            person = known.get(line.key)
            judged = judge(line, person, bench)
            self.register.add(line)
            failed = judged.finding is Finding.ERROR
            self.states.append(State.ERROR if failed else State.KNOWN if person else State.NEW)
            self.without_number += not line.key
            yield {**line.as_json(), "finding": judged.finding.value, "words": list(judged.words)}

    def _doubles(self) -> dict[int, int]:
        """Return for each line whose staff number stands in another line the row of that one; both are errors."""
        doubles: dict[int, int] = {}
        for line, first in self.chains.lines.doubles():
            doubles[line] = self.register.rows[first]
            doubles.setdefault(first, self.register.rows[line])
        for line in doubles:
            self.states[line] = State.ERROR
        return doubles

    def _leavers(self) -> list[Entry]:
        """Return the findings about people who are missing, where the file is said to hold everybody."""
        if self.plan.choices.left_on is None or self.without_number:
            return []
        return list(missing_people(self.plan, self.importer, self.chains.lines))

    def _leaving(self, leavers: list[Entry]) -> int:
        return sum(entry["finding"] == Finding.ARCHIVED.value for entry in leavers)

    def _findings(self, doubles: dict[int, int], leavers: list[Entry]) -> Iterator[Entry]:
        """Yield errors first, then people who leave, then what changes, each in the order of the file."""
        missing_errors = [one for one in leavers if one["finding"] == Finding.ERROR.value]
        for one in leavers:
            self.counts[one["finding"]] += 1
        for place, entry in enumerate(files.read_lines(self.judged)):
            self._settle(place, entry, doubles)
            self.counts[entry["finding"]] += 1
            if entry["finding"] == Finding.ERROR.value:
                yield _shown(entry)
            else:
                self._note_new_names(entry["said"])
        yield from missing_errors
        yield from (one for one in leavers if one["finding"] != Finding.ERROR.value)
        for place, entry in enumerate(files.read_lines(self.judged)):
            if self.states[place] not in FAULTY and entry["finding"] != Finding.UNCHANGED.value:
                yield _shown(entry)

    def _settle(self, place: int, entry: Entry, doubles: dict[int, int]) -> None:
        """Add to a line's entry what only the whole file could tell."""
        state, words = self.states[place], entry["words"]
        if state not in FAULTY:
            return
        if entry["finding"] != Finding.ERROR.value:
            entry["finding"], words[:] = Finding.ERROR.value, []
        if place in doubles:
            why = _("%(number)s stands also in row %(row)s.", number=entry["said"]["staff_number"], row=doubles[place])
            words.append(fault_words("staff_number", why))
        if state in (State.ORPHAN, State.CIRCLE) or self.chains.is_nowhere(place):
            words.append(fault_words("supervisor", self._chain_words(place, entry)))

    def _chain_words(self, place: int, entry: Entry) -> str:
        number = entry["said"]["supervisor"]
        if self.states[place] == State.CIRCLE:
            return _(
                "%(number)s would work for this person in turn. Nobody is above their own supervisor.", number=number
            )
        line = self.chains.lines.find(self.register.bosses[place])
        if line >= 0:
            row = self.register.rows[line]
            return _(
                "%(number)s is new, and row %(row)s cannot be used. Correct that row first.", number=number, row=row
            )
        return _("nobody has the staff number %(number)s, here or in the file.", number=number)

    def _note_new_names(self, said: dict[str, Any]) -> None:
        for key, known in (("location", self.known_places), ("job", self.known_jobs)):
            name = said.get(key) or (self.plan.choices.job if key == "job" else "")
            if name and folded(name) not in known:
                self.new_names[key].setdefault(folded(name), name)
                if len(self.new_names[key]) > MOST_NEW_NAMES:
                    words = _("More than %(most)s names would be new. Is it the right column?", most=MOST_NEW_NAMES)
                    raise Invalid(fault_words(key, words))

    def _to_apply(self, leavers: list[Entry]) -> Iterator[Entry]:
        """Yield the lines that can be used, supervisors before their people, and then who leaves."""
        with self.judged.open("rb") as file:
            for place in self.chains.in_order():
                file.seek(self.offsets[place])
                entry = files.unpacked(file.readline())
                yield {"row": entry["row"], "said": entry["said"], "was": entry["finding"]}
        for one in leavers:
            if one["finding"] == Finding.ARCHIVED.value:
                yield {"leaves": one["id"], "was": one["finding"]}


def _shown(entry: Entry) -> Entry:
    said = entry["said"]
    name, number = said.get("name") or "", said.get("staff_number") or ""
    shown = {"row": entry["row"], "number": number, "name": name}
    return shown | {"finding": entry["finding"], "words": entry["words"]}
