"""The verbs of the company: add a location, change its name and time zone, choose the logo."""

import unicodedata

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from handbook.company.models import CompanyProfile, Location
from handbook.company.queries import Logo, company, zones
from handbook.core import clock
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid, NotFound
from handbook.core.transaction import session_of_transaction
from handbook.documents.pictures import re_encoded
from handbook.documents.queries import store

LONGEST_NAME = 200
LARGEST_LOGO = 1024 * 1024


def add_location(name: str, zone: str) -> str:
    """Add a location and return its id; raise Invalid for a name that is taken or a zone that does not exist."""
    kept = _checked(name, zone, None)
    row = Location(id=new_id(), name=kept, zone=zone)
    session_of_transaction().add(row)
    _flush(kept)
    return row.id


def change_location(location_id: str, name: str, zone: str, row_version: int) -> None:
    """Change name and time zone; what was signed there keeps the name it was signed under.

    Raises NotFound, Invalid, and Conflict for a stale form.
    """
    row = session_of_transaction().get(Location, location_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(_("There is no such location."))
    if row.row_version != row_version:
        raise Conflict(_("Somebody else has changed this location meanwhile."))
    kept = _checked(name, zone, location_id)
    row.name, row.zone, row.row_version = kept, zone, row.row_version + 1
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


def _checked(name: str, zone: str, location_id: str | None) -> str:
    seen = "".join(sign for sign in name if unicodedata.category(sign) != "Cc")
    kept = unicodedata.normalize("NFC", " ".join(seen.split()))
    if not kept or len(kept) > LONGEST_NAME:
        raise Invalid(_("Location: give its name, %(most)s letters at most.", most=LONGEST_NAME))
    if zone not in zones():
        raise Invalid(_("Time zone: choose one of the list, for example Europe/Riga."))
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
