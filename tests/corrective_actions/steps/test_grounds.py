"""What a proposal rests on: the handbook of the day of the incident, not a later one."""

from datetime import timedelta

import pytest
import time_machine

from handbook.core import clock
from handbook.core.transaction import end_read
from handbook.corrective_actions.cases.queries import case_for
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps.grounds import Grounds, grounds_of
from handbook.rules import operations as rules
from tests import factories
from tests.corrective_actions import stories
from tests.rules.editing import change, take_out

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def grounds(case_id: str) -> Grounds:
    end_read()
    return grounds_of(case_for(factories.actor("dmitri"), case_id, "en"), None)


def raise_the_severity() -> None:
    change("never-argue", "severity: serious", "severity: gross")
    rules.publish("test", "Arguing is graver now.", clock.now().date() + timedelta(days=1))


def test_a_severity_that_was_raised_after_the_incident_is_not_held_against_anybody():
    before = stories.open_case()
    raise_the_severity()
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        after = stories.open_case("lakshmi")
        assert {case: grounds(case).advice.step for case in (before, after)} == {
            before: Step.VERBAL,
            after: Step.FINAL,
        }


def test_a_rule_that_the_handbook_of_the_day_did_not_have_is_a_minor_one():
    take_out("never-argue")
    rules.publish("test", "It says nothing that kindness does not.")
    case_id = stories.open_case()
    assert grounds(case_id).advice.step is None
