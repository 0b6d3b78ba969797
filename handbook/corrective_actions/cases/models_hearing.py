"""The hearing, and what is asked before a step: seven tests of just cause, and what bars a dismissal."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.db import Base, Id, Json, UtcDateTime
from handbook.corrective_actions.acts import Act
from handbook.corrective_actions.cases.models import OfCase
from handbook.ledger.models import DEFERRED, Evidence


class HearingSet(Act, OfCase, Evidence, Base):
    """A hearing was arranged, or (`is_postponed`) moved to another time, or the wish to move it was not granted.

    `starts_at` None: the hearing stays where it was.
    """

    __tablename__ = "case_hearing_set"
    leaf_type = "case.hearing.set"
    is_postponed: Mapped[bool]
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    present: Mapped[str] = mapped_column(Text)
    reasons: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)


class HearingHeld(Act, OfCase, Evidence, Base):
    """What was put and what was answered. `came`: whether the person was there.

    `sooner`: how the person agreed, where it was earlier than the time that was set; else empty.
    """

    __tablename__ = "case_hearing_held"
    leaf_type = "case.hearing.held"
    held_at: Mapped[datetime] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(Text)
    came: Mapped[bool]
    present: Mapped[str] = mapped_column(Text)
    put: Mapped[str] = mapped_column(Text)
    answered: Mapped[str] = mapped_column(Text)
    sooner: Mapped[str] = mapped_column(Text)
    witnesses: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)


class CauseAnswered(Act, OfCase, Evidence, Base):
    """The seven tests of just cause, answered for one step: [{test, verdict, words, evidence}]."""

    __tablename__ = "case_cause_answered"
    leaf_type = "case.cause.answered"
    step: Mapped[str] = mapped_column(Text)
    answers: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    answers_sha256: Mapped[str] = mapped_column(Text)


class BarsAnswered(Act, OfCase, Evidence, Base):
    """What may bar a dismissal, answered: [{bar, found, words}]. Only for whoever decides, approves or must look."""

    __tablename__ = "case_bars_answered"
    leaf_type = "case.bars.answered"
    answers: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    looker_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"), index=True)


class BarsLooked(Act, OfCase, Evidence, Base):
    """Somebody without a part in the case looked at what may bar a dismissal, and says whether it may go on."""

    __tablename__ = "case_bars_looked"
    leaf_type = "case.bars.looked"
    answered_id: Mapped[str] = mapped_column(Id, ForeignKey("case_bars_answered.id", **DEFERRED), unique=True)
    may_go_on: Mapped[bool]
    words: Mapped[str] = mapped_column(Text)
