"""The head of a step, and the acts of will that make, serve and answer it: each a row that nobody can change."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.db import Base, Id, Json, UtcDateTime, new_id
from handbook.corrective_actions.acts import Act, ProvenAct
from handbook.corrective_actions.ladders.content import ladder_of
from handbook.corrective_actions.ladders.ladder import Ladder
from handbook.ledger.models import Evidence


class CorrectiveAction(Base):
    """Where a step stands. Whether it is live, lapsed or overturned is computed from its days, never stored.

    The days copy those of the evidence: `known_on` is the day on which the service was recorded, `outcome_on` that on
    which an appeal was decided. `reduced_step` and `reduced_lapses_on` are what an appeal made of it.
    """

    __tablename__ = "corrective_action"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(Text, unique=True)
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case_record.id"), index=True)
    subject_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    step: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, index=True)
    proposer_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    proposal_sha256: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(Text)
    served_on: Mapped[date | None]
    known_on: Mapped[date | None]
    lapses_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(Text)
    outcome_on: Mapped[date | None]
    reduced_step: Mapped[str | None] = mapped_column(Text)
    reduced_lapses_on: Mapped[date | None]
    row_version: Mapped[int] = mapped_column(default=1)


class StepApprover(Base):
    """Who was asked to approve which proposal. A changed proposal has another fingerprint, and asks everybody again.

    `by_id` approved it: the person asked, or somebody whom that person had named as deputy.
    """

    __tablename__ = "step_approver"
    __table_args__ = (
        UniqueConstraint("action_id", "proposal_sha256", "employee_id", name="uq_step_approver"),
        Index("ix_step_approver_person", "employee_id", "proposal_sha256"),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    action_id: Mapped[str] = mapped_column(Id, ForeignKey("corrective_action.id"), index=True)
    proposal_sha256: Mapped[str] = mapped_column(Text)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))


class StepRest(Base):
    """Which earlier step was live when a later one was proposed: if that falls, the later is looked at again."""

    __tablename__ = "step_rest"
    action_id: Mapped[str] = mapped_column(Id, ForeignKey("corrective_action.id"), primary_key=True)
    earlier_id: Mapped[str] = mapped_column(Id, ForeignKey("corrective_action.id"), primary_key=True, index=True)


class OfAction:
    """Mixin: which step the evidence belongs to."""

    action_id: Mapped[str] = mapped_column(Id, ForeignKey("corrective_action.id"), index=True)
    reference: Mapped[str] = mapped_column(Text)


class StepProposed(ProvenAct, OfAction, Evidence, Base):
    """A decider proposes a step. It travels with the letter, so it names no complaint and no customer.

    `months`: how long it is live, 0 without end. `agreed`: how the person lived the rule on that day, where that was
    agreed: [{words, language, from_on, until}]. `rests_on`: the references of the steps that were live. `recommended`
    and `because` are what the ladder said, `going_on` what of the process was missing; both in `letter_language`, that
    of the person's letters. `first_on` and `last_on` are those of a suspension; `last_on` alone is the last day of work
    of a dismissal with notice. `ladder` is the one that counted on that day, and stays that of this step. `dropped`:
    what one person did that two do as a rule.
    `tests_sha256`: the answers to the seven tests on which it rests, "" where the step asks for none.
    """

    __tablename__ = "step_proposed"
    leaf_type = "step.proposed"
    case_reference: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[str] = mapped_column(Id)
    subject_name: Mapped[str] = mapped_column(Text)
    staff_number: Mapped[str] = mapped_column(Text)
    job: Mapped[str] = mapped_column(Text)
    location: Mapped[str] = mapped_column(Text)
    step: Mapped[str] = mapped_column(Text)
    months: Mapped[int]
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    is_paid: Mapped[bool | None]
    ladder: Mapped[dict[str, Any]] = mapped_column(Json)
    dropped: Mapped[list[str]] = mapped_column(Json)
    rests_on: Mapped[list[str]] = mapped_column(Json)
    recommended: Mapped[str] = mapped_column(Text)
    because: Mapped[list[str]] = mapped_column(Json)
    deviation_reason: Mapped[str] = mapped_column(Text)
    going_on: Mapped[list[dict[str, str]]] = mapped_column(Json)
    going_on_reason: Mapped[str] = mapped_column(Text)
    letter_language: Mapped[str] = mapped_column(Text)
    tests_sha256: Mapped[str] = mapped_column(Text)
    rule_id: Mapped[str] = mapped_column(Text)
    rule_title: Mapped[str] = mapped_column(Text)
    rule_version: Mapped[int | None]
    edition_number: Mapped[int | None]
    notice: Mapped[str] = mapped_column(Text)
    notice_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    not_notified_reason: Mapped[str] = mapped_column(Text)
    agreed: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    observed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    observed: Mapped[str] = mapped_column(Text)
    heard: Mapped[str] = mapped_column(Text)
    reasons: Mapped[str] = mapped_column(Text)
    change: Mapped[str] = mapped_column(Text)
    change_by: Mapped[date | None]
    help: Mapped[str] = mapped_column(Text)
    approver_ids: Mapped[list[str]] = mapped_column(Json)
    proposal_sha256: Mapped[str] = mapped_column(Text)

    @property
    def kept_ladder(self) -> Ladder:
        """The ladder that counted on the day of the proposal."""
        return ladder_of(self.ladder, date.fromisoformat(self.ladder["from_on"]))

    @property
    def agreed_spans(self) -> list[tuple[str, str, date, date | None]]:
        """What was agreed: words, their language, first and last day (None: open)."""
        return [
            (one["words"], one["language"], date.fromisoformat(one["from_on"]), _day(one["until"]))
            for one in self.agreed
        ]


class StepApproved(ProvenAct, OfAction, Evidence, Base):
    """Another person approved exactly this proposal. `asked_id`: who was asked; another one where a deputy answered."""

    __tablename__ = "step_approved"
    leaf_type = "step.approved"
    proposal_sha256: Mapped[str] = mapped_column(Text)
    asked_id: Mapped[str] = mapped_column(Id)


class StepDeclined(ProvenAct, OfAction, Evidence, Base):
    """Another person did not approve exactly this proposal, and said why."""

    __tablename__ = "step_declined"
    leaf_type = "step.declined"
    proposal_sha256: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


class StepWithdrawn(Act, OfAction, Evidence, Base):
    """The decider took a proposal back before it was served, and said why."""

    __tablename__ = "step_withdrawn"
    leaf_type = "step.withdrawn"
    proposal_sha256: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


class StepLaidOpen(ProvenAct, OfAction, Evidence, Base):
    """The letter lies in the employee's own file. It is served when the employee opens it, and not before."""

    __tablename__ = "step_laid_open"
    leaf_type = "step.laid_open"
    subject_id: Mapped[str] = mapped_column(Id)
    proposal_sha256: Mapped[str] = mapped_column(Text)


