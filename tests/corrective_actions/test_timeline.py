"""What the work file holds of steps, and for whom."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from handbook.core import clock
from handbook.core.db import db
from handbook.core.transaction import transaction
from handbook.corrective_actions import queries
from handbook.corrective_actions.steps.models import CorrectiveAction
from handbook.workfile.queries import work_file
from tests import factories
from tests.complaints import stories as told
from tests.corrective_actions import stories

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app_request")]


@pytest.fixture
def app_request(app):
    """Links need a request to be built."""
    with app.test_request_context():
        yield


def kinds(name: str, reader: str) -> list[str]:
    rows = db.session.execute(queries.timeline(factories.person_id(name), factories.actor(reader)))
    return sorted(row.kind for row in rows)


def test_letter_statement_and_receipt_stand_in_the_file():
    action_id = stories.served()
    stories.reply(action_id, "I was insulted first.")
    stories.confirm(action_id)
    assert kinds("asha", "asha") == ["step_received", "step_served", "step_statement"]
    entries = work_file(factories.person_id("asha"), factories.actor("asha")).entries
    assert [entry.state for entry in entries[:3]] == ["good", "statement", "live"]
    assert "Live through" in entries[2].body
    assert entries[1].quote == "I was insulted first."


def test_nothing_stands_there_before_service_and_never_a_complaint():
    action_id = stories.propose(stories.heard_case())
    stories.approve(action_id)
    told.file_complaint(person_id=factories.person_id("asha"))
    for reader in ("asha", "meera"):
        assert kinds("asha", reader) == []


@pytest.mark.parametrize("reader", ["janis", "dmitri", "inese", "olga", "ravi"])
def test_others_get_no_line_even_if_a_door_let_them_through(reader: str):
    stories.served()
    assert kinds("asha", reader) == []
    assert kinds("asha", "meera") == ["step_served"]


def test_a_live_step_is_told_with_its_last_day_and_a_lapsed_one_is_not_counted():
    action_id = stories.served()
    asha = factories.person_id("asha")
    (step,) = queries.live_steps(asha)
    assert stories.head(action_id).reference in step.sentence
    assert step.url.endswith(action_id)
    yesterday = clock.now().date() - timedelta(days=2)
    with transaction() as session:
        session.execute(update(CorrectiveAction).values(served_on=yesterday - timedelta(days=180), lapses_on=yesterday))
    assert queries.live_steps(asha) == []
    entry = work_file(asha, factories.actor("asha")).entries[0]
    assert entry.state == "lapsed"
    assert "Not counted" in entry.body


def test_a_step_of_somebody_else_is_not_in_the_file():
    stories.served("asha")
    assert kinds("ravi", "ravi") == []
    assert queries.live_steps(factories.person_id("ravi")) == []
