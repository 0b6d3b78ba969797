"""Reading cases and steps: each SELECT with the policy as a row filter and on the object."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from handbook.complaints.models import Complaint, ComplaintPerson
from handbook.complaints.queries import ComplaintPage, notice_line
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.corrective_actions import policy
from handbook.corrective_actions.ladder import Step
from handbook.corrective_actions.lifecycle import SERVED_STATES, State, standing
from handbook.corrective_actions.models import (
    Case,
    CaseOpened,
    CorrectiveAction,
    StepApproved,
    StepDeclined,
    StepProposed,
    StepReceived,
    StepServed,
    StepStatement,
)
from handbook.corrective_actions.pages import CasePage, Paper, StepLine, StepPage
from handbook.corrective_actions.policy import CaseParties, StepParties
from handbook.corrective_actions.timeline import TIMELINE as TIMELINE
from handbook.corrective_actions.timeline import live_steps as live_steps
from handbook.corrective_actions.timeline import timeline as timeline
from handbook.corrective_actions.waiting import count_waiting_for as count_waiting_for
from handbook.corrective_actions.waiting import unanswered_letters as unanswered_letters
from handbook.documents.queries import documents_of
from handbook.ledger.models import Leaf
from handbook.people.models import Account, Employee, RoleGrant
from handbook.people.queries import names, on_day
from handbook.permissions import GRANTS, Permission

OfStep = TypeVar("OfStep", StepStatement, StepServed, StepApproved, StepDeclined, StepReceived)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return `policy.may_read_case` as a condition on Case, for an actor who came through the door CASE_READ."""
    me = actor.employee_id
    step = aliased(CorrectiveAction)
    approves = select(step.id).where(step.case_id == Case.id, step.approver_id == me).correlate(Case)
    named = select(ComplaintPerson.complaint_id).where(
        ComplaintPerson.complaint_id == Case.complaint_id, ComplaintPerson.employee_id == me
    )
    takes_part = or_(Case.investigator_id == me, Case.decider_id == me, approves.exists())
    return and_(takes_part, Case.subject_id != me, ~named.exists())


def case_for(actor: Actor, case_id: str, language: str) -> CasePage:
    """Return a case to those who work on it; raise NotFound, the same for a foreign and a missing one.

    `language` is that of the reader, for the text of the rule.
    """
    row = db.session.execute(
        select(Case, CaseOpened, Complaint.reference)
        .join(CaseOpened, CaseOpened.case_id == Case.id)
        .join(Complaint, Complaint.id == Case.complaint_id)
        .where(Case.id == case_id)
    ).first()
    if row is None:
        raise not_found()
    case, opened, complaint_reference = row
    parties = parties_of(case)
    if not policy.may_read_case(actor, parties):
        raise not_found()
    people = names([case.subject_id, case.investigator_id, case.decider_id, *parties.approver_ids])
    subject = people[case.subject_id]
    line = notice_line(
        case.rule_id, case.subject_id, subject, opened.happened_at, opened.recorded_at, opened.zone, language
    )
    return CasePage(
        id=case.id,
        reference=case.reference,
        complaint_reference=complaint_reference,
        subject=subject,
        parties=parties,
        opened=opened,
        opened_at=case.opened_at,
        names=people,
        line=line,
        steps=tuple(step_line(action) for action in _steps_of(case.id)),
    )


def step_for(actor: Actor, action_id: str) -> StepPage:
    """Return a step with its evidence; raise NotFound, the same for a foreign, a missing and a not yet served one."""
    action, parties = _step(action_id)
    if not policy.may_read_step(actor, parties):
        raise not_found()
    return step_page(action, parties)


def step_for_sealing(action_id: str) -> StepPage:
    """Return a step to the job that seals its papers, which acts for nobody; raise NotFound."""
    return step_page(*_step(action_id))


def step_page(action: CorrectiveAction, parties: StepParties) -> StepPage:
    """Gather everything that belongs to a step, whoever asks (the job that seals, and `step_for`)."""
    proposal = db.session.scalars(
        select(StepProposed)
        .where(StepProposed.action_id == action.id, StepProposed.proposal_sha256 == action.proposal_sha256)
        .order_by(StepProposed.recorded_at.desc())
    ).first()
    if proposal is None:
        raise not_found()
    approval, refusal = _rows(StepApproved, action.id), _rows(StepDeclined, action.id)
    served, received = _rows(StepServed, action.id), _rows(StepReceived, action.id)
    statements = _rows(StepStatement, action.id)
    records: list[StepServed | StepStatement | StepReceived] = [*served, *statements, *received]
    people = [action.subject_id, action.proposer_id, action.approver_id, *(row.by_id for row in served)]
    return StepPage(
        action=action,
        parties=parties,
        proposal=proposal,
        approval=approval[-1] if approval else None,
        refusal=refusal[-1] if refusal else None,
        served=served[-1] if served else None,
        statements=tuple(statements),
        received=received[-1] if received else None,
        papers=_papers(records),
        names=names(people),
        line=step_line(action),
    )


