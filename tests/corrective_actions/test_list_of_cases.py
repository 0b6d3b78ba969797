"""The list of cases page by page: first what waits, then the newest; the number is that of the lines."""

import pytest
from flask import Flask

from handbook.core.transaction import transaction
from handbook.corrective_actions import lists
from handbook.corrective_actions.cases.lifecycle import CaseState
from handbook.corrective_actions.cases.models import Case, CasePart
from handbook.corrective_actions.cases.parts import Part
from tests import factories
from tests.corrective_actions import stories

pytestmark = pytest.mark.database


def test_the_pages_follow_each_other_without_a_gap(app: Flask, monkeypatch: pytest.MonkeyPatch):
    """Two lines a page: what waits fills one page and a half."""
    with app.app_context():
        monkeypatch.setattr(lists, "PAGE", 2)
        ids = [stories.open_case() for _each in range(5)]
        over = ids[2], ids[4]
        with transaction() as session:
            for case_id in over:
                session.get_one(Case, case_id).state = CaseState.CLOSED.value
        dmitri = factories.actor("dmitri")
        pages = [lists.cases_for(dmitri, number) for number in (1, 2, 3, 4)]
        lines = [(row.id, row.waits_for_me) for page in pages for row in page.rows]
        assert lines == [(ids[3], True), (ids[1], True), (ids[0], True), (ids[4], False), (ids[2], False)]
        assert [page.total for page in pages] == [5, 5, 5, 5]
        closed = lists.cases_for(dmitri, 1, CaseState.CLOSED)
        assert ([row.id for row in closed.rows], closed.total) == ([ids[4], ids[2]], 2)


def test_the_number_counts_a_case_once_and_none_that_is_about_the_reader(app: Flask):
    """Meera has two parts in the first; nandini a part in one about herself, and none in the third any more."""
    with app.app_context():
        first, own, third = stories.open_case(), stories.open_case("nandini"), stories.open_case("lakshmi")
        given = [(first, "meera", Part.APPROVER, False), (own, "nandini", Part.APPROVER, False),
                 (third, "nandini", Part.APPROVER, True)]  # fmt: skip
        with transaction() as session:
            for case_id, name, part, is_over in given:
                head, person = session.get_one(Case, case_id), factories.person_id(name)
                until = head.opened_at if is_over else None
                fields = {"from_at": head.opened_at, "until_at": until, "by_id": head.investigator_id}
                session.add(CasePart(case_id=case_id, employee_id=person, part=part.value, **fields))
        found = {name: lists.cases_for(factories.actor(name), 1) for name in ("meera", "dmitri", "nandini", "janis")}
        assert {name: page.total for name, page in found.items()} == {"meera": 3, "dmitri": 3, "nandini": 0, "janis": 0}
        assert all(len(page.rows) == page.total for page in found.values())
