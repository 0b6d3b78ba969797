"""What the manifests name is checked with the ledger: a changed row of an edition or text, a changed tail, is found."""

import pytest
from flask import Flask
from sqlalchemy import text

from handbook.core import guards, jobs
from handbook.core.db import db
from handbook.ledger.verification import verify
from tests.acknowledgements.signing import sign_below

pytestmark = pytest.mark.database

CHANGES = {
    "the severity of a rule": "UPDATE edition_rule SET severity = 'gross'",
    "a rule taken out": "DELETE FROM edition_rule WHERE position = 1",
    "which text is shown": "UPDATE edition_text SET shown = 'lv'",
    "the statement to sign": "UPDATE edition_page SET statement = 'I agree to everything.'",
    "the text of a rule": "UPDATE rule_text SET source = source || ' And more.'",
    "the page of a rule": "UPDATE rule_text SET html = html || ' And more.'",
    "the version of a text": "UPDATE rule_text SET version = 7",
}


def test_an_untouched_edition_is_whole(context: Flask) -> None:
    assert verify().faults == []


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_behind_the_programs_back_is_found(context: Flask, what: str) -> None:
    with db.engine.begin() as connection:
        guards.remove(connection)
        assert connection.execute(text(CHANGES[what])).rowcount
    assert verify().faults


def test_a_changed_tail_of_a_sealed_paper_is_found(context: Flask) -> None:
    sign_below("asha")
    jobs.work_off()
    assert verify().faults == []
    with db.engine.begin() as connection:
        guards.remove(connection)
        connection.execute(text("UPDATE document_tail SET data = :data"), {"data": b"%PDF"})
    assert verify().faults
