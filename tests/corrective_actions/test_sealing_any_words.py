"""Words that no font here can draw: the letter is sealed all the same, and the ledger keeps them as they were typed."""

import subprocess

import pytest

from handbook.core import jobs
from handbook.core.db import db
from handbook.corrective_actions.steps import queries
from handbook.documents.queries import bytes_of
from handbook.ledger.verification import verify
from tests.corrective_actions import stories

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]
WORDS = "I was tired \U0001f648 and said so.\x07 <b>No</b> {{ 7*7 }} \u202eside\u202c \ufdd0"


def test_no_sign_that_somebody_types_keeps_a_letter_from_being_sealed():
    action_id = stories.served(observed=WORDS)
    stories.reply(action_id, WORDS)
    jobs.work_off()
    db.session.rollback()
    letter, reply = queries.step_for_sealing(action_id).papers
    assert letter.document is not None
    assert reply.document is not None
    printed = words_of(bytes_of(reply.document))
    assert printed.count("[U+1F648]") == 2
    assert printed.count("<b>No</b> {{ 7*7 }}") == 2
    assert reply.row.words == WORDS
    assert verify().ok


def words_of(data: bytes) -> str:
    """Return what stands in a paper, in one line."""
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())
