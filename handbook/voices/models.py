"""Thanks, remarks, incidents with customers and what staff speak up about: evidence, and the heads that move."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core import clock
from handbook.core.db import Base, Id, Json, UtcDateTime, new_id
from handbook.ledger.models import DEFERRED, Evidence


class Compliment(Evidence, Base):
    """Somebody thanks somebody. `by_id` is None where a customer wrote; `person` is the name as it was written.

    A name is never matched by itself: a person says later who is meant. `happened_on` is a day at the location.
    """

    __tablename__ = "compliment"
    leaf_type = "voice.compliment"
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    person: Mapped[str] = mapped_column(Text)
    location_id: Mapped[str] = mapped_column(Id, ForeignKey("location.id"), index=True)
    location: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)
    happened_on: Mapped[date]
    channel: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    by_name: Mapped[str] = mapped_column(Text)
    via: Mapped[str] = mapped_column(Text)


class ComplimentMatch(Evidence, Base):
    """Who is meant by a compliment, in the eyes of whoever matched it; None: nobody alone, but all who work there."""

    __tablename__ = "compliment_match"
    __table_args__ = (UniqueConstraint("compliment_id", "employee_id"),)
    leaf_type = "voice.compliment_match"
    compliment_id: Mapped[str] = mapped_column(Id, ForeignKey("compliment.id", **DEFERRED), index=True)
    employee_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    by_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)
    via: Mapped[str] = mapped_column(Text)


class CustomerRemark(Base):
    """What customers keep saying, written down in ten seconds. It names nobody, also not who wrote it down."""

    __tablename__ = "customer_remark"
    __table_args__ = (Index("ix_customer_remark_place", "location_id", "said_on"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    topic: Mapped[str] = mapped_column(Text)
    rule_id: Mapped[str | None] = mapped_column(Text)
    location_id: Mapped[str] = mapped_column(Id, ForeignKey("location.id"))
    said_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class ConductIncident(Evidence, Base):
    """What a customer did to an employee, in the employee's own words. It never counts against them.

    `kinds` and `needs` are members of `lifecycle.Abuse` and `lifecycle.Need`. The answer is due on the day of the
    report.
    """

    __tablename__ = "conduct_incident"
    leaf_type = "voice.incident"
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    reference: Mapped[str] = mapped_column(Text, unique=True)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    by_name: Mapped[str] = mapped_column(Text)
    via: Mapped[str] = mapped_column(Text)
    kinds: Mapped[list[str]] = mapped_column(Json)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    location_id: Mapped[str] = mapped_column(Id, ForeignKey("location.id"))
    location: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(Text)
    witnesses: Mapped[str] = mapped_column(Text)
    needs: Mapped[list[str]] = mapped_column(Json)


class ConductAnswer(Evidence, Base):
    """What was done for the employee, by whom."""

    __tablename__ = "conduct_answer"
    leaf_type = "voice.incident_answer"
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    incident_id: Mapped[str] = mapped_column(Id, ForeignKey("conduct_incident.id", **DEFERRED), index=True)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)
    via: Mapped[str] = mapped_column(Text)


class ConductWords(Evidence, Base):
    """What the employee adds to an incident."""

    __tablename__ = "conduct_words"
    leaf_type = "voice.incident_words"
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    incident_id: Mapped[str] = mapped_column(Id, ForeignKey("conduct_incident.id", **DEFERRED), index=True)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)


class ConductLink(Evidence, Base):
    """A complaint by the same customer. Only who may see the complaint sees the link; the employee never does."""

    __tablename__ = "conduct_link"
    __table_args__ = (UniqueConstraint("incident_id", "complaint_id"),)
    leaf_type = "voice.incident_link"
    incident_id: Mapped[str] = mapped_column(Id, ForeignKey("conduct_incident.id", **DEFERRED))
    complaint_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"))
    by_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)
    via: Mapped[str] = mapped_column(Text)


class SpeakUp(Base):
    """Something that a colleague says past their own supervisor, and where it stands.

    `employee_id` is None where they gave no name: then nothing here leads to an account. Of the code by which it is
    followed only the SHA-256 is kept, in hexadecimal; it also tells the same form sent twice. `due_on`: the answer is
    promised for this day, on the calendar of the location.
    """

    __tablename__ = "speak_up"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(Text, unique=True)
    code_sha256: Mapped[str] = mapped_column(Text, unique=True)
    employee_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    addressee: Mapped[str] = mapped_column(Text)
    topic: Mapped[str] = mapped_column(Text)
    location_id: Mapped[str | None] = mapped_column(Id, ForeignKey("location.id"))
    zone: Mapped[str] = mapped_column(Text)
    filed_on: Mapped[date]
    due_on: Mapped[date]
    stage: Mapped[str] = mapped_column(Text, index=True)
    row_version: Mapped[int] = mapped_column(default=1)


class SpeakUpEntry(Evidence, Base):
    """One thing said or done about it. `by_id` and `by_name` are empty where the writer gave no name.

    `kind`: a member of `lifecycle.SpeakUpEntryKind`; `person_id`: from whom it is kept.
    """

    __tablename__ = "speak_up_entry"
    leaf_type = "voice.speak_up"
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    speak_up_id: Mapped[str] = mapped_column(Id, ForeignKey("speak_up.id"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)
    via: Mapped[str] = mapped_column(Text)
    person_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))


class SpeakUpKeptFrom(Base):
    """Somebody whom it concerns, or who looks after the writer: for them there is no such thing."""

    __tablename__ = "speak_up_kept_from"
    speak_up_id: Mapped[str] = mapped_column(Id, ForeignKey("speak_up.id"), primary_key=True)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), primary_key=True, index=True)
