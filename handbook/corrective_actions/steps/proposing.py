"""The verbs of a decider: propose a step, propose it anew while it waits, and take it back."""

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from handbook.complaints.operations import free_reference
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Refused
from handbook.core.moments import locale_of
from handbook.core.transaction import session_of_transaction
from handbook.corrective_actions.acts import by_columns, proof_columns, require_proven
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.operations import give_part, mark_step
from handbook.corrective_actions.cases.pages import CasePage
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.cases.policy import why_not
from handbook.corrective_actions.cases.queries import case_for
from handbook.corrective_actions.cases.story import sha256_of_tests
from handbook.corrective_actions.ladders.content import content_of
from handbook.corrective_actions.ladders.ladder import Separation, Step
from handbook.corrective_actions.steps import policy, queries
from handbook.corrective_actions.steps.changing import locked_step, next_version, of_action
from handbook.corrective_actions.steps.draft import ProposalDraft as ProposalDraft
from handbook.corrective_actions.steps.grounds import Grounds, grounds_of
from handbook.corrective_actions.steps.letter_words import language_for
from handbook.corrective_actions.steps.lifecycle import Move, State, after
from handbook.corrective_actions.steps.models import (
    CorrectiveAction,
    StepApprover,
    StepProposed,
    StepRest,
    StepWithdrawn,
)
from handbook.corrective_actions.steps.proposal_faults import check_proposal
from handbook.corrective_actions.steps.proposals import agreed_content, proposal_sha256
from handbook.corrective_actions.steps.telling import tell_colleague
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee
from handbook.people.sign_in import Proof


def propose(actor: Actor, proof: Proof, case_id: str, draft: ProposalDraft) -> str:
    """Propose a step, or propose it anew while it waits for approval; return the step's id.

    Where the ladder asks nobody else, it is approved at once. Raises NotFound and Refused for whoever is not the
    decider, Invalid where something is missing, Conflict where another step of the case is under way or this one was
    changed meanwhile.
    """
    require_proven(actor, proof)
    session = session_of_transaction()
    locked = select(Case.subject_id).where(Case.id == case_id)
    subject_id = session.scalar(locked.with_for_update(key_share=True))
    earlier = queries.find_step_by_key(draft.idempotency_key)
    if earlier is not None:
        return earlier
    person = session.get(Employee, subject_id)
    language = language_for(person.language if person else "en", draft.step)
    page = case_for(actor, case_id, language)
    if person is None or not policy.may_propose(actor, page.parties):
        raise Refused(_not_yours(actor, page))
    check_proposal(actor, page, grounds_of(page, draft.step), draft)
    with force_locale(locale_of(language)):
        grounds = grounds_of(page, draft.step)  # its sentences stand in the letter
    action = _head(actor, page, draft)
    proposal = _proposal(actor, proof, page, person, grounds, action, draft)
    record_evidence(proposal)
    proposal.proposal_sha256 = action.proposal_sha256 = proposal_sha256(proposal)
    if not draft.approver_ids:
        action.state = after(State(action.state), Move.APPROVE)
    session.add(action)
    session.flush()
    mark_step(case_id, under_way=True)
    _ask(actor, page, grounds, action, draft)
    return action.id


def withdraw(actor: Actor, action_id: str, reason: str, row_version: int) -> None:
    """Take a proposal back before it is served, and say why; another step may then be proposed, or none.

    Raises NotFound, Refused for whoever is not the decider, Conflict for a stale form or a served step.
    """
    action, parties = locked_step(actor, action_id)
    if not policy.may_propose(actor, parties.case):
        raise Refused(_("Only the decider of this case takes a proposal back."))
    next_version(action, row_version)
    action.state = after(State(action.state), Move.WITHDRAW)
    mark_step(action.case_id, under_way=False)
    record_evidence(
        StepWithdrawn(proposal_sha256=action.proposal_sha256, reason=reason, **of_action(action), **by_columns(actor))
    )


