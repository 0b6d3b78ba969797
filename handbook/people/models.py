"""Employees, dated placements, accounts, dated roles, sessions and sign-in attempts."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core import clock
from handbook.core.db import Base, Id, UtcDateTime, new_id


class Employee(Base):
    """A person who works or worked here. A staff number is text: `000512` stays as it is."""

    __tablename__ = "employee"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    staff_number: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    latin_name: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(Text, default="en")
    email: Mapped[str | None] = mapped_column(Text)


class Placement(Base):
    """Where a person works, as what and for whom, from a day through a day (open end: None)."""

    __tablename__ = "placement"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    location_id: Mapped[str] = mapped_column(Id, ForeignKey("location.id"), index=True)
    job: Mapped[str] = mapped_column(Text)
    profile: Mapped[str] = mapped_column(Text, default="everyone")
    supervisor_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None]


class Account(Base):
    """The right to sign in. `password_set_by` is another person where the password was handed over."""

    __tablename__ = "account"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), unique=True)
    password_hash: Mapped[str] = mapped_column(Text)
    password_set_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    password_set_by: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RoleGrant(Base):
    """A role of an account from a day through a day (open end: None), and who gave it."""

    __tablename__ = "role_grant"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("account.id"), index=True)
    role: Mapped[str] = mapped_column(Text)
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    granted_by: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))


class SignInSession(Base):
    """One signed-in device. Only the SHA-256 of its 128-bit token is kept; `ended_at` ends it at once."""

    __tablename__ = "session"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("account.id"), index=True)
    device: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInAttempt(Base):
    """One try to prove a password, counted by staff number and by address; `succeeded` is None while it is checked."""

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
