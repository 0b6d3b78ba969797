"""A dismissal ends the work and leaves what who has left may do: the own file, a reply, an appeal."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Invalid
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases.operations import give_part
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps import queries
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.lifecycle import Standing
from handbook.corrective_actions.steps.models_appeals import WorkEnded
from handbook.people.models import Placement
from handbook.people.queries import find_placed_today
from tests import factories
from tests.browser_like import Visitor
from tests.corrective_actions import stories

pytestmark = pytest.mark.database


def ended() -> WorkEnded:
    return db.session.scalars(select(WorkEnded)).one()


def last_day(name: str) -> object:
    query = select(Placement.to_on).where(Placement.employee_id == factories.person_id(name))
    return db.session.scalars(query).one()


def test_without_notice_the_work_ends_at_once_and_the_own_file_stays(app: Flask, client_of: Callable[[str], Visitor]):
    asha = client_of("asha")
    assert asha.get("/complaints/new").status_code == 200
    with app.app_context():
        action_id = stories.served(step=Step.DISMISSAL)
        served_on = stories.head(action_id).served_on
        assert last_day("asha") == ended().last_on == ended().retention_from == served_on
        assert ended().access_ended_at is not None
        assert stories.head(action_id).lapses_on is None
    assert asha.get("/complaints/new").status_code == 403
    assert asha.get("/my-file").status_code == 200
    asha.get(f"/actions/{action_id}")
    asha.submit("/statement", **{"statement-words": "I was insulted first."})
    asha.get(f"/actions/{action_id}/appeal")
    asha.submit("", words="It was not me who began.")
    assert "It was not me who began." in asha.words()
    assert asha.get("/complaints/new").status_code == 403  # an appeal that waits brings nothing back


def test_with_notice_the_work_goes_on_through_the_last_day(app: Flask, client_of: Callable[[str], Visitor]):
    asha = client_of("asha")
    with app.app_context():
        last = clock.now().date() + timedelta(days=30)
        stories.served(step=Step.DISMISSAL, last_on=last)
        assert (last_day("asha"), ended().access_ended_at) == (last, None)
        assert find_placed_today(factories.person_id("asha"))
    assert asha.get("/complaints/new").status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=32)):
        again = client_of("asha")
        assert again.get("/complaints/new").status_code == 403
        assert again.get("/my-file").status_code == 200


def test_where_everybody_had_a_part_somebody_from_outside_hears_the_appeal(context: Flask):
    action_id = stories.served(step=Step.DISMISSAL)
    stories.appeal(action_id)
    for inside in ("nandini", "meera", "dmitri", "viktor"):
        with pytest.raises(Invalid, match="Who hears it"):
            stories.arrange_appeal(action_id, inside)
    with transaction():
        give_part(factories.actor("meera"), stories.head(action_id).case_id, factories.person_id("viktor"), Part.HEARER)
    stories.arrange_appeal(action_id, "viktor")
    stories.decide_appeal(action_id, Outcome.REDUCED, by="viktor", reduced_step=Step.FINAL, reduced_months=12)
    stand = queries.step_for(factories.actor("asha"), action_id).line.stand
    assert (stand.standing, stand.step, stand.is_reduced) == (Standing.LIVE, Step.FINAL, True)
    assert stand.lapses_on
