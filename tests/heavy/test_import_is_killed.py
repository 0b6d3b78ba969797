"""A worker killed over an import of 5,000 people: in the end every line is applied once, none twice, none left out."""

import csv
import signal
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from handbook.core import clock
from handbook.core.db import db
from handbook.core.jobs import Job
from handbook.core.transaction import transaction
from handbook.people.importing import files, headings, operations, receiving
from handbook.people.importing.choices import Choices
from handbook.people.importing.operations import Chosen
from handbook.people.models import Employee, PeopleImport, Placement
from tests import factories
from tests.heavy.conftest import Company
from tests.installation import Installation, free_port

LINES, CHANGED = 5000, 8
# Before a chunk is begun, with a chunk written and not committed, after its commit, before and after the job says how
# far it is. The first three commits are the claim of the job, the stage and new names; then a chunk commits twice.
KILLS = (
    "while-importing:1",
    "while-importing:3",
    "after-commit:4",
    "before-commit:7",
    "after-commit:6",
    "while-importing:2",
    "before-commit:4",
)


def test_every_line_is_applied_once(company: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    here = Installation(company.settings.data_dir, free_port(), {"DATABASE_URL": company.settings.database})
    with company.app.app_context():
        before = db.session.scalars(select(func.count()).select_from(Employee)).one()
        import_id = brought(written(tmp_path / "people.csv"))
    ends_well(here)
    with company.app.app_context(), transaction():
        operations.start_apply(factories.person_id("meera"), import_id)
    done = [0]
    for point in KILLS:
        killed = here.flask("jobs", "work", "--once", HANDBOOK_FAULT=point)
        assert killed.returncode == -signal.SIGKILL, f"{point}: {killed.stderr}"
        with company.app.app_context():
            done.append(lines_done(import_id))
            assert people() - before == done[-1] - min(done[-1], CHANGED), f"{point}: half a chunk is seen"
    assert done == sorted(done)
    assert 0 < done[-1] < LINES
    ends_well(here)
    with company.app.app_context():
        all_is_applied_once(import_id, before)
    with capsys.disabled():
        print(f"\nimport on {company.database}, killed {len(KILLS)} times: lines done after each {done[1:]}, then all")


def written(path: Path) -> Path:
    """Write changes of people who are known first, then new people, each with a supervisor further down."""
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(["Staff number", "Name", "Job", "Location", "Supervisor"])
        known = [one.number for name, one in factories.PEOPLE.items() if name not in ("meera", "janis")]
        lines.writerows([number, "", "changed job", "", ""] for number in known)
        for number in range(LINES - len(known)):
            boss = f"7{number + 1:05}" if number % 10 == 0 else "000201"
            lines.writerow([f"7{number:05}", f"Person {number}", "baker", "Banjara Hills", boss])
    assert len(known) == CHANGED
    return path


def brought(path: Path) -> str:
    """Bring the file as meera and ask for the preview."""
    with path.open("rb") as file:
        received = receiving.receive(file)
    meera = factories.person_id("meera")
    chosen = Chosen(headings.guess(received.shape.columns), Choices(clock.now().date()), "en")
    with transaction():
        import_id = operations.keep(meera, path.name, received)
    with transaction():
        operations.choose(meera, import_id, chosen)
        operations.start_preview(meera, import_id)
    return import_id


def ends_well(here: Installation) -> None:
    """Let a worker do everything that waits."""
    done = here.flask("jobs", "work", "--once")
    assert done.returncode == 0, done.stderr


def lines_done(import_id: str) -> int:
    return db.session.scalars(select(PeopleImport.lines_done).where(PeopleImport.id == import_id)).one()


def people() -> int:
    return db.session.scalars(select(func.count()).select_from(Employee)).one()


def all_is_applied_once(import_id: str, before: int) -> None:
    """See that people, placements, counts and report agree with the file."""
    one = db.session.get_one(PeopleImport, import_id)
    assert (one.stage, one.lines_done, one.lines_total) == ("applied", LINES, LINES)
    assert one.report is not None
    assert {key: count for key, count in one.report["counts"].items() if count} == {
        "new": LINES - CHANGED,
        "changed": CHANGED,
    }
    assert one.report["differences"] == 0
    assert people() == before + LINES - CHANGED
    placed = dict(
        db.session.execute(
            select(Employee.staff_number, func.count())
            .join(Placement, Placement.employee_id == Employee.id)
            .where(Employee.staff_number.like("7%"))
            .group_by(Employee.staff_number)
        ).all()
    )
    assert len(placed) == LINES - CHANGED
    assert set(placed.values()) == {1}
    jobs_of_dmitri = select(Placement.job).join(Employee, Employee.id == Placement.employee_id)
    found = db.session.scalars(jobs_of_dmitri.where(Employee.staff_number == "000101").order_by(Placement.from_on))
    assert list(found) == ["director", "changed job"]
    reported = Counter(entry["number"] for entry in files.read_lines(files.file_of(import_id, files.REPORT)))
    assert len(reported) == LINES
    assert set(reported.values()) == {1}
    assert set(db.session.scalars(select(Job.state))) == {"done"}
