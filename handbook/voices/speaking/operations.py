"""The verbs of speaking up: say something, add to it, answer it, keep it from somebody whom it concerns."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.company.calendars import calendar_of
from handbook.company.models import Location
from handbook.complaints.operations import free_reference
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid, NotFound
from handbook.core.transaction import session_of_transaction
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee
from handbook.people.queries import find_placed_today
from handbook.voices.lifecycle import ANSWER_DAYS, Addressee, Matter, SpeakUpEntryKind, SpeakUpStage
from handbook.voices.models import SpeakUp, SpeakUpEntry, SpeakUpKeptFrom
from handbook.voices.speaking.codes import code_hash, code_of
from handbook.voices.speaking.queries import has_reader, not_found, own_speak_up, speak_up_by_code, speak_up_for


@dataclass(frozen=True, slots=True)
class SpeakUpDraft:
    """What a form hands over. `key` is the form's own, from which the code is made; `location_id` may be left out.

    `concerned_id`: somebody whom it is about, who then sees nothing of it.
    """

    key: str
    words: str
    language: str
    matter: Matter
    addressee: Addressee
    location_id: str | None = None
    concerned_id: str | None = None


def speak_up(actor: Actor | None, draft: SpeakUpDraft) -> str:
    """Write it down and return the id; None gives no name. The same form sent twice is one.

    With a name it is also kept from whoever looks after the writer today. Without one nothing is written from which an
    account could be found. Raises Invalid where nobody would be left to read it, and for an unknown location.
    """
    session, code = session_of_transaction(), code_hash(code_of(draft.key))
    location = _place(draft.location_id)
    earlier = session.scalar(select(SpeakUp.id).where(SpeakUp.code_sha256 == code))
    if earlier is not None:
        return earlier
    kept_from = _kept_from(actor, draft)
    if not has_reader(draft.addressee, kept_from | ({actor.employee_id} if actor else set())):
        raise Invalid(_("To whom: nobody is left there who may read it. Choose the other one."))
    today = clock.today(location.zone)
    row = SpeakUp(
        id=new_id(),
        reference=free_reference("S", today.year, _is_taken),
        code_sha256=code,
        employee_id=actor.employee_id if actor else None,
        addressee=draft.addressee.value,
        topic=draft.matter.value,
        location_id=draft.location_id,
        zone=location.zone,
        filed_on=today,
        due_on=calendar_of(draft.location_id).add_working_days(today, ANSWER_DAYS),
        stage=SpeakUpStage.WAITING.value,
    )
    session.add(row)
    session.flush()
    _record(actor, row, SpeakUpEntryKind.SAID, draft.words, draft.language, code)
    for one in sorted(kept_from):
        session.add(SpeakUpKeptFrom(speak_up_id=row.id, employee_id=one))
    return row.id


def add_by_name(actor: Actor, speak_up_id: str, words: str, language: str, key: str) -> None:
    """Add to what the actor spoke up about by name; it waits for an answer again. Raises NotFound."""
    own_speak_up(actor, speak_up_id)
    _add(actor, _locked(speak_up_id), words, language, key)


def add_by_code(code: str, words: str, language: str, key: str) -> None:
    """Add to what somebody without a name spoke up about; it waits for an answer again. Raises NotFound."""
    _add(None, _locked(speak_up_by_code(code).line.id), words, language, key)


def answer(actor: Actor, speak_up_id: str, words: str, language: str, row_version: int, key: str) -> None:
    """Answer it. Raises NotFound, and Conflict where something was added while the answer was written."""
    session = session_of_transaction()
    row = _locked(speak_up_id)
    speak_up_for(actor, speak_up_id)
    if session.scalar(select(SpeakUpEntry.id).where(SpeakUpEntry.idempotency_key == key)) is not None:
        return
    if row.row_version != row_version:
        raise Conflict(_("Something was said meanwhile. Read it, then send your answer once more; it is still below."))
    row.row_version += 1
    row.stage = SpeakUpStage.ANSWERED.value
    _record(actor, row, SpeakUpEntryKind.ANSWERED, words, language, key)


def keep_from(actor: Actor, speak_up_id: str, employee_id: str) -> None:
    """Keep it from somebody whom it concerns, from this moment on; they see nothing of it.

    Raises NotFound, Invalid where nobody would be left to read it.
    """
    session, row = session_of_transaction(), _locked(speak_up_id)
    speak_up_for(actor, speak_up_id)
    known = session.get(SpeakUpKeptFrom, (speak_up_id, employee_id))
    if known is not None:
        return
    kept = set(session.scalars(select(SpeakUpKeptFrom.employee_id).where(SpeakUpKeptFrom.speak_up_id == speak_up_id)))
    if not has_reader(Addressee(row.addressee), frozenset({employee_id, *kept, *filter(None, [row.employee_id])})):
        raise Invalid(_("Staff number: then nobody would be left who may read it."))
    session.add(SpeakUpKeptFrom(speak_up_id=speak_up_id, employee_id=employee_id))
    _record(actor, row, SpeakUpEntryKind.KEPT_FROM, "", "en", new_id(), employee_id)


def _add(actor: Actor | None, row: SpeakUp, words: str, language: str, key: str) -> None:
    query = select(SpeakUpEntry.id).where(SpeakUpEntry.idempotency_key == key)
    if session_of_transaction().scalar(query) is not None:
        return
    if row.stage == SpeakUpStage.ANSWERED.value:
        row.due_on = calendar_of(row.location_id).add_working_days(clock.today(row.zone), ANSWER_DAYS)
    row.stage = SpeakUpStage.WAITING.value
    row.row_version += 1
    _record(actor, row, SpeakUpEntryKind.ADDED, words, language, key)


def _locked(speak_up_id: str) -> SpeakUp:
    query = select(SpeakUp).where(SpeakUp.id == speak_up_id).with_for_update(key_share=True)
    row = session_of_transaction().scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise not_found()
    return row


def _place(location_id: str | None) -> Location:
    """Return the location under a row lock, where equal forms stand in line; the first of all where none is told."""
    query = select(Location).order_by(Location.name).limit(1).with_for_update(key_share=True)
    if location_id is not None:
        query = query.where(Location.id == location_id)
    found = session_of_transaction().scalar(query)
    if found is None:
        raise Invalid(_("Where: choose one of the locations."))
    return found


def _kept_from(actor: Actor | None, draft: SpeakUpDraft) -> frozenset[str]:
    placed = find_placed_today(actor.employee_id) if actor else None
    found = {draft.concerned_id, placed.supervisor_id if placed else None}
    if draft.concerned_id is not None and session_of_transaction().get(Employee, draft.concerned_id) is None:
        raise NotFound(_("There is no such person."))
    return frozenset(one for one in found if one)


def _is_taken(reference: str) -> bool:
    return session_of_transaction().scalar(select(SpeakUp.id).where(SpeakUp.reference == reference)) is not None


def _record(
    actor: Actor | None,
    row: SpeakUp,
    kind: SpeakUpEntryKind,
    words: str,
    language: str,
    key: str,
    person_id: str | None = None,
) -> None:
    entry = SpeakUpEntry(
        idempotency_key=key,
        speak_up_id=row.id,
        kind=kind.value,
        words=words,
        language=language,
        by_id=actor.employee_id if actor else None,
        by_name=actor.name if actor else "",
        via=actor.via if actor else "",
        person_id=person_id,
    )
    record_evidence(entry)
