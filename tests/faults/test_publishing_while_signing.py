"""Eight people sign while editions appear: nobody signs a text that they were not shown, or an older one."""

import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from handbook.acknowledgements.models import Acknowledgement
from handbook.core.db import db
from handbook.ledger.models import Leaf
from handbook.rules import operations as rules
from handbook.rules.models import Edition
from tests import factories
from tests.conftest import TEXTS
from tests.faults import crowd
from tests.faults.conftest import Live
from tests.faults.over_http import WebVisitor

pytestmark = pytest.mark.database
PEOPLE = 8
EDITIONS = 3
CHANGED = Path("en/greet-every-customer.md")
LONG_ENOUGH = 0.5  # seconds for which a publication stays open, so that posts come in while it is


@dataclass
class Signer:
    """One person's browser, every manifest that its forms carried, those signed, and the form that is filled in."""

    number: str
    browser: WebVisitor
    shown: set[str] = field(default_factory=set)
    signed: set[str] = field(default_factory=set)
    answers: list[int] = field(default_factory=list)
    form: tuple[str, dict[str, str]] = ("", {})

    def look(self) -> None:
        """Fill in the form of the signing page."""
        self.browser.get("/sign?lang=en")
        self.form = self.browser.filled("/sign?lang=", password=factories.PASSWORD)
        self.shown.add(self.form[1]["manifest"])

    def send(self) -> int:
        """Send the form: a receipt is the answer, or the newer text."""
        answer = self.browser.client.post(*self.form)
        self.answers.append(answer.status_code)
        if answer.status_code == 200:
            assert answer.request.path.startswith("/sign/receipt/")
            self.signed.add(self.form[1]["manifest"])
            return 200
        assert answer.status_code == 409, answer.text
        assert "There is a newer text" in answer.text
        return 409


def test_nobody_signs_a_text_that_they_were_not_shown(live: Live, tmp_path: Path):
    texts = shutil.copytree(TEXTS, tmp_path / "texts")
    with live.app.app_context():
        people = crowd.hire(PEOPLE)
    live.installation.start("web")
    signers = [Signer(number, WebVisitor(live.url)) for number in people]
    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(lambda one: one.browser.sign_in(one.number), signers))
        for number in range(2, EDITIONS + 2):
            let_look(live, pool, signers)
            early, during, late = signers[:3], signers[3:6], signers[6:]
            publish_while(live, texts, number, pool, early, during)
            assert [one.send() for one in late] == [409] * len(late)
            signers = signers[3:] + signers[:3]
        let_look(live, pool, signers)
        assert list(pool.map(Signer.send, signers)) == [200] * PEOPLE
    answers = [answer for one in signers for answer in one.answers]
    assert set(answers) == {200, 409}
    with live.app.app_context():
        every_row_is_what_was_shown(signers)
        no_row_comes_after_the_next_edition()


def let_look(live: Live, pool: ThreadPoolExecutor, signers: list[Signer]) -> None:
    """Let everybody have read the newest edition and open the signing page."""
    with live.app.app_context():
        crowd.let_read([one.number for one in signers])
        db.session.remove()
    list(pool.map(Signer.look, signers))


def publish_while(
    live: Live, texts: Path, number: int, pool: ThreadPoolExecutor, early: list[Signer], during: list[Signer]
) -> None:
    """Publish an edition; some send their forms while it is rendered, others while it is written down."""
    with (texts / CHANGED).open("a", encoding="utf-8") as text:
        text.write(f"- Do not look away. This came with edition {number}.\n")
    sent: list[Future[int]] = []

    def let_them_send(_edition_id: str) -> None:
        sent.extend(pool.submit(one.send) for one in during)
        time.sleep(LONG_ENOUGH)

    with live.app.app_context(), calling(let_them_send):
        rules.import_tree("test", texts)
        first = [pool.submit(one.send) for one in early]
        rules.publish("test", f"Edition {number}.")
        db.session.remove()
    assert {one.result() for one in first} <= {200, 409}
    assert [one.result() for one in sent] == [409] * len(during), "they had to wait, and then to see the newer text"


@contextmanager
def calling(hook: Callable[[str], None]) -> Iterator[None]:
    """Let publications of this process call a hook inside their transaction."""
    rules.after_publish(hook)
    try:
        yield
    finally:
        rules.AFTER_PUBLISH.remove(hook)


def every_row_is_what_was_shown(signers: list[Signer]) -> None:
    """Compare the table with what each person's forms carried and what they were told."""
    rows = db.session.execute(select(Acknowledgement.staff_number, Acknowledgement.manifest_sha256)).all()
    signed = {(one.number, manifest) for one in signers for manifest in one.signed}
    assert len(rows) == len(signed)
    assert {tuple(row) for row in rows} == signed
    assert signed <= {(one.number, manifest) for one in signers for manifest in one.shown}


def no_row_comes_after_the_next_edition() -> None:
    """See in the order of the ledger that each signature stands before the edition that replaced its text."""
    places = dict(db.session.execute(select(Leaf.record_id, Leaf.index)).all())
    editions = db.session.execute(select(Edition.id, Edition.manifest_sha256).order_by(Edition.number)).all()
    assert len(editions) == EDITIONS + 1
    ends = {one.manifest_sha256: places[after.id] for one, after in pairwise(editions)}
    for row in db.session.execute(select(Acknowledgement.id, Acknowledgement.manifest_sha256)):
        assert places[row.id] < ends.get(row.manifest_sha256, len(places))
