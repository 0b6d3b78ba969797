"""Who sees how much of a complaint: every role against every part a person can have in it."""

from dataclasses import replace

import pytest

from handbook.complaints.policy import (
    Parties,
    Sight,
    has_lost_it,
    may_assign,
    may_handle,
    may_see_rules,
    may_settle,
    may_take_on,
    sight_of,
    why_not_take_on,
)
from handbook.core.actor import Actor
from handbook.permissions import Role

pytestmark = pytest.mark.usefixtures("context")

ME = "me"


def actor(*roles: Role) -> Actor:
    return Actor("account", ME, "Me", frozenset({Role.EMPLOYEE, *roles}))


GUEST = Actor("account", ME, "Me", frozenset({Role.GUEST}))
FILER = Parties(filed_by=ME, handler_id=None)
HANDLER = Parties(filed_by="janis", handler_id=ME)
NO_PART = Parties(filed_by="janis", handler_id="meera")
SUBJECT = Parties(filed_by="janis", handler_id="meera", named=frozenset({ME}))
MOVED = Parties(filed_by="janis", handler_id=ME, is_handler_here=False)
BOTH = Parties(filed_by=ME, handler_id=ME)
OUTSIDE = Parties(filed_by="janis", handler_id="viktor", is_outside=True)

EXPECTED = {
    Role.EMPLOYEE: (Sight.FILED, None, None),
    Role.SUPERVISOR: (Sight.FILED, Sight.WHOLE, None),
    Role.HR: (Sight.FILED, Sight.WHOLE, Sight.OUTLINE),
    Role.DECISION_MAKER: (Sight.FILED, None, None),
    Role.ADMINISTRATOR: (Sight.FILED, None, None),
    Role.AUDITOR: (Sight.FILED, None, None),
    Role.FORMER_EMPLOYEE: (Sight.FILED, None, None),
    Role.GUEST: (Sight.FILED, Sight.WHOLE, None),
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_what_its_part_allows(role: Role):
    seen = tuple(sight_of(actor(role), parties) for parties in (FILER, HANDLER, NO_PART))
    assert seen == EXPECTED[role]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("part", [FILER, HANDLER, NO_PART, MOVED, BOTH, OUTSIDE])
def test_whoever_is_named_sees_nothing_whatever_role_and_part(role: Role, part: Parties):
    named = Parties(
        part.filed_by, part.handler_id, frozenset({ME, "asha"}), part.filers, part.is_handler_here, part.is_outside
    )
    assert sight_of(actor(role), named) is None
    assert not has_lost_it(actor(role), named)
    assert not may_handle(actor(role), named)
    assert not may_take_on(actor(role), named)


def test_all_roles_together_do_not_help_the_person_named():
    assert sight_of(actor(*Role), SUBJECT) is None


def test_only_hr_takes_a_complaint_on_and_nobody_twice():
    assert [role for role in Role if may_take_on(actor(role), NO_PART)] == [Role.HR]
    assert not may_take_on(actor(Role.HR), HANDLER)


def test_only_the_handler_handles():
    assert [role for role in Role if may_handle(actor(role), HANDLER)] == [Role.SUPERVISOR, Role.HR, Role.GUEST]
    assert not any(may_handle(actor(role), part) for role in Role for part in (FILER, NO_PART))


def test_who_filed_it_does_not_see_the_rules_that_others_named():
    assert not may_see_rules(actor(Role.SUPERVISOR), Sight.FILED)
    assert may_see_rules(actor(Role.HR), Sight.FILED)
    assert may_see_rules(actor(Role.HR), Sight.OUTLINE)


def test_a_supervisor_who_moved_away_handles_nothing_there_and_is_told_so():
    janis = actor(Role.SUPERVISOR)
    assert sight_of(janis, MOVED) is None
    assert has_lost_it(janis, MOVED)
    assert not has_lost_it(janis, HANDLER)
    assert sight_of(actor(Role.HR), MOVED) is Sight.WHOLE


def test_a_handler_whose_role_ended_has_lost_it():
    assert has_lost_it(actor(), HANDLER)
    assert sight_of(actor(), HANDLER) is None


@pytest.mark.parametrize("parties", [FILER, Parties(filed_by="me twice", handler_id=None, filers=frozenset({ME}))])
def test_an_hr_officer_who_wrote_it_down_neither_takes_it_on_nor_handles_it(parties: Parties):
    meera = actor(Role.HR)
    assert not may_take_on(meera, parties)
    assert "You wrote this complaint down" in (why_not_take_on(meera, parties) or "")
    assert sight_of(meera, BOTH) is Sight.FILED


@pytest.mark.parametrize("role", [Role.HR, Role.GUEST])
def test_a_handler_who_turns_out_to_have_written_it_down_by_another_record_handles_it_no_more(role: Role):
    handled = Parties(filed_by="janis", handler_id=ME)
    assert sight_of(actor(role), handled) is Sight.WHOLE
    late = replace(handled, filed_by="me twice", filers=frozenset({"me twice", ME}))
    assert sight_of(actor(role), late) is (Sight.OUTLINE if role is Role.HR else None)


def test_what_is_with_the_outsider_hr_knows_of_and_no_more():
    meera = actor(Role.HR)
    assert sight_of(meera, OUTSIDE) is Sight.OUTLINE
    assert not may_see_rules(meera, Sight.OUTLINE, is_outside=True)
    assert not may_take_on(meera, OUTSIDE)
    assert not may_assign(meera, OUTSIDE)
    assert "outsider" in (why_not_take_on(meera, OUTSIDE) or "")


def test_the_outsider_alone_gives_on_what_is_theirs():
    mine = Parties(filed_by="janis", handler_id=ME, is_outside=True)
    assert may_assign(GUEST, mine)
    assert sight_of(GUEST, mine) is Sight.WHOLE
    assert sight_of(GUEST, NO_PART) is None
    # Where nobody holds it any more, HR gives it to the next.
    assert may_assign(actor(Role.HR), Parties(filed_by="janis", handler_id=None, is_outside=True))


def test_hr_and_administrators_settle_who_the_outsider_is():
    assert [role for role in Role if may_settle(actor(role))] == [Role.HR, Role.ADMINISTRATOR]
