"""Applying a file: what becomes of people and placements, and that the preview said so before."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from handbook.company.models import Location
from handbook.core import clock
from handbook.core.db import db
from handbook.people.models import Account, CredentialEvent, Employee, JobTitle, Placement, RoleGrant
from tests import factories
from tests.people.importing import bringing
from tests.people.importing.bringing import applied, csv_of, findings, person, previewed, stays

pytestmark = pytest.mark.database

PLACE = "Banjara Hills"


def today() -> date:
    return clock.now().date()


def test_new_people_are_written_with_zeros_language_and_placement(context: Flask):
    rows = [
        ("000700", "Anita Rao", "Telugu", "cashier", PLACE, "000201", "2026-03-01", ""),
        ("000701", "बीना शर्मा", "hi-IN", "cashier", "banjara  hills", "", "", "2030-12-31"),
    ]
    assert applied(csv_of(*rows), factories.person_id("meera")) == {"new": 2}
    anita = person("000700")
    assert (anita.name, anita.language, anita.kind, anita.number_key) == ("Anita Rao", "te", "staff", "000700")
    assert anita.search == "anita rao 000700"
    assert stays("000700") == [(date(2026, 3, 1), None, "cashier", "000201")]
    assert stays("000701") == [(today(), date(2030, 12, 31), "cashier", None)]
    query = select(Placement.recorded_by).where(Placement.employee_id == anita.id)
    assert db.session.scalar(query) == factories.person_id("meera")


def test_the_same_file_twice_changes_nothing(context: Flask):
    data = csv_of(
        ("000700", "Anita Rao", "Telugu", "Cashier", PLACE, "000201", "2026-03-01", ""),
        ("000701", "Beena", "", "baker", PLACE, "000700", "2026-03-01", "2026-08-31"),
        ("000512", "Asha Reddy", "te", "cashier", PLACE, "000201", "2019-01-01", ""),
    )
    assert applied(data) == {"new": 2, "unchanged": 1}
    before = everything()
    assert applied(data) == {"unchanged": 3}
    assert everything() == before


def test_a_changed_job_closes_the_placement_the_day_before_and_opens_another(context: Flask):
    was = stays("000512")
    asha = person("000512")
    version = asha.row_version
    day = today() + timedelta(days=3)
    line = ("000512", "", "", "shift leader", "", "", "", "")
    assert applied(csv_of(line), count_from=day) == {"changed": 1}
    assert stays("000512") == [
        (was[0][0], day - timedelta(days=1), "cashier", "000201"),
        (day, None, "shift leader", "000201"),
    ]
    db.session.refresh(asha)
    assert asha.row_version == version + 1
    assert applied(csv_of(line), count_from=day) == {"unchanged": 1}


def test_a_mistake_of_today_is_corrected_in_place(context: Flask):
    applied(csv_of(("000512", "", "", "shift lader", "", "", "", "")))
    applied(csv_of(("000512", "", "", "shift leader", "", "", "", "")))
    assert [stay[2] for stay in stays("000512")] == ["cashier", "shift leader"]


def test_silence_leaves_things_as_they_are_and_a_dash_takes_away(context: Flask):
    header = ("Staff number", "E-mail", "Mobile", "Supervisor", "Job")
    meera = factories.person_id("meera")
    applied(csv_of(("000512", "asha@shop.example", "+91 98 765 432", "", ""), header=header), meera)
    asha = person("000512")
    assert (asha.email, asha.mobile, asha.name) == ("asha@shop.example", "+91 98 765 432", "Asha Reddy")
    assert applied(csv_of(("000512", "", "+9198765432", "", ""), header=header), meera) == {"unchanged": 1}
    assert applied(csv_of(("000512", "-", "", "–", "-"), header=header), meera) == {"changed": 1}
    db.session.refresh(asha)
    assert (asha.email, asha.mobile) == (None, "+91 98 765 432")
    assert [(stay[2], stay[3]) for stay in stays("000512")] == [("cashier", "000201"), ("cashier", None)]


def test_a_supervisor_may_stand_further_down(context: Flask):
    rows = [(f"00080{n}", f"Person {n}", "", "cashier", PLACE, f"00080{n + 1}", "", "") for n in range(5)]
    rows.append(("000805", "Chief", "", "director", PLACE, "", "", ""))
    assert applied(csv_of(*rows)) == {"new": 6}
    assert [stays(f"00080{n}")[0][3] for n in range(6)] == [f"00080{n + 1}" for n in range(5)] + [None]


def test_numbers_are_compared_without_case_and_kept_as_they_are(context: Flask):
    data = csv_of(("g-0001", "Viktors Balodis", "", "guide", PLACE, "", "", ""))
    assert applied(data) == {"changed": 1}
    assert person("G-0001").name == "Viktors Balodis"
    assert stays("G-0001") == [(today(), None, "guide", None)]


def test_somebody_who_left_comes_back_with_a_new_placement(context: Flask):
    left = stays("000490")
    assert applied(csv_of(("000490", "Milda Krūmiņa", "", "baker", "", "", "2019-01-01", ""))) == {"returns": 1}
    assert stays("000490") == [*left, (today(), None, "baker", "000201")]


def test_somebody_who_left_and_is_listed_as_left_stays_away(context: Flask):
    left = stays("000490")
    assert applied(csv_of(("000490", "Milda Krūmiņa", "", "", "", "", "", "2026-01-01"))) == {"unchanged": 1}
    assert stays("000490") == left


def test_who_is_missing_in_a_file_of_everybody_leaves_and_nobody_else(context: Flask):
    kept = [one.number for name, one in factories.PEOPLE.items() if name not in ("ravi", "lakshmi")]
    rows = [(number, "", "", "", "", "", "", "") for number in kept]
    day = today() + timedelta(days=5)
    meera = factories.person_id("meera")
    import_id = previewed(csv_of(*rows), meera, left_on=day)
    assert bringing.counts(import_id) == {"archived": 2, "unchanged": 8}
    assert [one[1:3] for one in findings(import_id)] == [("000513", "archived"), ("000516", "archived")]
    assert applied(csv_of(*rows), meera, left_on=day) == {"archived": 2, "unchanged": 8}
    assert (stays("000513")[0][1], stays("000516")[0][1], stays("000512")[0][1]) == (day, day, None)
    assert applied(csv_of(*rows), meera, left_on=day) == {"unchanged": 8}


def test_without_the_option_nobody_leaves(context: Flask):
    assert applied(csv_of(("000512", "", "", "", "", "", "", ""))) == {"unchanged": 1}
    assert stays("000516")[0][1] is None


def test_nobody_archives_themselves(context: Flask):
    rows = [(one.number, *[""] * 7) for name, one in factories.PEOPLE.items() if name != "meera"]
    import_id = previewed(csv_of(*rows), factories.person_id("meera"), left_on=today())
    assert bringing.counts(import_id) == {"error": 1, "unchanged": 9}
    assert findings(import_id)[0][1:3] == ("000102", "error")


def test_a_line_without_a_number_keeps_everybody_who_is_missing(context: Flask):
    rows = [("000512", *[""] * 7), ("", "Ravi Kumar", *[""] * 6)]
    import_id = previewed(csv_of(*rows), left_on=today())
    assert bringing.counts(import_id) == {"error": 1, "unchanged": 1}
    assert bringing.preview_of(import_id)["without_number"] == 1


def test_unknown_locations_are_made_only_where_that_is_chosen(context: Flask):
    data = csv_of(("000700", "Anita Rao", "", "baker", "Jūrmala", "", "", ""))
    assert bringing.counts(previewed(data)) == {"error": 1}
    import_id = previewed(data, zone="Europe/Riga")
    assert bringing.preview_of(import_id)["new_locations"] == ["Jūrmala"]
    assert bringing.preview_of(import_id)["new_jobs"] == ["baker"]
    assert db.session.scalar(select(func.count()).select_from(Location).where(Location.name == "Jūrmala")) == 0
    assert applied(data, zone="Europe/Riga") == {"new": 1}
    assert db.session.scalars(select(Location.zone).where(Location.name == "Jūrmala")).one() == "Europe/Riga"
    assert applied(data, zone="Europe/Riga") == {"unchanged": 1}


def test_people_read_in_the_profile_of_their_job(context: Flask):
    with bringing.transaction() as session:
        session.add(JobTitle(title="Receptionist", profile="counter"))
    applied(csv_of(("000700", "Anita Rao", "", "receptionist", PLACE, "", "", "")))
    placed = db.session.scalars(select(Placement).where(Placement.employee_id == person("000700").id)).one()
    assert (placed.job, placed.profile) == ("Receptionist", "counter")


def test_an_import_touches_no_account_no_role_and_no_evidence(context: Flask):
    before = accounts()
    rows = [("000700", "Anita Rao", "", "director", PLACE, "", "", ""), ("000512", "Asha R", *[""] * 6)]
    applied(csv_of(*rows), left_on=today())
    assert accounts() == before
    assert db.session.scalars(select(CredentialEvent)).all() == []


def accounts() -> list[object]:
    rows = [tuple(row) for row in db.session.execute(select(Account.__table__).order_by(Account.id))]
    return rows + [tuple(row) for row in db.session.execute(select(RoleGrant.__table__).order_by(RoleGrant.id))]


def everything() -> list[object]:
    tables = (Employee, Placement, Location, JobTitle)
    return [sorted(map(tuple, db.session.execute(select(one.__table__))), key=str) for one in tables]
