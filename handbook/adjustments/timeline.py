"""What the work file shows of this room: what was agreed, that it ended, and what the person said of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import CompoundSelect, Select, literal, select, union_all

from handbook.adjustments.held import Query, title_of
from handbook.adjustments.lifecycle import ReplyKind
from handbook.adjustments.models import Adjustment, AdjustmentEnd, AdjustmentReply
from handbook.adjustments.wording import days_words
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.moments import day_words, moment_words
from handbook.core.timeline import TimelineEntry
from handbook.people.identity import chosen_language
from handbook.people.queries import NOWHERE, days_at, zone_of

Entries = dict[str, TimelineEntry]


def timeline(employee_id: str, actor: Actor) -> CompoundSelect[datetime, str, str, str]:
    """Return the SELECT of this room's lines of a work file: (at, kind, id, folder); `actor` may open the file."""
    of_it = Adjustment.id == AdjustmentEnd.adjustment_id
    ended = _lines("adjustment_end", AdjustmentEnd).join(Adjustment, of_it)
    return union_all(
        _lines("adjustment", Adjustment).where(Adjustment.employee_id == employee_id),
        ended.where(Adjustment.employee_id == employee_id),
        _lines("adjustment_reply", AdjustmentReply).where(AdjustmentReply.employee_id == employee_id),
    )


def agreed_entries(ids: list[str]) -> Entries:
    """Load the lines of what was agreed (one query)."""
    query = _named(Adjustment.id, Adjustment).add_columns(
        Adjustment.id.label("adjustment_id"),
        Adjustment.words,
        Adjustment.language,
        Adjustment.from_on,
        Adjustment.to_on,
        Adjustment.by_name,
    )
    return {
        row.id: TimelineEntry(
            state="adjusted",
            title=_("Agreed about the rule “%(title)s”", title=row.title),
            at=row.recorded_at,
            when=_when(row),
            url=_address(row),
            body=days_words(row.from_on, row.to_on),
            quote=row.words,
            lang=row.language,
            fine=_("Recorded by %(name)s.", name=row.by_name),
        )
        for row in db.session.execute(query.where(Adjustment.id.in_(ids)))
    }


def ended_entries(ids: list[str]) -> Entries:
    """Load the lines of the ends (one query)."""
    query = _named(AdjustmentEnd.id, AdjustmentEnd).add_columns(
        AdjustmentEnd.adjustment_id, AdjustmentEnd.last_on, AdjustmentEnd.reason, AdjustmentEnd.by_name
    )
    query = query.join(AdjustmentEnd, AdjustmentEnd.adjustment_id == Adjustment.id)
    return {
        row.id: TimelineEntry(
            state="lapsed",
            title=_("What was agreed about the rule “%(title)s” ends", title=row.title),
            at=row.recorded_at,
            when=_when(row),
            url=_address(row),
            body=_("Last day: %(day)s.", day=day_words(row.last_on)),
            quote=row.reason,
            fine=_("Recorded by %(name)s.", name=row.by_name),
        )
        for row in db.session.execute(query.where(AdjustmentEnd.id.in_(ids)))
    }


def reply_entries(ids: list[str]) -> Entries:
    """Load the lines of what the person said (one query)."""
    query = _named(AdjustmentReply.id, AdjustmentReply).add_columns(
        AdjustmentReply.adjustment_id, AdjustmentReply.kind, AdjustmentReply.words, AdjustmentReply.language
    )
    query = query.join(AdjustmentReply, AdjustmentReply.adjustment_id == Adjustment.id)
    return {
        row.id: TimelineEntry(
            state="statement",
            title=_said(row.kind, row.title),
            at=row.recorded_at,
            when=_when(row),
            url=_address(row),
            quote=row.words or None,
            lang=row.language,
        )
        for row in db.session.execute(query.where(AdjustmentReply.id.in_(ids)))
    }


TIMELINE: dict[str, Callable[[list[str]], Entries]] = {
    "adjustment": agreed_entries,
    "adjustment_end": ended_entries,
    "adjustment_reply": reply_entries,
}


def _said(kind: str, title: str) -> str:
    if kind == ReplyKind.OBJECTED:
        return _("Said: this is not what we agreed about the rule “%(title)s”", title=title)
    return _("Confirmed what is agreed about the rule “%(title)s”", title=title)


def _lines(kind: str, model: type[Adjustment | AdjustmentEnd | AdjustmentReply]) -> Select[datetime, str, str, str]:
    columns = (model.recorded_at.label("at"), literal(kind).label("kind"), model.id.label("id"))
    return select(*columns, literal("personnel").label("folder"))


def _named(record_id: Any, model: type[Adjustment | AdjustmentEnd | AdjustmentReply]) -> Query:
    """Return the SELECT from Adjustment of what every line needs."""
    zone = zone_of(Adjustment.employee_id, days_at(clock.now())[1]).label("zone")
    columns = (record_id.label("id"), model.recorded_at, title_of(chosen_language()).label("title"), zone)
    return select(*columns).select_from(Adjustment)


def _when(row: Any) -> str:
    return moment_words(row.recorded_at, row.zone or NOWHERE)


def _address(row: Any) -> str:
    return url_for("adjustments.show_one", adjustment_id=row.adjustment_id)
