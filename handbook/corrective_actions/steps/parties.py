"""Who the people of a step are, and who could become one: asked to approve, or to hear an appeal."""

from collections.abc import Iterable

from sqlalchemy import select, union_all

from handbook.core import clock
from handbook.core.db import db
from handbook.corrective_actions.cases.models import Case, CasePart
from handbook.corrective_actions.cases.models_hearing import BarsLooked
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.cases.policy import CaseParties
from handbook.corrective_actions.cases.queries import parties_of, people_who_may
from handbook.corrective_actions.ladders.deputies import deputies_of_each
from handbook.corrective_actions.steps import policy
from handbook.corrective_actions.steps.lifecycle import SERVED_STATES, State
from handbook.corrective_actions.steps.models import (
    CorrectiveAction,
    StepApprover,
    StepDeclined,
    StepLaidOpen,
    StepRefused,
    StepServed,
)
from handbook.corrective_actions.steps.models_appeals import Appeal
from handbook.corrective_actions.steps.policy import Aliases, StepParties
from handbook.people.models import Account, RoleGrant
from handbook.people.queries import on_day, same_people
from handbook.permissions import Permission, Role


def step_parties(action: CorrectiveAction, case: Case) -> StepParties:
    """Return the people of a step (a fixed number of queries)."""
    parties, rows, state = parties_of(case), asked_of(action), State(action.state)
    waiting = frozenset(row.employee_id for row in rows if row.approved_at is None)
    hearer = db.session.scalar(select(Appeal.hearer_id).where(Appeal.action_id == action.id))
    asked = waiting if state is State.PROPOSED else frozenset()
    approved = frozenset(row.by_id for row in rows if row.by_id)
    involved = involved_in(action) if hearer else frozenset()
    people = [action.proposer_id, *(row.employee_id for row in rows), *approved, *involved, *filter(None, [hearer])]
    return StepParties(
        parties,
        action.proposer_id,
        asked_ids=asked,
        deputies=deputies_of_each(asked, clock.today(action.zone)),
        approved_ids=approved,
        is_served=state in SERVED_STATES,
        is_laid_open=state is State.LAID_OPEN,
        hearer_id=hearer,
        involved_ids=involved,
        aliases=aliases_of(parties, people),
    )


def asked_of(action: CorrectiveAction) -> list[StepApprover]:
    """Return who was asked to approve the proposal that stands, in the order in which they were asked."""
    mine = (StepApprover.action_id == action.id, StepApprover.proposal_sha256 == action.proposal_sha256)
    return list(db.session.scalars(select(StepApprover).where(*mine).order_by(StepApprover.asked_at, StepApprover.id)))


def aliases_of(case: CaseParties, others: Iterable[str] = ()) -> Aliases:
    """Return for everybody of a case, and for these others, all records of the same human."""
    people = {case.subject_id, case.investigator_id, case.decider_id, case.filer_id, *others}
    return same_people(one for one in people | case.named_ids | case.ever_ids if one)


def approvers(case_id: str, case: CaseParties, proposer_id: str) -> dict[str, str]:
    """Return by id the names of those who may approve what the proposer decides."""
    aliases = aliases_of(case, [proposer_id])
    able = _able(case_id, Permission.STEP_APPROVE, Part.APPROVER, aliases[proposer_id])
    return {one: name for one, name in able.items() if policy.can_approve(one, case, proposer_id, aliases)}


def hearers(action: CorrectiveAction, case: CaseParties) -> dict[str, str]:
    """Return by id the names of those who could hear an appeal: nobody who ever had another part in the matter."""
    involved = involved_in(action)
    aliases = aliases_of(case, involved)
    able = _able(action.case_id, Permission.APPEAL_HEAR, Part.HEARER, aliases[case.decider_id])
    return {one: name for one, name in able.items() if policy.can_hear(one, case, involved, aliases)}


def involved_in(action: CorrectiveAction) -> frozenset[str]:
    """Return who ever had a part in the case but that of the hearer, or a hand in one of its letters (one query).

    Who stood in for an approver is among them, and who said that a step may go on in spite of a bar.
    """
    letters = select(CorrectiveAction.id).where(CorrectiveAction.case_id == action.case_id)
    part = select(CasePart.employee_id).where(CasePart.case_id == action.case_id, CasePart.part != Part.HEARER)
    looked = select(BarsLooked.by_id).where(BarsLooked.case_id == action.case_id)
    hands = (
        StepApprover.employee_id, StepApprover.by_id, StepDeclined.by_id, StepLaidOpen.by_id, StepServed.by_id,
        StepRefused.by_id, StepRefused.first_id, StepRefused.second_id,
    )  # fmt: skip
    theirs = (select(hand).where(hand.class_.action_id.in_(letters)) for hand in hands)
    return frozenset(one for one in db.session.scalars(union_all(part, looked, *theirs)) if one)


def _able(case_id: str, permission: Permission, part: Part, decider: frozenset[str]) -> dict[str, str]:
    """Return who may do this at all; of guests from outside only those who were invited to this part of this case.

    Nobody counts whom the decider invited, also before becoming it: `decider` are all records of that human.
    """
    guests = (
        select(Account.employee_id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.role == Role.GUEST, on_day(RoleGrant, clock.now().date()))
    )
    invited = select(CasePart.employee_id).where(
        CasePart.case_id == case_id,
        CasePart.part == part,
        CasePart.until_at.is_(None),
        CasePart.by_id.not_in(decider),
    )
    elsewhere = set(db.session.scalars(guests)) - set(db.session.scalars(invited))
    return {one: name for one, name in people_who_may(permission).items() if one not in elsewhere}
