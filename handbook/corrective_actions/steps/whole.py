"""Gathering everything that belongs to one step: its evidence, its papers, its people."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import aliased

from handbook.core import clock
from handbook.core.db import Id, db
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
EVIDENCE: Final = (
    StepApproved, StepDeclined, StepWithdrawn, StepLaidOpen, StepServed, StepStatement, StepReceived, StepRefused,
    AppealLodged, AppealArranged, AppealDecided, StepLapsed, StepLookedAgain,
)  # fmt: skip
# Built once: putting it together costs more than the database takes.
_THERE: Final = select(*(exists().where(kind.action_id == bindparam("action", type_=Id)) for kind in EVIDENCE))
KINDS = {
    StepServed: "served",
    StepStatement: "statement",
    StepReceived: "received",
    StepRefused: "refused",
    AppealLodged: "appeal_lodged",
    AppealDecided: "appeal_decided",
    StepLapsed: "lapsed",
}


class _Evidence:
    """What was written down about one step: one query for what there is, then one for each kind of it."""

    def __init__(self, action_id: str) -> None:
        found = db.session.execute(_THERE, {"action": action_id}).one()
        self._action_id = action_id
        self._there = frozenset(kind for kind, is_there in zip(EVIDENCE, found, strict=True) if is_there)
        self.places: dict[str, int] = {}

    def rows(self, kind: type[Row]) -> list[Row]:
        """Return the evidence of one kind in the order of the ledger, and keep its leaves in `places` by id."""
        if kind not in self._there:
            return []
        query = select(kind, Leaf.index.label("place")).join(Leaf, Leaf.record_id == kind.id)
        found = db.session.execute(query.where(kind.action_id == self._action_id).order_by(Leaf.index)).all()
        self.places |= {row[0].id: row.place for row in found}
        return [row[0] for row in found]


def whole_step(action: CorrectiveAction, parties: StepParties) -> StepPage:
    """Gather a step, whoever asks (the job that seals, and `queries.step_for`); a query for each kind of evidence."""
    asked, evidence = asked_of(action), _Evidence(action.id)
    approvals = [row for row in evidence.rows(StepApproved) if row.proposal_sha256 == action.proposal_sha256]
    served, statements = evidence.rows(StepServed), evidence.rows(StepStatement)
    received, refused = evidence.rows(StepReceived), evidence.rows(StepRefused)
    appeal = _appeal(action, evidence)
    records: list[PaperRow] = [*served, *statements, *received, *refused, *evidence.rows(StepLapsed)]
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
        refusal=_last(evidence.rows(StepDeclined)),
        withdrawn=_last(evidence.rows(StepWithdrawn)),
        laid_open=_last(evidence.rows(StepLaidOpen)),
        served=_last(served),
        statements=tuple(statements),
        received=_last(received),
        refused=_last(refused),
        appeal=appeal,
        looked_again=tuple(evidence.rows(StepLookedAgain)),
        shaken=_shaken(action),
        papers=_papers(records, evidence.places),
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


def _appeal(action: CorrectiveAction, evidence: _Evidence) -> AppealPage | None:
    lodged = _last(evidence.rows(AppealLodged))
    if lodged is None:
        return None
    head = db.session.scalars(select(Appeal).where(Appeal.action_id == action.id)).one()
    return AppealPage(head, lodged, _last(evidence.rows(AppealArranged)), _last(evidence.rows(AppealDecided)))


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


def _last(rows: Sequence[Row]) -> Row | None:
    return rows[-1] if rows else None


def _papers(records: list[PaperRow], places: Mapping[str, int]) -> tuple[Paper, ...]:
    found = documents_of([record.id for record in records])
    papers = [Paper(KINDS[type(row)], row, places[row.id], found.get(row.id)) for row in records]
    return tuple(sorted(papers, key=lambda paper: paper.position))
