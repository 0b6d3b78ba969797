"""What was agreed with a person about a rule, its end, and what the person said of it: evidence, never edited."""

from datetime import date

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.db import Base, Id
from handbook.ledger.models import DEFERRED, Evidence


class Adjustment(Evidence, Base):
    """How a person lives a rule, from a day through a day (open end: None), in the language it was written in.

    It says what is agreed, never why. A change is an end and a new row.
    """

    __tablename__ = "adjustment"
    leaf_type = "adjustment.agreed"
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    rule_id: Mapped[str] = mapped_column(Text)
    edition_number: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    by_employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)


class AdjustmentEnd(Evidence, Base):
    """An adjustment ends sooner than it was agreed: `last_on` is the last day on which it holds."""

    __tablename__ = "adjustment_end"
    leaf_type = "adjustment.ended"
    adjustment_id: Mapped[str] = mapped_column(Id, ForeignKey("adjustment.id", **DEFERRED), unique=True)
    last_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    by_employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)


class AdjustmentReply(Evidence, Base):
    """What the person says of it: `confirmed`, or `objected` ("this is not what we agreed") with their words."""

    __tablename__ = "adjustment_reply"
    leaf_type = "adjustment.answered"
    adjustment_id: Mapped[str] = mapped_column(Id, ForeignKey("adjustment.id", **DEFERRED), index=True)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(Text)
