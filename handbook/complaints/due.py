"""Which complaints are due, late or waiting, as conditions: each location has its own day."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, false, func, or_

from handbook.company.queries import locations
from handbook.complaints.lifecycle import AWAITED
from handbook.complaints.models import Complaint
from handbook.complaints.nearest import nearest_day
from handbook.core import clock

TODAY, LATE, WEEK, WAITING = "today", "late", "week", "waiting"
KINDS = (TODAY, LATE, WEEK, WAITING)
_WEEK = timedelta(days=7)


def due_conditions() -> Mapping[str, ColumnElement[bool]]:
    """Return the condition of each kind on Complaint (one query): due today, late, due within a week, waiting."""
    days: dict[date, list[str]] = defaultdict(list)
    for location in locations():
        days[clock.today(location.zone)].append(location.id)
    unanswered = Complaint.stage.in_([stage.value for stage in AWAITED])
    running = and_(unanswered, Complaint.waiting_since.is_(None))
    return {
        TODAY: and_(running, _anywhere(days, lambda day: nearest_day == day)),
        LATE: and_(unanswered, _anywhere(days, lambda day: nearest_day < func.coalesce(Complaint.waiting_since, day))),
        WEEK: and_(running, _anywhere(days, lambda day: nearest_day.between(day, day + _WEEK))),
        WAITING: and_(unanswered, Complaint.waiting_since.is_not(None)),
    }


def _anywhere(days: Mapping[date, list[str]], holds: Callable[[date], ColumnElement[bool]]) -> ColumnElement[bool]:
    return or_(false(), *(and_(Complaint.location_id.in_(ids), holds(day)) for day, ids in days.items()))
