"""Alive and ready: a machine asks, and a missing guard is no readiness."""

import pytest
from flask import Flask
from sqlalchemy import text

from handbook.core import health
from handbook.core.db import db, is_sqlite
from handbook.core.errors import Unavailable

pytestmark = pytest.mark.database


def test_a_sound_installation_is_alive_and_ready(app: Flask):
    client = app.test_client()
    assert client.get("/healthz").get_json() == {"status": "alive"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()) == (200, {"status": "ready", "faults": 0})


def test_without_a_guard_it_is_not_ready_and_does_not_start(app: Flask):
    with app.app_context():
        with db.engine.begin() as connection:
            on = "" if is_sqlite() else " ON edition"
            connection.execute(text(f"DROP TRIGGER guard_edition_delete{on}"))
        with pytest.raises(Unavailable, match=r"guard_edition_delete is missing\. Run `flask upgrade`\."):
            health.refuse_unless_sound()
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()) == (503, {"status": "not ready", "faults": 1})
    assert app.test_client().get("/healthz").status_code == 200


def test_a_stranger_learns_a_number_of_faults_and_no_name(app: Flask):
    with app.app_context(), db.engine.begin() as connection:
        on = "" if is_sqlite() else " ON edition"
        connection.execute(text(f"DROP TRIGGER guard_edition_delete{on}"))
    assert "edition" not in app.test_client().get("/readyz").text
