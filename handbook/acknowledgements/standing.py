"""Which signatures stand: those that were set aside never count, those in dispute do not count as notice meanwhile."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select

from handbook.acknowledgements.models import Acknowledgement, Dispute, DisputeFinding

STANDS, SET_ASIDE = "stands", "set aside"


def stands(at: datetime | ColumnElement[datetime] | None = None) -> ColumnElement[bool]:
    """Return the condition that a signature was not set aside (by this moment; None: until now).

    The moment may be a column of the enclosing query: each place has its own end of a day.
    """
    found = and_(DisputeFinding.acknowledgement_id == Acknowledgement.id, DisputeFinding.finding == SET_ASIDE)
    if at is not None:
        found = and_(found, DisputeFinding.recorded_at <= at)
    return ~exists(select(DisputeFinding.id).where(found).correlate_except(DisputeFinding))


def is_disputed(at: datetime | ColumnElement[datetime] | None = None) -> ColumnElement[bool]:
    """Return the condition that a dispute about a signature is open (at this moment; None: now)."""
    answered = DisputeFinding.dispute_id == Dispute.id
    filed = Dispute.acknowledgement_id == Acknowledgement.id
    if at is not None:
        answered, filed = and_(answered, DisputeFinding.recorded_at <= at), and_(filed, Dispute.recorded_at <= at)
    unanswered = ~exists(select(DisputeFinding.id).where(answered).correlate_except(DisputeFinding))
    return exists(select(Dispute.id).where(filed, unanswered).correlate_except(Dispute))
