"""Reading thanks, and what of this room is new for somebody or waits for them."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, bindparam, false, func, literal, null, select, true, union_all

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import Id, UtcDateTime, db
from handbook.core.errors import NotFound
from handbook.people.queries import names
from handbook.permissions import Permission
from handbook.voices.incidents.queries import count_of_waiting_incidents, is_answered_since
from handbook.voices.models import Compliment, ComplimentMatch, ConductIncident, SpeakUp
from handbook.voices.pages import PAGE, News, Thanks, Waiting
from handbook.voices.places import own_places
from handbook.voices.policy import hears_everybody, hears_place
from handbook.voices.speaking.protection import spoke_up_within as spoke_up_within
from handbook.voices.speaking.queries import count_of_waiting_speak_ups, was_answered_since
from handbook.voices.timeline import TIMELINE as TIMELINE
from handbook.voices.timeline import timeline as timeline

NEW_FOR = timedelta(days=14)


def compliment_for(actor: Actor, compliment_id: str) -> Thanks:
    """Return thanks to who gave them, who is meant, and who hears that place; raise NotFound for all others."""
    found = _thanks([compliment_id])
    if not found or not _may_read(actor, found[0]):
        raise not_found()
    return found[0]


def heard_compliment(actor: Actor, compliment_id: str) -> Thanks:
    """Return thanks to whoever may say who is meant; raise NotFound for all others."""
    found = _thanks([compliment_id])
    if not found or not hears_place(actor, found[0].location_id, _places(actor)):
        raise not_found()
    return found[0]


def compliments_for(actor: Actor, only_waiting: bool, page: int) -> tuple[list[Thanks], bool]:
    """Return a page of the thanks of the places that the actor hears, newest first, and whether more follow."""
    query = select(Compliment.id).where(_heard(actor), ~_is_matched() if only_waiting else true())
    ordered = query.order_by(Compliment.recorded_at.desc(), Compliment.id).offset((page - 1) * PAGE).limit(PAGE + 1)
    ids = db.session.scalars(ordered).all()
    return _thanks(ids[:PAGE]), len(ids) > PAGE


def news_for(actor: Actor) -> News:
    """Return what is new for the actor in the last days (one query)."""
    found: dict[str, list[str]] = {"thanks": [], "incidents": [], "speak_ups": []}
    for row in db.session.execute(_NEWS, {"me": actor.employee_id, "since": clock.now() - NEW_FOR}):
        found[row.kind].append(row.id)
    return News(**found)


def waiting_for(actor: Actor, people: Collection[str] | None = None) -> Waiting:
    """Return what waits for the actor; `people` are the own ones, where the caller knows them.

    One query for HR, two for others who know their people; nothing is asked for those who answer none of it.
    """
    if not (actor.may(Permission.INCIDENT_ANSWER) or actor.may(Permission.SPEAK_UP_READ)):
        return Waiting(0, 0, 0)
    thanks = select(func.count()).select_from(Compliment).where(_heard(actor, people), ~_is_matched())
    counts = (thanks, count_of_waiting_incidents(actor, people), count_of_waiting_speak_ups(actor))
    return Waiting(*db.session.execute(select(*(one.scalar_subquery() for one in counts))).one())


def not_found() -> NotFound:
    """Return the one answer for thanks that are not there and for those that the actor may not see."""
    return NotFound(_("There are no such thanks, or they are not yours to see."))


def _may_read(actor: Actor, thanks: Thanks) -> bool:
    me = actor.employee_id
    return me == thanks.by_id or me in thanks.people or hears_place(actor, thanks.location_id, _places(actor))


def _places(actor: Actor, people: Collection[str] | None = None) -> frozenset[str]:
    asks = actor.may(Permission.INCIDENT_ANSWER) and not hears_everybody(actor)
    return own_places(actor, people) if asks else frozenset()


def _heard(actor: Actor, people: Collection[str] | None = None) -> ColumnElement[bool]:
    """Return `policy.hears_place` as a condition on Compliment."""
    if hears_everybody(actor):
        return true()
    return Compliment.location_id.in_(_places(actor, people)) if actor.may(Permission.INCIDENT_ANSWER) else false()


def _news() -> Select[str, str, datetime]:
    """Return the SELECT of `News`, each kind oldest first."""
    me, since = bindparam("me", type_=Id), bindparam("since", type_=UtcDateTime)
    thanks = (ComplimentMatch.employee_id == me, ComplimentMatch.recorded_at >= since)
    every = union_all(
        _new("thanks", ComplimentMatch.compliment_id, ComplimentMatch.recorded_at).where(*thanks),
        _new("incidents", ConductIncident.id, ConductIncident.recorded_at).where(is_answered_since(me, since)),
        _new("speak_ups", SpeakUp.id, null()).where(was_answered_since(me, since)),  # nobody keeps its moment
    ).subquery()
    return select(every).order_by(every.c.at, every.c.id)


def _new(kind: str, which: Any, at: Any) -> Select[str, str, datetime]:
    return select(literal(kind).label("kind"), which.label("id"), at.label("at"))


def _is_matched() -> ColumnElement[bool]:
    return select(ComplimentMatch.id).where(ComplimentMatch.compliment_id == Compliment.id).exists()


def _thanks(ids: Sequence[str]) -> list[Thanks]:
    """Return these compliments in this order, with who is meant (three queries)."""
    if not ids:
        return []
    rows = {row.id: row for row in db.session.scalars(select(Compliment).where(Compliment.id.in_(ids)))}
    query = select(ComplimentMatch.compliment_id, ComplimentMatch.employee_id)
    meant: dict[str, list[Any]] = {}
    for compliment_id, employee_id in db.session.execute(query.where(ComplimentMatch.compliment_id.in_(ids))):
        meant.setdefault(compliment_id, []).append(employee_id)
    called = names([one for people in meant.values() for one in people if one])
    return [_one(rows[one], meant.get(one, []), called) for one in ids if one in rows]


def _one(row: Compliment, meant: Sequence[str | None], called: dict[str, str]) -> Thanks:
    return Thanks(
        id=row.id,
        words=row.words,
        language=row.language,
        person=row.person,
        location_id=row.location_id,
        location=row.location,
        zone=row.zone,
        happened_on=row.happened_on,
        by_id=row.by_id,
        by_name=row.by_name,
        recorded_at=row.recorded_at,
        people={one: called[one] for one in meant if one},
        is_for_all=None in meant,
    )


# Built once: every start page runs it, and putting it together costs more than the database takes.
_NEWS: Final = _news()
