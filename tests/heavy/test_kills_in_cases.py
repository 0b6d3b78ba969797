"""Killed by signal 9 over a letter, a dismissal, an appeal, a complaint: whole or not there at all, and never twice."""

import io
import signal
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from handbook.company.queries import locations
from handbook.complaints.models import Complaint, ComplaintEntry, ComplaintIdentity, ComplaintPerson, ComplaintPhoto
from handbook.core import clock, jobs
from handbook.core.db import db
from handbook.core.jobs import Job
from handbook.core.transaction import end_read, transaction
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.changing import SEAL
from handbook.corrective_actions.steps.models import StepServed
from handbook.corrective_actions.steps.models_appeals import Appeal, AppealDecided, WorkEnded
from handbook.documents.models import SealedDocument
from handbook.ledger.checkpoints import write_checkpoint
from handbook.ledger.models import Leaf
from handbook.ledger.verification import verify
from handbook.people.queries import find_placed_at
from tests import factories
from tests.corrective_actions import stories
from tests.customers.stories import photo
from tests.faults.dying import forked, serving
from tests.faults.over_http import Answer, Connection, WebVisitor
from tests.heavy.conftest import Company
from tests.installation import Installation, free_port

pytestmark = pytest.mark.database
POINTS = ("before-commit", "after-commit")
# A post with a proof commits three times: the try of the password is entered, it is settled, the deed is done.
PROVEN, PLAIN = 3, 1
# The worker commits three times until a letter is kept: the job is claimed, the checkpoint taken, the letter written.
SEALING = {"while-sealing-letter": 0, "before-commit:3": 0, "after-commit:3": 1}
IN_TABLES = (Complaint, ComplaintEntry, ComplaintPhoto, ComplaintPerson, ComplaintIdentity)
BOUNDARY = "a-line-between"

Facts = tuple[object, ...]


@dataclass(frozen=True)
class Deed:
    """What somebody is about to send, what the tables say of it, and what they say once it is done.

    `number`: the staff number of who sends it, "" for a customer. `commits`: how often the post commits.
    """

    number: str
    page: str
    action: str
    fields: dict[str, str]
    commits: int
    facts: Callable[[], Facts]
    whole: Facts
    has_photo: bool = False


