"""Killed by signal 9 at every point of signing: what was confirmed stays, nothing is doubled, all of it gets sealed."""

import re
import signal
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from handbook.acknowledgements.models import Acknowledgement
from handbook.acknowledgements.operations import SEAL
from handbook.core import clock, jobs
from handbook.core.db import db
from handbook.core.jobs import Job
from handbook.core.transaction import transaction
from handbook.documents.models import SealedDocument
from handbook.documents.queries import bytes_of, documents_of
from handbook.ledger.checkpoints import write_checkpoint
from handbook.people.models import SignInAttempt
from tests import factories
from tests.faults import crowd
from tests.faults.dying import forked, serving
from tests.faults.over_http import WebVisitor
from tests.heavy.conftest import Company
from tests.installation import Installation, free_port

KILLS = {"SQLite": 30, "PostgreSQL": 6}
MORE = 4

# A post to /sign commits three times: the try of the password is entered, it is settled, the signature is written.
SIGNING = {
    "after parsing": "after-parsing",
    "before the commit": "before-commit:3",
    "after the commit": "after-commit:3",
    "before the reply": "before-reply",
}
# The worker commits three times until a paper is kept: the job is claimed, the checkpoint taken, the paper written.
SEALING = {"while sealing": "while-sealing"}
SEALED = {"sealed, before the commit": "before-commit:3", "sealed, before the job is settled": "after-commit:3"}
WRITTEN = {"after the commit", "before the reply"}
RECEIPT = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


@dataclass
class Tally:
    """What the people outside have seen, and how often a process was killed at each point."""

    confirmed: dict[str, str] = field(default_factory=dict)
    kills: dict[str, int] = field(default_factory=dict)

    def count(self, point: str, killed_by: int | None) -> None:
        """Count a death; only signal 9 is one."""
        assert killed_by == signal.SIGKILL, f"{point}: the process ended otherwise ({killed_by})"
        self.kills[point] = self.kills.get(point, 0) + 1


