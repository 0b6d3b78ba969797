"""Reading the company's profile and its locations."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.company.models import CompanyProfile, Location
from handbook.core.db import db
from handbook.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Company:
    """The profile that counts now."""

    name: str
    address: str = ""
    contact: str = ""
    is_demo: bool = False


def company() -> Company:
    """Return the newest profile; an installation that has none yet is called "Our company"."""
    columns = (CompanyProfile.name, CompanyProfile.address, CompanyProfile.contact, CompanyProfile.is_demo)
    row = db.session.execute(select(*columns).order_by(CompanyProfile.from_at.desc()).limit(1)).first()
    return Company(*row) if row else Company("Our company")


def locations() -> Sequence[Location]:
    """Return all locations by name."""
    return db.session.scalars(select(Location).order_by(Location.name)).all()


def location(location_id: str) -> Location:
    """Return a location; raise NotFound."""
    found = db.session.get(Location, location_id)
    if found is None:
        raise NotFound(_("There is no such location."))
    return found


@cache
def zones() -> tuple[str, ...]:
    """Return the names of all IANA time zones in the form of region and town, and UTC."""
    return tuple(sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))) + (
        "UTC",
    )
