"""The verbs of the company: add a location, change its name and time zone."""

import unicodedata

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from handbook.company.models import Location
from handbook.company.queries import zones
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid, NotFound
from handbook.core.transaction import session_of_transaction

LONGEST_NAME = 200


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
