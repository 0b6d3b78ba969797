"""The page of a complaint says first what its handler does next, and what was done where a promise was not needed."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from handbook.complaints import queries
from handbook.complaints.lifecycle import Finding, Move, Stage
from handbook.complaints.next_act import LETTERS, MOVE, next_of
from handbook.complaints.pages import ComplaintPage
from handbook.complaints.policy import Sight
from tests import factories
from tests.browser_like import Visitor
from tests.complaints import stories

pytestmark = pytest.mark.database

ACTS = {
    Stage.RECEIVED: LETTERS,
    Stage.ACKNOWLEDGED: "assess",
    Stage.ASSESSED: MOVE,
    Stage.INVESTIGATING: "find",
    Stage.RESPONDED: MOVE,
    Stage.OPEN_DISPUTED: MOVE,
    Stage.REOPENED: MOVE,
    Stage.CLOSED: None,
}


def page_of(complaint_id: str) -> ComplaintPage:
    return queries.complaint_for(factories.actor("meera"), complaint_id)


def act_of(page: ComplaintPage) -> str | None:
    found = next_of(page)
    return found.act if found else None


def test_each_stage_has_its_next_act_and_a_passed_day_comes_first(context: Flask):
    page = page_of(stories.investigated())
    assert {stage: act_of(replace(page, stage=stage)) for stage in Stage} == ACTS
    late = replace(page, promised=replace(page.promised, is_late=True))
    assert act_of(late) == "late"
    assert act_of(replace(late, stage=Stage.RESPONDED)) == MOVE
    waits = replace(late, promised=replace(late.promised, waiting_since=late.promised.due_on))
    assert act_of(waits) == "hear"
    assert act_of(replace(late, sight=Sight.OUTLINE)) is None


def test_what_was_found_is_told_to_the_customer(context: Flask):
    complaint_id = stories.investigated()
    stories.find(complaint_id, Finding.SUBSTANTIATED)
    assert act_of(page_of(complaint_id)) == LETTERS


def test_the_page_leads_there_with_its_one_primary_button(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        complaint_id = stories.investigated()
    meera = client_of("meera")
    meera.get(f"/complaints/{complaint_id}")
    (primary,) = meera.tree().xpath("//main//*[contains(concat(' ', @class, ' '), ' btn-primary ')]")
    assert primary.get("href") == f"/complaints/{complaint_id}/act?what=find"


def test_an_answered_complaint_promises_no_receipt_any_more(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        complaint_id = stories.investigated()
        stories.find(complaint_id, Finding.SUBSTANTIATED)
        stories.move(complaint_id, Move.RESPOND)
    meera = client_of("meera")
    meera.get(f"/complaints/{complaint_id}?lang=en")
    promised = " ".join(" ".join(meera.tree().xpath("//section[@aria-labelledby='promised']//text()")).split())
    assert "Receipt confirmed not by itself: the answer was given instead" in promised
    assert "promised by" not in promised
