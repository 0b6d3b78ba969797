"""What the work file shows of this room: that a complaint was found to be so, once the person was told; never more."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import Select, and_, false, literal, select, true, type_coerce

from handbook.company.models import Location
from handbook.complaints.lifecycle import Finding
from handbook.complaints.models import Complaint, ComplaintPerson
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import UtcDateTime, db
from handbook.core.moments import day_words, moment_words
from handbook.core.timeline import TimelineEntry
from handbook.permissions import Permission

_TOLD = type_coerce(ComplaintPerson.told_at, UtcDateTime())
FOUND_SO = (Finding.SUBSTANTIATED.value, Finding.PARTLY.value)


def timeline(employee_id: str, actor: Actor) -> Select[datetime, str, str, str]:
    """Return the SELECT of this room's lines of a work file: (at, kind, id, folder); for the person and for HR.

    Nothing before the person was told in writing, nothing that was not found to be so, never the customer's words.
    """
    may_read = actor.employee_id == employee_id or actor.may(Permission.WORK_FILE_READ)
    return (
        select(
            _TOLD.label("at"),
            literal("complaint").label("kind"),
            Complaint.id.label("id"),
            literal("personnel").label("folder"),
        )
        .join(Complaint, Complaint.id == ComplaintPerson.complaint_id)
        .where(
            true() if may_read else false(),
            and_(ComplaintPerson.employee_id == employee_id, ComplaintPerson.told_at.is_not(None)),
            Complaint.finding.in_(FOUND_SO),
        )
    )


def complaint_entries(ids: list[str]) -> dict[str, TimelineEntry]:
    """Load the lines of these complaints (one query): where and when, what was found, and no word of the customer."""
    query = (
        select(Complaint, Location.name, _TOLD)
        .join(Location, Location.id == Complaint.location_id)
        .join(ComplaintPerson, ComplaintPerson.complaint_id == Complaint.id)
        .where(Complaint.id.in_(ids), ComplaintPerson.told_at.is_not(None))
    )
    return {row.id: _entry(row, location, told_at) for row, location, told_at in db.session.execute(query)}


TIMELINE = {"complaint": complaint_entries}


def _entry(row: Complaint, location: str, told_at: datetime) -> TimelineEntry:
    whole = row.finding == Finding.SUBSTANTIATED.value
    day = clock.local(row.happened_at, row.zone).date()
    return TimelineEntry(
        state="substantiated" if whole else "partly_substantiated",
        title=_("A complaint was substantiated") if whole else _("A complaint was partly substantiated"),
        at=told_at,
        when=moment_words(told_at, row.zone),
        body=_("%(location)s, %(day)s", location=location, day=day_words(day)),
        fine=_("Number %(reference)s", reference=row.reference),
    )
