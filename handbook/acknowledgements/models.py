"""Rounds, invitations, reading progress, the signature itself, other outcomes, and disputes about a signature."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core import clock
from handbook.core.db import Base, Id, Json, UtcDateTime, new_id
from handbook.ledger.models import DEFERRED, Evidence


class SigningRound(Base):
    """An edition that people are asked to sign, why, who is asked, and until when.

    `reason` is publication, chosen (HR asked a group), or own wish. `audience` holds lists of location ids, jobs,
    profiles and languages; an absent list means all. People who begin or come back enter the newest publication round.
    """

    __tablename__ = "signing_round"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    number: Mapped[int] = mapped_column(unique=True)
    edition_id: Mapped[str] = mapped_column(Id, ForeignKey("edition.id", **DEFERRED), index=True)
    reason: Mapped[str] = mapped_column(Text)
    audience: Mapped[dict[str, list[str]]] = mapped_column(Json, default=dict)
    note: Mapped[str] = mapped_column(Text, default="")
    deadline_on: Mapped[date]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    opened_by: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))


class Invitation(Base):
    """One per person and round: invited, opened. Superseded, overdue and open are computed, never stored.

    `reason` is publication, chosen, new hire, return, other text, own wish or set aside. An individual deadline stands
    with its reason and who set it.
    """

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("round_id", "employee_id"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(Id, ForeignKey("signing_round.id"))
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="publication")
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deadline_on: Mapped[date | None]
    deadline_reason: Mapped[str] = mapped_column(Text, default="")
    deadline_by: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))


class Sending(Base):
    """An invitation or reminder that left by mail, as a text to share, or as a printed slip."""

    __tablename__ = "sending"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    invitation_id: Mapped[str] = mapped_column(Id, ForeignKey("invitation.id"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    by_employee_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))


class SectionRead(Base):
    """A person went on from this rule of an edition, read in this language."""

    __tablename__ = "section_read"
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), primary_key=True)
    edition_id: Mapped[str] = mapped_column(Id, ForeignKey("edition.id", **DEFERRED), primary_key=True)
    language: Mapped[str] = mapped_column(Text, primary_key=True)
    rule_id: Mapped[str] = mapped_column(Text, primary_key=True)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class RightAnswer(Base):
    """A person answered the check question of this rule right in the end; wrong answers are kept under no name."""

    __tablename__ = "right_answer"
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), primary_key=True)
    edition_id: Mapped[str] = mapped_column(Id, ForeignKey("edition.id", **DEFERRED), primary_key=True)
    rule_id: Mapped[str] = mapped_column(Text, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class CheckTally(Base):
    """How often the check question of a rule was answered right and wrong, all people together."""

    __tablename__ = "check_tally"
    edition_id: Mapped[str] = mapped_column(Id, ForeignKey("edition.id", **DEFERRED), primary_key=True)
    rule_id: Mapped[str] = mapped_column(Text, primary_key=True)
    language: Mapped[str] = mapped_column(Text, primary_key=True)
    right: Mapped[int] = mapped_column(default=0)
    wrong: Mapped[int] = mapped_column(default=0)


class Consent(Evidence, Base):
    """What a person chose before the first electronic signature: electronic or paper; the newest choice counts."""

    __tablename__ = "consent"
    leaf_type = "acknowledgement.consent"
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    choice: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    session_id: Mapped[str | None] = mapped_column(Id)


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
    signed_before: Mapped[int | None]
    sections_read: Mapped[int]
    sections_required: Mapped[int]
    sections_total: Mapped[int]
    questions_right: Mapped[int]
    questions_total: Mapped[int]
    consent_id: Mapped[str | None] = mapped_column(Id)
    shown_at: Mapped[datetime] = mapped_column(UtcDateTime)
    method: Mapped[str] = mapped_column(Text)
    proven_at: Mapped[datetime] = mapped_column(UtcDateTime)
    credential_set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    credential_issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    credential_issued_by: Mapped[str | None] = mapped_column(Id)
    soon_after_reset: Mapped[bool]
    strokes: Mapped[list[Any] | None] = mapped_column(Json)
    shared_device: Mapped[str | None] = mapped_column(Text)
    session_id: Mapped[str | None] = mapped_column(Id)
    device: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    program_version: Mapped[str] = mapped_column(Text)


class Outcome(Evidence, Base):
    """What came of an invitation instead of a signature, or beside it; the newest one of an invitation counts.

    `kind` is declined, question, refused, served_by_hand, read_aloud, paper, on_leave, back or left. `by_employee_id`
    is who recorded it (for declined, question and paper the person themself), `witness_id` the second witness of a
    refusal; both were proven at that moment, as their methods say. `until_on` belongs to on_leave.
    """

    __tablename__ = "outcome"
    leaf_type = "acknowledgement.outcome"
    invitation_id: Mapped[str] = mapped_column(Id, ForeignKey("invitation.id"), index=True)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    edition_id: Mapped[str] = mapped_column(Id, ForeignKey("edition.id", **DEFERRED), index=True)
    kind: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(Text)
    profile: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    manifest_sha256: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    until_on: Mapped[date | None]
    by_employee_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)
    by_method: Mapped[str] = mapped_column(Text)
    witness_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    witness_name: Mapped[str] = mapped_column(Text, default="")
    witness_method: Mapped[str] = mapped_column(Text, default="")
    device: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(Text, default="")


class Answer(Evidence, Base):
    """The answer to a question that somebody asked before signing."""

    __tablename__ = "answer"
    leaf_type = "acknowledgement.answer"
    outcome_id: Mapped[str] = mapped_column(Id, ForeignKey("outcome.id", **DEFERRED), index=True)
    words: Mapped[str] = mapped_column(Text)
    by_employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)


class Dispute(Evidence, Base):
    """Somebody says of a signature: this was not me. While it is open, the signature does not count as notice."""

    __tablename__ = "dispute"
    leaf_type = "acknowledgement.dispute"
    acknowledgement_id: Mapped[str] = mapped_column(Id, ForeignKey("acknowledgement.id", **DEFERRED), index=True)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)
    by_employee_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    device: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)


class DisputeFinding(Evidence, Base):
    """What somebody who was not involved found: the signature stands, or is set aside. At most one per dispute.

    `second_id` is the second examiner, proven at that moment: needed to set aside what the signer did not dispute.
    """

    __tablename__ = "dispute_finding"
    leaf_type = "acknowledgement.dispute_finding"
    dispute_id: Mapped[str] = mapped_column(Id, ForeignKey("dispute.id", **DEFERRED), unique=True)
    acknowledgement_id: Mapped[str] = mapped_column(Id, ForeignKey("acknowledgement.id", **DEFERRED), index=True)
    finding: Mapped[str] = mapped_column(Text)
    reasons: Mapped[str] = mapped_column(Text)
    by_employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)
    by_method: Mapped[str] = mapped_column(Text)
    second_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    second_name: Mapped[str] = mapped_column(Text, default="")
    second_method: Mapped[str] = mapped_column(Text, default="")
