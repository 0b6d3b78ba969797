"""A case, the head of a step, and the acts of will that make it: each a row of evidence that nobody can change."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.db import Base, Id, Json, UtcDateTime, new_id
from handbook.ledger.models import Evidence


class Case(Base):
    """The question whether one person's conduct calls for a step. Who looked into it never decides it."""

    __tablename__ = "case_record"
    __table_args__ = (UniqueConstraint("complaint_id", "subject_id"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(Text, unique=True)
    complaint_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"))
    subject_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    rule_id: Mapped[str] = mapped_column(Text)
    investigator_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    decider_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class CorrectiveAction(Base):
    """Where a step stands. Whether it is live or lapsed is computed from its days, never stored."""

    __tablename__ = "corrective_action"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(Text, unique=True)
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case_record.id"), index=True)
    subject_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    step: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    proposer_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    approver_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    proposal_sha256: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(Text)
    served_on: Mapped[date | None]
    lapses_on: Mapped[date | None]
    row_version: Mapped[int] = mapped_column(default=1)


class Act:
    """Mixin: who did it (the person, never the account) and by which way."""

    by_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)
    via: Mapped[str] = mapped_column(Text)


class ProvenAct(Act):
    """Mixin: how the person was proven at that moment, and who had set the credential, and when."""

    method: Mapped[str] = mapped_column(Text)
    proven_at: Mapped[datetime] = mapped_column(UtcDateTime)
    credential_set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    credential_issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    credential_issued_by: Mapped[str | None] = mapped_column(Id)
    soon_after_reset: Mapped[bool]


class OfAction:
    """Mixin: which step the evidence belongs to."""

    action_id: Mapped[str] = mapped_column(Id, ForeignKey("corrective_action.id"), index=True)
    reference: Mapped[str] = mapped_column(Text)


class CaseOpened(Act, Evidence, Base):
    """A case was opened: the allegation in the words of who looked into it, without the customer's identity."""

    __tablename__ = "case_opened"
    leaf_type = "case.opened"
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case_record.id"), unique=True)
    reference: Mapped[str] = mapped_column(Text)
    complaint_id: Mapped[str] = mapped_column(Id)
    subject_id: Mapped[str] = mapped_column(Id)
    subject_name: Mapped[str] = mapped_column(Text)
    rule_id: Mapped[str] = mapped_column(Text)
    allegation: Mapped[str] = mapped_column(Text)
    location: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(Text)
    decider_id: Mapped[str] = mapped_column(Id)


class StepProposed(ProvenAct, OfAction, Evidence, Base):
    """A decider proposes a step. It travels with the letter, so it names no complaint and no customer.

    `agreed`: how the person lived the rule on that day, where that was agreed: [{words, language, from_on, until}].
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
    change_by: Mapped[date]
    help: Mapped[str] = mapped_column(Text)
    approver_id: Mapped[str] = mapped_column(Id)
    proposal_sha256: Mapped[str] = mapped_column(Text)

    @property
    def agreed_spans(self) -> list[tuple[str, str, date, date | None]]:
        """What was agreed: words, their language, first and last day (None: open)."""
        return [
            (one["words"], one["language"], date.fromisoformat(one["from_on"]), _day(one["until"]))
            for one in self.agreed
        ]


class StepApproved(ProvenAct, OfAction, Evidence, Base):
    """Another person approved exactly this proposal."""

    __tablename__ = "step_approved"
    leaf_type = "step.approved"
    proposal_sha256: Mapped[str] = mapped_column(Text)


class StepDeclined(ProvenAct, OfAction, Evidence, Base):
    """Another person did not approve exactly this proposal, and said why."""

    __tablename__ = "step_declined"
    leaf_type = "step.declined"
    proposal_sha256: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


class StepServed(ProvenAct, OfAction, Evidence, Base):
    """The letter reached the employee. `served_on` is a day at `zone`; the step is live from it through `lapses_on`."""

    __tablename__ = "step_served"
    leaf_type = "step.served"
    subject_id: Mapped[str] = mapped_column(Id, index=True)
    proposal_sha256: Mapped[str] = mapped_column(Text)
    manner: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)
    served_at: Mapped[datetime] = mapped_column(UtcDateTime)
    served_on: Mapped[date]
    lapses_on: Mapped[date]


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


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
