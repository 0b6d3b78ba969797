"""How the ladder came to be: proposed changes, and the versions that count from a day on."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core import clock
from handbook.core.db import Base, Id, Json, UtcDateTime, new_id
from handbook.corrective_actions.acts import Act, ProvenAct
from handbook.ledger.models import Evidence


class LadderChange(Base):
    """A ladder that one person proposes and another one confirms. `state`: proposed, confirmed or declined.

    `reason_in`: the language of the reason.
    """

    __tablename__ = "ladder_change"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    country: Mapped[str] = mapped_column(Text, index=True)
    from_on: Mapped[date]
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    sha256: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    reason_in: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, index=True)
    proposer_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class LadderProposed(ProvenAct, Evidence, Base):
    """Somebody proposes a ladder, and says why."""

    __tablename__ = "ladder_proposed"
    leaf_type = "ladder.proposed"
    change_id: Mapped[str] = mapped_column(Id, ForeignKey("ladder_change.id"), unique=True)
    country: Mapped[str] = mapped_column(Text)
    from_on: Mapped[date]
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    sha256: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


class LadderVersion(ProvenAct, Evidence, Base):
    """A ladder that counts from a day on at the locations of a country ("" at all that have none of their own).

    Whoever confirmed exactly this text is in `by_name`; whoever proposed it, and gave the reason in the language
    `reason_in`, is another person.
    """

    __tablename__ = "ladder_version"
    leaf_type = "ladder.confirmed"
    change_id: Mapped[str] = mapped_column(Id, ForeignKey("ladder_change.id"), unique=True)
    country: Mapped[str] = mapped_column(Text, index=True)
    from_on: Mapped[date]
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    sha256: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    reason_in: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[str] = mapped_column(Id)
    proposed_by_name: Mapped[str] = mapped_column(Text)


class LadderDeclined(Act, Evidence, Base):
    """A proposed ladder was not confirmed, or taken back by whoever proposed it; the reason says why."""

    __tablename__ = "ladder_declined"
    leaf_type = "ladder.declined"
    change_id: Mapped[str] = mapped_column(Id, ForeignKey("ladder_change.id"), unique=True)
    sha256: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


class Deputation(ProvenAct, Evidence, Base):
    """From a day through a day somebody may do for `by_id` what both may do anyway; it gives nobody a right."""

    __tablename__ = "deputation"
    leaf_type = "deputation.given"
    deputy_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    deputy_name: Mapped[str] = mapped_column(Text)
    from_on: Mapped[date]
    to_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)


class DeputationEnded(Act, Evidence, Base):
    """Whoever gave a deputation ended it before its last day; `ended_on` is the first day on which it is over."""

    __tablename__ = "deputation_ended"
    leaf_type = "deputation.ended"
    deputation_id: Mapped[str] = mapped_column(Id, ForeignKey("deputation.id"), unique=True)
    ended_on: Mapped[date]


class OutsiderInvited(ProvenAct, Evidence, Base):
    """Somebody from outside is invited to one thing for some days; `part`: approver, hearer or complaints.

    `case_id` is None where the invitation is not to a case. `ties`: what the inviter says of ties to those concerned.
    `without_part`: the inviter has no part in the case, since one person looks into it and decides it.
    """

    __tablename__ = "outsider_invited"
    leaf_type = "outsider.invited"
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str] = mapped_column(Text)
    part: Mapped[str] = mapped_column(Text)
    case_id: Mapped[str | None] = mapped_column(Id, index=True)
    without_part: Mapped[bool]
    from_on: Mapped[date]
    to_on: Mapped[date]
    ties: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)


class OutsiderEnded(Act, Evidence, Base):
    """An invitation ended before its last day: the guest's access is over at once."""

    __tablename__ = "outsider_ended"
    leaf_type = "outsider.ended"
    invitation_id: Mapped[str] = mapped_column(Id, ForeignKey("outsider_invited.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text)
