"""Reading ladders: the one that counts on a day, the versions of all days, and what waits for a second person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, literal, or_, select

from handbook.company.models import Location
from handbook.company.queries import locations
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.corrective_actions.ladders.content import ladder_of
from handbook.corrective_actions.ladders.ladder import Ladder
from handbook.corrective_actions.ladders.models import LadderChange, LadderDeclined, LadderVersion
from handbook.corrective_actions.ladders.packs import pack
from handbook.ledger.models import Leaf
from handbook.permissions import Permission

PAGE = 20
PROPOSED = "proposed"
CHANGE = "change"


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A proposed ladder beside the one that counts on its first day. `declined`: why it was not confirmed, if so."""

    change: LadderChange
    ladder: Ladder
    before: Ladder
    declined: LadderDeclined | None


def ladder_on(day: date, location_id: str | None = None) -> Ladder:
    """Return the ladder that counts on a day at a location: its country's, else the company's, else the default one.

    One query.
    """
    here = select(Location.country).where(Location.id == location_id).scalar_subquery()
    return _counting(day, or_(LadderVersion.country == "", LadderVersion.country == here))


def ladder_of_country(day: date, country: str) -> Ladder:
    """Return the ladder that counts on a day in a country, "" for locations whose country has none (one query)."""
    return _counting(day, LadderVersion.country.in_({country, ""}))


def ladder_finder() -> Callable[[date, str], Ladder]:
    """Return how to find the ladder that counts on a day in a country, for lists (one query for all of them)."""
    versions = db.session.scalars(_strongest_first()).all()

    def find(day: date, country: str) -> Ladder:
        mine = (row for row in versions if row.from_on <= day and row.country in {country, ""})
        version = next(mine, None)
        return ladder_of(version.content, version.from_on) if version else pack("")

    return find


def own_ladder(day: date, country: str) -> Ladder:
    """Return the ladder that counts on a day in a country, as one of its own."""
    return replace(ladder_of_country(day, country), country=country)


def ladder_places() -> Sequence[str]:
    """Return the countries of the company's locations and those with a ladder of their own, "" first (two queries)."""
    own = db.session.scalars(select(LadderVersion.country).distinct())
    return sorted({"", *(place.country for place in locations()), *own})


def country_of(location_id: str | None) -> str:
    """Return which ladder counts at a location: the country's letters, or "" where it has none of its own."""
    country = _country_of(location_id)
    known = select(LadderVersion.id).where(LadderVersion.country == country).limit(1)
    return country if db.session.scalar(known) is not None else ""


def versions(country: str, page: int) -> tuple[Sequence[LadderVersion], int]:
    """Return a page of the ladders of a country, newest first, and how many there are."""
    mine = LadderVersion.country == country
    total = db.session.scalar(select(func.count()).select_from(LadderVersion).where(mine)) or 0
    query = select(LadderVersion).join(Leaf, Leaf.record_id == LadderVersion.id).where(mine)
    newest = query.order_by(LadderVersion.from_on.desc(), Leaf.index.desc())
    return db.session.scalars(newest.limit(PAGE).offset((page - 1) * PAGE)).all(), total


def waiting_changes() -> Sequence[LadderChange]:
    """Return the proposed ladders that wait for a second person, oldest first."""
    query = select(LadderChange).where(LadderChange.state == PROPOSED)
    return db.session.scalars(query.order_by(LadderChange.proposed_at, LadderChange.id)).all()


def waiting_change_lines(actor: Actor) -> list[Select[str, str, str, datetime]]:
    """Return what gives the proposed ladders that wait for the actor's word: never those that they proposed themself.

    No query: the SELECT gives (what, id, reference, since).
    """
    if not actor.may(Permission.LADDER_CHANGE):
        return []
    what, since = literal(CHANGE).label("what"), LadderChange.proposed_at.label("since")
    query = select(what, LadderChange.id, literal("").label("reference"), since)
    return [query.where(LadderChange.state == PROPOSED, LadderChange.proposer_id != actor.employee_id)]


def change_page(change_id: str) -> ChangePage:
    """Return a proposed ladder; raise NotFound."""
    change = db.session.get(LadderChange, change_id)
    if change is None:
        raise NotFound(_("There is no such proposal."))
    declined = db.session.scalars(select(LadderDeclined).where(LadderDeclined.change_id == change_id)).first()
    before = ladder_of_country(change.from_on, change.country)
    return ChangePage(change, ladder_of(change.content, change.from_on), before, declined)


def first_possible_day() -> date:
    """Return the first day on which a new ladder may count: today, by the clocks that are furthest ahead."""
    return max((clock.today(place.zone) for place in locations()), default=clock.now().date())


def _counting(day: date, where: ColumnElement[bool]) -> Ladder:
    version = db.session.scalars(_strongest_first().where(LadderVersion.from_on <= day, where).limit(1)).first()
    return ladder_of(version.content, version.from_on) if version else pack("")


def _country_of(location_id: str | None) -> str:
    if location_id is None:
        return ""
    return db.session.scalar(select(Location.country).where(Location.id == location_id)) or ""


def _strongest_first() -> Select[LadderVersion]:
    """Return the SELECT of ladders: a country's own before the company's, of two from one day the later confirmed."""
    query = select(LadderVersion).join(Leaf, Leaf.record_id == LadderVersion.id)
    return query.order_by(func.length(LadderVersion.country).desc(), LadderVersion.from_on.desc(), Leaf.index.desc())