def test_kills_while_signing_lose_nothing_and_double_nothing(
    company: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    app, wanted, tally = company.app, KILLS[company.database], Tally()
    with app.app_context():
        people = crowd.hire(wanted * len(SIGNING) + 1)
        crowd.invite_all()
        crowd.let_read(people)
        write_checkpoint(tmp_path / "before.txt")
    waiting = iter(people)
    with serving(app) as web:
        commits_of_one_post_are_three(app, WebVisitor(web.url), next(waiting), tally)
        for point, fault in SIGNING.items():
            for _round in range(wanted):
                kill_while_signing(app, WebVisitor(web.url), next(waiting), point, fault, tally)
    for points, rounds in ((SEALING, wanted), (SEALED, MORE)):
        for point, fault in points.items():
            for _round in range(rounds):
                kill_while_sealing(app, point, fault, tally)
    with capsys.disabled():
        print(f"\nkill -9 on {company.database}: {tally.kills}; {len(tally.confirmed)} signatures confirmed")
    assert tally.kills == dict.fromkeys([*SIGNING, *SEALING], wanted) | dict.fromkeys(SEALED, MORE)
    assert set(tally.confirmed) == set(people)
    everything_is_sealed_and_true(company, tally, tmp_path)


def commits_of_one_post_are_three(app: Flask, browser: WebVisitor, number: str, tally: Tally) -> None:
    """Prove that the third commit is that of the signature: there is none after it."""
    address, form = at_the_form(browser, number)
    with serving(app, "before-commit:4") as armed:
        answer = browser.at(armed.url).post(address, form)
        assert answer.status_code == 200
        tally.confirmed[number] = receipt_on(answer.text)


def kill_while_signing(app: Flask, browser: WebVisitor, number: str, point: str, fault: str, tally: Tally) -> None:
    """Let the process die that serves this person's signature, look at the table, and send the same form again."""
    address, form = at_the_form(browser, number)
    with serving(app, fault) as doomed:
        with pytest.raises(OSError):
            browser.at(doomed.url).post(address, form)
        tally.count(point, doomed.killed_by)
    with app.app_context():
        assert left_behind(number) == expected(point, form["idempotency_key"])
        assert settled(number) is (None if point == "after parsing" else True)
        stands = {sure: receipt_of(sure) for sure in tally.confirmed}
    assert stands == tally.confirmed, f"a confirmed signature is lost or changed after a kill {point}"
    answer = browser.client.post(address, form)
    assert answer.status_code == 200
    tally.confirmed[number] = receipt_on(answer.text)
    with app.app_context():
        assert left_behind(number) == [form["idempotency_key"]], "the same form sent again is one signature"
        assert receipt_of(number) == tally.confirmed[number]


def kill_while_sealing(app: Flask, point: str, fault: str, tally: Tally) -> None:
    """Let the worker die over a paper; see that a half one is never kept, and let the job be free again."""
    before, keeps = papers_kept(app), point == "sealed, before the job is settled"
    tally.count(point, forked(app, lambda: work_off(app), fault).killed_by)
    assert papers_kept(app) - before == (1 if keeps else 0)
    left = let_lease_lapse(app, point)
    if keeps:
        assert forked(app, lambda: do_job(app, left)).killed_by is None
        assert papers_kept(app) - before == 1, "the next worker finds this paper kept and keeps no second"


def at_the_form(browser: WebVisitor, number: str) -> tuple[str, dict[str, str]]:
    """Sign a person in and fill in the signing form."""
    browser.sign_in(number)
    return browser.filled("/sign?lang=", password=factories.PASSWORD)


def expected(point: str, key: str) -> list[str]:
    """Return the idempotency keys of the signatures that a kill at this point leaves of this form."""
    return [key] if point in WRITTEN else []


def left_behind(number: str) -> list[str]:
    """Return the idempotency keys of this person's signatures."""
    query = select(Acknowledgement.idempotency_key).where(Acknowledgement.staff_number == number)
    return list(db.session.scalars(query))


def receipt_of(number: str) -> str:
    """Return the receipt of this person's one signature."""
    return db.session.scalars(select(Acknowledgement.receipt).where(Acknowledgement.staff_number == number)).one()


def settled(number: str) -> bool | None:
    """Tell what became of this person's try to prove the password at the form, the newest; the first is the sign-in."""
    tries = select(SignInAttempt.succeeded).where(SignInAttempt.staff_number == number).order_by(SignInAttempt.at)
    found = db.session.scalars(tries).all()
    return found[1] if len(found) > 1 else None


def receipt_on(page: str) -> str:
    """Return the receipt that a page shows, of which there is exactly one."""
    (receipt,) = set(RECEIPT.findall(page))
    return str(receipt)


def papers_kept(app: Flask) -> int:
    """Return how many sealed papers there are."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(SealedDocument)) or 0


def work_off(app: Flask) -> None:
    """Do what the worker does."""
    with app.app_context():
        jobs.work_off()


def do_job(app: Flask, job_id: str) -> None:
    """Do what the worker does with one job."""
    with app.app_context():
        jobs.run(job_id)


def let_lease_lapse(app: Flask, point: str) -> str:
    """Find exactly one job that a dead worker holds, let its two minutes be over, and return its id."""
    with app.app_context(), transaction() as session:
        held = session.scalars(select(Job.id).where(Job.kind == SEAL, Job.state == "running")).all()
        assert len(held) == 1, f"killed {point}: {len(held)} jobs are held"
        session.execute(update(Job).where(Job.id == held[0]).values(leased_until=clock.now() - timedelta(seconds=1)))
        return held[0]


def everything_is_sealed_and_true(company: Company, tally: Tally, folder: Path) -> None:
    """Let the real worker do the rest, and the real commands verify ledger and papers."""
    here = Installation(company.settings.data_dir, free_port(), {"DATABASE_URL": company.settings.database})
    done = here.flask("jobs", "work", "--once")
    assert done.returncode == 0, done.stderr
    with company.app.app_context():
        signed = dict(db.session.execute(select(Acknowledgement.staff_number, Acknowledgement.receipt)).all())
        assert signed == tally.confirmed
        assert db.session.scalar(select(func.count()).select_from(Acknowledgement)) == len(signed)
        assert db.session.scalar(select(func.count()).select_from(SealedDocument)) == len(signed)
        # A job whose worker died three times is given up; its paper, counted above, was sealed with another's batch.
        found = db.session.execute(select(Job.state, Job.tries).where(Job.kind == SEAL)).all()
        assert len(found) == len(signed)
        assert all(state == "done" or (state == "failed" and tries >= jobs.TRIES) for state, tries in found)
        assert [state for state, _tries in found].count("done") > len(found) // 2
        papers = write_papers(folder)
    assert len(papers) == len(signed)
    verified = here.flask("documents", "verify", *papers)
    assert verified.returncode == 0, verified.stderr
    whole = here.flask("ledger", "verify", "--checkpoint", str(folder / "before.txt"))
    assert whole.returncode == 0, whole.stderr


def write_papers(folder: Path) -> list[str]:
    """Write every sealed paper to a file of its own."""
    ids = db.session.scalars(select(Acknowledgement.id)).all()
    files = []
    for record_id, document in documents_of(ids).items():
        path = folder / f"{record_id}.pdf"
        path.write_bytes(bytes_of(document))
        files.append(str(path))
    return files
