"""Fifty equal posts at once, served by the processes of a real web server: one signature, and one answer for all."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from handbook.acknowledgements.models import Acknowledgement, Invitation
from handbook.acknowledgements.operations import SEAL
from handbook.core.db import db
from handbook.core.jobs import Job
from handbook.ledger.models import Leaf
from tests import factories
from tests.faults import crowd
from tests.faults.conftest import Live
from tests.faults.over_http import Answer, WebVisitor

pytestmark = pytest.mark.database
AT_ONCE = 50
RECEIPT = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


def test_fifty_equal_posts_are_one_signature_and_fifty_same_answers(live: Live):
    with live.app.app_context():
        crowd.let_read([factories.PEOPLE["ravi"].number])
        before = counted()
        db.session.remove()
    live.installation.start("web")
    ravi = WebVisitor(live.url)
    ravi.sign_in(factories.PEOPLE["ravi"].number)
    address, form = ravi.filled("/sign?lang=", password=factories.PASSWORD)
    together = Barrier(AT_ONCE)

    def post(_number: int) -> Answer:
        connection = ravi.at(live.url)
        together.wait()
        return connection.post(address, form)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(post, range(AT_ONCE)))
    with live.app.app_context():
        row = db.session.scalars(select(Acknowledgement)).one()
        assert {answer.status_code for answer in answers} == {200}
        assert {answer.request.path for answer in answers} == {f"/sign/receipt/{row.id}"}
        assert [set(RECEIPT.findall(answer.text)) for answer in answers] == [{row.receipt}] * AT_ONCE
        assert row.idempotency_key == form["idempotency_key"]
        more = {name: count - before[name] for name, count in counted().items()}
    assert more == {"acknowledgement": 1, "ledger_leaf": 1, "job": 1, "invitation": 0}


def counted() -> dict[str, int]:
    """Return how many rows there are of what a signature writes."""
    jobs = select(func.count()).where(Job.kind == SEAL)
    tables = (Acknowledgement, Leaf, Invitation)
    found = {each.__tablename__: db.session.scalar(select(func.count()).select_from(each)) or 0 for each in tables}
    return found | {"job": db.session.scalar(jobs) or 0}