def _not_yours(actor: Actor, page: CasePage) -> str:
    """Return why somebody may not propose; whoever decides the case learns what bars them by now."""
    refused = _("Only the decider of this case proposes a step.")
    if actor.employee_id != page.parties.decider_id:
        return refused
    reason = why_not(frozenset({actor.employee_id}), page.parties, Part.DECIDER)
    return f"{refused} {reason or ''}".rstrip()


def _ask(actor: Actor, page: CasePage, grounds: Grounds, action: CorrectiveAction, draft: ProposalDraft) -> None:
    """Ask those who are to approve this very proposal, and note on which live steps it rests."""
    session, sha256 = session_of_transaction(), action.proposal_sha256
    mine = (StepApprover.action_id == action.id, StepApprover.proposal_sha256 == sha256)
    asked = set(session.scalars(select(StepApprover.employee_id).where(*mine)))
    for person in draft.approver_ids:
        if person not in asked:
            session.add(
                StepApprover(action_id=action.id, proposal_sha256=sha256, employee_id=person, asked_at=clock.now())
            )
        give_part(actor, page.id, person, Part.APPROVER)
        tell_colleague(f"{action.id}:{sha256[:16]}:{person}", person, action.id)
    kept = set(session.scalars(select(StepRest.earlier_id).where(StepRest.action_id == action.id)))
    session.add_all(
        StepRest(action_id=action.id, earlier_id=row.action_id) for row in grounds.below if row.action_id not in kept
    )
    session.flush()


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
            proposed_at=now,
            zone=page.opened.zone,
        )
    next_version(waiting, draft.row_version)
    waiting.state = after(State(waiting.state), Move.REVISE)
    waiting.step, waiting.proposed_at = draft.step.value, now
    waiting.proposer_id = actor.employee_id  # who decides may be another than before
    waiting.idempotency_key = draft.idempotency_key
    return waiting


def _proposal(
    actor: Actor,
    proof: Proof,
    page: CasePage,
    person: Employee,
    grounds: Grounds,
    action: CorrectiveAction,
    draft: ProposalDraft,
) -> StepProposed:
    placed, notice, advice = grounds.placed, page.line.notice, grounds.advice
    same_hands = actor.employee_id in {page.parties.investigator_id, *page.parties.found_out_ids}
    suspending, goes_on = grounds.ladder.suspending, draft.step is not Step.DISMISSAL
    return StepProposed(
        case_reference=page.reference,
        subject_id=person.id,
        subject_name=person.name,
        staff_number=person.staff_number,
        job=placed.job if placed else "",
        location=placed.location if placed else page.opened.location,
        step=draft.step.value,
        months=grounds.ladder.rung(draft.step).months or 0,
        first_on=draft.first_on if draft.step is Step.SUSPENSION else None,
        last_on=draft.last_on if draft.step in (Step.SUSPENSION, Step.DISMISSAL) else None,
        is_paid=suspending.paid if suspending and draft.step is Step.SUSPENSION else None,
        ladder={**content_of(grounds.ladder), "from_on": grounds.ladder.from_on.isoformat()},
        dropped=[Separation.INVESTIGATOR_DECIDES.value] if same_hands else [],
        rests_on=[row.reference for row in grounds.live],
        recommended=advice.step.value if advice.step else "",
        because=list(advice.sentences),
        deviation_reason=draft.deviation_reason if advice.step is not draft.step else "",
        going_on=[{"gate": hold.gate.value, "words": hold.words} for hold in grounds.holds],
        going_on_reason=draft.going_on_reason if grounds.holds else "",
        letter_language=language_for(person.language, draft.step),
        tests_sha256=sha256_of_tests(page.id, draft.step),
        rule_id=notice.rule_id,
        rule_title=page.line.title,
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
        change=draft.change if goes_on else "",
        change_by=draft.change_by if goes_on else None,
        help=draft.help if goes_on else "",
        approver_ids=list(draft.approver_ids),
        proposal_sha256="",
        **of_action(action),
        **proof_columns(actor, proof),
    )


def _is_action(reference: str) -> bool:
    query = select(CorrectiveAction.id).where(CorrectiveAction.reference == reference)
    return session_of_transaction().scalar(query) is not None
