"""Who may do what with a step: different people decide, approve, serve and hear an appeal; no database.

People are compared as humans: `aliases` names for an employee record every other record of the same human.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from handbook.core.actor import Actor
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.cases.policy import CaseParties, can_decide, may_read_case, why_not
from handbook.permissions import Permission

Aliases = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class StepParties:
    """The people of a step. `asked_ids` have yet to approve what stands, `approved_ids` have done so.

    `deputies` names, for some of those asked, who may answer for them today; `hearer_id` hears the appeal, and
    `involved_ids`, known once there is one, ever had another part in the matter or a hand in one of its letters.
    """

    case: CaseParties
    proposer_id: str
    asked_ids: frozenset[str] = frozenset()
    approved_ids: frozenset[str] = frozenset()
    is_served: bool = False
    is_laid_open: bool = False
    hearer_id: str | None = None
    involved_ids: frozenset[str] = frozenset()
    deputies: Aliases = field(default_factory=dict)
    aliases: Aliases = field(default_factory=dict)


def is_one_of(person_id: str, others: Iterable[str | None], aliases: Aliases) -> bool:
    """Tell whether a person is the same human as one of these."""
    return any(person_id in aliases.get(other, frozenset({other})) for other in others if other)


def is_concerned(person_id: str, case: CaseParties, aliases: Aliases) -> bool:
    """Tell whether the matter is about this human: the subject, or another whom the complaint names."""
    return is_one_of(person_id, (case.subject_id, *case.named_ids), aliases)


def can_approve(person_id: str, case: CaseParties, proposer_id: str, aliases: Aliases) -> bool:
    """Tell whether a person may approve: not concerned, did not write the complaint down, did not propose."""
    return not is_concerned(person_id, case, aliases) and not is_one_of(
        person_id, (case.filer_id, proposer_id), aliases
    )


def can_hear(person_id: str, case: CaseParties, involved_ids: Iterable[str], aliases: Aliases) -> bool:
    """Tell whether a person may hear an appeal: had no part in the matter, ever, under any account."""
    return can_approve(person_id, case, case.decider_id, aliases) and not is_one_of(person_id, involved_ids, aliases)


def may_propose(actor: Actor, case: CaseParties) -> bool:
    """Tell whether the actor may propose a step: the decider of this case alone."""
    decides = actor.employee_id == case.decider_id and can_decide(actor.employee_id, case)
    return decides and actor.may(Permission.STEP_PROPOSE)


def why_not_stand(step: StepParties) -> str | None:
    """Return in words why what was proposed and approved does not count any more, or None while it does.

    Of people more may be known than on the day on which they acted: asked before each approval and before the service.
    """
    reason = why_not(frozenset({step.proposer_id}), step.case, Part.DECIDER)
    if reason is not None:
        return reason + " " + _("So this proposal does not count. Somebody else decides, and proposes anew.")
    approved = sorted(step.approved_ids)
    able = all(can_approve(one, step.case, step.proposer_id, step.aliases) for one in approved)
    if able and not any(is_one_of(one, approved[:place], step.aliases) for place, one in enumerate(approved)):
        return None
    return _(
        "Somebody who approved this step is concerned, or is one person with somebody else who had a part in it. "
        "So it does not count. Take the proposal back, and propose it anew."
    )


def asked_of(actor: Actor, step: StepParties) -> str | None:
    """Return in whose place the actor may approve or not: the own, or that of somebody who named them deputy."""
    me = actor.employee_id
    able = can_approve(me, step.case, step.proposer_id, step.aliases) and actor.may(Permission.STEP_APPROVE)
    if not able or is_one_of(me, step.approved_ids, step.aliases):
        return None
    if me in step.asked_ids:
        return me
    others = sorted(asked for asked in step.asked_ids if me in step.deputies.get(asked, ()))
    is_asked = is_one_of(me, step.asked_ids, step.aliases)
    return others[0] if others and not is_asked else None


def may_approve(actor: Actor, step: StepParties) -> bool:
    """Tell whether the actor may approve or not approve: a person asked, who is not the proposer."""
    return asked_of(actor, step) is not None


def may_serve(actor: Actor, step: StepParties) -> bool:
    """Tell whether the actor may serve the letter: who reads the case and may serve at all, never who complains."""
    me = actor.employee_id
    able = not is_concerned(me, step.case, step.aliases) and not is_one_of(me, (step.case.filer_id,), step.aliases)
    return able and may_read_case(actor, step.case) and actor.may(Permission.STEP_SERVE)


def may_read_step(actor: Actor, step: StepParties) -> bool:
    """Tell whether the step opens: for the subject and for HR once it is served, for the people of the case before.

    A letter that is laid open shows the subject that it is there, and opens once the subject opens it. Whoever else the
    matter is about does not read it, nor does the subject by another record: their own case may be still to come.
    """
    if actor.employee_id == step.case.subject_id:
        return step.is_served or step.is_laid_open
    if is_concerned(actor.employee_id, step.case, step.aliases):
        return False
    if step.is_served and actor.may(Permission.WORK_FILE_READ):
        return True
    return may_approve(actor, step) or may_read_case(actor, step.case)


def may_answer(actor: Actor, step: StepParties) -> bool:
    """Tell whether the actor may reply, confirm the receipt and appeal: the subject alone, once it is served."""
    return step.is_served and actor.employee_id == step.case.subject_id and actor.may(Permission.STEP_ANSWER)


def may_open(actor: Actor, step: StepParties) -> bool:
    """Tell whether the actor may open a letter that is laid open: the subject alone."""
    return step.is_laid_open and actor.employee_id == step.case.subject_id and actor.may(Permission.STEP_ANSWER)


def may_arrange(actor: Actor, step: StepParties) -> bool:
    """Tell whether the actor may name who hears an appeal: whoever reads the served step and may serve letters."""
    me = actor.employee_id
    able = step.is_served and actor.may(Permission.STEP_SERVE) and may_read_step(actor, step)
    return able and not is_one_of(me, (step.hearer_id,), step.aliases)


def may_hear(actor: Actor, step: StepParties) -> bool:
    """Tell whether the actor may decide the appeal: the hearer alone, who by no record had a part."""
    hears = step.is_served and actor.employee_id == step.hearer_id and actor.may(Permission.APPEAL_HEAR)
    return hears and can_hear(actor.employee_id, step.case, step.involved_ids, step.aliases)


def may_place_again(actor: Actor, step: StepParties) -> bool:
    """Tell whether the actor may place the dismissed again after an appeal: HR, never in a matter about themself."""
    able = actor.may(Permission.WORK_FILE_READ) and actor.may(Permission.PEOPLE_CHANGE)
    return able and step.is_served and not is_concerned(actor.employee_id, step.case, step.aliases)
