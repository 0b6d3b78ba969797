"""What the pages of an import show: where it stands in words, its numbers, its findings a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from handbook.core.jobs import Job
from handbook.core.pagination import Paged
from handbook.people.importing import files, receiving
from handbook.people.importing.fields import FIELDS
from handbook.people.importing.judging import Finding
from handbook.people.importing.tables import Shape
from handbook.people.models import PeopleImport

PAGE = 50
SAMPLED = 3
# Mark, word before applying, word afterwards.
FINDINGS = {
    Finding.ERROR: ("bad", _l("cannot be used"), _l("left out")),
    Finding.NEW: ("new", _l("new"), _l("added")),
    Finding.RETURNS: ("good", _l("come back"), _l("came back")),
    Finding.CHANGED: ("calm", _l("change"), _l("changed")),
    Finding.ARCHIVED: ("left", _l("leave"), _l("left")),
    Finding.UNCHANGED: ("none", _l("stay the same"), _l("unchanged")),
}
STAGES = {
    "uploaded": ("wait", _l("Columns to be chosen")),
    "previewing": ("running", _l("Being compared")),
    "previewed": ("wait", _l("Ready to be applied")),
    "applying": ("running", _l("Being applied")),
    "applied": ("done", _l("Applied")),
    "failed": ("failed", _l("Cannot be read")),
    "cancelled": ("cancelled", _l("Cancelled")),
}
HEADER = (_l("row"), _l("staff number"), _l("name"), _l("finding"), _l("reason, or what changes"))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file with its first values."""

    name: str
    values: tuple[str, ...]
    read_as: str


@dataclass(frozen=True, slots=True)
class Found(Paged):
    """One page of findings. `rows` hold row, number, name, finding and words."""

    size = PAGE
    rows: list[dict[str, Any]]
    total: int
    page: int


def columns(one: PeopleImport, mapping: dict[str, str]) -> list[Column]:
    """Return the columns of a file that is still kept, with the first values of each."""
    shape = Shape.from_json(one.options["shape"])
    rows = [cells for _row, cells in receiving.sample(one.id, shape, SAMPLED)]
    read_as = {column: str(field.label) for field in FIELDS for column in [mapping.get(field.key)] if column}
    return [
        Column(name, tuple(row[place][:60] for row in rows if place < len(row) and row[place]), read_as.get(name, ""))
        for place, name in enumerate(shape.columns)
    ]


def lacking(mapping: dict[str, str]) -> list[str]:
    """Return what the file does not say of people who are new, as sentences that tell what follows."""
    found = []
    if "staff_number" not in mapping:
        found.append(_("No column was recognised as the staff number. Choose it: without it nothing can be compared."))
    if not {"name", "given_name", "family_name"} & set(mapping):
        found.append(_("No column was recognised as a name. New people need one."))
    if "job" not in mapping:
        found.append(_("No column was recognised as the job. Write below which job new people get."))
    if "location" not in mapping:
        found.append(_("No column was recognised as the location. Choose below where new people work."))
    return found


def found(one: PeopleImport, name: str, finding: str, page: int) -> Found:
    """Return a page of the findings of one kind (all where none is given) from a file of findings or the report."""
    start = (page - 1) * PAGE
    total, rows = 0, []
    for entry in _entries(one, name, finding):
        if start <= total < start + PAGE:
            rows.append(entry)
        total += 1
    return Found(rows, total, page)


def table_rows(one: PeopleImport, name: str, *, after: bool) -> Iterator[tuple[str, ...]]:
    """Return all findings as rows for a spreadsheet; their words are chosen now, the file is read row by row."""
    findings = {finding.value: str(words[2 if after else 1]) for finding, words in FINDINGS.items()}
    before = {finding.value: _otherwise(finding) for finding in FINDINGS}
    return (_row(entry, findings, before) for entry in _entries(one, name, ""))


def words(entry: dict[str, Any]) -> list[str]:
    """Return what is said of a line, and that the preview had said otherwise."""
    return [*entry["words"], *([_otherwise(Finding(entry["was"]))] if "was" in entry else [])]


def _row(entry: dict[str, Any], findings: dict[str, str], before: dict[str, str]) -> tuple[str, ...]:
    row = "" if entry["row"] is None else str(entry["row"])
    said = [*entry["words"], *([before[entry["was"]]] if "was" in entry else [])]
    return row, entry["number"], entry["name"], findings[entry["finding"]], "; ".join(said)


def _otherwise(finding: Finding) -> str:
    return _("the preview had said: %(before)s", before=FINDINGS[finding][1])


def numbers(counts: dict[str, int], *, after: bool) -> list[tuple[Finding, str, str, int]]:
    """Return finding, mark, word and number, those that are zero left out unless all are."""
    rows = [
        (finding, look, str(late if after else early), counts[finding.value])
        for finding, (look, early, late) in FINDINGS.items()
    ]
    return [row for row in rows if row[3]] or rows[-1:]


def progress_words(one: PeopleImport, job: Job | None) -> str:
    """Return how far an import is."""
    if job is not None and job.state == "failed":
        return _(
            "It failed: %(reason)s Go on, or cancel it; if it fails again, ask your administrator.", reason=job.error
        )
    if one.stage not in ("previewing", "applying"):
        return str(STAGES[one.stage][1])
    if job is None or not job.total:
        return _("The file is being read")
    if one.stage == "previewing":
        return _("%(done)s of %(total)s lines compared", done=job.done, total=job.total)
    return _("%(done)s of %(total)s lines applied", done=job.done, total=job.total)


def _entries(one: PeopleImport, name: str, finding: str) -> Iterator[dict[str, Any]]:
    entries = files.read_lines(files.file_of(one.id, name))
    return (entry for entry in entries if not finding or entry["finding"] == finding)
