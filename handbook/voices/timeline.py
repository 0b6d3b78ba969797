"""What the work file shows of this room: thanks, and what customers did to the person; never who spoke up."""

from collections.abc import Callable
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import CompoundSelect, literal, select, union_all

from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.moments import day_words, moment_words
from handbook.core.timeline import TimelineEntry
from handbook.voices.models import Compliment, ComplimentMatch, ConductIncident

Entries = dict[str, TimelineEntry]


def timeline(employee_id: str, actor: Actor) -> CompoundSelect[datetime, str, str, str]:
    """Return the SELECT of this room's lines of a work file: (at, kind, id, folder); `actor` may open the file."""
    thanks, incidents = (
        select(
            model.recorded_at.label("at"),
            literal(kind).label("kind"),
            model.id.label("id"),
            literal("personnel").label("folder"),
        ).where(model.employee_id == employee_id)
        for kind, model in (("compliment", ComplimentMatch), ("conduct_incident", ConductIncident))
    )
    return union_all(thanks, incidents)


def compliment_entries(ids: list[str]) -> Entries:
    """Load the lines of thanks (one query)."""
    query = select(ComplimentMatch, Compliment).join(Compliment, Compliment.id == ComplimentMatch.compliment_id)
    return {
        match.id: TimelineEntry(
            state="praise",
            title=_("Thanked by a customer")
            if row.by_id is None
            else _("Thanks, written down by %(name)s", name=row.by_name),
            at=match.recorded_at,
            when=day_words(row.happened_on),
            url=url_for("voices.show_compliment", compliment_id=row.id),
            quote=row.words,
            lang=row.language,
            fine=row.location,
        )
        for match, row in db.session.execute(query.where(ComplimentMatch.id.in_(ids)))
    }


def incident_entries(ids: list[str]) -> Entries:
    """Load the lines of incidents (one query); what happened stands on the page of the incident alone."""
    rows = db.session.scalars(select(ConductIncident).where(ConductIncident.id.in_(ids)))
    return {
        row.id: TimelineEntry(
            state="calm",
            title=_("Reported what a customer did: %(reference)s", reference=row.reference),
            at=row.recorded_at,
            when=moment_words(row.happened_at, row.zone),
            url=url_for("voices.show_incident", incident_id=row.id),
            fine=_("It never counts against the person who reports it."),
        )
        for row in rows
    }


TIMELINE: dict[str, Callable[[list[str]], Entries]] = {
    "compliment": compliment_entries,
    "conduct_incident": incident_entries,
}
