"""Different people find out, decide and approve; the subject has no part, whatever their roles."""

from dataclasses import replace

import pytest

from handbook.core.actor import Actor
from handbook.corrective_actions import policy
from handbook.corrective_actions.policy import CaseParties, StepParties
from handbook.permissions import Role

ME = "me"
CASE = CaseParties(
    subject_id="asha",
    investigator_id="meera",
    decider_id="dmitri",
    filer_id="janis",
    approver_ids=frozenset({"nandini"}),
    named_ids=frozenset({"asha"}),
)
PARTS = {
    "subject": replace(CASE, subject_id=ME, named_ids=frozenset({ME})),
    "named too": replace(CASE, decider_id=ME, named_ids=frozenset({"asha", ME})),
    "filer": replace(CASE, filer_id=ME, decider_id=ME),
    "investigator": replace(CASE, investigator_id=ME),
    "investigator and decider": replace(CASE, investigator_id=ME, decider_id=ME),
    "decider": replace(CASE, decider_id=ME),
    "approver": replace(CASE, approver_ids=frozenset({ME})),
    "nobody": CASE,
}


def actor(*roles: Role) -> Actor:
    return Actor("account", ME, "Me", frozenset({Role.EMPLOYEE, *roles}))


def step(case: CaseParties, proposer: str = "dmitri", approver: str = ME, is_served: bool = False) -> StepParties:
    return StepParties(case, proposer, approver, is_served)


@pytest.mark.parametrize("role", list(Role))
def test_a_case_opens_for_those_who_work_on_it_while_their_role_lasts(role: Role):
    opens = {part for part, case in PARTS.items() if policy.may_read_case(actor(role), case)}
    if role in (Role.HR, Role.DECISION_MAKER):
        assert opens == {"filer", "investigator", "investigator and decider", "decider", "approver"}
    else:
        assert opens == set()


@pytest.mark.parametrize("role", list(Role))
def test_only_the_decider_proposes_and_never_who_found_out_or_wrote_it_down(role: Role):
    proposes = {part for part, case in PARTS.items() if policy.may_propose(actor(role), case)}
    assert proposes == ({"decider"} if role in (Role.HR, Role.DECISION_MAKER) else set())


@pytest.mark.parametrize("role", list(Role))
def test_only_who_was_asked_approves(role: Role):
    approves = {part for part, case in PARTS.items() if policy.may_approve(actor(role), step(case))}
    able = {"investigator", "approver", "nobody", "decider", "investigator and decider"}
    assert approves == (able if role in (Role.HR, Role.DECISION_MAKER) else set())
    assert not any(policy.may_approve(actor(role), step(case, approver="nandini")) for case in PARTS.values())


def test_nobody_approves_what_they_proposed():
    assert not policy.may_approve(actor(*Role), step(PARTS["decider"], proposer=ME))


def test_two_accounts_of_one_person_are_one_person():
    first, second = (replace_account(actor(*Role), account) for account in ("one", "two"))
    assert policy.may_propose(first, PARTS["decider"])
    assert not policy.may_approve(second, step(PARTS["decider"], proposer=first.employee_id))


def test_all_roles_together_give_the_subject_no_part_before_service():
    everything, case = actor(*Role), PARTS["subject"]
    waiting = step(case)
    assert not policy.may_read_case(everything, case)
    assert not policy.may_propose(everything, case)
    assert not policy.may_approve(everything, waiting)
    assert not policy.may_serve(everything, waiting)
    assert not policy.may_read_step(everything, waiting)
    assert not policy.may_answer(everything, waiting)


def test_once_served_the_subject_reads_and_answers_and_nobody_answers_instead():
    served = step(PARTS["subject"], is_served=True)
    assert policy.may_read_step(actor(), served)
    assert policy.may_answer(actor(), served)
    for part in set(PARTS) - {"subject"}:
        assert not policy.may_answer(actor(*Role), step(PARTS[part], is_served=True))


@pytest.mark.parametrize("role", list(Role))
def test_hr_reads_a_served_step_of_anybody_and_no_waiting_one(role: Role):
    assert policy.may_read_step(actor(role), step(CASE, approver="nandini", is_served=True)) == (role is Role.HR)
    assert not policy.may_read_step(actor(role), step(CASE, approver="nandini"))


def replace_account(whose: Actor, account: str) -> Actor:
    return Actor(account, whose.employee_id, whose.name, whose.roles)
