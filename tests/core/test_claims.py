"""Claims on jobs: one holder at a time, free again the moment that the holder is dead."""

import os
import signal

import pytest
from flask import Flask

from handbook.core.claims import claim, is_claimed
from handbook.core.db import new_id
from handbook.core.installation import current_settings
from tests.faults.dying import forked

pytestmark = pytest.mark.database


def test_one_holds_it_and_others_do_not(context: Flask):
    job_id, other = new_id(), new_id()
    with claim(job_id) as first, claim(job_id) as second, claim(other) as third:
        assert (first, second, third) == (True, False, True)
        assert is_claimed(job_id)
    assert not is_claimed(job_id)


def test_it_leaves_no_file_behind(context: Flask):
    with claim(new_id()):
        assert len(list((current_settings().data_dir / "claims").iterdir())) == 1
    assert list((current_settings().data_dir / "claims").iterdir()) == []


def test_work_that_fails_lets_go(context: Flask):
    job_id = new_id()
    with pytest.raises(ZeroDivisionError), claim(job_id):
        raise ZeroDivisionError
    with claim(job_id) as mine:
        assert mine


def test_a_dead_holder_holds_nothing(app: Flask):
    job_id = new_id()

    def hold_and_die() -> None:
        with app.app_context(), claim(job_id):
            os.kill(os.getpid(), signal.SIGKILL)

    assert forked(app, hold_and_die).killed_by == signal.SIGKILL
    with app.app_context():
        assert (current_settings().data_dir / "claims" / job_id).exists(), "it died without a word"
        assert not is_claimed(job_id)
        with claim(job_id) as mine:
            assert mine