def parties_of(case: Case) -> CaseParties:
    """Return the people of a case (two queries)."""
    approvers = db.session.scalars(select(CorrectiveAction.approver_id).where(CorrectiveAction.case_id == case.id))
    rows = db.session.execute(
        select(Complaint.filed_by, ComplaintPerson.employee_id)
        .join(ComplaintPerson, ComplaintPerson.complaint_id == Complaint.id, isouter=True)
        .where(Complaint.id == case.complaint_id)
    ).all()
    return CaseParties(
        subject_id=case.subject_id,
        investigator_id=case.investigator_id,
        decider_id=case.decider_id,
        filer_id=rows[0].filed_by,
        approver_ids=frozenset(approvers),
        named_ids=frozenset(row.employee_id for row in rows if row.employee_id),
    )


def step_parties(action: CorrectiveAction, case: Case) -> StepParties:
    """Return the people of a step."""
    is_served = State(action.state) in SERVED_STATES
    return StepParties(parties_of(case), action.proposer_id, action.approver_id, is_served)


def step_line(action: CorrectiveAction) -> StepLine:
    """Return a step in short, live or lapsed today at its own zone."""
    return StepLine(
        id=action.id,
        reference=action.reference,
        step=Step(action.step),
        state=State(action.state),
        standing=standing(action.served_on, action.lapses_on, clock.today(action.zone)),
        served_on=action.served_on,
        lapses_on=action.lapses_on,
    )


def deciders(case: CaseParties) -> dict[str, str]:
    """Return by id the names of those who may decide this case."""
    able = _people_who_may(Permission.STEP_PROPOSE)
    return {person: name for person, name in able.items() if policy.can_decide(person, case)}


def deciders_of_complaint(actor: Actor, complaint: ComplaintPage) -> dict[str, str]:
    """Return by id the names of those who could decide a case that the actor opens from this complaint."""
    parties = complaint.parties
    return deciders(CaseParties("", actor.employee_id, "", parties.filed_by, named_ids=parties.named))


def approvers(case: CaseParties, proposer_id: str) -> dict[str, str]:
    """Return by id the names of those who may approve what the proposer decides."""
    able = _people_who_may(Permission.STEP_APPROVE)
    return {person: name for person, name in able.items() if policy.can_approve(person, case, proposer_id)}


def find_open_step(case_id: str, *, lock: bool = False) -> CorrectiveAction | None:
    """Return the step of a case that is under way or served; None where there is none or it was not approved.

    Whoever changes it takes it with `lock`: it is read anew under the lock that an approval takes as well.
    """
    query = select(CorrectiveAction).where(
        CorrectiveAction.case_id == case_id, CorrectiveAction.state != State.DECLINED.value
    )
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return db.session.scalar(query.limit(1))


def find_step_by_key(idempotency_key: str) -> str | None:
    """Return the step that this form has already proposed, or None."""
    return db.session.scalar(select(CorrectiveAction.id).where(CorrectiveAction.idempotency_key == idempotency_key))


def live_before(subject_id: str, day: date) -> list[CorrectiveAction]:
    """Return the person's steps that were served before this day and are live on it, oldest first."""
    query = select(CorrectiveAction).where(
        CorrectiveAction.subject_id == subject_id,
        CorrectiveAction.served_on < day,
        CorrectiveAction.lapses_on >= day,
    )
    return list(db.session.scalars(query.order_by(CorrectiveAction.served_on)))


def not_found() -> NotFound:
    """Return the one answer for what is not there and for what the actor may not see."""
    return NotFound(_("There is nothing here that you may see."))


def _step(action_id: str) -> tuple[CorrectiveAction, StepParties]:
    query = select(CorrectiveAction, Case).join(Case, Case.id == CorrectiveAction.case_id)
    row = db.session.execute(query.where(CorrectiveAction.id == action_id)).first()
    if row is None:
        raise not_found()
    return row[0], step_parties(*row)


def _steps_of(case_id: str) -> Iterable[CorrectiveAction]:
    query = select(CorrectiveAction).where(CorrectiveAction.case_id == case_id)
    return db.session.scalars(query.order_by(CorrectiveAction.proposed_at, CorrectiveAction.id))


def _rows(kind: type[OfStep], action_id: str) -> list[OfStep]:
    """Return the evidence of one kind in the order of the ledger."""
    query = select(kind).join(Leaf, Leaf.record_id == kind.id).where(kind.action_id == action_id)
    return list(db.session.scalars(query.order_by(Leaf.index)))


def _papers(records: list[StepServed | StepStatement | StepReceived]) -> tuple[Paper, ...]:
    ids = [record.id for record in records]
    found = documents_of(ids)
    kinds = {StepServed: "served", StepStatement: "statement", StepReceived: "received"}
    rows = db.session.execute(select(Leaf.record_id, Leaf.index.label("position")).where(Leaf.record_id.in_(ids)))
    places = {row.record_id: row.position for row in rows}
    papers = [Paper(kinds[type(row)], row.id, places[row.id], row.recorded_at, found.get(row.id)) for row in records]
    return tuple(sorted(papers, key=_position))


def _position(paper: Paper) -> int:
    return paper.position


def _people_who_may(permission: Permission) -> dict[str, str]:
    roles = [role.value for role, granted in GRANTS.items() if permission in granted]
    query = (
        select(Employee.id, Employee.name)
        .join(Account, Account.employee_id == Employee.id)
        .join(RoleGrant, and_(RoleGrant.account_id == Account.id, on_day(RoleGrant, clock.now().date())))
        .where(RoleGrant.role.in_(roles), Account.disabled_at.is_(None))
        .distinct()
        .order_by(Employee.name)
    )
    return {row.id: row.name for row in db.session.execute(query)}
