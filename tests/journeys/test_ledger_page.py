"""The page of the ledger: how long it is, and a checkpoint to take away and check with later."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from handbook.ledger import queries
from tests.acknowledgements.signing import sign_below
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


@pytest.mark.parametrize(
    ("name", "status"), [("meera", 200), ("inese", 200), ("olga", 200), ("asha", 403), ("janis", 403), ("dmitri", 403)]
)
def test_who_reads_the_ledger(client_of: SignIn, name: str, status: int):
    assert client_of(name).get("/ledger").status_code == status


def test_it_tells_its_length(app: Flask, client_of: SignIn):
    with app.app_context():
        sign_below("asha")
        size = queries.size()
    browser = client_of("olga")
    browser.get("/ledger")
    assert f"The ledger has {size} entries" in browser.words()
    assert "No checkpoint was taken yet." in browser.words()


def test_a_checkpoint_taken_away_verifies_later(app: Flask, client_of: SignIn, tmp_path: Path):
    browser = client_of("olga")
    browser.get("/ledger")
    browser.submit("/ledger/checkpoint")
    note = tmp_path / "checkpoint.txt"
    note.write_bytes(browser.page.data)
    assert browser.page.headers["Content-Disposition"].startswith("attachment; filename=checkpoint-")
    with app.app_context():
        sign_below("asha")
    done = app.test_cli_runner().invoke(args=["ledger", "verify", "--checkpoint", str(note)])
    assert done.exit_code == 0, done.output
    assert "The ledger is whole" in done.output
    browser.get("/ledger")
    assert "No checkpoint was taken yet." not in browser.words()


def test_taking_one_is_a_post_with_a_token(client_of: SignIn):
    browser = client_of("olga")
    assert browser.client.get("/ledger/checkpoint").status_code == 405
    assert browser.client.post("/ledger/checkpoint").status_code == 400
