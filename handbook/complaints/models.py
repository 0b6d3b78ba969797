"""A complaint's head, which moves through its stages, and the entries about it, which nobody can change."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.db import Base, Id, UtcDateTime, new_id
from handbook.ledger.models import Evidence


class Complaint(Base):
    """Where a complaint stands and who handles it. What was said is in its first entry.

    When it happened and when it was filed are two dates.
    """

    __tablename__ = "complaint"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(Text, unique=True)
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    stage: Mapped[str] = mapped_column(Text, index=True)
    filed_by: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    handler_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    location_id: Mapped[str] = mapped_column(Id, ForeignKey("location.id"), index=True)
    place: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(Text)
    row_version: Mapped[int] = mapped_column(default=1)


class ComplaintEntry(Evidence, Base):
    """One thing said or done about a complaint, by whom. `kind`: a member of `lifecycle.EntryKind`."""

    __tablename__ = "complaint_entry"
    __table_args__ = (Index("ix_complaint_entry_complaint", "complaint_id", "recorded_at"),)
    leaf_type = "complaint.entry"
    complaint_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"))
    reference: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)
    via: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    location: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    happened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    zone: Mapped[str | None] = mapped_column(Text)
    rule_id: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))


class ComplaintIdentity(Evidence, Base):
    """Who the customer is: sealed with a leaf and a salt of its own, so that it can be shown, kept or erased alone."""

    __tablename__ = "complaint_identity"
    leaf_type = "complaint.identity"
    complaint_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))


class ComplaintPerson(Base):
    """A person whom the complaint is said to be about. From this moment on that person sees nothing of it."""

    __tablename__ = "complaint_person"
    complaint_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"), primary_key=True)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), primary_key=True, index=True)


class ComplaintRule(Base):
    """A rule that the complaint is said to touch; of one person, or (None) of everybody it names."""

    __tablename__ = "complaint_rule"
    __table_args__ = (UniqueConstraint("complaint_id", "rule_id", "employee_id"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    complaint_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"), index=True)
    rule_id: Mapped[str] = mapped_column(Text, index=True)
    employee_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