def test_what_is_killed_is_whole_or_not_there(company: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    app, killed = company.app, 0
    with app.app_context():
        write_checkpoint(tmp_path / "before.txt")
    with serving(app) as web:
        for point, deed in deeds(app):
            kill(app, web.url, deed, point)
            killed += 1
    kill_while_sealing(app)
    with capsys.disabled():
        print(f"\nkill -9 in cases on {company.database}: {killed} deeds and {len(SEALING)} letters")
    here = Installation(company.settings.data_dir, free_port(), {"DATABASE_URL": company.settings.database})
    whole = here.flask("ledger", "verify", "--checkpoint", str(tmp_path / "before.txt"))
    assert whole.returncode == 0, whole.stderr


def kill(app: Flask, url: str, deed: Deed, point: str) -> None:
    """Let the process die that does a deed, look at the tables, and send the same form again."""
    browser = WebVisitor(url)
    if deed.number:
        browser.sign_in(deed.number)
    browser.get(deed.page)
    address, form = browser.filled(deed.action, **deed.fields)
    nothing = seen(app, deed)
    assert nothing != deed.whole
    with serving(app, f"{point}:{deed.commits}") as doomed:
        with pytest.raises(OSError):
            send(browser.at(doomed.url), address, form, deed)
        assert doomed.killed_by == signal.SIGKILL
    assert seen(app, deed) == (deed.whole if point == "after-commit" else nothing), f"{deed.page}: {point}"
    answer = send(browser.client, address, form, deed)
    assert answer.status_code in (200, 409), answer.text
    assert seen(app, deed) == deed.whole, f"{deed.page}: the same form sent again after a kill {point}"


def send(to: Connection, address: str, form: dict[str, str], deed: Deed) -> Answer:
    """Send a form, with a photograph where one belongs to it."""
    if not deed.has_photo:
        return to.post(address, form)
    values = form | {"photos": FileStorage(io.BytesIO(bytes_of_photo()), "till.jpg", content_type="image/jpeg")}
    _boundary, body = encode_multipart(values, BOUNDARY)
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    return to._ask(urllib.request.Request(urljoin(to.url, address), body, kind))


def kill_while_sealing(app: Flask) -> None:
    """Let a worker die over a letter: a half one is never kept, a whole one never twice."""
    with app.app_context():
        waiting = db.session.execute(select(Job.id, Job.key).where(Job.kind == SEAL, Job.key.in_(served_letters())))
        letters = dict(waiting.all()[: len(SEALING)])
    for (job_id, record_id), (point, kept) in zip(letters.items(), SEALING.items(), strict=True):
        assert forked(app, lambda job=job_id: work_on(app, job), point).killed_by == signal.SIGKILL
        assert documents(app, record_id) == kept, f"a worker killed at {point}"
        let_lease_lapse(app, job_id)
        assert forked(app, lambda job=job_id: work_on(app, job)).killed_by is None
        assert documents(app, record_id) == 1, f"the next worker after one killed at {point}"


# The deeds.


def deeds(app: Flask) -> Iterator[tuple[str, Deed]]:
    """Prepare each deed for each point, to the last step. A dismissal ends the work, so each is of another person."""
    for point, dismissed in zip(POINTS, ("stranger", "ravi"), strict=True):
        for prepare in (a_warning, lambda name=dismissed: a_dismissal(name), an_appeal, a_complaint, a_customer):
            with app.app_context():
                deed = prepare()
                end_read()
            yield point, deed


def a_warning() -> Deed:
    """A written warning of Asha is handed over."""
    return a_service(approved("asha", Step.WRITTEN), ("served", "decided", True, 1, 0, 0, 1, True))


def a_dismissal(name: str) -> Deed:
    """A dismissal is handed over, and ends the work."""
    return a_service(approved(name, Step.DISMISSAL), ("served", "decided", True, 1, 1, 0, 1, False))


def an_appeal() -> Deed:
    """An appeal of Lakshmi is decided, and ends her case; the letter, the appeal and its end are to be sealed."""
    action_id = stories.served("lakshmi")
    stories.appeal(action_id, "lakshmi")
    stories.arrange_appeal(action_id)
    with transaction() as session:
        at = clock.now() - timedelta(minutes=1)
        session.execute(update(Appeal).where(Appeal.action_id == action_id).values(hearing_at=at))
    words = {"heard": "She was insulted first.", "reasons": "The words were not hers alone."}
    fields = {"password": factories.PASSWORD, "outcome": Outcome.ALLOWED.value} | words
    page, whole = f"/actions/{action_id}/appeal/decision", ("served", "closed", True, 1, 0, 1, 3, True)
    number = factories.PEOPLE["nandini"].number
    return Deed(number, page, "", fields, PROVEN, lambda: facts_of_step(action_id), whole)


def a_complaint() -> Deed:
    """Janis writes a complaint down, with a photograph, and names Asha."""
    told = {"words": "She turned the screen away.", "place": "till 3", "person": factories.PEOPLE["asha"].number}
    number, whole = factories.PEOPLE["janis"].number, more(1, 2, 1, 1, 0)
    return Deed(number, "/complaints/new", "", told, PLAIN, counted, whole, has_photo=True)


def a_customer() -> Deed:
    """A customer complains at the public door and says who she is."""
    place = next(one.id for one in locations() if one.name == "Banjara Hills")
    told = {"words": "I waited for twenty minutes.", "location_id": place, "name": "Anna Kalna"}
    return Deed("", "/complain?lang=en", "", told, PLAIN, counted, more(1, 1, 0, 0, 1))


def a_service(action_id: str, whole: Facts) -> Deed:
    """Dmitri hands a letter over."""
    fields = {"serve-password": factories.PASSWORD, "serve-manner": "in person"}
    number = factories.PEOPLE["dmitri"].number
    return Deed(number, f"/actions/{action_id}", "/serve", fields, PROVEN, lambda: facts_of_step(action_id), whole)


def approved(subject: str, step: Step) -> str:
    """Return a step of somebody that is ready to be served."""
    names = stories.APPROVERS[step]
    asked = tuple(factories.person_id(name) for name in names)
    action_id = stories.propose(stories.heard_case(subject, step=step), step=step, approver_ids=asked)
    for name in names:
        stories.approve(action_id, name)
    return action_id


@cache
def bytes_of_photo() -> bytes:
    """Return the one photograph of this test."""
    return photo().read()


# What the tables say.


def seen(app: Flask, deed: Deed) -> Facts:
    """Return what the tables say now; the ledger verifies."""
    with app.app_context():
        assert verify().ok
        return deed.facts()


def facts_of_step(action_id: str) -> Facts:
    """Return where step, case and complaint stand, the evidence, what is to be sealed, and whether the person works."""
    action = stories.head(action_id)
    case = stories.case_head(action.case_id)
    named = db.session.get_one(ComplaintPerson, (case.complaint_id, action.subject_id), populate_existing=True)
    orders = db.session.scalars(select(Job.payload).where(Job.kind == SEAL))
    return (
        action.state,
        case.state,
        named.told_at is not None,
        *(rows(table, action_id) for table in (StepServed, WorkEnded, AppealDecided)),
        sum(payload["action_id"] == action_id for payload in orders),
        find_placed_at(action.subject_id, clock.now() + timedelta(days=2)) is not None,
    )


def rows(table: type[StepServed] | type[WorkEnded] | type[AppealDecided], action_id: str) -> int:
    """Return how many rows of evidence a step has; each has its leaf."""
    ids = list(db.session.scalars(select(table.id).where(table.action_id == action_id)))
    assert db.session.scalar(select(func.count()).select_from(Leaf).where(Leaf.record_id.in_(ids))) == len(ids)
    return len(ids)


def counted() -> Facts:
    """Return how many rows there are of what a complaint writes."""
    return tuple(db.session.scalar(select(func.count()).select_from(table)) or 0 for table in IN_TABLES)


def more(*numbers: int) -> Facts:
    """Return what will be counted when so many rows have come to each table."""
    return tuple(had + new for had, new in zip(counted(), numbers, strict=True))


def served_letters() -> list[str]:
    """Return the ids of served letters, oldest first."""
    return list(db.session.scalars(select(StepServed.id).order_by(StepServed.recorded_at)))


def documents(app: Flask, record_id: str) -> int:
    """Return how many sealed papers a record has."""
    with app.app_context():
        return db.session.scalar(select(func.count()).where(SealedDocument.record_id == record_id)) or 0


def work_on(app: Flask, job_id: str) -> None:
    """Do what the worker does with one job."""
    with app.app_context():
        jobs.run(job_id)


def let_lease_lapse(app: Flask, job_id: str) -> None:
    """Let the time be over for which a dead worker had asked."""
    with app.app_context(), transaction() as session:
        job = session.get_one(Job, job_id)
        assert job.state == "running"
        job.leased_until = clock.now() - timedelta(seconds=1)
