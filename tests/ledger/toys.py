"""A small piece of evidence of every kind of column, apart from the tables of the product."""

import enum
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, Enum, Integer, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from handbook.core.db import Json, UtcDateTime
from handbook.core.transaction import transaction
from handbook.ledger.appending import record_evidence
from handbook.ledger.models import Evidence, since


class ToyBase(DeclarativeBase):
    """A registry of its own, so that no migration and no guard ever sees the toys."""


class Method(enum.Enum):
    """How somebody proved who they are."""

    PIN = "own pin"
    PAPER = "witnessed paper"


class Signature(Evidence, ToyBase):
    """What asha the cashier signs."""

    __tablename__ = "toy_signature"
    leaf_type = "toy.signed"
    leaf_schema = 2
    name: Mapped[str] = mapped_column(Text)
    staff_number: Mapped[str | None] = mapped_column(String(20))
    opened_all: Mapped[bool] = mapped_column(Boolean, default=True)
    right_answers: Mapped[int] = mapped_column(Integer, default=6)
    born_on: Mapped[date | None] = mapped_column(Date)
    shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    manifest: Mapped[bytes] = mapped_column(LargeBinary, default=b"\x00\xff")
    strokes: Mapped[Any | None] = mapped_column(Json)
    method: Mapped[Method] = mapped_column(Enum(Method), default=Method.PIN)
    device: Mapped[str | None] = mapped_column(Text, info=since(2))


class Remark(Evidence, ToyBase):
    """A second kind, so that types lie between each other."""

    __tablename__ = "toy_remark"
    leaf_type = "toy.remarked"
    words: Mapped[str] = mapped_column(Text)


def signature(**values: Any) -> Signature:
    """Make a signature of asha's with every column filled."""
    safe: dict[str, Any] = {
        "name": "Asha Rao",
        "staff_number": "1001",
        "born_on": date(1990, 2, 28),
        "shown_at": datetime(2026, 11, 22, 9, 30, 0, 120000, tzinfo=UTC),
        "strokes": {"lines": [[1, 2], [3, 4]], "pen": "తెలుగు 😀"},
        "device": "shared tablet",
    }
    return Signature(**(safe | values))


def sign(count: int = 1, **values: Any) -> list[Signature]:
    """Let asha sign this many times, each in a transaction of its own, with a remark of janis after every third."""
    rows = []
    for number in range(count):
        with transaction():
            rows.append(signature(**values))
            record_evidence(rows[-1])
            if number % 3 == 2:
                record_evidence(Remark(words=f"Janis stood beside her, time {number}."))
    return rows
