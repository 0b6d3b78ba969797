"""The part of the story in which people talk, thank, stand by each other and speak up."""

from sqlalchemy import select

from handbook.complaints.models import Complaint
from handbook.core.db import db
from tests.conversations import stories as talks
from tests.voices import stories as voices


def tell(complaint_id: str) -> None:
    """Let all of it happen, with a complaint by the customer of the incident."""
    goal = talks.goal("asha", 7)
    talks.check_in(goal, 7)
    talks.reply(goal)
    voices.match(voices.thank(), "asha")
    incident = voices.report("asha")
    voices.back(incident)
    voices.add(incident)
    voices.link(incident, db.session.scalars(select(Complaint.reference).where(Complaint.id == complaint_id)).one())
    voices.speak_up("asha")
    voices.speak_up(None)
