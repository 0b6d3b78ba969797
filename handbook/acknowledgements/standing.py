"""Which signatures stand: those that were set aside never count, those in dispute do not count as notice meanwhile."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select

from handbook.acknowledgements.models import Acknowledgement, Dispute, DisputeFinding

STANDS, SET_ASIDE = "stands", "set aside"


def stands(at: datetime | None = None) -> ColumnElement[bool]:
    """Return the condition that a signature was not set aside (by this moment; None: until now)."""
    found = and_(DisputeFinding.acknowledgement_id == Acknowledgement.id, DisputeFinding.finding == SET_ASIDE)
    if at is not None:
        found = and_(found, DisputeFinding.recorded_at <= at)
    return ~exists(select(DisputeFinding.id).where(found).correlate(Acknowledgement))


def is_disputed(at: datetime | None = None) -> ColumnElement[bool]:
    """Return the condition that a dispute about a signature is open (at this moment; None: now)."""
    answered = DisputeFinding.dispute_id == Dispute.id
    filed = Dispute.acknowledgement_id == Acknowledgement.id
    if at is not None:
        answered, filed = and_(answered, DisputeFinding.recorded_at <= at), and_(filed, Dispute.recorded_at <= at)
    unanswered = ~exists(select(DisputeFinding.id).where(answered).correlate(Dispute))
    return exists(select(Dispute.id).where(filed, unanswered).correlate(Acknowledgement))
