"""Where an appeal stands, the acts that make it, and what else becomes of a served step: each a row of evidence."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.db import Base, Id, UtcDateTime, new_id
from handbook.corrective_actions.acts import Act, ProvenAct
from handbook.corrective_actions.steps.models import OfAction
from handbook.ledger.models import Evidence


class Appeal(Base):
    """The one appeal against a step: who hears it, and when. What came of it stands in the step's own head."""

    __tablename__ = "step_appeal"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    action_id: Mapped[str] = mapped_column(Id, ForeignKey("corrective_action.id"), unique=True)
    subject_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    state: Mapped[str] = mapped_column(Text, index=True)
    lodged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    hearer_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    hearing_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hearing_place: Mapped[str] = mapped_column(Text, default="")
    row_version: Mapped[int] = mapped_column(default=1)


class AppealLodged(Act, OfAction, Evidence, Base):
    """The employee appeals, in own words. `late_reason`: why only after `appeal_until`; empty for an appeal in time.

    `may_be_soon`: they wish to be heard before the days to prepare are over.
    """

    __tablename__ = "step_appeal_lodged"
    leaf_type = "step.appeal_lodged"
    appeal_id: Mapped[str] = mapped_column(Id)
    subject_id: Mapped[str] = mapped_column(Id, index=True)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    appeal_until: Mapped[date]
    late_reason: Mapped[str] = mapped_column(Text)
    may_be_soon: Mapped[bool]
    zone: Mapped[str] = mapped_column(Text)


class AppealArranged(Act, OfAction, Evidence, Base):
    """Who hears the appeal, somebody who never had a part in the case, and where and when."""

    __tablename__ = "step_appeal_arranged"
    leaf_type = "step.appeal_arranged"
    appeal_id: Mapped[str] = mapped_column(Id)
    subject_id: Mapped[str] = mapped_column(Id)
    hearer_id: Mapped[str] = mapped_column(Id)
    hearer_name: Mapped[str] = mapped_column(Text)
    hearing_at: Mapped[datetime] = mapped_column(UtcDateTime)
    hearing_place: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)


class AppealDecided(ProvenAct, OfAction, Evidence, Base):
    """The hearer decided: dismissed, reduced or allowed; never more than it was.

    `reduced_step` and `reduced_lapses_on` say what is left of a reduced step, `reduced_months` how long it is live from
    the day on which the letter was served.
    """

    __tablename__ = "step_appeal_decided"
    leaf_type = "step.appeal_decided"
    appeal_id: Mapped[str] = mapped_column(Id)
    subject_id: Mapped[str] = mapped_column(Id, index=True)
    outcome: Mapped[str] = mapped_column(Text)
    heard: Mapped[str] = mapped_column(Text)
    reasons: Mapped[str] = mapped_column(Text)
    reduced_step: Mapped[str | None] = mapped_column(Text)
    reduced_months: Mapped[int | None]
    reduced_lapses_on: Mapped[date | None]
    decided_on: Mapped[date]
    language: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)


class StepLookedAgain(ProvenAct, OfAction, Evidence, Base):
    """The decider looked again at a step above one that was overturned or reduced, and says why it stands."""

    __tablename__ = "step_looked_again"
    leaf_type = "step.looked_again"
    subject_id: Mapped[str] = mapped_column(Id)
    earlier_reference: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)


class StepLapsed(OfAction, Evidence, Base):
    """The program told the employee, once, that a step has lapsed."""

    __tablename__ = "step_lapsed"
    leaf_type = "step.lapsed"
    subject_id: Mapped[str] = mapped_column(Id, index=True)
    lapsed_on: Mapped[date]
    language: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)


class WorkEnded(Act, OfAction, Evidence, Base):
    """A dismissal ended the work: its last day, when working access ended, and from when the retention is counted."""

    __tablename__ = "step_work_ended"
    leaf_type = "step.work_ended"
    subject_id: Mapped[str] = mapped_column(Id, index=True)
    last_on: Mapped[date]
    access_ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retention_from: Mapped[date]


class WorkResumed(Act, OfAction, Evidence, Base):
    """After an appeal that changed a dismissal HR placed the person again from this day on, as they had been."""

    __tablename__ = "step_work_resumed"
    leaf_type = "step.work_resumed"
    subject_id: Mapped[str] = mapped_column(Id, index=True)
    placement_id: Mapped[str] = mapped_column(Id)
    from_on: Mapped[date]
    zone: Mapped[str] = mapped_column(Text)
