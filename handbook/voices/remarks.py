"""Reading ten-second remarks: counted by what they are about and where, and in their own words."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, select, true

from handbook.company.models import Location
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.voices.models import CustomerRemark
from handbook.voices.pages import PAGE, Remark, RemarkCount
from handbook.voices.places import own_places
from handbook.voices.policy import hears_everybody

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class RemarkFilters:
    """What the list is narrowed to. `days`: of the last so many days; 0 narrows nothing. `page` counts from 1."""

    location_id: str = ""
    topic: str = ""
    days: int = 30
    page: int = 1


@dataclass(frozen=True, slots=True)
class RemarkListing:
    """The counts of all that fits, and one page of the remarks themselves."""

    counts: list[RemarkCount]
    remarks: list[Remark]
    page: int
    has_more: bool


def remarks_for(actor: Actor, filters: RemarkFilters) -> RemarkListing:
    """Return what customers say at the places that the actor hears (two queries for HR, four for supervisors)."""
    fits = and_(_heard(actor), *_conditions(filters))
    about = (Location.name, CustomerRemark.topic, CustomerRemark.rule_id)
    number = func.count().label("number")
    counted = (
        select(*about, number)
        .join(Location, Location.id == CustomerRemark.location_id)
        .where(fits)
        .group_by(*about)
        .order_by(number.desc(), *about)
    )
    columns = (CustomerRemark.words, CustomerRemark.language, CustomerRemark.topic, CustomerRemark.rule_id)
    listed = (
        select(*columns, Location.name, CustomerRemark.said_on)
        .join(Location, Location.id == CustomerRemark.location_id)
        .where(fits)
        .order_by(CustomerRemark.recorded_at.desc(), CustomerRemark.id)
    )
    counts = db.session.execute(counted.limit(MOST_LINES)).all()
    rows = db.session.execute(listed.offset((filters.page - 1) * PAGE).limit(PAGE + 1)).all()
    return RemarkListing(
        [RemarkCount(*row) for row in counts], [Remark(*row) for row in rows[:PAGE]], filters.page, len(rows) > PAGE
    )


def _heard(actor: Actor) -> ColumnElement[bool]:
    return true() if hears_everybody(actor) else CustomerRemark.location_id.in_(own_places(actor))


def _conditions(filters: RemarkFilters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.location_id:
        found.append(CustomerRemark.location_id == filters.location_id)
    if filters.topic:
        found.append(CustomerRemark.topic == filters.topic)
    if filters.days:
        found.append(CustomerRemark.recorded_at >= clock.now() - timedelta(days=filters.days))
    return found
