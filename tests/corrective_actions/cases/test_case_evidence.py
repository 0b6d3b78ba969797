"""Everything that a case writes down is in the ledger, and what the person and others see of it in the work file."""

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.core.db import db
from handbook.corrective_actions.cases.timeline import timeline
from handbook.corrective_actions.cases.waiting import OwnCase, own_cases
from handbook.ledger.models import Leaf
from handbook.ledger.verification import verify
from tests import factories
from tests.corrective_actions import stories
from tests.heavy import story_cases

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def lines(about: str, reader: str) -> int:
    query = timeline(factories.person_id(about), factories.actor(reader))
    return len(db.session.execute(query).all())


def cases_of(app: Flask, name: str) -> list[OwnCase]:
    with app.test_request_context():
        return own_cases(factories.person_id(name))


def test_every_kind_of_evidence_of_a_case_has_its_leaf():
    story_cases.tell()
    types = set(db.session.scalars(select(Leaf.type)))
    assert {"case.note", "case.released", "case.suspension", "case.bars.looked", "case.closed"} <= types
    assert verify().ok


def test_where_nothing_was_found_nothing_is_kept_in_the_work_file(context: Flask):
    story_cases.tell()
    assert lines("lakshmi", "lakshmi") == lines("lakshmi", "nandini") == 0
    (own,) = cases_of(context, "lakshmi")
    assert own.is_over
    assert "nothing is kept in the work file" in own.sentence


def test_while_it_is_open_the_person_alone_finds_the_notice_in_the_file(context: Flask):
    stories.open_case()
    assert lines("asha", "asha") == 0
    assert cases_of(context, "asha") == []
    case_id = stories.open_case("ravi")
    stories.begin(case_id)
    stories.tell(case_id)
    assert (lines("ravi", "ravi"), lines("ravi", "nandini"), lines("ravi", "janis")) == (1, 0, 0)
    (own,) = cases_of(context, "ravi")
    assert own.until is not None