class StepServed(ProvenAct, OfAction, Evidence, Base):
    """The letter reached the employee. `served_on` is a day at `zone`; the step is live from it through `lapses_on`.

    Who served it is who handed it over, posted it (`posted_on`, then `served_on` is the day on which it counts as
    arrived), or laid it open (at `laid_open_at`, then the employee opened it at `served_at`). `served_at` may lie
    before the recording. Replies and appeals are asked for until `reply_until` and `appeal_until`.
    `lapses_on` None: never.
    """

    __tablename__ = "step_served"
    leaf_type = "step.served"
    subject_id: Mapped[str] = mapped_column(Id, index=True)
    proposal_sha256: Mapped[str] = mapped_column(Text)
    manner: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)
    served_at: Mapped[datetime] = mapped_column(UtcDateTime)
    served_on: Mapped[date]
    lapses_on: Mapped[date | None]
    posted_on: Mapped[date | None]
    laid_open_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reply_until: Mapped[date]
    appeal_until: Mapped[date]


class StepStatement(Act, OfAction, Evidence, Base):
    """The employee's own words about the letter: never edited, and in every later document of it."""

    __tablename__ = "step_statement"
    leaf_type = "step.statement"
    subject_id: Mapped[str] = mapped_column(Id, index=True)
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)


class StepReceived(ProvenAct, OfAction, Evidence, Base):
    """The employee confirmed to have received the letter. A receipt, not agreement."""

    __tablename__ = "step_received"
    leaf_type = "step.received"
    subject_id: Mapped[str] = mapped_column(Id, index=True)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)


class StepRefused(Act, OfAction, Evidence, Base):
    """The employee would not confirm the receipt, before two proven witnesses. `words`: why, in the own words.

    Whoever is signed in on the device writes it down; each witness is proven by the own password or PIN.
    """

    __tablename__ = "step_refused"
    leaf_type = "step.refused"
    subject_id: Mapped[str] = mapped_column(Id, index=True)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)
    first_id: Mapped[str] = mapped_column(Id)
    first_name: Mapped[str] = mapped_column(Text)
    first_method: Mapped[str] = mapped_column(Text)
    first_proven_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_soon_after_reset: Mapped[bool]
    second_id: Mapped[str] = mapped_column(Id)
    second_name: Mapped[str] = mapped_column(Text)
    second_method: Mapped[str] = mapped_column(Text)
    second_proven_at: Mapped[datetime] = mapped_column(UtcDateTime)
    second_soon_after_reset: Mapped[bool]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
