"""Reading the company's profile and its locations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from zoneinfo import available_timezones

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, or_, select

from handbook.company.countries import country_names as country_names
from handbook.company.countries import is_country as is_country
from handbook.company.models import ClosedDay, CompanyProfile, Location, WorkingWeek
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.documents.pictures import EXTENSIONS
from handbook.documents.queries import store

CHANGES_ON_A_PAGE = 10
DAYS_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Logo:
    """The picture that the company is known by."""

    sha256: str
    media_type: str
    width: int
    height: int

    @property
    def file_name(self) -> str:
        """The last part of its address."""
        return f"{self.sha256}.{EXTENSIONS[self.media_type]}"


@dataclass(frozen=True, slots=True)
class Company:
    """The profile that counts now."""

    name: str
    address: str = ""
    contact: str = ""
    is_demo: bool = False
    logo: Logo | None = None


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """What somebody made of the profile at a moment: the logo from then on, or none."""

    from_at: datetime
    changed_by: str
    logo: Logo | None


_LOGO = (CompanyProfile.logo_sha256, CompanyProfile.logo_type, CompanyProfile.logo_width, CompanyProfile.logo_height)


def company() -> Company:
    """Return the newest profile (one query); an installation that has none yet is called "Our company"."""
    columns = (CompanyProfile.name, CompanyProfile.address, CompanyProfile.contact, CompanyProfile.is_demo)
    row = db.session.execute(select(*columns, *_LOGO).order_by(CompanyProfile.from_at.desc()).limit(1)).first()
    if row is None:
        return Company("Our company")
    return Company(row.name, row.address, row.contact, row.is_demo, _logo(*row[4:]))


def logo(file_name: str) -> Logo:
    """Return a logo that the company has or had, by the last part of its address; raise NotFound."""
    query = select(*_LOGO).where(CompanyProfile.logo_sha256 == file_name.partition(".")[0]).limit(1)
    row = db.session.execute(query).first()
    found = _logo(*row) if row else None
    if found is None or found.file_name != file_name:
        raise NotFound(_("There is no such picture."))
    return found


def logo_bytes(wanted: Logo) -> bytes:
    """Return the picture itself."""
    return store().get(wanted.sha256)


def logo_changes(page: int) -> tuple[list[ProfileChange], bool]:
    """Return one page of the moments at which the logo changed, newest first, and whether more follow (one query)."""
    before = func.lag(CompanyProfile.logo_sha256).over(order_by=CompanyProfile.from_at)
    columns = (CompanyProfile.from_at, CompanyProfile.changed_by, *_LOGO)
    told = select(*columns, before.label("before")).subquery()
    changed = func.coalesce(told.c.logo_sha256, "") != func.coalesce(told.c.before, "")
    query = select(told).where(changed).order_by(told.c.from_at.desc())
    rows = db.session.execute(query.limit(CHANGES_ON_A_PAGE + 1).offset((page - 1) * CHANGES_ON_A_PAGE)).all()
    found = [ProfileChange(row.from_at, row.changed_by, _logo(*row[2:6])) for row in rows[:CHANGES_ON_A_PAGE]]
    return found, len(rows) > CHANGES_ON_A_PAGE


def _logo(sha256: str | None, media_type: str | None, width: int | None, height: int | None) -> Logo | None:
    if sha256 is None or media_type is None or width is None or height is None:
        return None
    return Logo(sha256, media_type, width, height)


def locations() -> Sequence[Location]:
    """Return all locations by name."""
    return db.session.scalars(select(Location).order_by(Location.name)).all()


def location(location_id: str) -> Location:
    """Return a location; raise NotFound."""
    found = db.session.get(Location, location_id)
    if found is None:
        raise NotFound(_("There is no such location."))
    return found


def weeks_of(location_id: str) -> Sequence[WorkingWeek]:
    """Return which days of the week a location works from which day on, newest first."""
    query = select(WorkingWeek).where(WorkingWeek.location_id == location_id)
    return db.session.scalars(query.order_by(WorkingWeek.from_on.desc(), WorkingWeek.recorded_at.desc())).all()


def closed_days(location_id: str | None, since: date, page: int) -> tuple[list[ClosedDay], bool]:
    """Return a page of the days from `since` on on which a location is closed, and whether more follow (one query).

    Of None those of every location.
    """
    here: ColumnElement[bool] = ClosedDay.location_id.is_(None)
    if location_id is not None:
        here = or_(here, ClosedDay.location_id == location_id)
    query = select(ClosedDay).where(here, ClosedDay.removed_at.is_(None), ClosedDay.day >= since)
    ordered = query.order_by(ClosedDay.day, ClosedDay.id).limit(DAYS_ON_A_PAGE + 1)
    rows = db.session.scalars(ordered.offset((page - 1) * DAYS_ON_A_PAGE)).all()
    return list(rows[:DAYS_ON_A_PAGE]), len(rows) > DAYS_ON_A_PAGE


@cache
def zones() -> tuple[str, ...]:
    """Return the names of all IANA time zones in the form of region and town, and UTC."""
    return tuple(sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))) + (
        "UTC",
    )
