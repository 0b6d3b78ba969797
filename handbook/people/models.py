"""Employees, where they work and for whom, their accounts, credentials, roles, sessions, and imports of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core import clock
from handbook.core.db import Base, Id, Json, UtcDateTime, new_id
from handbook.ledger.models import Evidence
from handbook.people.folding import number_key, search_words


def _number_key(context: Any) -> str:
    """Fold the staff number of a new row."""
    return number_key(context.get_current_parameters()["staff_number"])


def _search_words(context: Any) -> str:
    """Fold what a new row is found by; whoever changes a name later writes `search` anew."""
    row = context.get_current_parameters()
    return search_words(row["staff_number"], row["name"], row.get("latin_name"))


class Employee(Base):
    """A person who works or worked here. A staff number is text: `000512` stays as it is. Nobody is ever deleted.

    `kind` is staff, agency or temporary. `row_version` goes up with each change, so that a stale form is noticed.
    `number_key` and `search` are derived (see folding): the first tells numbers apart, the second finds and sorts.
    `email_set_at` and `email_set_by` say when and by whom the address was last written down.
    """

    __tablename__ = "employee"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    staff_number: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    latin_name: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(Text, default="en")
    email: Mapped[str | None] = mapped_column(Text)
    mobile: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text, default="staff")
    row_version: Mapped[int] = mapped_column(default=1)
    number_key: Mapped[str] = mapped_column(Text, unique=True, default=_number_key)
    search: Mapped[str] = mapped_column(Text, index=True, default=_search_words)
    email_set_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    email_set_by: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))


class SamePerson(Evidence, Base):
    """Somebody said that two records are one human, or (`is_same` false) that they are not; the newest word counts.

    `a_id` is the smaller of the two ids, so that a pair is found whoever was looked at.
    """

    __tablename__ = "same_person"
    leaf_type = "people.same_person"
    a_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    b_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    is_same: Mapped[bool]
    by_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


class JobTitle(Base):
    """A job as placements name it, and the profile in which people newly placed in it read the handbook.

    A changed profile counts from `profile_from`; until the day before it is `profile_before`.
    """

    __tablename__ = "job_title"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    title: Mapped[str] = mapped_column(Text, unique=True)
    profile: Mapped[str] = mapped_column(Text, default="everyone")
    profile_before: Mapped[str | None] = mapped_column(Text)
    profile_from: Mapped[date | None]
    row_version: Mapped[int] = mapped_column(default=1)


class Placement(Base):
    """Where a person works, as what and for whom, from a day through a day (open end: None).

    Two placements of one person never share a day. `recorded_at` and `recorded_by` say when and by whom it was entered,
    `end_recorded_at` and `end_recorded_by` the same of its last day.
    """

    __tablename__ = "placement"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    location_id: Mapped[str] = mapped_column(Id, ForeignKey("location.id"), index=True)
    job: Mapped[str] = mapped_column(Text)
    profile: Mapped[str] = mapped_column(Text, default="everyone")
    supervisor_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    recorded_by: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    end_recorded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_recorded_by: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))


class Absence(Base):
    """A person is on leave from a day through a day; why is nobody's business here."""

    __tablename__ = "absence"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    recorded_by: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))


class Deputy(Base):
    """From a day through a day `deputy_id` looks after the people of `employee_id`; it never adds a role or right."""

    __tablename__ = "deputy"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    deputy_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    recorded_by: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))


class Account(Base):
    """The right to sign in. Password and PIN are chosen by the person alone; others can only hand out a way to do so.

    `issued_at` and `issued_by` name the newest one-time link or slip that another person handed out. `totp_secret` is
    encrypted; `totp_last` is the newest time step used, so that a code counts once. `reset_used_at` is when a password
    was last chosen by a link or slip of another person: what is signed soon after either moment is marked.
    `news_seen_at`: until then the person has seen what others did to the ways in.
    """

    __tablename__ = "account"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), unique=True)
    password_hash: Mapped[str | None] = mapped_column(Text)
    password_set_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pin_hash: Mapped[str | None] = mapped_column(Text)
    pin_set_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    totp_last: Mapped[int | None]
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_by: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    reset_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    news_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disabled_by: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))


class OneTimeSecret(Base):
    """A link or slip with which a person chooses a password, once, until `ends_at`; only its SHA-256 is kept.

    `kind` is link (mailed) or slip (printed). `made_by` is None where the person asked for it by the own mail.
    """

    __tablename__ = "one_time_secret"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    made_by: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CredentialEvent(Evidence, Base):
    """What happened to the means by which a person proves who they are; `by_employee_id` is None for the command line.

    `what`: link sent, slip printed, password chosen, pin chosen, second step set up, second step removed, disabled,
    enabled. `told` names the channels by which the person was told.
    """

    __tablename__ = "credential_event"
    leaf_type = "people.credential"
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    what: Mapped[str] = mapped_column(Text)
    by_employee_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    told: Mapped[list[str]] = mapped_column(Json)
    device: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(Text, default="")


class SharedDevice(Base):
    """A tablet that many people use: only here does a PIN open a session. Only the SHA-256 of its token is kept."""

    __tablename__ = "shared_device"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(Text)
    location_id: Mapped[str] = mapped_column(Id, ForeignKey("location.id"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    enrolled_by: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RoleGrant(Base):
    """A role of an account from a day through a day (open end: None), who gave it and who ended it."""

    __tablename__ = "role_grant"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("account.id"), index=True)
    role: Mapped[str] = mapped_column(Text)
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    granted_by: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))


class SignInSession(Base):
    """One signed-in device. Only the SHA-256 of its 128-bit token is kept; `ended_at` ends it at once.

    `method` says how the person was proven: password, password and code, or PIN (then on a shared device).
    """

    __tablename__ = "session"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("account.id"), index=True)
    device: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text, default="")
    method: Mapped[str] = mapped_column(Text, default="password")
    shared_device_id: Mapped[str | None] = mapped_column(Id, ForeignKey("shared_device.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInAttempt(Base):
    """One try to prove a password, PIN, code or slip, counted by staff number and by address.

    `succeeded` is None while it is checked.
    """

    __tablename__ = "sign_in_attempt"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_number: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    succeeded: Mapped[bool | None]
    __table_args__ = (
        Index("ix_sign_in_attempt_number", "staff_number", "at"),
        Index("ix_sign_in_attempt_address", "address", "at"),
    )


class PeopleImport(Base):
    """A file of people on its way: uploaded, mapped, previewed, applied. The files themselves lie in the data folder.

    `stage` is uploaded, previewing, previewed, applying, applied, failed or cancelled. `mapping` names the column of
    each field; `options` says what a missing person means and how days are written; `preview` and `report` hold counts.
    `lines_done` is written in the transaction that applies those lines, so that a killed worker goes on where it was.
    """

    __tablename__ = "people_import"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    owner_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    file_name: Mapped[str] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(Text, default="uploaded")
    columns: Mapped[list[str]] = mapped_column(Json)
    mapping: Mapped[dict[str, str]] = mapped_column(Json)
    options: Mapped[dict[str, Any]] = mapped_column(Json)
    lines_total: Mapped[int] = mapped_column(default=0)
    lines_done: Mapped[int] = mapped_column(default=0)
    preview: Mapped[dict[str, Any] | None] = mapped_column(Json)
    report: Mapped[dict[str, Any] | None] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
