"""Serving a letter: in person, by post, or laid open in the employee's own file until the employee opens it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from handbook.company.calendars import Calendar, calendar_of
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.core.moments import day_words
from handbook.core.transaction import session_of_transaction
from handbook.corrective_actions.acts import Act, ProvenAct, proof_columns, require_proven
from handbook.corrective_actions.cases.operations import mark_decided
from handbook.corrective_actions.ladders.ladder import Step, lapses_on
from handbook.corrective_actions.steps import policy, process
from handbook.corrective_actions.steps.changing import (
    enqueue_seal,
    locked_step,
    next_version,
    of_action,
    require_standing,
)
from handbook.corrective_actions.steps.dismissing import end_work_of
from handbook.corrective_actions.steps.letter_words import language_for
from handbook.corrective_actions.steps.lifecycle import Move, State, after
from handbook.corrective_actions.steps.models import CorrectiveAction, StepLaidOpen, StepProposed, StepServed
from handbook.corrective_actions.steps.pages import StepPage
from handbook.corrective_actions.steps.policy import StepParties
from handbook.corrective_actions.steps.telling import tell_person
from handbook.corrective_actions.steps.whole import whole_step
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee
from handbook.people.queries import find_placed_at
from handbook.people.sign_in import Proof


class Manner(StrEnum):
    """How a letter reaches the employee."""

    IN_PERSON = "in person"
    POST = "post"
    PORTAL = "portal"


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a letter counts as served, by the clocks of the place and its calendar."""

    zone: str
    served_at: datetime
    served_on: date
    posted_on: date | None
    calendar: Calendar


def serve(
    actor: Actor, proof: Proof, action_id: str, manner: str, row_version: int, happened_at: datetime | None = None
) -> None:
    """Serve the letter, or lay it open: then it is served when the employee opens it.

    `manner`: a value of Manner. `happened_at`: when it was handed over or posted, where that is recorded later (None:
    just now). Raises Invalid for a moment before the approval or still to come and where something of the process is
    missing, Conflict for a stale row version and where the proposal or an approval does not count any more, Refused for
    whoever may not serve it.
    """
    require_proven(actor, proof)
    if manner not in set(Manner):
        raise Invalid(_("How it is served: choose one."))
    action, parties = locked_step(actor, action_id)
    if not policy.may_serve(actor, parties):
        raise Refused(_("Only the people of the case who may serve letters serve this one."))
    require_standing(parties)
    next_version(action, row_version)
    action.state = after(State(action.state), Move.LAY_OPEN if manner == Manner.PORTAL else Move.SERVE)
    page = _approved(action, parties)
    process.require(action.case_id, page.proposal, clock.today(action.zone))
    mark_decided(actor, action.case_id)
    if manner == Manner.PORTAL:
        laid = StepLaidOpen(
            subject_id=action.subject_id,
            proposal_sha256=action.proposal_sha256,
            **of_action(action),
            **proof_columns(actor, proof),
        )
        record_evidence(laid)
        tell_person(laid.id, action.subject_id, action.id)
        return
    arrival = _arrival(action, page, Manner(manner), _moment(page, happened_at))
    _serve(actor.account_id, page, arrival, manner=manner, laid_open_at=None, **proof_columns(actor, proof))


def open_letter(actor: Actor, action_id: str) -> None:
    """Open the letter that is laid open for the actor: by that it is served. Opening it twice changes nothing.

    Raises NotFound for everybody else, Refused where it is not the actor's own.
    """
    action, parties = locked_step(actor, action_id)
    if policy.may_answer(actor, parties):
        return
    if not policy.may_open(actor, parties):
        raise Refused(_("Only the employee opens this letter."))
    action.state = after(State(action.state), Move.SERVE)
    action.row_version += 1
    page = _approved(action, parties)
    laid = page.laid_open
    if laid is None:
        raise Conflict(_("This letter is not laid open any more."))
    arrival = _arrival(action, page, Manner.PORTAL, clock.now())
    # Whoever laid it open serves it, by the act of will of that day; the employee only sets the moment.
    _serve(actor.account_id, page, arrival, manner=Manner.PORTAL, laid_open_at=laid.recorded_at, **_same_act(laid))


def _approved(action: CorrectiveAction, parties: StepParties) -> StepPage:
    page = whole_step(action, parties)
    said = {row.asked_id for row in page.approvals}
    if not said.issuperset(page.proposal.approver_ids) or page.proposal.proposal_sha256 != action.proposal_sha256:
        raise Conflict(_("What was approved is not what stands now. It must be approved again."))
    return page


def _moment(page: StepPage, happened_at: datetime | None) -> datetime:
    """Return when it was handed over or posted; raise Invalid for a moment that cannot be."""
    now = clock.now()
    ready = max([page.proposal.recorded_at, *(row.recorded_at for row in page.approvals)])
    if happened_at is None:
        return max(now, ready)  # the ledger's clock never goes back, that of a machine may
    if happened_at > now:
        raise Invalid(_("When it was handed over or posted: this moment is still to come."))
    if happened_at < ready:
        raise Invalid(_("When it was handed over or posted: it was not approved before then."))
    return happened_at


def _arrival(action: CorrectiveAction, page: StepPage, manner: Manner, moment: datetime) -> Arrival:
    placed = find_placed_at(action.subject_id, moment)
    zone = placed.zone if placed else action.zone
    calendar = calendar_of(placed.location_id if placed else None)
    day = clock.local(moment, zone).date()
    if manner is not Manner.POST:
        return Arrival(zone, moment, day, None, calendar)
    arrives = calendar.add_working_days(day, page.proposal.kept_ladder.post_days)
    return Arrival(zone, moment, arrives, day, calendar)


def _serve(account_id: str, page: StepPage, arrival: Arrival, *, manner: str, **columns: Any) -> None:
    action, proposal, ladder = page.action, page.proposal, page.proposal.kept_ladder
    _check_days(proposal, arrival.served_on)
    subject = session_of_transaction().get_one(Employee, action.subject_id)
    action.zone, action.served_on = arrival.zone, arrival.served_on
    action.known_on = clock.today(arrival.zone)
    action.lapses_on = lapses_on(arrival.served_on, proposal.months) if proposal.months else None
    served = StepServed(
        subject_id=action.subject_id,
        proposal_sha256=action.proposal_sha256,
        manner=manner,
        language=language_for(subject.language, Step(action.step)),
        zone=arrival.zone,
        served_at=arrival.served_at,
        served_on=arrival.served_on,
        lapses_on=action.lapses_on,
        posted_on=arrival.posted_on,
        reply_until=arrival.calendar.add_working_days(arrival.served_on, ladder.reply_days),
        appeal_until=arrival.calendar.add_working_days(arrival.served_on, ladder.appeal_days),
        **of_action(action),
        **columns,
    )
    record_evidence(served)
    if Step(action.step) is Step.DISMISSAL:
        end_work_of(action, proposal, served)
    enqueue_seal(action.id, served.id, account_id)


def _check_days(proposal: StepProposed, served_on: date) -> None:
    """Refuse a service after which the days of the proposal would lie in the past."""
    first = proposal.first_on or proposal.last_on
    if first is not None and first < served_on:
        raise Invalid(
            _(
                "The letter speaks of %(day)s, which is over when it is served. Take it back and propose later days.",
                day=day_words(first),
            )
        )


def _same_act(laid: StepLaidOpen) -> dict[str, Any]:
    return {name: getattr(laid, name) for name in _BY_WHOM}


_BY_WHOM = (*Act.__annotations__, *ProvenAct.__annotations__)
