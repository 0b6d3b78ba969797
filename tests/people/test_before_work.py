"""Roles count while somebody works here: not before the first day, and for who was never placed only as a guest."""

from collections.abc import Callable

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, update

from handbook.core import clock
from handbook.core.transaction import transaction
from handbook.people.models import Placement, RoleGrant
from handbook.people.queries import find_signed_in
from handbook.people.sessions import BY_PASSWORD, NOWHERE, begin_session
from handbook.permissions import Role
from tests import factories
from tests.browser_like import Visitor
from tests.people.directory.doing import in_days, place, work

pytestmark = pytest.mark.database


def roles_in_session(name: str) -> frozenset[Role]:
    with transaction():
        token = begin_session(factories.actor(name).account_id, BY_PASSWORD, NOWHERE)
    found = find_signed_in(token)
    assert found is not None
    return found.actor.roles


def starts(name: str, days: int) -> None:
    with transaction() as session:
        mine = Placement.employee_id == factories.person_id(name)
        session.execute(update(Placement).where(mine).values(from_on=in_days(days)))


def unplaced(name: str) -> None:
    with transaction() as session:
        session.execute(delete(Placement).where(Placement.employee_id == factories.person_id(name)))


@pytest.mark.parametrize("days", [2, 30])
def test_who_starts_later_has_the_own_account_and_file_only(context: Flask, days: int):
    starts("meera", days)
    assert roles_in_session("meera") == {Role.FORMER_EMPLOYEE}


@pytest.mark.parametrize(("hour", "works"), [(17, False), (19, True)])
def test_the_first_day_begins_by_the_clocks_of_the_place(context: Flask, hour: int, works: bool):
    """Hyderabad is five and a half hours ahead: its next day begins at 18:30 UTC."""
    starts("meera", 1)
    with time_machine.travel(clock.now().replace(hour=hour, minute=0), tick=False):
        assert (Role.HR in roles_in_session("meera")) is works


def test_who_was_never_placed_has_no_role(context: Flask):
    unplaced("meera")
    assert roles_in_session("meera") == frozenset()


def test_a_guest_without_any_placement_stays_a_guest(context: Flask):
    with transaction() as session:
        mine = RoleGrant(account_id=factories.actor("viktor").account_id, role="hr", from_on=in_days(-1))
        session.add(mine)
    assert roles_in_session("viktor") == {Role.GUEST}


def test_who_moves_to_another_place_tomorrow_works_today(context: Flask):
    place("asha", work(in_days(1)))
    assert roles_in_session("asha") == {Role.EMPLOYEE}


def test_whose_work_is_over_and_begins_anew_later_has_left_until_then(context: Flask):
    place("milda", work(in_days(5)))
    assert roles_in_session("milda") == {Role.FORMER_EMPLOYEE}


def test_the_pages_of_the_work_stay_shut_before_it(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        starts("meera", 10)
    meera = client_of("meera")
    assert meera.get("/account").status_code == 200
    assert meera.get("/people").status_code == 403


def test_finding_out_takes_one_select_also_with_two_placements(context: Flask, counting: Callable[[], object]):
    place("asha", work(in_days(1)))
    with transaction():
        token = begin_session(factories.actor("asha").account_id, BY_PASSWORD, NOWHERE)
    with counting() as statements:
        assert find_signed_in(token) is not None
    assert len(statements) == 1
