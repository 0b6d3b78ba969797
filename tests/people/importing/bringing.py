"""Bringing a file below the pages: upload, mapping as guessed, preview and apply, each as the program does it."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from handbook.core import clock
from handbook.core.db import db
from handbook.core.transaction import transaction
from handbook.people.importing import files, headings, operations, receiving
from handbook.people.importing.choices import Choices
from handbook.people.importing.operations import Chosen
from handbook.people.models import Employee, PeopleImport, Placement

HEADER = ("Staff number", "Name", "Language", "Job", "Location", "Supervisor", "Start date", "End date")


def csv_of(*rows: Sequence[str], header: Sequence[str] = HEADER) -> bytes:
    """Return a CSV file of these rows."""
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode()


def bring(data: bytes, owner_id: str | None = None, mapping: dict[str, str] | None = None, **choices: Any) -> str:
    """Keep a file with the mapping that is guessed, or this one, and the choices given; return the import's id."""
    received = receiving.receive(io.BytesIO(data))
    wanted = Choices(**{"count_from": clock.now().date(), **choices})
    with transaction():
        import_id = operations.keep(owner_id, "people.csv", received)
    with transaction():
        columns = headings.guess(received.shape.columns) if mapping is None else mapping
        operations.choose(owner_id, import_id, Chosen(columns, wanted, "en"))
    return import_id


def previewed(data: bytes, owner_id: str | None = None, **choices: Any) -> str:
    """Bring and preview a file; return the import's id."""
    import_id = bring(data, owner_id, **choices)
    operations.preview_now(import_id, no_progress)
    return import_id


def applied(data: bytes, owner_id: str | None = None, **choices: Any) -> dict[str, int]:
    """Bring, preview and apply a file; return the counts other than zero."""
    import_id = previewed(data, owner_id, **choices)
    report = operations.apply_now(import_id, no_progress)
    assert report["differences"] == 0, list(files.read_lines(files.file_of(import_id, files.REPORT)))
    assert {**report["counts"], "error": 0} == {**preview_of(import_id)["counts"], "error": 0}
    return {key: count for key, count in preview_of(import_id)["counts"].items() if count}


def counts(import_id: str) -> dict[str, int]:
    """Return the counts of a preview other than zero."""
    return {key: count for key, count in preview_of(import_id)["counts"].items() if count}


def preview_of(import_id: str) -> dict[str, Any]:
    """Return what the preview found."""
    preview = db.session.get_one(PeopleImport, import_id, populate_existing=True).preview
    assert preview is not None
    return preview


def findings(import_id: str) -> list[tuple[int | None, str, str, str]]:
    """Return row, staff number, finding and words of everything found."""
    found = files.read_lines(files.file_of(import_id, files.FINDINGS))
    return [(one["row"], one["number"], one["finding"], "; ".join(one["words"])) for one in found]


def reasons(data: bytes, owner_id: str | None = None, **choices: Any) -> dict[int | None, str]:
    """Return the words of each error of a file by its row."""
    found = findings(previewed(data, owner_id, **choices))
    return {row: words for row, _number, finding, words in found if finding == "error"}


def person(number: str) -> Employee:
    """Return the person with exactly this staff number."""
    return db.session.scalars(select(Employee).where(Employee.staff_number == number)).one()


def stays(number: str) -> list[tuple[date, date | None, str, str | None]]:
    """Return first day, last day, job and the supervisor's staff number of each placement, oldest first."""
    query = select(Placement).where(Placement.employee_id == person(number).id).order_by(Placement.from_on)
    return [
        (one.from_on, one.to_on, one.job, db.session.get_one(Employee, one.supervisor_id).staff_number)
        if one.supervisor_id
        else (one.from_on, one.to_on, one.job, None)
        for one in db.session.scalars(query)
    ]


def no_progress(_done: int, _total: int) -> None:
    """Say nothing."""
