"""A case, who has which part in it, and the evidence of its opening, its moves and its end."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.db import Base, Id, UtcDateTime, new_id
from handbook.corrective_actions.acts import Act, ProvenAct
from handbook.ledger.models import Evidence


class Case(Base):
    """The question whether one person's conduct calls for a step. Who looked into it never decides it.

    `told_at`: from then on the person sees the disclosure, and nothing before. `has_step_under_way`: a step is
    proposed or approved, and neither served nor taken back.
    """

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
    state: Mapped[str] = mapped_column(Text, default="opened", index=True)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    has_step_under_way: Mapped[bool] = mapped_column(default=False)
    closing: Mapped[str | None] = mapped_column(Text)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    row_version: Mapped[int] = mapped_column(default=1)


class CasePart(Base):
    """Who has which part in a case, from when to when: only a part that lasts opens the case, none is forgotten.

    `part`: a member of `parts.Part`. `by_id` gave the part.
    """

    __tablename__ = "case_part"
    __table_args__ = (Index("ix_case_part_person", "employee_id", "case_id", "part", "until_at"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case_record.id"), index=True)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    part: Mapped[str] = mapped_column(Text)
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))


class OfCase:
    """Mixin: which case the evidence belongs to."""

    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case_record.id"), index=True)
    reference: Mapped[str] = mapped_column(Text)


class CaseOpened(Act, Evidence, Base):
    """A case was opened: the allegation in the words of who looked into it, without the customer's identity.

    Where the time of day was not told (`happened_time_known`), `happened_at` is when that day began. `is_anonymous`:
    nobody said then whose word it was; a name that comes later is proof for the folder, and changes nothing of this.
    """

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
    happened_time_known: Mapped[bool]
    is_anonymous: Mapped[bool]
    discovered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(Text)
    decider_id: Mapped[str] = mapped_column(Id)


class CaseMoved(Act, OfCase, Evidence, Base):
    """A case was taken on, or somebody else got a part in it. `kind`: begun, assigned or decided.

    `part` and `person_id` say who got which part from now on, `before_id` who had it.
    """

    __tablename__ = "case_moved"
    leaf_type = "case.moved"
    kind: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    part: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[str | None] = mapped_column(Id)
    before_id: Mapped[str | None] = mapped_column(Id)


class CaseClosed(ProvenAct, OfCase, Evidence, Base):
    """A case ended: how, and what the person is told of it (nothing, where they had been told of nothing)."""

    __tablename__ = "case_closed"
    leaf_type = "case.closed"
    subject_id: Mapped[str] = mapped_column(Id, index=True)
    closing: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    reasons: Mapped[str] = mapped_column(Text)
    is_told: Mapped[bool]
    language: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)


class CaseEnded(OfCase, Evidence, Base):
    """The program noted that a decided case is over: the last day for an appeal has passed, and none was lodged.

    The person is told of it in a closing note. `step_reference`: the letter in which the decision stands.
    """

    __tablename__ = "case_ended"
    leaf_type = "case.ended"
    subject_id: Mapped[str] = mapped_column(Id, index=True)
    step_reference: Mapped[str] = mapped_column(Text)
    appeal_until: Mapped[date]
    language: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)
