"""A file does nothing to guarded people that its bringer could not do on a page."""

from datetime import date, timedelta

import pytest
from flask import Flask

from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Invalid
from handbook.core.transaction import transaction
from handbook.people.importing import operations
from handbook.people.models import RoleGrant
from handbook.permissions import Role
from tests import factories
from tests.people.importing import bringing
from tests.people.importing.bringing import applied, csv_of, findings, person, previewed, reasons, stays

pytestmark = pytest.mark.database

REACH = ("Staff number", "E-mail", "Mobile")
ENDS = ("Staff number", "Last day")


def today() -> date:
    return clock.now().date()


def test_hr_redirects_no_mail_of_guarded_people_nor_the_own(context: Flask):
    data = csv_of(
        ("000104", "evil@evil.example", ""),
        ("000101", "", "+91 98 765 432"),
        ("000103", "evil@evil.example", "+91 98 765 432"),
        ("000102", "evil@evil.example", ""),
        header=REACH,
    )
    meera = factories.person_id("meera")
    found = reasons(data, meera)
    assert found[2].startswith("E-mail: This person holds a role that is well guarded")
    assert found[3].startswith("Mobile number: This person holds a role")
    assert "E-mail: " in found[4]
    assert "Mobile number: " in found[4]
    assert found[5].startswith("E-mail: These are your own")
    assert applied(data, meera) == {"error": 4}
    assert [person(number).email for number in ("000104", "000101", "000103", "000102")] == [None] * 4


def test_a_supervisor_redirects_no_mail_of_the_own_people(context: Flask):
    data = csv_of(("000512", "evil@evil.example", ""), header=REACH)
    assert reasons(data, factories.person_id("janis"))[2].startswith("E-mail: You supervise Asha Reddy today.")


def test_an_administrator_may_and_it_is_kept_who_wrote_an_address_down(context: Flask):
    header = (*REACH, "Name", "Job", "Location")
    rows = [
        ("000102", "meera@shop.example", "", "", "", ""),
        ("000700", "anita@shop.example", "", "Anita Rao", "cashier", "Banjara Hills"),
        ("000701", "", "+91 98 765 432", "Beena Rao", "cashier", "Banjara Hills"),
    ]
    inese = factories.person_id("inese")
    assert applied(csv_of(*rows, header=header), inese) == {"new": 2, "changed": 1}
    assert [person(number).email_set_by for number in ("000102", "000700", "000701")] == [inese, inese, None]
    assert person("000102").email_set_at is not None
    before = person("000102").email_set_at
    assert applied(csv_of(("000102", "meera@shop.example", "+91 98 765 432"), header=REACH), inese) == {"changed": 1}
    assert person("000102").email_set_at == before


def test_addresses_in_nobodys_name_are_refused(context: Flask):
    with pytest.raises(Invalid, match="Say who brings the file"):
        bringing.bring(csv_of(("000512", "asha@shop.example", ""), header=REACH))


def test_who_gets_a_guarded_role_after_the_preview_keeps_the_address(context: Flask):
    import_id = previewed(csv_of(("000512", "evil@evil.example", ""), header=REACH), factories.person_id("meera"))
    grant("asha", Role.ADMINISTRATOR)
    report = operations.apply_now(import_id, bringing.no_progress)
    assert (report["counts"]["error"], report["differences"]) == (1, 1)
    assert person("000512").email is None


@pytest.mark.parametrize("owner", ["meera", None])
def test_only_an_administrator_ends_the_work_of_guarded_people(context: Flask, owner: str | None):
    data = csv_of(("000103", today().isoformat()), header=ENDS)
    found = reasons(data, factories.person_id(owner) if owner else None)
    assert found[2].startswith("Last day: नंदिनी राव holds a role that is well guarded.")
    assert applied(data, factories.person_id("inese")) == {"changed": 1}
    assert stays("000103")[0][1] == today()


def test_a_move_with_a_last_day_ends_the_work_too(context: Flask):
    day = today() + timedelta(days=9)
    data = csv_of(("000103", "trainer", day.isoformat()), header=("Staff number", "Job", "Last day"))
    assert "well guarded" in reasons(data, factories.person_id("meera"))[2]


def test_nobody_ends_their_own_work_by_a_file(context: Flask):
    data = csv_of(("000104", today().isoformat()), header=ENDS)
    assert reasons(data, factories.person_id("inese"))[2].startswith("Last day: Nobody ends their own work here.")


def test_guarded_people_who_are_missing_stay_unless_an_administrator_brings_the_file(context: Flask):
    rows = [(one.number, *[""] * 7) for name, one in factories.PEOPLE.items() if name not in ("dmitri", "ravi")]
    found = findings(previewed(csv_of(*rows), factories.person_id("meera"), left_on=today()))
    assert [(one[1], one[2]) for one in found] == [("000101", "error"), ("000516", "archived")]
    assert applied(csv_of(*rows), factories.person_id("inese"), left_on=today()) == {"archived": 2, "unchanged": 8}
    assert stays("000101")[0][1] == today()


def test_who_becomes_guarded_after_the_preview_does_not_leave(context: Flask):
    rows = [(one.number, *[""] * 7) for name, one in factories.PEOPLE.items() if name != "ravi"]
    import_id = previewed(csv_of(*rows), factories.person_id("meera"), left_on=today())
    grant("ravi", Role.HR)
    report = operations.apply_now(import_id, bringing.no_progress)
    assert (report["counts"]["error"], report["counts"]["archived"]) == (1, 0)
    assert stays("000516")[0][1] is None


def test_one_file_never_ends_the_last_administrators(context: Flask):
    grant("asha", Role.ADMINISTRATOR)
    grant("ravi", Role.ADMINISTRATOR)
    grant("olga", Role.ADMINISTRATOR, until=today() + timedelta(days=2))
    later = (today() + timedelta(days=5)).isoformat()
    data = csv_of(*((number, later) for number in ("000104", "000512", "000516")), header=ENDS)
    found = reasons(data, factories.person_id("olga"))
    assert list(found) == [2, 3, 4]
    assert all("You do not administer yourself after that day" in words for words in found.values())
    assert applied(data, factories.person_id("inese")) == {"error": 1, "changed": 2}


def grant(name: str, role: Role, until: date | None = None) -> None:
    account = factories.actor(name).account_id
    with transaction() as session:
        session.add(RoleGrant(account_id=account, role=role.value, from_on=today(), to_on=until))
    db.session.expire_all()
