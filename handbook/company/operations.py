"""The verbs of the company: add a location, change its name and time zone, choose the logo, keep the calendars."""

import unicodedata
from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from handbook.company.countries import is_country
from handbook.company.holiday_files import Holiday as Holiday
from handbook.company.holiday_files import holidays_in
from handbook.company.models import ClosedDay, CompanyProfile, Location, WorkingWeek
from handbook.company.queries import Logo, company, zones
from handbook.core import clock
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid, NotFound
from handbook.core.transaction import session_of_transaction
from handbook.documents.pictures import re_encoded
from handbook.documents.queries import store

LONGEST_NAME = 200
LARGEST_LOGO = 1024 * 1024


def add_location(name: str, zone: str, country: str = "") -> str:
    """Add a location and return its id; raise Invalid for a name that is taken or a zone that does not exist."""
    kept = _checked(name, zone, None, country)
    row = Location(id=new_id(), name=kept, zone=zone, country=country)
    session_of_transaction().add(row)
    _flush(kept)
    return row.id


def change_location(location_id: str, name: str, zone: str, row_version: int, country: str = "") -> None:
    """Change name, time zone and country; what was signed there keeps the name it was signed under.

    Raises NotFound, Invalid, and Conflict for a stale form.
    """
    row = session_of_transaction().get(Location, location_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(_("There is no such location."))
    if row.row_version != row_version:
        raise Conflict(_("Somebody else has changed this location meanwhile."))
    kept = _checked(name, zone, location_id, country)
    row.name, row.zone, row.country, row.row_version = kept, zone, country, row.row_version + 1
    _flush(kept)


def bring_logo(data: bytes) -> Logo:
    """Write a logo anew and into the store (slow; outside of transactions); raise Invalid with words."""
    encoded = re_encoded(data, LARGEST_LOGO)
    return Logo(store().put(encoded.data), encoded.media_type, encoded.width, encoded.height)


def change_logo(actor_text: str, logo: Logo | None) -> bool:
    """Let the company be known by this picture from now on, or by none; return whether that is another one.

    What has been published keeps the logo of its day.
    """
    session = session_of_transaction()
    before = session.scalars(select(CompanyProfile).order_by(CompanyProfile.from_at.desc()).limit(1)).first()
    if (before.logo_sha256 if before else None) == (logo.sha256 if logo else None):
        return False
    told = company()
    session.add(CompanyProfile(
        from_at=clock.now(),
        name=told.name,
        address=told.address,
        contact=told.contact,
        is_demo=told.is_demo,
        second_step=before.second_step if before else True,
        logo_sha256=logo.sha256 if logo else None,
        logo_type=logo.media_type if logo else None,
        logo_width=logo.width if logo else None,
        logo_height=logo.height if logo else None,
        changed_by=actor_text,
    ))  # fmt: skip
    session.flush()
    return True


def change_week(actor_text: str, location_id: str, from_on: date, weekdays: Sequence[int]) -> None:
    """Let a location work on these days of the week (Monday is 1) from a day on, today there or later.

    What was promised before keeps its date. Raises NotFound, Invalid for no day of the week and for a day that is over.
    """
    place = _location(location_id)
    if not weekdays or not set(weekdays) <= set(range(1, 8)):
        raise Invalid(_("Working days: choose one day of the week at least."))
    if from_on < clock.today(place.zone):
        raise Invalid(_("From which day: today or a later day. What was, stays as it was."))
    digits = "".join(str(day) for day in sorted(set(weekdays)))
    row = WorkingWeek(location_id=location_id, from_on=from_on, weekdays=digits, changed_by=actor_text)
    session_of_transaction().add(row)


def close_days(actor_text: str, location_id: str | None, holidays: Sequence[Holiday]) -> int:
    """Let a location (None: every location) be closed on these days; return how many were not on the list yet."""
    if location_id is not None:
        _location(location_id)
    session = session_of_transaction()
    same = ClosedDay.location_id.is_not_distinct_from(location_id)
    known = set(session.scalars(select(ClosedDay.day).where(same, ClosedDay.removed_at.is_(None))))
    new = [one for one in {one.day: one for one in reversed(holidays)}.values() if one.day not in known]
    session.add_all(
        ClosedDay(location_id=location_id, day=one.day, name=one.name, changed_by=actor_text) for one in new
    )
    return len(new)


def bring_holidays(actor_text: str, location_id: str | None, data: bytes) -> int:
    """Let a location (None: every location) be closed on the days of a calendar file; return how many were new."""
    return close_days(actor_text, location_id, holidays_in(data))


def open_again(actor_text: str, closed_day_id: str) -> None:
    """Take a closed day off the calendar; it stays in the history. Raises NotFound."""
    row = session_of_transaction().get(ClosedDay, closed_day_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(_("There is no such closed day."))
    if row.removed_at is None:
        row.removed_at, row.removed_by = clock.now(), actor_text


def _location(location_id: str) -> Location:
    """Return a location under a row lock, so that two lists of its days are written one after another."""
    row = session_of_transaction().get(Location, location_id, with_for_update={"key_share": True})
    if row is None:
        raise NotFound(_("There is no such location."))
    return row


def _checked(name: str, zone: str, location_id: str | None, country: str) -> str:
    seen = "".join(sign for sign in name if unicodedata.category(sign) != "Cc")
    kept = unicodedata.normalize("NFC", " ".join(seen.split()))
    if not kept or len(kept) > LONGEST_NAME:
        raise Invalid(_("Location: give its name, %(most)s letters at most.", most=LONGEST_NAME))
    if zone not in zones():
        raise Invalid(_("Time zone: choose one of the list, for example Europe/Riga."))
    if not is_country(country):
        raise Invalid(_("Country: choose one of the list."))
    same = select(Location.id).where(func.lower(Location.name) == func.lower(kept))
    others = set(session_of_transaction().scalars(same)) - {location_id}
    if others:
        raise _taken(kept)
    return kept


def _taken(name: str) -> Invalid:
    return Invalid(_("Location: there is one called “%(name)s” already.", name=name))


def _flush(name: str) -> None:
    """Write; whoever was faster with the same name wins."""
    try:
        session_of_transaction().flush()
    except IntegrityError:
        raise _taken(name) from None
