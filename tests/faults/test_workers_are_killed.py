"""A worker that is killed over its work: what it did half is never seen, and the next one does it whole."""

import csv
import hashlib
import io
import signal
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from handbook.acknowledgements.models import Acknowledgement
from handbook.core import clock
from handbook.core.db import db
from handbook.core.jobs import Job
from handbook.core.transaction import end_read, transaction
from handbook.documents.models import SealedDocument
from handbook.exports import operations as exports
from handbook.exports.packing import BATCH
from handbook.exports.selection import Selection
from tests import factories
from tests.browser_like import Visitor
from tests.faults import crowd
from tests.faults.conftest import Live

pytestmark = pytest.mark.database
SIGNERS = BATCH + 5


def test_a_paper_and_an_export_survive_the_death_of_their_workers(live: Live, tmp_path: Path):
    with live.app.app_context():
        numbers = crowd.hire(SIGNERS)
        crowd.let_read(numbers)
        for number in numbers:
            crowd.sign(number)
    killed_at(live, "while-sealing")
    assert sealed(live) == {}
    worker_ends_well(live)
    papers = sealed(live)
    assert len(papers) == SIGNERS
    with live.app.app_context():
        meera = factories.actor("meera")
        with transaction():
            job_id = exports.start(meera, Selection(1))
    for file in (2, BATCH, BATCH + 2, 3):  # what is kept is not packed again: in the end five are left
        killed_at(live, f"while-packing:{file}")
        assert taken_away(live, job_id) is None, "half an export is never handed out"
    worker_ends_well(live)
    archive = taken_away(live, job_id)
    assert archive is not None
    it_is_complete(archive, papers)
    assert [path.name for path in (live.installation.data / "exports").iterdir()] == [f"{job_id}.zip"]


def test_an_export_on_the_command_line_that_is_killed_leaves_no_file_under_its_name(live: Live, tmp_path: Path):
    with live.app.app_context():
        numbers = crowd.hire(2)
        crowd.let_read(numbers)
        for number in numbers:
            crowd.sign(number)
    out = tmp_path / "edition-1.zip"
    command = ("acknowledgements", "export", "--edition", "1", "--out", str(out))
    assert live.installation.flask(*command, HANDBOOK_FAULT="while-packing:2").returncode == -signal.SIGKILL
    assert not out.exists()
    assert live.installation.flask(*command).returncode == 0
    with zipfile.ZipFile(out) as archive:
        states = [row["state"] for row in csv.DictReader(io.StringIO(archive.read("index.csv").decode("utf-8-sig")))]
    assert states == ["signed, not sealed yet"] * 2
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def killed_at(live: Live, point: str) -> None:
    """Let a worker die at this point; the next need not wait until the time is over that it had asked for."""
    done = live.installation.flask("jobs", "work", "--once", HANDBOOK_FAULT=point)
    assert done.returncode == -signal.SIGKILL, f"{point}: {done.stderr}"
    with live.app.app_context():
        end_read()
        left = db.session.scalars(select(Job.leased_until).where(Job.state == "running")).one()
        assert left is not None
        assert left > clock.now()


def worker_ends_well(live: Live) -> None:
    """Let a worker do everything that waits."""
    done = live.installation.flask("jobs", "work", "--once")
    assert done.returncode == 0, done.stderr
    with live.app.app_context():
        assert set(db.session.scalars(select(Job.state))) == {"done"}


def sealed(live: Live) -> dict[str, str]:
    """Return the SHA-256 of each sealed signature by its receipt."""
    with live.app.app_context():
        query = select(Acknowledgement.receipt, SealedDocument.sha256)
        query = query.join(SealedDocument, SealedDocument.record_id == Acknowledgement.id)
        return dict(db.session.execute(query).all())


def taken_away(live: Live, job_id: str) -> bytes | None:
    """Return what meera gets when she takes the export away, or None where it is not ready."""
    meera = Visitor(live.app)
    meera.get("/sign-in?lang=en&next=/exports")
    meera.submit("/sign-in", staff_number=factories.PEOPLE["meera"].number, password=factories.PASSWORD)
    answer = meera.client.get(f"/exports/{job_id}.zip")
    assert answer.status_code in (200, 404)
    return answer.data if answer.status_code == 200 else None


def it_is_complete(data: bytes, papers: dict[str, str]) -> None:
    """See that every sealed paper is in it once, byte for byte, and stands in the index."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        rows = list(csv.DictReader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))
        assert {row["receipt"]: row["sha256"] for row in rows} == papers
        assert {row["sha256"] for row in rows} == {
            hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist() if name != "index.csv"
        }
        assert sorted(archive.namelist()) == sorted([*(row["file"] for row in rows), "index.csv"])
