"""After an appeal that changes a dismissal HR places the person again with one button; nothing happens by itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Conflict, NotFound, Refused
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases.operations import give_part
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.due import waiting_for
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps import resuming
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.models_appeals import WorkResumed
from handbook.people.models import Placement
from handbook.people.queries import find_placed_today
from handbook.workfile import queries as workfile
from tests import factories
from tests.browser_like import Visitor
from tests.corrective_actions import stories

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
PLACE_AGAIN = "An appeal has changed a dismissal: place the person again"


def overturned(**changes: object) -> str:
    """Dismiss asha and let somebody from outside allow her appeal."""
    action_id = stories.served(step=Step.DISMISSAL, **changes)
    decided(action_id, Outcome.ALLOWED)
    return action_id


def decided(action_id: str, outcome: Outcome, **changes: object) -> None:
    stories.appeal(action_id)
    with transaction():
        give_part(factories.actor("meera"), stories.head(action_id).case_id, factories.person_id("viktor"), Part.HEARER)
    stories.arrange_appeal(action_id, "viktor")
    stories.decide_appeal(action_id, outcome, by="viktor", **changes)


def place_again(action_id: str, by: str = "meera") -> None:
    with transaction():
        resuming.place_again(factories.actor(by), action_id)


def spans() -> list[tuple[object, object, str, str | None]]:
    asha = Placement.employee_id == factories.person_id("asha")
    rows = db.session.scalars(select(Placement).where(asha).order_by(Placement.from_on))
    return [(row.from_on, row.to_on, row.job, row.supervisor_id) for row in rows]


def tasks(name: str, app: Flask) -> list[str]:
    with app.test_request_context():
        return [act.words for act in waiting_for(factories.actor(name)).acts]


def test_she_is_placed_as_before_from_the_day_after_and_works_again(app: Flask, client_of: SignIn):
    asha = client_of("asha")
    with app.app_context():
        action_id = overturned()
        last_on = stories.head(action_id).served_on
        (before,) = spans()
    assert asha.get("/complaints/new").status_code == 403  # nothing happens by itself
    with app.app_context():
        place_again(action_id)
        one, two = spans()
        assert one == before
        assert one[1] == last_on
        assert two == (last_on + timedelta(days=1), None, *before[2:])
        assert find_placed_today(factories.person_id("asha"))
    assert asha.get("/complaints/new").status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=3)):
        assert client_of("asha").get("/complaints/new").status_code == 200


def test_a_reduced_dismissal_brings_the_person_back_as_well(context: Flask):
    action_id = stories.served(step=Step.DISMISSAL)
    decided(action_id, Outcome.REDUCED, reduced_step=Step.FINAL, reduced_months=12)
    place_again(action_id)
    assert len(spans()) == 2


def test_a_dismissal_that_stands_brings_nobody_back(context: Flask):
    action_id = stories.served(step=Step.DISMISSAL)
    with pytest.raises(Conflict):
        place_again(action_id)
    decided(action_id, Outcome.DISMISSED)
    with pytest.raises(Conflict):
        place_again(action_id)
    with pytest.raises(NotFound):
        resuming.return_for(factories.actor("meera"), action_id)


def test_twice_is_once_and_by_hand_before_is_told(context: Flask):
    action_id = overturned()
    place_again(action_id)
    place_again(action_id)
    assert (len(spans()), db.session.query(WorkResumed).count()) == (2, 1)


def test_who_was_placed_by_hand_meanwhile_is_not_placed_twice(context: Flask):
    action_id = overturned()
    asha, day = factories.person_id("asha"), clock.now().date() + timedelta(days=2)
    with transaction() as session:
        place = session.query(Placement).filter_by(employee_id=asha).one().location_id
        session.add(factories.placement(asha, place, "cashier", None, day))
    with pytest.raises(Conflict):
        place_again(action_id)
    assert resuming.return_for(factories.actor("meera"), action_id).placement is None


def test_hr_alone_does_it_and_has_it_as_a_task_until_it_is_done(context: Flask):
    action_id = overturned()
    assert PLACE_AGAIN in tasks("meera", context)
    assert PLACE_AGAIN in tasks("nandini", context)
    assert PLACE_AGAIN not in tasks("dmitri", context)
    for other in ("dmitri", "asha"):
        with pytest.raises(Refused):
            place_again(action_id, by=other)
    with pytest.raises(NotFound):
        place_again(action_id, by="inese")
    place_again(action_id)
    assert PLACE_AGAIN not in tasks("meera", context)


def test_a_supervisor_who_has_left_is_not_set_again(context: Flask):
    action_id = overturned()
    janis = Placement.employee_id == factories.person_id("janis")
    with transaction() as session:
        session.execute(update(Placement).where(janis).values(to_on=clock.now().date() - timedelta(days=1)))
    place_again(action_id)
    assert spans()[1][3] is None


def test_the_file_tells_it_and_hr_finds_the_button_on_one_page(app: Flask, client_of: SignIn):
    with app.app_context():
        action_id = overturned()
    meera = client_of("meera")
    meera.get(f"/actions/{action_id}/return")
    assert "Banjara Hills" in meera.words()
    meera.submit(f"/actions/{action_id}/return")
    assert "is placed again and can work here as before." in meera.words()
    meera.get(f"/actions/{action_id}/return")
    assert "This person is placed again." in meera.words()
    with app.test_request_context():
        asha = factories.person_id("asha")
        titles = [one.title for one in workfile.work_file(asha, factories.actor("asha")).entries]
    assert any(title.startswith("Placed again") for title in titles)
