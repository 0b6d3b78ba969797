"""Somebody from outside is invited to one thing: sees that alone, for those days, by a password of their own."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from handbook.core import clock, jobs
from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import end_read, transaction
from handbook.corrective_actions import outsiders
from handbook.corrective_actions.cases.models import CasePart
from handbook.corrective_actions.cases.operations import give_part
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.cases.queries import case_for
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.one_hand import case_to_invite, may_bring_hearer
from handbook.corrective_actions.outsiders import Asked
from handbook.corrective_actions.steps.parties import approvers, hearers
from handbook.people.models import Employee, Placement
from handbook.people.operations import Guest
from handbook.people.queries import account_id, roles_of
from handbook.permissions import Permission, Role
from tests import factories
from tests.browser_like import Visitor
from tests.corrective_actions import inviting, stories
from tests.corrective_actions.inviting import draft, end, in_days, keep

pytestmark = pytest.mark.database

TODAY = clock.now().date()


def test_a_guest_is_a_record_of_their_own_with_one_role_for_those_days(context: Flask):
    guest = invite(stories.open_case())
    person = db.session.get_one(Employee, guest.employee_id)
    assert (person.name, person.staff_number) == ("Ilze Vītola", "G-0002")
    assert db.session.scalar(select(Placement.id).where(Placement.employee_id == person.id)) is None
    assert [roles_of(person.id, in_days(days)) for days in (0, 30, 31)] == [{Role.GUEST}, {Role.GUEST}, frozenset()]


def test_a_guest_reads_the_one_case_and_no_other(context: Flask):
    mine, other = stories.open_case(), stories.open_case("ravi")
    guest = acting(invite(mine))
    assert case_for(guest, mine, "en").id == mine
    with pytest.raises(NotFound):
        case_for(guest, other, "en")


def test_a_guest_invited_to_approve_is_among_those_who_may_approve_this_case_alone(context: Flask):
    mine, other = stories.open_case(), stories.open_case("ravi")
    guest = invite(mine)
    of = {one: approvers(one, case_for(factories.actor("dmitri"), one, "en").parties, "x") for one in (mine, other)}
    assert guest.employee_id in of[mine]
    assert guest.employee_id not in of[other]


def test_a_guest_for_complaints_has_a_part_in_no_case(context: Flask):
    guest = invite(None, asked=Asked.COMPLAINTS)
    assert db.session.scalar(select(CasePart.id).where(CasePart.employee_id == guest.employee_id)) is None
    assert acting(guest).may(Permission.COMPLAINT_READ)


def test_with_an_address_a_link_is_mailed_and_without_one_a_slip_is_shown_once(context: Flask):
    case = stories.open_case()
    assert len((invite(case).code or "").replace(" ", "")) == 16
    mailed = invite(case, email="ilze@law.example")
    assert mailed.code is None
    jobs.work_off()
    assert not jobs.waiting(clock.now())


def test_who_decides_the_case_hands_nobody_a_way_into_it(context: Flask):
    with pytest.raises(Refused, match="hands nobody a way in"):
        invite(stories.open_case(), by="dmitri")


@pytest.mark.parametrize("name", ["asha", "janis", "inese", "olga", "viktor"])
def test_only_personnel_and_the_decision_makers_invite(context: Flask, name: str):
    with pytest.raises(Refused, match="Only HR and the decision-makers"):
        invite(None, by=name, asked=Asked.COMPLAINTS)


def test_who_has_no_part_in_a_case_invites_nobody_to_it(context: Flask):
    case = stories.open_case()
    with pytest.raises(NotFound):
        invite(case, by="nandini")
    with pytest.raises(NotFound):
        invite("0" * 32)


@pytest.mark.parametrize("name", ["asha", "dmitri", "milda"])
def test_who_works_or_worked_here_is_nobody_from_outside(context: Flask, name: str):
    case = stories.open_case()
    reach(name, "same@company.example")
    with pytest.raises(Invalid, match="works or worked here"):
        invite(case, email="Same@company.example")
    assert db.session.scalar(select(Employee.id).where(Employee.name == "Ilze Vītola")) is None


def test_who_had_a_part_in_the_case_under_another_record_gets_no_second_one(context: Flask):
    case = stories.open_case()
    invite(case, email="ilze@law.example")
    with transaction():
        give_part(factories.actor("meera"), case, factories.person_id("nandini"), Part.APPROVER)
    with pytest.raises(Invalid, match="had another part in the case"):
        invite(case, email="ilze@law.example", asked=Asked.HEARER)


def test_who_had_a_part_brings_in_no_hearer_while_somebody_else_can(context: Flask):
    action_id = stories.served()
    case = stories.head(action_id).case_id
    for name, refusal in (("meera", Refused), ("dmitri", Refused), ("nandini", NotFound)):
        with pytest.raises(refusal):
            invite(case, by=name, asked=Asked.HEARER)
    stories.appeal(action_id)
    with pytest.raises(Refused, match="does not choose who hears the appeal"):
        invite(case, asked=Asked.HEARER)
    invite(case)  # to approve she may
    with pytest.raises(Refused):
        invite(case, by="nandini")
    hearer = invite(case, by="nandini", asked=Asked.HEARER)
    assert hearer.employee_id in hearers(
        stories.head(action_id), case_to_invite(factories.actor("nandini"), case).parties
    )


def test_whoever_hears_an_appeal_finds_it_on_their_start_page(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        action_id = stories.served(step=Step.DISMISSAL)
        stories.appeal(action_id)
        case_id, viktor = stories.head(action_id).case_id, factories.person_id("viktor")
    dmitri = client_of("dmitri")
    dmitri.get(f"/actions/{action_id}/appeal/hearing?lang=en")
    assert "Tell both of them" not in dmitri.words()
    meera = client_of("meera")
    meera.get(f"/actions/{action_id}/appeal/hearing?lang=en")
    assert meera.link("Invite somebody from outside") == f"/outsiders/new?case={case_id}&asked=hearer"
    with app.app_context():
        with transaction():
            give_part(factories.actor("meera"), case_id, viktor, Part.HEARER)
        stories.arrange_appeal(action_id, "viktor")
    guest = client_of("viktor")
    guest.get("/?lang=en")
    assert "An appeal for you to hear and decide" in guest.words()
    assert guest.get(guest.link("Look at it")).status_code == 200
    assert "Decide the appeal" in guest.words()


def test_where_everybody_had_a_part_one_of_them_brings_in_the_hearer_but_never_the_decider(context: Flask):
    action_id = stories.served(step=Step.DISMISSAL)
    stories.appeal(action_id)
    case = stories.head(action_id).case_id
    with pytest.raises(Refused, match="hands nobody a way in"):
        invite(case, by="dmitri", asked=Asked.HEARER)
    assert may_bring_hearer(factories.actor("nandini"), case)
    assert not may_bring_hearer(factories.actor("dmitri"), case)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(-2, 3, "it has been"), (3, 2, "before the first day"), (0, 400, "a year at most")],
)
def test_the_days_must_make_sense(context: Flask, first: int, last: int, words: str):
    with pytest.raises(Invalid, match=words):
        invite(None, asked=Asked.COMPLAINTS, first=first, last=last)


def test_approving_needs_a_case_and_complaints_need_none(context: Flask):
    with pytest.raises(Invalid, match="belong to a case"):
        invite(None, asked=Asked.HEARER)
    with pytest.raises(Invalid, match="belong to a case"):
        invite(stories.open_case(), asked=Asked.COMPLAINTS)


def test_the_same_form_invites_one_person(context: Flask):
    key = new_id()
    assert invite(None, asked=Asked.COMPLAINTS, key=key) is not None
    assert keep(factories.actor("meera"), draft(Asked.COMPLAINTS, key=key), None) is None
    assert len(db.session.scalars(select(Employee).where(Employee.name == "Ilze Vītola")).all()) == 1


def test_an_invitation_ends_at_once_with_everything_that_it_opened(context: Flask):
    case = stories.open_case()
    guest = invite(case)
    (line,), total = outsiders.invitations_for(factories.actor("meera"), 1)
    assert (total, line.lasts(TODAY), line.lasts(in_days(31))) == (1, True, False)
    with pytest.raises(Invalid, match="write the reason"):
        end(line.row.id, "  ")
    end(line.row.id)
    assert roles_of(guest.employee_id, TODAY) == frozenset()
    with pytest.raises(NotFound):
        case_for(replace_roles(acting(guest)), case, "en")
    with pytest.raises(Conflict, match="ended already"):
        end(line.row.id)


def test_who_decides_a_case_sends_nobody_away_who_looks_at_that_decision(context: Flask):
    guest = inviting.invite(stories.open_case())
    with pytest.raises(Refused, match="ends no invitation"):
        end(inviting.invitation(guest), by="dmitri")
    end(inviting.invitation(guest))
    assert roles_of(guest.employee_id, TODAY) == frozenset()


def test_invitations_concern_those_who_work_on_the_case_and_nobody_else(context: Flask):
    invite(stories.open_case())
    seen = {name: outsiders.invitations_for(factories.actor(name), 1)[1] for name in ("meera", "dmitri", "nandini")}
    assert seen == {"meera": 1, "dmitri": 1, "nandini": 0}
    invite(None, asked=Asked.COMPLAINTS)
    assert outsiders.invitations_for(factories.actor("nandini"), 1)[1] == 1


def test_the_guest_comes_in_by_the_slip_and_finds_the_case(client_of: Callable[[str], Visitor], app: Flask):
    with app.app_context():
        case = stories.open_case()
    meera, guest = client_of("meera"), Visitor(app)
    meera.get(f"/outsiders/new?case={case}")
    filled = {"asked": "approver", "name": "Ilze Vītola", "organisation": "A lawyer", "ties": "none known"}
    filled |= {"to_on": in_days(30).isoformat(), "reason": "We are four.", "password": factories.PASSWORD}
    meera.submit("/outsiders/new", **{**filled, "ties": ""}, expect=400)
    assert "Ties: say what is known" in meera.words()
    page = meera.submit("/outsiders/new", **filled)
    code = meera.tree().xpath("//p[contains(@class, 'slip-code')]")[0].text_content().replace(" ", "")
    assert "G-0002" in page.text
    guest.get(f"/welcome/{code}?lang=en")
    guest.submit("/welcome/")
    guest.submit("", password="lantern-orchid-87-sand")
    assert "You see what you were invited to, and nothing else" in guest.words()
    assert "Cases in which you have a part" in guest.words()
    assert "Complaints that you look after" not in guest.words()
    assert "What staff told you" not in guest.words()
    assert guest.get(f"/cases/{case}").status_code == 200
    assert guest.get("/people").status_code == 403
    meera.get("/outsiders")
    meera.get(meera.link("End it now"))
    meera.submit("/end", reason="It is done.")
    assert guest.client.get(f"/cases/{case}").status_code != 200


def invite(case_id: str | None, by: str = "meera", asked: Asked = Asked.APPROVER, **more: object) -> Guest:
    """Let somebody invite a lawyer for thirty days."""
    return inviting.invite(case_id, by, draft(asked, **more))


def acting(guest: Guest) -> Actor:
    """Return the guest as an operation receives them today."""
    roles = roles_of(guest.employee_id, TODAY)
    return Actor(account_id(guest.employee_id), guest.employee_id, guest.name, roles, via="test")


def replace_roles(guest: Actor) -> Actor:
    """Return the same person with the role that they had: the part alone must keep them out."""
    return replace(guest, roles=frozenset({Role.GUEST}))


def reach(name: str, email: str) -> None:
    person = factories.person_id(name)
    end_read()
    with transaction() as session:
        session.execute(update(Employee).where(Employee.id == person).values(email=email))
