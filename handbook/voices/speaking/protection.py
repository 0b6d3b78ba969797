"""Whether somebody spoke up by name before a day: who decides about them afterwards has to look twice."""

from datetime import date, timedelta

from sqlalchemy import select, union_all

from handbook.complaints.models import Complaint
from handbook.core import clock
from handbook.core.db import db
from handbook.people.queries import same_people
from handbook.voices.models import ConductIncident, SpeakUp


def spoke_up_within(employee_id: str, day: date, days: int = 90) -> bool:
    """Tell whether a person spoke up, filed a complaint or reported an incident in so many days through this day.

    Each counts at the day it was at its place, by whichever of their records they said it. What was said without a name
    cannot count: nothing leads to the person. One query for the moments, one for the days, and those of `same_people`.
    """
    first, records = day - timedelta(days=days), same_people([employee_id])[employee_id]
    named = select(SpeakUp.id).where(SpeakUp.employee_id.in_(records), SpeakUp.filed_on.between(first, day))
    if db.session.scalar(named.limit(1)) is not None:
        return True
    complaints = select(Complaint.filed_at.label("at"), Complaint.zone.label("zone")).where(
        Complaint.filed_by.in_(records)
    )
    incidents = select(ConductIncident.recorded_at, ConductIncident.zone).where(
        ConductIncident.employee_id.in_(records)
    )
    every = union_all(complaints, incidents).subquery()
    return any(first <= clock.local(row.at, row.zone).date() <= day for row in db.session.execute(select(every)))
