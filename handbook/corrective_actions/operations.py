"""The verbs: open a case, propose, approve or not, serve, reply, confirm the receipt. Each leaves its evidence."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.complaints.operations import free_reference, mark_case_opened
from handbook.complaints.queries import complaint_for
from handbook.core import clock, jobs
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.core.transaction import session_of_transaction
from handbook.corrective_actions import papers, policy, queries
from handbook.corrective_actions.ladder import PROPOSABLE, Step, ladder_on, lapses_on
from handbook.corrective_actions.lifecycle import Move, State, after
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
from handbook.corrective_actions.pages import CasePage
from handbook.corrective_actions.policy import CaseParties, StepParties
from handbook.corrective_actions.proposals import agreed_content, proposal_sha256
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee
from handbook.people.queries import find_placed
from handbook.people.sign_in import Proof
from handbook.permissions import Permission

SEAL = "corrective_actions.seal"
MANNERS = ("portal", "in person")


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """What a form hands over to open a case."""

    subject_id: str
    rule_id: str
    allegation: str
    decider_id: str


@dataclass(frozen=True, slots=True)
class ProposalDraft:
    """What a form hands over to propose a step, or to propose it anew after a change (`row_version` of the step)."""

    idempotency_key: str
    step: Step
    observed_at: datetime
    place: str
    observed: str
    heard: str
    reasons: str
    change: str
    change_by: date
    help: str
    not_notified_reason: str
    approver_id: str
    row_version: int = 0


def open_case(actor: Actor, complaint_id: str, draft: CaseDraft) -> str:
    """Open a case about one person whom a complaint names and return its id; the complaint stays another record.

    Raises NotFound and Refused for whoever does not handle the complaint, Invalid where person or rule are not named
    there, where the decider may not decide, and where this person has a case from this complaint already.
    """
    if not actor.may(Permission.CASE_OPEN):
        raise Refused(_("Only HR opens a case."))
    session, now = session_of_transaction(), clock.now()
    complaint = mark_case_opened(actor, complaint_id, draft.subject_id, draft.rule_id, "")
    told = complaint_for(actor, complaint_id)
    parties = CaseParties(
        draft.subject_id, actor.employee_id, draft.decider_id, told.parties.filed_by, named_ids=told.parties.named
    )
    if draft.decider_id not in queries.deciders(parties):
        raise Invalid(_("Decider: this person may not decide this case. Choose another one."))
    same = select(Case.id).where(Case.complaint_id == complaint_id, Case.subject_id == draft.subject_id)
    if session.scalar(same) is not None:
        raise Invalid(_("Person: there is a case about this person from this complaint already."))
    case = Case(
        id=new_id(),
        reference=free_reference("K", clock.local(now, complaint.zone).year, _is_case),
        complaint_id=complaint_id,
        subject_id=draft.subject_id,
        rule_id=draft.rule_id,
        investigator_id=actor.employee_id,
        decider_id=draft.decider_id,
        opened_at=now,
    )
    session.add(case)
    session.flush()
    record_evidence(
        CaseOpened(
            case_id=case.id,
            reference=case.reference,
            complaint_id=complaint_id,
            subject_id=draft.subject_id,
            subject_name=told.people[draft.subject_id],
            rule_id=draft.rule_id,
            allegation=draft.allegation,
            location=told.location,
            place=complaint.place,
            happened_at=complaint.happened_at,
            zone=complaint.zone,
            decider_id=draft.decider_id,
            **_by(actor),
        )
    )
    return case.id


def propose(actor: Actor, proof: Proof, case_id: str, draft: ProposalDraft) -> str:
    """Propose a step, or propose it anew while it waits for approval; return the step's id.

    Raises NotFound and Refused for whoever is not the decider, Invalid where the rule was not notified on that day and
    no reason is given, Conflict where another step of the case is under way or this one was changed meanwhile.
    """
    _proven(actor, proof)
    session = session_of_transaction()
    session.execute(select(Case.id).where(Case.id == case_id).with_for_update(key_share=True))
    earlier = queries.find_step_by_key(draft.idempotency_key)
    if earlier is not None:
        return earlier
    page = queries.case_for(actor, case_id, "en")
    if not policy.may_propose(actor, page.parties):
        raise Refused(_("Only the decider of this case proposes a step."))
    _check_proposal(actor, page, draft)
    action = _head(actor, page, draft)
    proposal = _proposal(actor, proof, page, action, draft)
    record_evidence(proposal)
    proposal.proposal_sha256 = action.proposal_sha256 = proposal_sha256(proposal)
    session.add(action)
    session.flush()
    return action.id


def approve(actor: Actor, proof: Proof, action_id: str, proposal: str) -> None:
    """Approve exactly the proposal with this SHA-256. Raises Conflict where another one stands by now."""
    action, fields = _judged(actor, proof, action_id, proposal, Move.APPROVE)
    record_evidence(StepApproved(**fields))
    action.row_version += 1


def decline(actor: Actor, proof: Proof, action_id: str, proposal: str, reason: str) -> None:
    """Do not approve exactly the proposal with this SHA-256, and say why; the decider may then propose anew."""
    action, fields = _judged(actor, proof, action_id, proposal, Move.DECLINE)
    record_evidence(StepDeclined(reason=reason, **fields))
    action.row_version += 1


def serve(actor: Actor, proof: Proof, action_id: str, manner: str, row_version: int) -> None:
    """Serve the letter: from this day on, counted at the employee's location, the step is live. Its sealing follows.

    `manner`: "portal" (laid open in the employee's file) or "in person". Raises Conflict for a stale row version.
    """
    _proven(actor, proof)
    if manner not in MANNERS:
        raise Invalid(_("How it is served: choose one."))
    action, parties = _locked(actor, action_id)
    if not policy.may_serve(actor, parties):
        raise Refused(_("Only the people of the case who may serve letters serve this one."))
    _next_version(action, row_version)
    action.state = after(State(action.state), Move.SERVE)
    stands = queries.step_page(action, parties)
    if stands.approval is None or stands.approval.proposal_sha256 != action.proposal_sha256:
        raise Conflict(_("What was approved is not what stands now. It must be approved again."))
    now = clock.now()
    subject = session_of_transaction().get_one(Employee, action.subject_id)
    placed = find_placed(action.subject_id, now.date())
    action.zone = placed.zone if placed else action.zone
    action.served_on = clock.today(action.zone)
    action.lapses_on = lapses_on(action.served_on, stands.proposal.months)
    served = StepServed(
        subject_id=action.subject_id,
        proposal_sha256=action.proposal_sha256,
        manner=manner,
        language=papers.language_for(subject.language),
        zone=action.zone,
        served_at=now,
        served_on=action.served_on,
        lapses_on=action.lapses_on,
        **_of(action),
        **_proof(actor, proof),
    )
    record_evidence(served)
    _enqueue(actor, action.id, served.id)


def add_statement(actor: Actor, action_id: str, words: str, language: str, idempotency_key: str) -> None:
    """Keep the employee's own words with the letter, unchanged; the same form sent twice is one statement."""
    action, parties = _locked(actor, action_id)
    if not policy.may_answer(actor, parties):
        raise Refused(_("Only the employee adds a statement to a letter."))
    same = select(StepStatement.id).where(StepStatement.idempotency_key == idempotency_key)
    if session_of_transaction().scalar(same) is not None:
        return
    action.state = after(State(action.state), Move.REPLY)
    action.row_version += 1
    statement = StepStatement(
        subject_id=action.subject_id,
        idempotency_key=idempotency_key,
        words=words,
        language=language,
        zone=action.zone,
        **_of(action),
        **_by(actor),
    )
    record_evidence(statement)
    _enqueue(actor, action.id, statement.id)


def confirm_receipt(actor: Actor, proof: Proof, action_id: str, language: str) -> None:
    """Confirm that the letter was received; it is no agreement. Raises Conflict where it was confirmed already."""
    _proven(actor, proof)
    action, parties = _locked(actor, action_id)
    if not policy.may_answer(actor, parties):
        raise Refused(_("Only the employee confirms the receipt of a letter."))
    action.state = after(State(action.state), Move.RECEIVE)
    action.row_version += 1
    received = StepReceived(
        subject_id=action.subject_id,
        words=papers.receipt_words(action.reference),
        language=language,
        zone=action.zone,
        **_of(action),
        **_proof(actor, proof),
    )
    record_evidence(received)
    _enqueue(actor, action.id, received.id)


def seal_again(actor: Actor, action_id: str) -> None:
    """Let what is not sealed yet be tried once more. Raises Refused for whoever may not serve letters."""
    page = queries.step_for(actor, action_id)
    if not actor.may(Permission.STEP_SERVE) or policy.is_concerned(actor.employee_id, page.parties.case):
        raise Refused(_("Ask HR to let the letter be sealed again."))
    for paper in page.papers:
        if paper.document is None:
            _enqueue(actor, action_id, paper.record_id)


def _check_proposal(actor: Actor, page: CasePage, draft: ProposalDraft) -> None:
    faults = []
    if draft.step not in PROPOSABLE:
        faults.append(_("Step: this step cannot be proposed yet."))
    if draft.observed_at > clock.now():
        faults.append(_("When it was observed: this day and time are still to come."))
    if not page.line.notice.is_notified and not draft.not_notified_reason:
        faults.append(
            _("Reason: the rule was not notified on that day. A talk is the right answer, or say why a step is fair.")
        )
    if draft.approver_id not in queries.approvers(page.parties, actor.employee_id):
        faults.append(_("Approver: this person may not approve this step. Choose another one."))
    if faults:
        raise Invalid(*faults)


def _head(actor: Actor, page: CasePage, draft: ProposalDraft) -> CorrectiveAction:
    """Return the head of a new step, or of the one that waits for approval and is proposed anew."""
    now = clock.now()
    waiting = queries.find_open_step(page.id, lock=True)
    if waiting is None and draft.row_version:
        raise Conflict(_("The step was changed while you were writing. Nothing of yours was saved yet."))
    if waiting is None:
        year = clock.local(now, page.opened.zone).year
        return CorrectiveAction(
            id=new_id(),
            reference=free_reference("W", year, _is_action),
            idempotency_key=draft.idempotency_key,
            case_id=page.id,
            subject_id=page.parties.subject_id,
            step=draft.step.value,
            state=State.PROPOSED.value,
            proposer_id=actor.employee_id,
            approver_id=draft.approver_id,
            proposed_at=now,
            zone=page.opened.zone,
        )
    _next_version(waiting, draft.row_version)
    waiting.state = after(State(waiting.state), Move.REVISE)
    waiting.step, waiting.approver_id, waiting.proposed_at = draft.step.value, draft.approver_id, now
    waiting.idempotency_key = draft.idempotency_key
    return waiting


def _proposal(
    actor: Actor, proof: Proof, page: CasePage, action: CorrectiveAction, draft: ProposalDraft
) -> StepProposed:
    person = session_of_transaction().get_one(Employee, page.parties.subject_id)
    placed = find_placed(person.id, clock.now().date())
    notice = page.line.notice
    return StepProposed(
        case_reference=page.reference,
        subject_id=person.id,
        subject_name=person.name,
        staff_number=person.staff_number,
        job=placed.job if placed else "",
        location=placed.location if placed else page.opened.location,
        step=draft.step.value,
        months=ladder_on(clock.today(page.opened.zone)).rung(draft.step).months or 0,
        rule_id=notice.rule_id,
        rule_title=notice.title,
        rule_version=notice.version,
        edition_number=notice.edition_number,
        notice=notice.answer,
        notice_at=notice.notified_at,
        not_notified_reason=draft.not_notified_reason,
        agreed=agreed_content(notice.agreed),
        observed_at=draft.observed_at,
        zone=page.opened.zone,
        place=draft.place,
        observed=draft.observed,
        heard=draft.heard,
        reasons=draft.reasons,
        change=draft.change,
        change_by=draft.change_by,
        help=draft.help,
        approver_id=draft.approver_id,
        proposal_sha256="",
        **_of(action),
        **_proof(actor, proof),
    )


def _judged(
    actor: Actor, proof: Proof, action_id: str, proposal: str, move: Move
) -> tuple[CorrectiveAction, dict[str, Any]]:
    _proven(actor, proof)
    action, parties = _locked(actor, action_id)
    if not policy.may_approve(actor, parties):
        raise Refused(_("Only the person who was asked approves this step, and never who proposed it."))
    if proposal != action.proposal_sha256:
        raise Conflict(_("The proposal was changed while you were reading. Read what stands now, then decide."))
    action.state = after(State(action.state), move)
    return action, {"proposal_sha256": proposal, **_of(action), **_proof(actor, proof)}


def _locked(actor: Actor, action_id: str) -> tuple[CorrectiveAction, StepParties]:
    """Load a step under a row lock; raise NotFound, the same for a foreign, a missing and a not yet served one."""
    session = session_of_transaction()
    query = select(CorrectiveAction).where(CorrectiveAction.id == action_id)
    action = session.scalar(query.with_for_update(key_share=True))
    case = session.get(Case, action.case_id) if action else None
    if action is None or case is None:
        raise queries.not_found()
    parties = queries.step_parties(action, case)
    if not policy.may_read_step(actor, parties):
        raise queries.not_found()
    return action, parties


def _next_version(action: CorrectiveAction, row_version: int) -> None:
    if action.row_version != row_version:
        raise Conflict(_("The step was changed while you were writing. Nothing of yours was saved yet."))
    action.row_version += 1


def _proven(actor: Actor, proof: Proof) -> None:
    if proof.employee_id != actor.employee_id:
        raise Refused(_("Nobody can act for another person."))


def _by(actor: Actor) -> dict[str, Any]:
    return {"by_id": actor.employee_id, "by_name": actor.name, "via": actor.via}


def _proof(actor: Actor, proof: Proof) -> dict[str, Any]:
    return {**_by(actor), **proof.columns()}


def _of(action: CorrectiveAction) -> dict[str, Any]:
    return {"action_id": action.id, "reference": action.reference}


def _enqueue(actor: Actor, action_id: str, record_id: str) -> None:
    jobs.enqueue(SEAL, record_id, {"action_id": action_id, "record_id": record_id}, actor.account_id)


def _is_case(reference: str) -> bool:
    return session_of_transaction().scalar(select(Case.id).where(Case.reference == reference)) is not None


def _is_action(reference: str) -> bool:
    query = select(CorrectiveAction.id).where(CorrectiveAction.reference == reference)
    return session_of_transaction().scalar(query) is not None
