"""The verbs of incidents: report one, say what was done, add words, link a complaint by the same customer."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.company.models import Location
from handbook.complaints.models import Complaint
from handbook.complaints.operations import free_reference
from handbook.complaints.queries import visible_to
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Invalid, Refused
from handbook.core.transaction import session_of_transaction
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee
from handbook.voices.incidents.pages import IncidentPage
from handbook.voices.incidents.queries import incident_for, not_found
from handbook.voices.lifecycle import Abuse, Need
from handbook.voices.models import ConductAnswer, ConductIncident, ConductLink, ConductWords


@dataclass(frozen=True, slots=True)
class IncidentDraft:
    """What a form hands over. `happened_at` is aware; nothing has to be proven."""

    idempotency_key: str
    kinds: tuple[Abuse, ...]
    words: str
    language: str
    location_id: str
    happened_at: datetime
    place: str = ""
    witnesses: str = ""
    needs: tuple[Need, ...] = ()


def report_incident(actor: Actor, draft: IncidentDraft) -> str:
    """Write down what a customer did to the actor and return the id; the same form sent twice is one incident.

    Raises Invalid for an unknown location and a moment to come.
    """
    session, now = session_of_transaction(), clock.now()
    _stand_in_line(actor.employee_id)
    same = (ConductIncident.idempotency_key == draft.idempotency_key, ConductIncident.employee_id == actor.employee_id)
    earlier = session.scalar(select(ConductIncident.id).where(*same))
    if earlier is not None:
        return earlier
    location = session.get(Location, draft.location_id)
    if location is None:
        raise Invalid(_("Where it happened: choose one of the locations."))
    if draft.happened_at > now:
        raise Invalid(_("When it happened: this day and time are still to come."))
    row = ConductIncident(
        id=new_id(),
        idempotency_key=draft.idempotency_key,
        reference=free_reference("B", clock.local(now, location.zone).year, _is_taken),
        employee_id=actor.employee_id,
        by_name=actor.name,
        via=actor.via,
        kinds=[kind.value for kind in draft.kinds],
        words=draft.words,
        language=draft.language,
        location_id=location.id,
        location=location.name,
        place=draft.place,
        happened_at=draft.happened_at,
        zone=location.zone,
        witnesses=draft.witnesses,
        needs=[need.value for need in draft.needs],
    )
    record_evidence(row)
    return row.id


def answer_incident(actor: Actor, incident_id: str, words: str, language: str, idempotency_key: str) -> str:
    """Write down what was done for the employee and return the id; the same form sent twice is one answer.

    Raises NotFound, and Refused where it happened to the actor.
    """
    page = _to_answer(actor, incident_id)
    _stand_in_line(page.employee_id)
    same = (ConductAnswer.idempotency_key == idempotency_key, ConductAnswer.by_id == actor.employee_id)
    earlier = session_of_transaction().scalar(select(ConductAnswer.id).where(*same))
    if earlier is not None:
        return earlier
    row = ConductAnswer(
        id=new_id(),
        idempotency_key=idempotency_key,
        incident_id=incident_id,
        words=words,
        language=language,
        by_id=actor.employee_id,
        by_name=actor.name,
        via=actor.via,
    )
    record_evidence(row)
    return row.id


def add_words(actor: Actor, incident_id: str, words: str, language: str, idempotency_key: str) -> str:
    """Write down what the employee adds and return the id; raise NotFound for anybody else's incident."""
    if incident_for(actor, incident_id).employee_id != actor.employee_id:
        raise not_found()
    _stand_in_line(actor.employee_id)
    same = (ConductWords.idempotency_key == idempotency_key, ConductWords.employee_id == actor.employee_id)
    earlier = session_of_transaction().scalar(select(ConductWords.id).where(*same))
    if earlier is not None:
        return earlier
    row = ConductWords(
        id=new_id(),
        idempotency_key=idempotency_key,
        incident_id=incident_id,
        employee_id=actor.employee_id,
        words=words,
        language=language,
    )
    record_evidence(row)
    return row.id


def link_complaint(actor: Actor, incident_id: str, reference: str) -> None:
    """Link a complaint by the same customer; the employee does not see that.

    Raises NotFound and Refused as `answer_incident`, Invalid for a complaint that the actor may not see.
    """
    page = _to_answer(actor, incident_id)
    _stand_in_line(page.employee_id)
    session = session_of_transaction()
    found = session.scalar(select(Complaint.id).where(Complaint.reference == reference, visible_to(actor)))
    if found is None:
        raise Invalid(_("Number of the complaint: there is none with this number that you may see."))
    same = (ConductLink.incident_id == incident_id, ConductLink.complaint_id == found)
    if session.scalar(select(ConductLink.id).where(*same)) is None:
        record_evidence(
            ConductLink(
                incident_id=incident_id,
                complaint_id=found,
                by_id=actor.employee_id,
                by_name=actor.name,
                via=actor.via,
            )
        )


def _to_answer(actor: Actor, incident_id: str) -> IncidentPage:
    page = incident_for(actor, incident_id)
    if page.employee_id == actor.employee_id:
        raise Refused(_("It happened to you, so somebody else says what was done."))
    return page


def _stand_in_line(employee_id: str) -> None:
    """Lock the employee's row: equal forms stand in line here, so that the second finds what the first has written."""
    query = select(Employee.id).where(Employee.id == employee_id).with_for_update(key_share=True)
    session_of_transaction().execute(query)


def _is_taken(reference: str) -> bool:
    query = select(ConductIncident.id).where(ConductIncident.reference == reference)
    return session_of_transaction().scalar(query) is not None
