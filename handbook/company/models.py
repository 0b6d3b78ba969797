"""The company, its locations, and the days on which people work there."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core import clock
from handbook.core.db import Base, Id, UtcDateTime, new_id


class CompanyProfile(Base):
    """What the company says of itself from a moment on; the newest row counts, the older ones are its history.

    `second_step`: those who publish, approve or administer need a code from their telephone beside the password.
    The logo is a picture in the store, or none. `changed_by` says in words who wrote the row.
    """

    __tablename__ = "company_profile"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    from_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    name: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(Text, default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    second_step: Mapped[bool] = mapped_column(default=True)
    logo_sha256: Mapped[str | None] = mapped_column(Text)
    logo_type: Mapped[str | None] = mapped_column(Text)
    logo_width: Mapped[int | None]
    logo_height: Mapped[int | None]
    changed_by: Mapped[str] = mapped_column(Text, default="")


class Location(Base):
    """A shop, hotel or desk. Its IANA time zone decides which day it is there.

    `country`: ISO 3166, two letters, or "" where nobody has said it.
    """

    __tablename__ = "location"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(Text, unique=True)
    zone: Mapped[str] = mapped_column(Text)
    row_version: Mapped[int] = mapped_column(default=1)
    country: Mapped[str] = mapped_column(Text, default="")


class WorkingWeek(Base):
    """On which days of the week a location works from a day on (ISO digits: Monday is 1); the newest begun counts.

    Of two rows from the same day the one recorded later counts. A location without any works Monday to Friday.
    """

    __tablename__ = "working_week"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    location_id: Mapped[str] = mapped_column(Id, ForeignKey("location.id"), index=True)
    from_on: Mapped[date]
    weekdays: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    changed_by: Mapped[str] = mapped_column(Text)


class ClosedDay(Base):
    """A day on which a location (None: every location) is closed, by its name; taken out again, it stays as history."""

    __tablename__ = "closed_day"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    location_id: Mapped[str | None] = mapped_column(Id, ForeignKey("location.id"), index=True)
    day: Mapped[date] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    changed_by: Mapped[str] = mapped_column(Text)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_by: Mapped[str | None] = mapped_column(Text)
