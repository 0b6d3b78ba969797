"""Different people find out, decide and approve; the subject has no part, whatever their roles."""

from dataclasses import replace

import pytest

from handbook.core.actor import Actor
from handbook.corrective_actions.cases.policy import CaseParties, may_read_case
from handbook.corrective_actions.steps import policy
from handbook.corrective_actions.steps.policy import StepParties
from handbook.permissions import Role

ME = "me"
CASE = CaseParties(
    subject_id="asha",
    investigator_id="meera",
    decider_id="dmitri",
    filer_id="janis",
    working_ids=frozenset({"meera", "dmitri", "nandini"}),
    named_ids=frozenset({"asha"}),
)
PARTS = {
    "subject": replace(CASE, subject_id=ME, named_ids=frozenset({ME})),
    "named too": replace(CASE, decider_id=ME, working_ids=frozenset({ME}), named_ids=frozenset({"asha", ME})),
    "filer": replace(CASE, filer_id=ME, decider_id=ME, working_ids=frozenset({ME})),
    "investigator": replace(CASE, investigator_id=ME, working_ids=frozenset({ME})),
    "investigator and decider": replace(CASE, investigator_id=ME, decider_id=ME, working_ids=frozenset({ME})),
    "decider": replace(CASE, decider_id=ME, working_ids=frozenset({ME})),
    "approver": replace(CASE, working_ids=frozenset({ME})),
    "nobody": CASE,
}


def actor(*roles: Role) -> Actor:
    return Actor("account", ME, "Me", frozenset({Role.EMPLOYEE, *roles}))


def step(case: CaseParties, proposer: str = "dmitri", approver: str = ME, is_served: bool = False) -> StepParties:
    asked = frozenset() if is_served else frozenset({approver})
    return StepParties(case, proposer, asked, is_served=is_served)


@pytest.mark.parametrize("role", list(Role))
def test_a_case_opens_for_those_who_work_on_it_while_their_role_lasts(role: Role):
    opens = {part for part, case in PARTS.items() if may_read_case(actor(role), case)}
    if role in (Role.HR, Role.DECISION_MAKER, Role.GUEST):
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
    assert approves == (able if role in (Role.HR, Role.DECISION_MAKER, Role.GUEST) else set())
    assert not any(policy.may_approve(actor(role), step(case, approver="nandini")) for case in PARTS.values())


def test_nobody_approves_what_they_proposed():
    assert not policy.may_approve(actor(*Role), step(PARTS["decider"], proposer=ME))


def test_two_accounts_of_one_person_are_one_person():
    first, second = (replace_account(actor(*Role), account) for account in ("one", "two"))
    assert policy.may_propose(first, PARTS["decider"])
    assert not policy.may_approve(second, step(PARTS["decider"], proposer=first.employee_id))


SAME = {"dmitri": frozenset({"dmitri", ME}), "asha": frozenset({"asha", ME}), "meera": frozenset({"meera", ME})}


@pytest.mark.parametrize("human", ["dmitri", "asha", "janis"])
def test_the_other_record_of_the_same_human_is_the_same_human(human: str):
    aliases = {human: frozenset({human, ME})}
    asked = replace(step(CASE), aliases=aliases)
    assert not policy.may_approve(actor(*Role), asked)
    assert policy.may_approve(actor(*Role), step(CASE))


def test_one_human_never_approves_twice():
    both = StepParties(CASE, "dmitri", frozenset({ME}), approved_ids=frozenset({"meera"}))
    assert policy.may_approve(actor(*Role), both)
    assert not policy.may_approve(actor(*Role), replace(both, aliases=SAME))


def test_a_deputy_answers_for_who_was_asked_and_needs_the_same_permission():
    away = replace(step(CASE, approver="nandini"), deputies={"nandini": frozenset({ME})})
    assert policy.asked_of(actor(Role.HR), away) == "nandini"
    assert policy.asked_of(actor(Role.SUPERVISOR), away) is None
    assert policy.asked_of(actor(Role.HR), replace(away, aliases=SAME)) is None


@pytest.mark.parametrize("part", ["subject", "filer", "decider", "named too"])
def test_who_had_a_part_never_hears_the_appeal(part: str):
    assert not policy.can_hear(ME, PARTS[part], (), {})


def test_who_had_a_part_under_another_account_never_hears_the_appeal():
    assert policy.can_hear(ME, CASE, {"meera"}, {})
    assert not policy.can_hear(ME, CASE, {"meera"}, SAME)


def test_only_the_hearer_decides_an_appeal():
    heard = replace(step(CASE, is_served=True), hearer_id=ME)
    assert policy.may_hear(actor(Role.HR), heard)
    assert not policy.may_hear(actor(), heard)
    assert not policy.may_hear(actor(*Role), replace(heard, hearer_id="nandini"))


def test_a_letter_that_is_laid_open_is_opened_by_the_subject_alone():
    mine = replace(step(PARTS["subject"]), is_laid_open=True)
    assert policy.may_open(actor(), mine)
    assert not policy.may_answer(actor(), mine)
    assert not policy.may_open(actor(*Role), replace(mine, case=PARTS["decider"]))


def test_all_roles_together_give_the_subject_no_part_before_service():
    everything, case = actor(*Role), PARTS["subject"]
    waiting = step(case)
    assert not may_read_case(everything, case)
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
