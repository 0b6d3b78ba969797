"""What the work file shows of this room: the person's own statements to the file."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import Select, literal, select

from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.moments import moment_words
from handbook.core.timeline import TimelineEntry
from handbook.workfile.models import FileStatement


def timeline(employee_id: str, _actor: Actor) -> Select[datetime, str, str, str]:
    """Return the SELECT of this room's lines of a work file: (at, kind, id, folder); for all who open it."""
    return select(
        FileStatement.recorded_at.label("at"),
        literal("file_statement").label("kind"),
        FileStatement.id.label("id"),
        literal("personnel").label("folder"),
    ).where(FileStatement.employee_id == employee_id)


def statement_entries(ids: list[str]) -> dict[str, TimelineEntry]:
    """Load the lines of these statements (one query)."""
    rows = db.session.scalars(select(FileStatement).where(FileStatement.id.in_(ids)))
    return {
        row.id: TimelineEntry(
            state="statement",
            title=_("Statement to the file"),
            at=row.recorded_at,
            when=moment_words(row.recorded_at, row.zone),
            quote=row.words,
            lang=row.language,
            fine=_("Written by %(name)s. It is never changed.", name=row.by_name),
        )
        for row in rows
    }


TIMELINE = {"file_statement": statement_entries}
