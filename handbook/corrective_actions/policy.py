"""Who may do what in a case and with a step: different people find out, decide and approve; no database."""

from dataclasses import dataclass

from handbook.core.actor import Actor
from handbook.permissions import Permission


@dataclass(frozen=True, slots=True)
class CaseParties:
    """The people of a case, by employee id. `filer_id` wrote the complaint down, `named_ids` are named in it."""

    subject_id: str
    investigator_id: str
    decider_id: str
    filer_id: str
    approver_ids: frozenset[str] = frozenset()
    named_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StepParties:
    """The people of a step."""

    case: CaseParties
    proposer_id: str
    approver_id: str
    is_served: bool


def is_concerned(employee_id: str, case: CaseParties) -> bool:
    """Tell whether the matter is about this person: the subject, or another whom the complaint names."""
    return employee_id == case.subject_id or employee_id in case.named_ids


def can_decide(employee_id: str, case: CaseParties) -> bool:
    """Tell whether a person may decide: not concerned, did not write the complaint down, did not look into it."""
    return not is_concerned(employee_id, case) and employee_id not in (case.filer_id, case.investigator_id)


def can_approve(employee_id: str, case: CaseParties, proposer_id: str) -> bool:
    """Tell whether a person may approve: not concerned, did not write the complaint down, did not propose."""
    return not is_concerned(employee_id, case) and employee_id not in (case.filer_id, proposer_id)


def may_read_case(actor: Actor, case: CaseParties) -> bool:
    """Tell whether the case page opens: for investigator, decider and approvers, while their role lasts."""
    takes_part = actor.employee_id in {case.investigator_id, case.decider_id} | case.approver_ids
    return takes_part and actor.may(Permission.CASE_READ) and not is_concerned(actor.employee_id, case)


def may_propose(actor: Actor, case: CaseParties) -> bool:
    """Tell whether the actor may propose a step: the decider of this case alone."""
    decides = actor.employee_id == case.decider_id and can_decide(actor.employee_id, case)
    return decides and actor.may(Permission.STEP_PROPOSE)


def may_approve(actor: Actor, step: StepParties) -> bool:
    """Tell whether the actor may approve or not approve: the person asked, who is not the proposer."""
    asked = actor.employee_id == step.approver_id and can_approve(actor.employee_id, step.case, step.proposer_id)
    return asked and actor.may(Permission.STEP_APPROVE)


def may_serve(actor: Actor, step: StepParties) -> bool:
    """Tell whether the actor may serve the letter: anybody who reads the case and may serve at all."""
    return may_read_case(actor, step.case) and actor.may(Permission.STEP_SERVE)


def may_read_step(actor: Actor, step: StepParties) -> bool:
    """Tell whether the step opens: for the subject and for HR once it is served, for the people of the case before."""
    if actor.employee_id == step.case.subject_id:
        return step.is_served
    return may_read_case(actor, step.case) or (step.is_served and actor.may(Permission.WORK_FILE_READ))


def may_answer(actor: Actor, step: StepParties) -> bool:
    """Tell whether the actor may reply and confirm the receipt: the subject alone, once it is served."""
    return step.is_served and actor.employee_id == step.case.subject_id and actor.may(Permission.STEP_ANSWER)
