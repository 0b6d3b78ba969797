"""A complaint's head, which moves through its stages, and what is said and done about it, which nobody can change."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.db import Base, Id, Json, UtcDateTime, new_id
from handbook.ledger.models import Evidence


class Complaint(Base):
    """Where a complaint stands and who handles it. What was said is in its first entry.

    When it happened and when it was filed are two dates. `filed_by` is None where the customer wrote it down at the
    public door (`via` says so). `acknowledge_by`, `due_on` and `update_due_on` are what the customer was promised, days
    at the location; `waiting_since`: since that day the customer is asked something, and the clock stands.
    `missed_...` is the newest promised day that passed. `is_outside`: it concerns HR or the owner, and goes to the
    named outsider. Where the time of day was not told (`happened_time_known`), `happened_at` is when that day began.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        # Lists and boards ask for the open ones of a handler or of a place, which are few of all that were ever there,
        # and for the newest of a stage.
        Index("ix_complaint_handler", "handler_id", "stage"),
        Index("ix_complaint_location", "location_id", "stage"),
        Index("ix_complaint_stage", "stage", "filed_at", "id"),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(Text, unique=True)
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    stage: Mapped[str] = mapped_column(Text)
    filed_by: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    via: Mapped[str] = mapped_column(Text)
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    handler_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    is_outside: Mapped[bool] = mapped_column(default=False)
    location_id: Mapped[str] = mapped_column(Id, ForeignKey("location.id"))
    place: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    happened_time_known: Mapped[bool] = mapped_column(default=True)
    zone: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(Text)
    category: Mapped[str | None] = mapped_column(Text, index=True)
    order_number: Mapped[str] = mapped_column(Text, default="")
    customer_language: Mapped[str] = mapped_column(Text, default="")
    customer_zone: Mapped[str] = mapped_column(Text, default="")
    customer_hours: Mapped[str] = mapped_column(Text, default="")
    confidentiality: Mapped[str] = mapped_column(Text)
    remedy_sought: Mapped[str] = mapped_column(Text, default="")
    severity: Mapped[int | None]
    is_safety: Mapped[bool] = mapped_column(default=False)
    is_simple: Mapped[bool | None]
    acknowledge_by: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    update_due_on: Mapped[date | None] = mapped_column(index=True)
    waiting_since: Mapped[date | None]
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    responded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    missed_acknowledgement_on: Mapped[date | None]
    missed_answer_on: Mapped[date | None]
    missed_update_on: Mapped[date | None]
    finding: Mapped[str | None] = mapped_column(Text)
    finding_rule_id: Mapped[str | None] = mapped_column(Text)
    root_cause: Mapped[str | None] = mapped_column(Text)
    row_version: Mapped[int] = mapped_column(default=1)


class ComplaintEntry(Evidence, Base):
    """One thing said or done about a complaint, by whom. `kind`: a member of `lifecycle.EntryKind`.

    `by_id` is None where a customer wrote, or the program noted a date that passed; `via` says which. `facts` are what
    this kind of entry tells besides the words: how somebody was reached, the amount of a remedy, a promised day.
    `written_in`: the language of the page on which the words were written.
    """

    __tablename__ = "complaint_entry"
    __table_args__ = (Index("ix_complaint_entry_complaint", "complaint_id", "recorded_at"),)
    leaf_type = "complaint.entry"
    complaint_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"))
    reference: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)
    via: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    written_in: Mapped[str] = mapped_column(Text)
    location: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    happened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    happened_time_known: Mapped[bool | None]
    zone: Mapped[str | None] = mapped_column(Text)
    rule_id: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    facts: Mapped[dict[str, Any] | None] = mapped_column(Json)


class ComplaintIdentity(Evidence, Base):
    """Who the customer is: sealed with a leaf and a salt of its own, so that it can be shown, kept or erased alone.

    The newest row counts. `by_id` is None where the customer gave it at the public door.
    """

    __tablename__ = "complaint_identity"
    leaf_type = "complaint.identity"
    complaint_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))


class ComplaintApology(Evidence, Base):
    """Words of regret that the customer was given. Apart from all entries: it is no admission, and in no case.

    `written_in`: the language of the page on which the words were written.
    """

    __tablename__ = "complaint_apology"
    leaf_type = "complaint.apology"
    complaint_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    written_in: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(Text)
    given_by: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)
    via: Mapped[str] = mapped_column(Text)


class ComplaintPhoto(Evidence, Base):
    """A picture that belongs to a complaint, written anew; its bytes are in the store under `sha256`.

    `by_id` is None where the customer added it.
    """

    __tablename__ = "complaint_photo"
    __table_args__ = (UniqueConstraint("complaint_id", "sha256"),)
    leaf_type = "complaint.photo"
    complaint_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"), index=True)
    sha256: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    width: Mapped[int]
    height: Mapped[int]
    by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)
    via: Mapped[str] = mapped_column(Text)


class ComplaintPerson(Base):
    """A person whom the complaint is said to be about. From this moment on that person sees nothing of it.

    `case_opened_at`: a case about this person was opened from it. `told_at`: the person was told of it in writing; not
    before does it stand on the person's own file.
    """

    __tablename__ = "complaint_person"
    complaint_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"), primary_key=True)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), primary_key=True, index=True)
    case_opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ComplaintRule(Base):
    """A rule that the complaint is said to touch; of one person, or (None) of everybody it names."""

    __tablename__ = "complaint_rule"
    __table_args__ = (UniqueConstraint("complaint_id", "rule_id", "employee_id"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    complaint_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"), index=True)
    rule_id: Mapped[str] = mapped_column(Text, index=True)
    employee_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))


class ComplaintLink(Base):
    """Two complaints belong together, and how (`lifecycle.Kinship`); shown from both sides."""

    __tablename__ = "complaint_link"
    __table_args__ = (UniqueConstraint("complaint_id", "other_id"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    complaint_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"), index=True)
    other_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"), index=True)
    kinship: Mapped[str] = mapped_column(Text)


class RuleImprovement(Base):
    """A rule that was followed and still left a customer worse off: what is to be made better in the rule itself.

    `written_in` and `done_written_in`: the language of the page on which the problem, and what was done, were written.
    """

    __tablename__ = "rule_improvement"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    rule_id: Mapped[str] = mapped_column(Text, index=True)
    complaint_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"), index=True)
    problem: Mapped[str] = mapped_column(Text)
    written_in: Mapped[str] = mapped_column(Text)
    opened_by: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(Text)
    done_words: Mapped[str] = mapped_column(Text, default="")
    done_written_in: Mapped[str | None] = mapped_column(Text)
    done_by: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    row_version: Mapped[int] = mapped_column(default=1)


class ComplaintSettings(Base):
    """What the company has settled about complaints from a moment on; the newest row counts, older ones are history.

    `outsider_id`: who handles what concerns HR or the owner. `recourse`: whom else a customer can turn to.
    """

    __tablename__ = "complaint_settings"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    from_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    outsider_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    recourse: Mapped[str] = mapped_column(Text, default="")
    changed_by: Mapped[str] = mapped_column(Text)
