"""Ten thousand papers packed by workers that are killed on their way: all are there, once, and memory is flat."""

import csv
import hashlib
import io
import os
import re
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from handbook.acknowledgements.models import Acknowledgement, Invitation
from handbook.core.db import db, new_id
from handbook.core.jobs import Job
from handbook.core.transaction import end_read, transaction
from handbook.documents.models import DocumentTail, SealedDocument
from handbook.documents.queries import store
from handbook.exports import operations as exports
from handbook.exports.selection import Selection
from handbook.people.models import Employee
from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.heavy.conftest import Company
from tests.installation import installation

pytestmark = pytest.mark.database
PAPERS = 10_000
LIFE = PAPERS // 7  # papers that a worker packs before it is killed, so that speed does not decide how many die
PATIENCE = 600
MORE_MEMORY = 16 * 1024  # kilobytes by which ten times the papers may raise the peak


@pytest.fixture(scope="module")
def papers(company: Company) -> dict[str, str]:
    """Ten thousand sealed papers: SHA-256 by receipt."""
    with company.app.app_context():
        return sealed_papers(PAPERS, "Q")


def test_every_paper_is_packed_once_whatever_happens_to_the_worker(company: Company, papers: dict[str, str]) -> None:
    with company.app.app_context():
        meera = factories.actor("meera")
        end_read()
        with transaction():
            job_id = exports.start(meera, Selection(1, person="q0"))
    deaths, begun = 0, time.monotonic()
    with installation(company.settings.data_dir, DATABASE_URL=company.settings.database) as here:
        while state_of(company, job_id) in ("queued", "running"):
            assert time.monotonic() - begun < PATIENCE, here.log("worker")
            here.start("worker")
            wait_for_papers(company, job_id, LIFE)
            deaths += state_of(company, job_id) == "running"
            here.kill("worker")
        words = here.log("worker")
    seconds = time.monotonic() - begun
    assert state_of(company, job_id) == "done", words
    print(f"\n{company.database}: {PAPERS} papers, {deaths} deaths, {seconds:.0f} s")
    assert deaths >= 3
    with company.app.app_context():
        it_is_complete(exports.file_of(job_id), papers)
        assert [path.name for path in exports.file_of(job_id).parent.iterdir()] == [f"{job_id}.zip"]


@pytest.mark.usefixtures("papers")
def test_the_memory_of_a_worker_does_not_grow_with_the_papers(company: Company, tmp_path: Path) -> None:
    with company.app.app_context():
        sealed_papers(PAPERS // 10, "Z")
    peaks = {}
    with installation(company.settings.data_dir, DATABASE_URL=company.settings.database) as here:
        for person in ("z0", "q0"):  # a thousand, ten thousand
            out = str(tmp_path / f"{person}.zip")
            command = ["flask", "acknowledgements", "export", "--edition", "1", "--person", person, "--out", out]
            pid = os.posix_spawnp(command[0], command, here.environment())
            peaks[person] = peak_of(pid)
    print(f"\n{company.database}: peak {peaks['z0'] // 1024} MB with 1,000, {peaks['q0'] // 1024} MB with 10,000")
    assert len(zipfile.ZipFile(tmp_path / "q0.zip").infolist()) == PAPERS + 1
    assert len(zipfile.ZipFile(tmp_path / "z0.zip").infolist()) == PAPERS // 10 + 1
    assert peaks["q0"] - peaks["z0"] < MORE_MEMORY


def sealed_papers(count: int, letter: str) -> dict[str, str]:
    """Write signatures with sealed papers below the ledger, all like that of asha; return SHA-256 by receipt."""
    if not db.session.scalar(select(func.count()).select_from(Acknowledgement)):
        sign_below("asha")
    model = dict(db.session.execute(select(Acknowledgement.__table__).limit(1)).mappings().one())
    round_id = db.session.scalars(select(Invitation.round_id).where(Invitation.id == model["invitation_id"])).one()
    end_read()
    data = os.urandom(20_000)
    base, papers = store().put(data), {}
    for start in range(0, count, 500):
        rows: dict[type[Any], list[dict[str, Any]]] = {}
        for number in range(start, start + 500):
            one = paper(model, round_id, f"{letter}{number:06}", base, data)
            papers[f"R-{letter}{number:06}"] = str(one[SealedDocument]["sha256"])
            for table, line in one.items():
                rows.setdefault(table, []).append(line)
        with transaction() as session:
            for table, lines in rows.items():
                session.execute(insert(table), lines)
    return papers


def paper(model: dict[str, Any], round_id: str, name: str, base: str, data: bytes) -> dict[type[Any], dict[str, Any]]:
    """Return the rows of one person with a sealed signature."""
    person, invitation, signature, tail = new_id(), new_id(), new_id(), name.encode() * 100
    whole, end = hashlib.sha256(data + tail).hexdigest(), hashlib.sha256(tail).hexdigest()
    evidence = {name: model[name] for name in ("schema", "recorded_at", "salt")}
    signed = {"id": signature, "invitation_id": invitation, "employee_id": person, "staff_number": name, "name": name}
    keys = {"receipt": f"R-{name}", "idempotency_key": new_id()}
    sealed = {"id": new_id(), "kind": "acknowledgement", "record_id": signature, "code": f"R-{name}", "sha256": whole}
    parts = {"base_sha256": base, "pages": [], "tail_sha256": end, "size": len(data) + len(tail)}
    return {
        Employee: {"id": person, "staff_number": name, "name": name},
        Invitation: {"id": invitation, "round_id": round_id, "employee_id": person},
        Acknowledgement: model | signed | keys,
        DocumentTail: {"sha256": end, "data": tail},
        SealedDocument: evidence | sealed | parts,
    }


def wait_for_papers(company: Company, job_id: str, more: int) -> None:
    """Wait until so many more papers are packed, or the work has ended."""
    deadline, before = time.monotonic() + PATIENCE, packed(company, job_id)
    while packed(company, job_id) < before + more and state_of(company, job_id) in ("queued", "running"):
        assert time.monotonic() < deadline, f"stuck at {packed(company, job_id)} papers"
        time.sleep(0.02)


def packed(company: Company, job_id: str) -> int:
    with company.app.app_context():
        end_read()
        return db.session.scalars(select(Job.done).where(Job.id == job_id)).one()


def state_of(company: Company, job_id: str) -> str:
    with company.app.app_context():
        end_read()
        return db.session.scalars(select(Job.state).where(Job.id == job_id)).one()


def peak_of(pid: int) -> int:
    """Wait for the end of a process and return the most memory that it held, in kilobytes."""
    peak = 0
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
        peak = int(found[1]) if found else peak
        time.sleep(0.05)
    return peak


def it_is_complete(path: Path, papers: dict[str, str]) -> None:
    """See that every sealed paper is in it once, byte for byte, and stands in the index."""
    with zipfile.ZipFile(path) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))
        sealed = [row for row in rows if row["file"]]
        assert {row["receipt"]: row["sha256"] for row in sealed} == papers
        assert len(sealed) == len(papers)
        assert archive.namelist() == [*(row["file"] for row in sealed), "index.csv"]
        for row in sealed:
            assert hashlib.sha256(archive.read(row["file"])).hexdigest() == row["sha256"]
