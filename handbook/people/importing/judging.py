"""A line beside what is known of its person: new, comes back, changed, unchanged, or not to be used, and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from flask_babel import gettext as _

from handbook.core.moments import day_words
from handbook.people.importing.choices import Choices
from handbook.people.importing.fields import PERSONAL, label
from handbook.people.importing.guarding import Guard
from handbook.people.importing.likeness import folded
from handbook.people.importing.lines import Line
from handbook.people.importing.scene import Known, Scene
from handbook.people.importing.stays import NOTHING, Moves, Stay, Wanted, moves
from handbook.people.importing.values import Unusable, fault_words


class Finding(StrEnum):
    """What comes of a line, or of a person who is missing in a file that holds everybody."""

    ERROR = "error"
    NEW = "new"
    RETURNS = "returns"
    CHANGED = "changed"
    ARCHIVED = "archived"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Judged:
    """What comes of a line: `facts` are the personal values to keep, `words` says why not or what becomes different."""

    finding: Finding
    facts: dict[str, str | None] = field(default_factory=dict)
    moves: Moves = NOTHING
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything a line is judged by. `boss` gives the employee id behind a number key, or None.

    In a rehearsal a location that is to be made counts as known. `guard` knows everybody of whom lines speak.
    """

    scene: Scene
    choices: Choices
    today: date
    boss: Callable[[str], str | None]
    guard: Guard
    numbers: Mapping[str, str] = field(default_factory=dict)
    rehearsal: bool = False


def judge(line: Line, known: Known | None, bench: Bench) -> Judged:
    """Return what comes of a line."""
    faults = list(line.faults)
    if known is None and not line.text("name") and not faults:
        faults.append(_("Name: needed for somebody who is new, and the file says nothing."))
    wanted = _wanted(line, known, bench, faults)
    try:
        placed = NOTHING if faults or _says_nothing(known, wanted) else _moves(known, wanted, bench)
    except Unusable as unusable:
        faults.append(str(unusable))
    if faults:
        return Judged(Finding.ERROR, words=tuple(faults))
    if known is None:
        facts = {"latin_name": "", "language": bench.choices.language, "email": None, "mobile": None, "kind": "staff"}
        return Judged(Finding.NEW, facts | _said(line), placed, _opening_words(placed, bench))
    changed = {key: value for key, value in _said(line).items() if not _alike(key, value, known.facts[key])}
    if barred := bench.guard.faults(known.id, changed, placed):
        return Judged(Finding.ERROR, words=tuple(barred))
    words = _fact_words(changed, known) + _move_words(placed, bench)
    if placed.returns:
        return Judged(Finding.RETURNS, known.facts | changed, placed, words)
    return Judged(Finding.CHANGED if words else Finding.UNCHANGED, known.facts | changed, placed, words)


def _moves(known: Known | None, wanted: Wanted, bench: Bench) -> Moves:
    return moves(known.stays if known else (), wanted, bench.choices.count_from, bench.today)


def _says_nothing(known: Known | None, wanted: Wanted) -> bool:
    """Tell whether somebody who never worked here (a guest, an adviser) is spoken of without any work."""
    return known is not None and not known.stays and not wanted.job and not wanted.location_id


def _wanted(line: Line, known: Known | None, bench: Bench, faults: list[str]) -> Wanted:
    """Return what the line says of the work; what cannot be found is put to the faults."""
    said = line.text("job") or (bench.choices.job if known is None else "")
    job = bench.scene.jobs.get(folded(said))
    day = (line.day("start_on") if known is None else None) or bench.choices.count_from
    return Wanted(
        job=(job.title if job else said) or None,
        location_id=_location(line, known, bench, faults),
        profile=line.text("profile") or _profile(said, known, bench, day),
        supervisor_id=_supervisor(line, bench, faults),
        no_supervisor="supervisor" in line.said and line.said["supervisor"] is None,
        start_on=line.day("start_on"),
        end_on=line.day("end_on"),
        no_end="end_on" in line.said and line.said["end_on"] is None,
    )


def _location(line: Line, known: Known | None, bench: Bench, faults: list[str]) -> str | None:
    name = line.text("location")
    if not name:
        return (bench.choices.location_id if known is None else "") or None
    found = bench.scene.locations.get(folded(name))
    if found is None and bench.rehearsal and bench.choices.zone:
        return bench.scene.add_location(name)
    if found is None:
        why = _("“%(name)s” is not known. Correct the name, or let unknown locations be made.", name=name)
        faults.append(fault_words("location", why))
    return found


def _profile(said: str, known: Known | None, bench: Bench, day: date) -> str | None:
    """Return the profile that goes with a new job; None where the job stays, and with it the profile."""
    present = max(known.stays, key=lambda stay: stay.from_on).job if known and known.stays else ""
    if not said or folded(said) == folded(present):
        return None
    job = bench.scene.jobs.get(folded(said))
    return job.profile_on(day) if job else "everyone"


def _supervisor(line: Line, bench: Bench, faults: list[str]) -> str | None:
    if not line.supervisor:
        return None
    if line.supervisor == line.key:
        faults.append(fault_words("supervisor", _("nobody is their own supervisor.")))
        return None
    found = bench.boss(line.supervisor)
    if found is None:
        why = _("nobody has the staff number %(number)s, here or in the file.", number=line.text("supervisor"))
        faults.append(fault_words("supervisor", why))
    return found


def _said(line: Line) -> dict[str, str | None]:
    """Return the personal values that the line gives; a Latin name taken away is empty, mail and mobile are None."""
    said = {key: line.said[key] for key in PERSONAL if key in line.said}
    return {key: ("" if key == "latin_name" else None) if value is None else str(value) for key, value in said.items()}


def _alike(key: str, said: str | None, kept: str | None) -> bool:
    if key == "mobile":
        return (said or "").replace(" ", "") == (kept or "").replace(" ", "")
    return (said or "") == (kept or "")


def _fact_words(changed: Mapping[str, str | None], known: Known) -> tuple[str, ...]:
    return tuple(_arrow(key, known.facts[key], value) for key, value in changed.items())


def _opening_words(placed: Moves, bench: Bench) -> tuple[str, ...]:
    if placed.opens is None:
        return ()
    where = f"{placed.opens.job}, {bench.scene.names.get(placed.opens.location_id, '')}"
    return (_("%(where)s, from %(day)s", where=where, day=day_words(placed.opens.from_on)),)


def _move_words(placed: Moves, bench: Bench) -> tuple[str, ...]:
    if not placed.any or placed.before is None or placed.returns:
        return _opening_words(placed, bench)
    before, after = placed.before, placed.opens or placed.corrects or placed.before
    pairs = [
        ("job", before.job, after.job),
        ("location", *(bench.scene.names.get(stay.location_id, "") for stay in (before, after))),
        ("profile", before.profile, after.profile),
        ("supervisor", *(_number(stay, bench) for stay in (before, after))),
        ("end_on", *(stay.to_on.isoformat() if stay.to_on else "" for stay in (before, after))),
    ]
    if placed.opens is None:
        pairs.append(("start_on", before.from_on.isoformat(), after.from_on.isoformat()))
    return tuple(_arrow(key, old, new) for key, old, new in pairs if old != new)


def _number(stay: Stay, bench: Bench) -> str:
    return bench.numbers.get(stay.supervisor_id or "", stay.supervisor_id or "")


def _arrow(key: str, old: str | None, new: str | None) -> str:
    return f"{label(key)}: {old or '–'} → {new or '–'}"
