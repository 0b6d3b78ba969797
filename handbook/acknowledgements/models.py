"""Rounds, invitations, reading progress, and the signature itself."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core import clock
from handbook.core.db import Base, Id, Json, UtcDateTime, new_id
from handbook.ledger.models import DEFERRED, Evidence


class SigningRound(Base):
    """An edition that people are asked to sign, why, and until when."""

    __tablename__ = "signing_round"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    edition_id: Mapped[str] = mapped_column(Id, ForeignKey("edition.id", **DEFERRED), index=True)
    reason: Mapped[str] = mapped_column(Text)
    deadline_on: Mapped[date]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Invitation(Base):
    """One per person and round: invited, opened. Superseded, overdue and open are computed, never stored."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("round_id", "employee_id"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(Id, ForeignKey("signing_round.id"))
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SectionRead(Base):
    """A person went on from this rule of an edition, read in this language."""

    __tablename__ = "section_read"
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), primary_key=True)
    edition_id: Mapped[str] = mapped_column(Id, ForeignKey("edition.id", **DEFERRED), primary_key=True)
    language: Mapped[str] = mapped_column(Text, primary_key=True)
    rule_id: Mapped[str] = mapped_column(Text, primary_key=True)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Acknowledgement(Evidence, Base):
    """The signature: who, proven how, under which exact text, in which words, when. At most one per invitation."""

    __tablename__ = "acknowledgement"
    leaf_type = "acknowledgement.signed"
    invitation_id: Mapped[str] = mapped_column(Id, ForeignKey("invitation.id"), unique=True)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    edition_id: Mapped[str] = mapped_column(Id, ForeignKey("edition.id", **DEFERRED), index=True)
    receipt: Mapped[str] = mapped_column(Text, unique=True)
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    staff_number: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    typed_name: Mapped[str] = mapped_column(Text)
    job: Mapped[str] = mapped_column(Text)
    location: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)
    profile: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    translation_lagged: Mapped[bool]
    rules_in_source_language: Mapped[list[str]] = mapped_column(Json)
    manifest_sha256: Mapped[str] = mapped_column(Text)
    pdf_sha256: Mapped[str] = mapped_column(Text)
    html_sha256: Mapped[str] = mapped_column(Text)
    statement: Mapped[str] = mapped_column(Text)
    sections_read: Mapped[int]
    sections_total: Mapped[int]
    shown_at: Mapped[datetime] = mapped_column(UtcDateTime)
    method: Mapped[str] = mapped_column(Text)
    proven_at: Mapped[datetime] = mapped_column(UtcDateTime)
    credential_set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    credential_set_by: Mapped[str | None] = mapped_column(Id)
    session_id: Mapped[str | None] = mapped_column(Id)
    device: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    program_version: Mapped[str] = mapped_column(Text)
