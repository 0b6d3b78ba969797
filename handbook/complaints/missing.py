"""Promised days that passed: each is written down once, by the program, and never taken back."""

from datetime import date

from sqlalchemy import and_, or_, select

from handbook.complaints.acts import record_by_program, today_at
from handbook.complaints.lifecycle import AWAITED, EntryKind, Stage, is_answered
from handbook.complaints.models import Complaint
from handbook.complaints.nearest import ACKNOWLEDGEMENT, ANSWER, NEWS
from handbook.core import clock
from handbook.core.db import db
from handbook.core.transaction import end_read, transaction
from handbook.people.queries import days_at


def note_missed(complaint: Complaint, today: date) -> None:
    """Write down each promised day that has passed and is not written down yet (inside a transaction).

    While the customer is asked something the clock stands: only what had passed before counts.
    """
    if is_answered(Stage(complaint.stage)):
        return
    counted = complaint.waiting_since or today
    receipt, news = complaint.acknowledge_by, complaint.update_due_on
    is_new = complaint.stage == Stage.RECEIVED
    if is_new and receipt < counted and complaint.missed_acknowledgement_on != receipt:
        complaint.missed_acknowledgement_on = receipt
        _note(complaint, ACKNOWLEDGEMENT, receipt)
    # Where news and answer were promised for the same day, that the answer is late says it all.
    if not is_new and news is not None and news < min(counted, complaint.due_on) and complaint.missed_update_on != news:
        complaint.missed_update_on = news
        _note(complaint, NEWS, news)
    if complaint.due_on < counted and complaint.missed_answer_on != complaint.due_on:
        complaint.missed_answer_on = complaint.due_on
        _note(complaint, ANSWER, complaint.due_on)


def note_missed_days() -> None:
    """Write down, in all complaints that are not answered, which promised days have passed (the hourly routine)."""
    for complaint_id in _with_days_passed():
        end_read()
        with transaction() as session:
            complaint = session.get_one(Complaint, complaint_id, with_for_update={"key_share": True})
            note_missed(complaint, today_at(complaint))


def _with_days_passed() -> list[str]:
    """Return complaints of which a promised day has passed somewhere on earth and is not written down."""
    last = days_at(clock.now())[1]
    answer = and_(Complaint.due_on < last, Complaint.missed_answer_on.is_distinct_from(Complaint.due_on))
    receipt = and_(
        Complaint.stage == Stage.RECEIVED.value,
        Complaint.acknowledge_by < last,
        Complaint.missed_acknowledgement_on.is_distinct_from(Complaint.acknowledge_by),
    )
    news = and_(
        Complaint.stage != Stage.RECEIVED.value,
        Complaint.update_due_on < last,
        Complaint.missed_update_on.is_distinct_from(Complaint.update_due_on),
    )
    query = select(Complaint.id).where(
        Complaint.stage.in_([stage.value for stage in AWAITED]), or_(answer, receipt, news)
    )
    return list(db.session.scalars(query.order_by(Complaint.filed_at, Complaint.id)))


def _note(complaint: Complaint, what: str, promised: date) -> None:
    record_by_program(complaint, EntryKind.MISSED, {"what": what, "promised": promised.isoformat()})
