"""Moves, leaving, coming back, taking back: each day has one placement, and the past stays as it was."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.core.db import db
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import transaction
from handbook.people.directory import placements
from handbook.people.models import JobTitle, Placement
from handbook.people.queries import find_placed, people_of
from tests import factories
from tests.browser_like import Visitor
from tests.people.directory.doing import (
    history,
    in_days,
    job_on,
    leave,
    live_sessions,
    place,
    stay,
    take_back,
    version,
    work,
)

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
START = -400


def test_a_move_closes_the_running_placement_the_day_before(context: Flask):
    place("asha", work(in_days(0)))
    assert history("asha") == [(in_days(START), in_days(-1), "cashier"), (in_days(0), None, "trainer")]
    assert job_on("asha", in_days(-1)) == "cashier"
    assert job_on("asha", in_days(0)) == "trainer"


def test_a_move_tells_when_and_by_whom_it_was_recorded(context: Flask):
    new = place("asha", work(in_days(-3)), by="nandini")
    rows = db.session.scalars(select(Placement).where(Placement.employee_id == factories.person_id("asha"))).all()
    old, fresh = sorted(rows, key=lambda row: row.from_on)
    assert fresh.id == new
    assert fresh.recorded_by == old.end_recorded_by == factories.person_id("nandini")
    assert fresh.recorded_at.date() == old.end_recorded_at.date() == in_days(0)
    assert fresh.from_on == in_days(-3)


def test_own_people_move_with_the_placement(context: Flask):
    place("asha", work(in_days(1), boss="dmitri"))
    asha, janis, dmitri = (factories.person_id(name) for name in ("asha", "janis", "dmitri"))
    assert asha in {one.employee_id for one in people_of(janis, in_days(0))}
    assert asha not in {one.employee_id for one in people_of(janis, in_days(1))}
    assert asha in {one.employee_id for one in people_of(dmitri, in_days(1))}


def test_a_move_before_a_planned_last_day_keeps_that_day(context: Flask):
    leave("asha", in_days(30))
    place("asha", work(in_days(10)))
    assert history("asha")[-1] == (in_days(10), in_days(30), "trainer")


def test_a_second_move_on_or_before_the_first_day_of_the_newest_is_refused(context: Flask):
    place("asha", work(in_days(5)))
    for day in (5, 4, -1):
        with pytest.raises(Invalid, match="take that placement back first"):
            place("asha", work(in_days(day)))
    assert len(history("asha")) == 2


@pytest.mark.parametrize("last", [-2, 0, 14])
def test_the_last_day_still_counts(context: Flask, last: int):
    leave("asha", in_days(last))
    assert job_on("asha", in_days(last)) == "cashier"
    assert job_on("asha", in_days(last + 1)) is None


def test_leaving_on_a_day_before_the_placement_began_is_refused(context: Flask):
    place("asha", work(in_days(-5)))
    with pytest.raises(Invalid, match="Choose a later day"):
        leave("asha", in_days(-6))


def test_who_left_comes_back_by_a_new_placement(context: Flask):
    place("milda", work(in_days(3)))
    assert [row[2] for row in history("milda")] == ["cashier", "trainer"]
    assert history("milda")[0][1] == in_days(-10)
    assert find_placed(factories.person_id("milda"), in_days(0)) is None
    assert job_on("milda", in_days(3)) == "trainer"


def test_who_has_left_cannot_leave_again(context: Flask):
    with pytest.raises(Invalid, match="works nowhere now"):
        leave("milda", in_days(0))


def test_a_planned_last_day_is_taken_back(context: Flask):
    leave("asha", in_days(3))
    stay("asha")
    assert history("asha") == [(in_days(START), None, "cashier")]
    with pytest.raises(Conflict):
        stay("asha")


def test_a_move_that_has_not_begun_is_taken_back_and_the_work_goes_on(context: Flask):
    leave("asha", in_days(40))
    moved = place("asha", work(in_days(5)))
    take_back("asha", moved)
    assert history("asha") == [(in_days(START), in_days(40), "cashier")]


def test_what_has_begun_is_never_taken_back(context: Flask):
    moved = place("asha", work(in_days(0)))
    with pytest.raises(Conflict, match="before its first day"):
        take_back("asha", moved)
    assert len(history("asha")) == 2


def test_a_placement_of_somebody_else_cannot_be_taken_back_by_this_address(context: Flask):
    moved = place("ravi", work(in_days(5)))
    for foreign in (moved, "0" * 32):
        with pytest.raises(Conflict, match="before its first day"):
            take_back("asha", foreign)
    assert len(history("ravi")) == 2


def test_nobody_is_their_own_supervisor(context: Flask):
    with pytest.raises(Invalid, match="nobody is their own supervisor"):
        place("asha", work(in_days(0), boss="asha"))


@pytest.mark.parametrize("boss", ["milda", "viktor"])
def test_a_supervisor_works_here_on_the_first_day(context: Flask, boss: str):
    with pytest.raises(Invalid, match="does not work here on the first day"):
        place("asha", work(in_days(0), boss=boss))


def test_a_supervisor_who_will_have_left_by_then_is_refused(context: Flask):
    leave("janis", in_days(4))
    with pytest.raises(Invalid, match="does not work here"):
        place("ravi", work(in_days(5), boss="janis"))
    assert place("ravi", work(in_days(4), boss="janis"))


def test_the_profile_comes_from_the_job_unless_another_is_chosen(context: Flask):
    with transaction() as session:
        session.add(JobTitle(title="Trainer", profile="phone"))
    place("asha", work(in_days(0), job="trainer"))
    place("ravi", work(in_days(0), job="TRAINER", profile="written"))
    found = {name: find_placed(factories.person_id(name), in_days(0)) for name in ("asha", "ravi")}
    assert (found["asha"].job, found["asha"].profile) == ("Trainer", "phone")
    assert (found["ravi"].job, found["ravi"].profile) == ("Trainer", "written")


def test_a_job_that_nobody_did_before_is_put_on_the_list(context: Flask):
    place("asha", work(in_days(0), job=" Night  porter "))
    assert job_on("asha", in_days(0)) == "Night porter"
    assert db.session.scalars(select(JobTitle.profile).where(JobTitle.title == "Night porter")).one() == "everyone"


def test_a_stale_form_changes_nothing(context: Flask):
    seen, meera, asha = version("asha"), factories.actor("meera"), factories.person_id("asha")
    place("asha", work(in_days(5)))
    with pytest.raises(Conflict, match="Somebody else"), transaction():
        placements.leave(meera, asha, in_days(9), seen)
    assert history("asha")[-1] == (in_days(5), None, "trainer")


def test_a_person_who_is_not_there_cannot_be_placed(context: Flask):
    meera, draft = factories.actor("meera"), work(in_days(0))
    with pytest.raises(NotFound, match="There is no such person"), transaction():
        placements.place(meera, "0" * 32, draft, 1)


@pytest.mark.parametrize(("last", "left"), [(-1, 0), (0, 0), (2, 1)])
def test_leaving_today_or_earlier_ends_every_session_at_once(app: Flask, client_of: SignIn, last: int, left: int):
    browser = client_of("asha")
    client_of("asha")
    other = client_of("ravi")
    with app.app_context():
        assert live_sessions("asha") == 2
        leave("asha", in_days(last))
        assert live_sessions("asha") == 2 * left
    browser.get("/my-file")
    assert (browser.page.request.path == "/sign-in") is (left == 0)
    assert other.get("/my-file").request.path == "/my-file"


def test_who_has_left_signs_in_again_to_the_own_file_and_nothing_else(app: Flask, client_of: SignIn):
    with app.app_context():
        leave("asha", in_days(-1))
    browser = client_of("asha")
    assert browser.get("/my-file").status_code == 200
    assert browser.get("/handbook").status_code == 403


@pytest.mark.parametrize("name", ["nandini", "dmitri"])
def test_the_work_of_who_is_well_guarded_is_ended_by_an_administrator_alone(context: Flask, name: str):
    with pytest.raises(Refused, match="well guarded"):
        leave(name, in_days(0))
    leave(name, in_days(0), by="inese")
    assert history(name)[-1][1] == in_days(0)


def test_nobody_ends_their_own_work(context: Flask):
    with pytest.raises(Refused, match="their own work"):
        leave("meera", in_days(0))


def test_taking_a_placement_back_ends_every_session(app: Flask, client_of: SignIn):
    client_of("asha")
    with app.app_context():
        moved = place("asha", work(in_days(5)))
        assert live_sessions("asha") == 1
        take_back("asha", moved)
        assert live_sessions("asha") == 0


def test_the_last_administrator_cannot_leave(context: Flask):
    with pytest.raises(Refused, match="last administrator"):
        leave("inese", in_days(0))
    assert history("inese")[-1][1] is None
