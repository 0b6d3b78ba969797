"""The days of a suspension are asked for where the step can be one, and shown with that kind of step alone."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from handbook.corrective_actions.ladders.ladder import Step, Suspending
from handbook.corrective_actions.ladders.packs import pack
from tests.browser_like import Visitor
from tests.corrective_actions import stories
from tests.corrective_actions.ladders import stories as ladders

pytestmark = pytest.mark.database


@pytest.mark.parametrize("suspends", [False, True])
def test_the_first_day_is_asked_for_where_the_ladder_suspends(
    app: Flask, client_of: Callable[[str], Visitor], suspends: bool
):
    with app.app_context():
        if suspends:
            let_suspend()
        case_id = stories.open_case()
    dmitri = client_of("dmitri")
    dmitri.get(f"/cases/{case_id}/propose")
    shown = {name: kinds_of(dmitri, name) for name in ("first_on", "last_on")}
    last = [{"of-step", "of-suspension", "of-dismissal"}]
    assert shown == {"first_on": [{"of-step", "of-suspension"}] if suspends else [], "last_on": last}


def kinds_of(browser: Visitor, name: str) -> list[set[str]]:
    """Return with which kinds of steps the style sheet shows a field, for each time it stands on the page."""
    around = browser.tree().xpath(f"//input[@name='{name}']/ancestor::*[contains(@class, 'of-step')]/@class")
    return [set(one.split()) for one in around]


def let_suspend() -> None:
    """Put a suspension of five days before the final warning."""
    base = pack("")
    rungs, place = list(base.rungs), base.steps.index(Step.FINAL)
    rungs.insert(place, replace(rungs[place], step=Step.SUSPENSION))
    made = replace(base, rungs=tuple(rungs), suspending=Suspending(5, True, True), from_on=ladders.today())
    ladders.confirm(ladders.propose(made))
