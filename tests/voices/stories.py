"""What happens before a test: somebody gives thanks, reports an incident, speaks up, and is answered."""

from datetime import date, timedelta

from handbook.company.queries import locations
from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.transaction import end_read, transaction
from handbook.voices import operations
from handbook.voices.incidents import operations as incidents
from handbook.voices.incidents.operations import IncidentDraft
from handbook.voices.lifecycle import Abuse, Addressee, Matter, Need, Topic
from handbook.voices.models import SpeakUp
from handbook.voices.operations import ComplimentDraft, RemarkDraft
from handbook.voices.speaking import operations as speaking
from handbook.voices.speaking.operations import SpeakUpDraft
from tests import factories

THANKS = "She ran after me with my umbrella."
INCIDENT = "He shouted that I should go back where I came from."
SAID = "The back door of the store is locked while we work."


def place(name: str = "Banjara Hills") -> str:
    """Return the id of a location."""
    found = next(one.id for one in locations() if one.name == name)
    end_read()
    return found


def today() -> date:
    """Return the day in Hyderabad."""
    return clock.today("Asia/Kolkata")


def thank(
    *, by: str | None = None, person: str = "Asha", where: str = "Banjara Hills", key: str | None = None, on: int = 0
) -> str:
    """Let a customer (None) or somebody give thanks; return the compliment's id."""
    actor = factories.actor(by) if by else None
    day = today() + timedelta(days=on)
    draft = ComplimentDraft(key or new_id(), THANKS, "en", place(where), day, person)
    with transaction():
        return operations.keep_compliment(actor, draft)


def match(compliment_id: str, name: str | None, *, by: str = "janis") -> str:
    """Let somebody say who is meant."""
    actor, person = factories.actor(by), factories.person_id(name) if name else None
    end_read()
    with transaction():
        return operations.match_compliment(actor, compliment_id, person)


def remark(words: str, topic: Topic = Topic.WAIT, where: str = "Banjara Hills", rule_id: str | None = None) -> str:
    """Write down what customers keep saying."""
    draft = RemarkDraft(new_id(), words, "en", place(where), topic, rule_id)
    with transaction():
        return operations.keep_remark(draft)


def report(name: str = "asha", *, key: str | None = None) -> str:
    """Let somebody report what a customer did; return the incident's id."""
    actor = factories.actor(name)
    draft = IncidentDraft(
        idempotency_key=key or new_id(),
        kinds=(Abuse.WORDS, Abuse.DISCRIMINATION),
        words=INCIDENT,
        language="en",
        location_id=place(),
        happened_at=clock.now() - timedelta(minutes=5),
        witnesses="Lakshmi",
        needs=(Need.BREAK,),
    )
    with transaction():
        return incidents.report_incident(actor, draft)


def back(incident_id: str, *, by: str = "janis", key: str | None = None) -> str:
    """Let somebody say what was done."""
    actor = factories.actor(by)
    end_read()
    with transaction():
        return incidents.answer_incident(actor, incident_id, "He is banned from the shop.", "en", key or new_id())


def add(incident_id: str, *, by: str = "asha") -> str:
    """Let the employee add words."""
    actor = factories.actor(by)
    end_read()
    with transaction():
        return incidents.add_words(actor, incident_id, "Thank you. He came back today.", "en", new_id())


def link(incident_id: str, reference: str, *, by: str = "meera") -> None:
    """Let somebody link a complaint by the same customer."""
    actor = factories.actor(by)
    end_read()
    with transaction():
        incidents.link_complaint(actor, incident_id, reference)


def speak_up(
    name: str | None = "asha",
    *,
    to: Addressee = Addressee.HR,
    about: str | None = None,
    key: str | None = None,
    where: str | None = "Banjara Hills",
) -> str:
    """Let somebody speak up, by name or (None) without one; return the id."""
    actor = factories.actor(name) if name else None
    concerned = factories.person_id(about) if about else None
    draft = SpeakUpDraft(key or new_id(), SAID, "en", Matter.SAFETY, to, place(where) if where else None, concerned)
    end_read()
    with transaction():
        return speaking.speak_up(actor, draft)


def answer(speak_up_id: str, *, by: str = "meera", version: int = 1, key: str | None = None) -> None:
    """Let somebody answer."""
    actor = factories.actor(by)
    end_read()
    with transaction():
        speaking.answer(actor, speak_up_id, "It is open from today on.", "en", version, key or new_id())


def speak_up_row(speak_up_id: str) -> SpeakUp:
    """Return where it stands."""
    found = db.session.get_one(SpeakUp, speak_up_id)
    end_read()
    return found
