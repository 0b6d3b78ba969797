"""The verbs of an appeal: the employee lodges it, HR names who hears it and when, the hearer decides."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.company.calendars import calendar_of
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.core.moments import day_words
from handbook.core.transaction import session_of_transaction
from handbook.corrective_actions.acts import by_columns, proof_columns, require_proven
from handbook.corrective_actions.cases.hearings import require_soon
from handbook.corrective_actions.cases.lifecycle import CaseState, Closing
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.operations import give_part, mark_closed
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.ladders.ladder import Step, lapses_on
from handbook.corrective_actions.steps import policy
from handbook.corrective_actions.steps.appeals import AppealMove, AppealState, Outcome, after, reduction_fault
from handbook.corrective_actions.steps.changing import enqueue_seal, locked_step, of_action
from handbook.corrective_actions.steps.letter_words import language_for
from handbook.corrective_actions.steps.lifecycle import Move, State
from handbook.corrective_actions.steps.lifecycle import after as step_after
from handbook.corrective_actions.steps.models import CorrectiveAction, StepServed
from handbook.corrective_actions.steps.models_appeals import Appeal, AppealArranged, AppealDecided, AppealLodged
from handbook.corrective_actions.steps.parties import hearers
from handbook.corrective_actions.steps.policy import StepParties
from handbook.corrective_actions.steps.telling import tell_colleague, tell_person
from handbook.corrective_actions.steps.whole import proposal_of
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee
from handbook.people.queries import find_placed_at, same_people
from handbook.people.sign_in import Proof
from handbook.permissions import Permission


@dataclass(frozen=True, slots=True)
class AppealDraft:
    """Why the employee appeals, in own words and language, and why only now, where the days for it are over.

    `may_be_soon`: the employee wishes to be heard before the days to prepare are over.
    """

    words: str
    language: str
    late_reason: str = ""
    may_be_soon: bool = False


@dataclass(frozen=True, slots=True)
class HearingDraft:
    """Who hears the appeal, when and where."""

    hearer_id: str
    hearing_at: datetime
    hearing_place: str


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """What the hearer heard and decides, and to what the step is reduced, where it is."""

    outcome: Outcome
    heard: str
    reasons: str
    reduced_step: Step | None = None
    reduced_months: int | None = None


def lodge_appeal(actor: Actor, action_id: str, draft: AppealDraft) -> None:
    """Appeal against a step, once; the same form sent twice is one appeal.

    Raises Refused for everybody but the employee, Invalid where the days for it are over and no reason is given.
    """
    action, parties = locked_step(actor, action_id)
    if not policy.may_answer(actor, parties):
        raise Refused(_("Only the employee appeals against a step."))
    session, served = session_of_transaction(), _served(action)
    if session.scalar(select(Appeal.id).where(Appeal.action_id == action.id)) is not None:
        return
    action.state = step_after(State(action.state), Move.APPEAL)
    action.row_version += 1
    is_late = clock.today(action.zone) > served.appeal_until
    if is_late and not draft.late_reason:
        raise Invalid(_("Why only now: the days for an appeal are over. Give the reason; whoever hears it decides."))
    appeal = Appeal(
        id=new_id(),
        action_id=action.id,
        subject_id=action.subject_id,
        state=AppealState.LODGED.value,
        lodged_at=clock.now(),
    )
    session.add(appeal)
    session.flush()
    lodged = AppealLodged(
        appeal_id=appeal.id,
        subject_id=action.subject_id,
        words=draft.words,
        language=draft.language,
        appeal_until=served.appeal_until,
        late_reason=draft.late_reason if is_late else "",
        may_be_soon=draft.may_be_soon,
        zone=action.zone,
        **of_action(action),
        **by_columns(actor),
    )
    record_evidence(lodged)
    enqueue_seal(action.id, lodged.id, actor.account_id)


def arrange_hearing(actor: Actor, action_id: str, draft: HearingDraft, row_version: int) -> None:
    """Name who hears an appeal, when and where; it may be named anew until it is decided. `row_version`: of the appeal.

    Raises Refused for whoever may not serve letters or is concerned, Invalid for a hearer who ever had a part in the
    case under any account or names themself, for a moment more than a year away, and for one that leaves the employee
    fewer working days to prepare than the ladder gives, unless they wish to be heard soon; Conflict for a stale form.
    """
    action, parties = locked_step(actor, action_id)
    if not policy.may_arrange(actor, parties):
        raise Refused(_("Only HR and those who decide cases name who hears an appeal, and never about themselves."))
    appeal = _locked_appeal(action, row_version)
    appeal.state = after(AppealState(appeal.state), AppealMove.ARRANGE).value
    able = hearers(action, parties.case)
    if draft.hearer_id not in able:
        raise Invalid(_("Who hears it: this person had a part in the matter, or may not hear appeals. Choose another."))
    if draft.hearer_id in same_people([actor.employee_id])[actor.employee_id]:
        raise Invalid(_("Who hears it: nobody names themselves. Choose another person, or let a colleague name you."))
    if draft.hearing_at < clock.now():
        raise Invalid(_("When: this moment has been. Choose a later one."))
    require_soon(draft.hearing_at)
    if appeal.hearing_at is None or draft.hearing_at < appeal.hearing_at:
        _check_time_to_prepare(action, appeal, draft.hearing_at)
    appeal.hearer_id, appeal.hearing_at, appeal.hearing_place = draft.hearer_id, draft.hearing_at, draft.hearing_place
    session_of_transaction().flush()
    give_part(actor, action.case_id, draft.hearer_id, Part.HEARER)
    arranged = AppealArranged(
        appeal_id=appeal.id,
        subject_id=action.subject_id,
        hearer_id=draft.hearer_id,
        hearer_name=able[draft.hearer_id],
        hearing_at=draft.hearing_at,
        hearing_place=draft.hearing_place,
        zone=action.zone,
        **of_action(action),
        **by_columns(actor),
    )
    record_evidence(arranged)
    tell_person(arranged.id, action.subject_id, action.id)
    tell_colleague(arranged.id, draft.hearer_id, action.id)


def decide_appeal(actor: Actor, proof: Proof, action_id: str, draft: DecisionDraft, row_version: int) -> None:
    """Decide an appeal after hearing it: dismissed, reduced or allowed, never more than it was.

    From today on the step stands as decided. Raises Refused for everybody but the hearer, and where the hearer turns
    out to have had a part, Invalid for a reduction that is none and before the hearing, Conflict for a stale form.
    """
    require_proven(actor, proof)
    action, parties = locked_step(actor, action_id)
    if not policy.may_hear(actor, parties):
        raise Refused(_not_yours(actor, parties))
    appeal = _locked_appeal(action, row_version)
    appeal.state = after(AppealState(appeal.state), AppealMove.DECIDE).value
    if appeal.hearing_at is None or clock.now() < appeal.hearing_at:
        raise Invalid(_("The hearing is still to come. Hear the employee first, or name an earlier time for it."))
    served, is_reduced = _served(action), draft.outcome is Outcome.REDUCED
    last = _reduced_through(action, served, draft) if is_reduced else None
    action.outcome, action.outcome_on = draft.outcome.value, clock.today(action.zone)
    action.reduced_step = draft.reduced_step.value if is_reduced and draft.reduced_step else None
    action.reduced_lapses_on = last
    action.row_version += 1
    subject = session_of_transaction().get_one(Employee, action.subject_id)
    decided = AppealDecided(
        appeal_id=appeal.id,
        subject_id=action.subject_id,
        outcome=draft.outcome.value,
        heard=draft.heard,
        reasons=draft.reasons,
        reduced_step=action.reduced_step,
        reduced_months=draft.reduced_months if is_reduced else None,
        reduced_lapses_on=last,
        decided_on=action.outcome_on,
        language=language_for(subject.language, "step-appeal-result"),
        zone=action.zone,
        **of_action(action),
        **proof_columns(actor, proof),
    )
    record_evidence(decided)
    enqueue_seal(action.id, decided.id, actor.account_id)
    tell_person(decided.id, action.subject_id, action.id)
    if CaseState(session_of_transaction().get_one(Case, action.case_id).state) is CaseState.DECIDED:
        mark_closed(actor, action.case_id, Closing.DECIDED)


def _check_time_to_prepare(action: CorrectiveAction, appeal: Appeal, hearing_at: datetime) -> None:
    """Raise Invalid where the employee, who is told now, has fewer working days until then than the ladder gives.

    The ladder and the calendar are those by which the letter was served: who is dismissed is placed nowhere any more.
    Whoever wishes to be heard soon has said so with the appeal.
    """
    lodged = session_of_transaction().scalars(select(AppealLodged).where(AppealLodged.appeal_id == appeal.id)).one()
    if lodged.may_be_soon:
        return
    placed = find_placed_at(action.subject_id, _served(action).served_at)
    calendar, days = calendar_of(placed.location_id if placed else None), proposal_of(action).kept_ladder.notice_days
    first = calendar.add_working_days(clock.today(action.zone), days)
    if clock.local(hearing_at, action.zone).date() < first:
        raise Invalid(_("Day: the person needs time to prepare. Choose %(day)s or later.", day=day_words(first)))


def _not_yours(actor: Actor, parties: StepParties) -> str:
    if actor.employee_id == parties.hearer_id and actor.may(Permission.APPEAL_HEAR):
        return _(
            "You had a part in this matter, by this record or by another. HR names somebody else to hear the appeal."
        )
    return _("Only the person who hears this appeal decides it.")


def _reduced_through(action: CorrectiveAction, served: StepServed, draft: DecisionDraft) -> date:
    """Return the last day on which the reduced step is live; raise Invalid where it is no reduction."""
    if draft.reduced_step is None or not draft.reduced_months:
        raise Invalid(_("Reduced to: say to which step, and for how many months from the day it was served."))
    fault = reduction_fault(
        proposal_of(action).kept_ladder.steps,
        Step(action.step),
        served.served_on,
        served.lapses_on,
        draft.reduced_step,
        draft.reduced_months,
    )
    if fault:
        raise Invalid(fault)
    return lapses_on(served.served_on, draft.reduced_months)


def _served(action: CorrectiveAction) -> StepServed:
    return session_of_transaction().scalars(select(StepServed).where(StepServed.action_id == action.id)).one()


def _locked_appeal(action: CorrectiveAction, row_version: int) -> Appeal:
    query = select(Appeal).where(Appeal.action_id == action.id).with_for_update(key_share=True)
    appeal = session_of_transaction().scalar(query.execution_options(populate_existing=True))
    if appeal is None:
        raise Conflict(_("There is no appeal against this step."))
    if appeal.row_version != row_version:
        raise Conflict(_("The appeal was changed while you were writing. Nothing of yours was saved yet."))
    appeal.row_version += 1
    return appeal
