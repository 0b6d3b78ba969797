"""Gathering everything that belongs to one step: its evidence, its papers, its people."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import aliased

from handbook.core import clock
from handbook.core.db import db
from handbook.corrective_actions.cases.queries import not_found
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.lifecycle import State
from handbook.corrective_actions.steps.models import (
    CorrectiveAction,
    StepApproved,
    StepDeclined,
    StepLaidOpen,
    StepProposed,
    StepReceived,
    StepRefused,
    StepRest,
    StepServed,
    StepStatement,
    StepWithdrawn,
)
from handbook.corrective_actions.steps.models_appeals import (
    Appeal,
    AppealArranged,
    AppealDecided,
    AppealLodged,
    StepLapsed,
    StepLookedAgain,
)
from handbook.corrective_actions.steps.pages import AppealPage, Paper, PaperRow, StepLine, StepPage
from handbook.corrective_actions.steps.parties import asked_of
from handbook.corrective_actions.steps.policy import StepParties
from handbook.corrective_actions.steps.standing import days_of, stand_on
from handbook.documents.queries import documents_of
from handbook.ledger.models import Leaf
from handbook.people.queries import names

Row = TypeVar(
    "Row",
    StepApproved,
    StepDeclined,
    StepWithdrawn,
    StepLaidOpen,
    StepServed,
    StepStatement,
    StepReceived,
    StepRefused,
    AppealLodged,
    AppealArranged,
    AppealDecided,
    StepLapsed,
    StepLookedAgain,
)
KINDS = {
    StepServed: "served",
    StepStatement: "statement",
    StepReceived: "received",
    StepRefused: "refused",
    AppealLodged: "appeal_lodged",
    AppealDecided: "appeal_decided",
    StepLapsed: "lapsed",
}


def whole_step(action: CorrectiveAction, parties: StepParties) -> StepPage:
    """Gather a step, whoever asks (the job that seals, and `queries.step_for`); a fixed number of queries."""
    asked = asked_of(action)
    approvals = [row for row in _rows(StepApproved, action) if row.proposal_sha256 == action.proposal_sha256]
    served, statements = _rows(StepServed, action), _rows(StepStatement, action)
    received, refused = _rows(StepReceived, action), _rows(StepRefused, action)
    appeal = _appeal(action)
    records: list[PaperRow] = [*served, *statements, *received, *refused, *_rows(StepLapsed, action)]
    if appeal is not None:
        records += [appeal.lodged, *([appeal.decided] if appeal.decided else [])]
    people = [action.subject_id, action.proposer_id, *(row.employee_id for row in asked)]
    hearer = [parties.hearer_id] if parties.hearer_id else []
    return StepPage(
        action=action,
        parties=parties,
        proposal=proposal_of(action),
        asked=tuple(asked),
        approvals=tuple(approvals),
        refusal=_last(_rows(StepDeclined, action)),
        withdrawn=_last(_rows(StepWithdrawn, action)),
        laid_open=_last(_rows(StepLaidOpen, action)),
        served=_last(served),
        statements=tuple(statements),
        received=_last(received),
        refused=_last(refused),
        appeal=appeal,
        looked_again=tuple(_rows(StepLookedAgain, action)),
        shaken=_shaken(action),
        papers=_papers(records),
        names=names([*people, *hearer]),
        line=step_line(action),
    )


def step_line(action: CorrectiveAction) -> StepLine:
    """Return a step in short, as it stands today at its own zone."""
    return StepLine(
        id=action.id,
        reference=action.reference,
        step=Step(action.step),
        state=State(action.state),
        stand=stand_on(days_of(action), clock.today(action.zone)),
        served_on=action.served_on,
    )


def proposal_of(action: CorrectiveAction) -> StepProposed:
    """Return the proposal that stands; raise NotFound."""
    mine = (StepProposed.action_id == action.id, StepProposed.proposal_sha256 == action.proposal_sha256)
    proposal = db.session.scalars(select(StepProposed).where(*mine).order_by(StepProposed.recorded_at.desc())).first()
    if proposal is None:
        raise not_found()
    return proposal


def _appeal(action: CorrectiveAction) -> AppealPage | None:
    head = db.session.scalar(select(Appeal).where(Appeal.action_id == action.id))
    lodged = _last(_rows(AppealLodged, action))
    if head is None or lodged is None:
        return None
    return AppealPage(head, lodged, _last(_rows(AppealArranged, action)), _last(_rows(AppealDecided, action)))


def _shaken(action: CorrectiveAction) -> tuple[str, ...]:
    """Return the references of the steps below this one that an appeal has overturned or reduced, oldest first."""
    earlier = aliased(CorrectiveAction)
    query = (
        select(earlier.reference)
        .join(StepRest, StepRest.earlier_id == earlier.id)
        .where(StepRest.action_id == action.id, earlier.outcome.in_((Outcome.ALLOWED.value, Outcome.REDUCED.value)))
        .order_by(earlier.served_on, earlier.reference)
    )
    return tuple(db.session.scalars(query))


def _rows(kind: type[Row], action: CorrectiveAction) -> list[Row]:
    """Return the evidence of one kind in the order of the ledger."""
    query = select(kind).join(Leaf, Leaf.record_id == kind.id).where(kind.action_id == action.id)
    return list(db.session.scalars(query.order_by(Leaf.index)))


def _last(rows: Sequence[Row]) -> Row | None:
    return rows[-1] if rows else None


def _papers(records: list[PaperRow]) -> tuple[Paper, ...]:
    ids = [record.id for record in records]
    found = documents_of(ids)
    rows = db.session.execute(select(Leaf.record_id, Leaf.index.label("position")).where(Leaf.record_id.in_(ids)))
    places = {row.record_id: row.position for row in rows}
    papers = [Paper(KINDS[type(row)], row, places[row.id], found.get(row.id)) for row in records]
    return tuple(sorted(papers, key=lambda paper: paper.position))
