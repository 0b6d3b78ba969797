"""Who sees how much of a complaint: every role against every part a person can have in it."""

import pytest

from handbook.complaints.policy import Parties, Sight, may_handle, may_see_rules, may_take_on, sight_of
from handbook.core.actor import Actor
from handbook.permissions import Role

ME = "me"


def actor(*roles: Role) -> Actor:
    return Actor("account", ME, "Me", frozenset({Role.EMPLOYEE, *roles}))


FILER = Parties(filed_by=ME, handler_id=None)
HANDLER = Parties(filed_by="janis", handler_id=ME)
NO_PART = Parties(filed_by="janis", handler_id="meera")
SUBJECT = Parties(filed_by="janis", handler_id="meera", named=frozenset({ME}))

EXPECTED = {
    Role.EMPLOYEE: (Sight.FILED, None, None),
    Role.SUPERVISOR: (Sight.FILED, Sight.WHOLE, None),
    Role.HR: (Sight.FILED, Sight.WHOLE, Sight.OUTLINE),
    Role.DECISION_MAKER: (Sight.FILED, None, None),
    Role.ADMINISTRATOR: (Sight.FILED, None, None),
    Role.AUDITOR: (Sight.FILED, None, None),
    Role.FORMER_EMPLOYEE: (Sight.FILED, None, None),
    Role.GUEST: (Sight.FILED, None, None),
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_what_its_part_allows(role: Role):
    seen = tuple(sight_of(actor(role), parties) for parties in (FILER, HANDLER, NO_PART))
    assert seen == EXPECTED[role]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("part", [FILER, HANDLER, NO_PART])
def test_whoever_is_named_sees_nothing_whatever_role_and_part(role: Role, part: Parties):
    named = Parties(part.filed_by, part.handler_id, frozenset({ME, "asha"}))
    assert sight_of(actor(role), named) is None
    assert not may_handle(actor(role), named)
    assert not may_take_on(actor(role), named)


def test_all_roles_together_do_not_help_the_person_named():
    assert sight_of(actor(*Role), SUBJECT) is None


def test_only_hr_takes_a_complaint_on_and_nobody_twice():
    assert [role for role in Role if may_take_on(actor(role), NO_PART)] == [Role.HR]
    assert not may_take_on(actor(Role.HR), HANDLER)
    assert may_take_on(actor(Role.HR), FILER)


def test_only_the_handler_handles():
    assert [role for role in Role if may_handle(actor(role), HANDLER)] == [Role.SUPERVISOR, Role.HR]
    assert not any(may_handle(actor(role), part) for role in Role for part in (FILER, NO_PART))


def test_who_filed_it_does_not_see_the_rules_that_others_named():
    assert not may_see_rules(actor(Role.SUPERVISOR), Sight.FILED)
    assert may_see_rules(actor(Role.HR), Sight.FILED)
    assert may_see_rules(actor(Role.HR), Sight.OUTLINE)
