"""Reading the company's profile and its locations."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from handbook.company.models import CompanyProfile, Location
from handbook.core.db import db


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
