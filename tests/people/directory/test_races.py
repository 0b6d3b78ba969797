"""Two people change the same person, or each other, at the same moment: one is first, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier

import pytest
from flask import Flask

from handbook.core.db import db
from handbook.core.errors import Conflict, HandbookError, Refused
from handbook.core.transaction import transaction
from handbook.people import accounts
from handbook.people.directory import placements, roles
from handbook.people.queries import roles_of
from handbook.permissions import Role
from tests import factories
from tests.people.directory.doing import history, in_days, version, work
from tests.people.directory.test_roles import grant, grant_of

pytestmark = pytest.mark.database

Deed = Callable[[], object]


def test_two_moves_at_once_leave_no_day_with_two_placements(context: Flask):
    meera, asha, seen = factories.actor("meera"), factories.person_id("asha"), version("asha")
    drafts = [work(in_days(3), job="baker"), work(in_days(5), job="porter")]
    outcomes = at_once(context, [lambda draft=draft: placements.place(meera, asha, draft, seen) for draft in drafts])
    assert sorted(type(one) is Conflict for one in outcomes) == [False, True]
    spans = history("asha")
    assert len(spans) == 2
    assert all(one[1] is not None and one[1] < following[0] for one, following in pairwise(spans))


def test_moving_and_leaving_at_once_are_one_after_the_other(context: Flask):
    meera, asha, seen = factories.actor("meera"), factories.person_id("asha"), version("asha")
    draft = work(in_days(3))
    outcomes = at_once(
        context,
        [
            lambda: placements.place(meera, asha, draft, seen),
            lambda: placements.leave(meera, asha, in_days(2), seen),
        ],
    )
    assert sorted(type(one) is Conflict for one in outcomes) == [False, True]


def test_two_administrators_who_end_each_other_leave_one(context: Flask):
    grant("asha", Role.ADMINISTRATOR)
    people = {name: (factories.actor(name), grant_of(name, Role.ADMINISTRATOR)) for name in ("asha", "inese")}

    def ends(name: str, other: str) -> Deed:
        who, grant_id = people[name][0], people[other][1]
        employee = people[other][0].employee_id
        return lambda: roles.end_role(who, employee, grant_id, None)

    outcomes = at_once(context, [ends("asha", "inese"), ends("inese", "asha")])
    assert sorted(type(one) is Refused for one in outcomes) == [False, True]
    left = [
        name for name, (who, _grant) in people.items() if Role.ADMINISTRATOR in roles_of(who.employee_id, in_days(0))
    ]
    assert len(left) == 1


def test_an_account_that_two_need_at_once_is_made_once(context: Flask):
    factories.more_people(1)
    noise = db.session.execute(db.select(placements.Placement.employee_id).where(placements.Placement.job == "cashier"))
    who = next(one for (one,) in noise if one not in {factories.person_id(name) for name in factories.KNOWN})
    outcomes = at_once(context, [lambda: accounts.account_for(who)] * 4)
    assert len(set(outcomes)) == 1


def at_once(app: Flask, deeds: list[Deed]) -> list[object]:
    """Do these deeds at the same moment, each in its own transaction; return results or refusals."""
    together = Barrier(len(deeds))

    def run(deed: Deed) -> object:
        with app.app_context():
            try:
                together.wait(30)
                with transaction():
                    return deed()
            except HandbookError as refusal:
                return refusal
            finally:
                db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))
