"""What people do with the draft before it is published: unsaved words, kinds of change, remarks, who was consulted."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core import clock
from handbook.core.db import Base, Id, UtcDateTime, new_id
from handbook.ledger.models import DEFERRED, Evidence


class UnsavedText(Base):
    """What somebody is typing in the editor and has not saved yet: at most one per person and text.

    `based_on` is the row version of the text that they began with, 0 for a new one.
    """

    __tablename__ = "unsaved_text"
    __table_args__ = (UniqueConstraint("rule_id", "language", "kept_by"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    rule_id: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    kept_by: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    source: Mapped[str] = mapped_column(Text)
    based_on: Mapped[int]
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class ChangeKind(Base):
    """What the author says a changed rule is, `material` or `editorial`, and the hash of the change that was judged.

    `seen_sha256` names every text of the rule before and after; when one of them changes again, nothing is said yet.
    """

    __tablename__ = "change_kind"
    rule_id: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    seen_sha256: Mapped[str] = mapped_column(Text)
    said_by: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class EditorialConfirmation(Evidence, Base):
    """Another person's word that a change is a matter of wording alone, bound to the hash of what they saw."""

    __tablename__ = "editorial_confirmation"
    leaf_type = "edition.editorial_confirmed"
    rule_id: Mapped[str] = mapped_column(Text, index=True)
    edition_before: Mapped[int]
    seen_sha256: Mapped[str] = mapped_column(Text)
    said_by: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    confirmed_by: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    by_method: Mapped[str] = mapped_column(Text)


class Consultation(Base):
    """The days on which staff can remark on the draft; open until `ends_on`, or until somebody closed it."""

    __tablename__ = "consultation"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    note: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    opened_by: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    ends_on: Mapped[date]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edition_id: Mapped[str | None] = mapped_column(Id, ForeignKey("edition.id", **DEFERRED))
    row_version: Mapped[int] = mapped_column(default=1)


class DraftRemark(Base):
    """What somebody says about the draft, or about one rule of it, and the answer."""

    __tablename__ = "draft_remark"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    consultation_id: Mapped[str] = mapped_column(Id, ForeignKey("consultation.id"), index=True)
    rule_id: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    said_by: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    row_version: Mapped[int] = mapped_column(default=1)


class ConsultedParty(Base):
    """Somebody who was asked beside the staff, a works council or a lawyer, and what they said."""

    __tablename__ = "consulted_party"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    consultation_id: Mapped[str] = mapped_column(Id, ForeignKey("consultation.id"), index=True)
    who: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    heard_on: Mapped[date]
    noted_by: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
