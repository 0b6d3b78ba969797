"""The nearest of the days that a customer was promised: which it is, of one complaint and as a condition of a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case

from handbook.complaints.lifecycle import Stage
from handbook.complaints.models import Complaint

# What can be promised; of two on the same day the later in this order says more.
ACKNOWLEDGEMENT, NEWS, ANSWER = "acknowledgement", "news", "answer"

_receipt = case((Complaint.stage == Stage.RECEIVED.value, Complaint.acknowledge_by))
# One of them may be missing, never the day of the answer; a missing one is before nothing.
_news_or_answer = case((Complaint.update_due_on < Complaint.due_on, Complaint.update_due_on), else_=Complaint.due_on)
nearest_day = case((_receipt < _news_or_answer, _receipt), else_=_news_or_answer)
# What of it is due on the nearest day, as conditions: each complaint is in one of them.
what_is_nearest: Mapping[str, ColumnElement[bool]] = {
    ANSWER: Complaint.due_on == nearest_day,
    ACKNOWLEDGEMENT: and_(Complaint.stage == Stage.RECEIVED.value, Complaint.due_on > nearest_day),
    NEWS: and_(Complaint.stage != Stage.RECEIVED.value, Complaint.due_on > nearest_day),
}


@dataclass(frozen=True, slots=True)
class Promise:
    """What a customer was promised, and by which day."""

    what: str
    day: date


def nearest(complaint: Complaint) -> Promise:
    """Return what comes first of what the customer was promised.

    As long as nobody has said that it arrived, news are that it did.
    """
    is_new = complaint.stage == Stage.RECEIVED
    days = [complaint.due_on, complaint.update_due_on, complaint.acknowledge_by if is_new else None]
    day = min(day for day in days if day is not None)
    if day == complaint.due_on:
        return Promise(ANSWER, day)
    return Promise(ACKNOWLEDGEMENT if is_new else NEWS, day)
