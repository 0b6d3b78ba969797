"""Until when each of many cases may be acted on, for lists: a fixed number of queries, however many there are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select

from handbook.company.models import Location
from handbook.complaints.models import Complaint
from handbook.core import clock
from handbook.core.db import db
from handbook.corrective_actions.cases.gates import act_by
from handbook.corrective_actions.cases.models import Case, CaseOpened
from handbook.corrective_actions.ladders.queries import ladder_finder
from handbook.people.models import Placement
from handbook.people.queries import days_at


@dataclass(frozen=True, slots=True)
class Limit:
    """The last day on which a case may be acted on, and whether it is over where the person works."""

    day: date
    is_over: bool


def limits_of(case_ids: Collection[str]) -> dict[str, Limit]:
    """Return by id until when a case may be acted on; none where no clock counts (three queries where there are any).

    The ladder is that of where the person works today; of somebody who has left, of where it happened.
    """
    if not case_ids:
        return {}
    query = (
        select(Case.subject_id, CaseOpened, Location.country, Location.zone)
        .join(CaseOpened, CaseOpened.case_id == Case.id)
        .join(Complaint, Complaint.id == Case.complaint_id)
        .join(Location, Location.id == Complaint.location_id)
        .where(Case.id.in_(case_ids))
    )
    rows = db.session.execute(query).all()
    places, find = _places({row.subject_id for row in rows}), ladder_finder()
    found: dict[str, Limit] = {}
    for subject_id, opened, happened_in, its_zone in rows:
        country, zone = places.get(subject_id, (happened_in, its_zone))
        today = clock.today(zone)
        day = act_by(opened, find(today, country))
        if day is not None:
            found[opened.case_id] = Limit(day, day < today)
    return found


def _places(subject_ids: Collection[str]) -> Mapping[str, tuple[str, str]]:
    """Return country and zone of where each person works today by the clocks there; the newer of two counts."""
    first, last = days_at(clock.now())
    near = and_(Placement.from_on <= last, or_(Placement.to_on.is_(None), Placement.to_on >= first))
    query = (
        select(Placement, Location.country, Location.zone)
        .join(Location, Location.id == Placement.location_id)
        .where(Placement.employee_id.in_(subject_ids), near)
        .order_by(Placement.from_on)
    )
    return {
        row.employee_id: (country, zone)
        for row, country, zone in db.session.execute(query)
        if row.from_on <= clock.today(zone) and (row.to_on is None or row.to_on >= clock.today(zone))
    }
