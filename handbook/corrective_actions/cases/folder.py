"""The verbs of the investigation folder: put something in, give something of it to the person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.errors import Invalid, NotFound, Refused
from handbook.core.transaction import session_of_transaction
from handbook.corrective_actions.acts import by_columns
from handbook.corrective_actions.cases import policy
from handbook.corrective_actions.cases.changing import of_case, worked_on
from handbook.corrective_actions.cases.folder_kinds import NoteKind
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.models_folder import CaseNote, CaseReleased
from handbook.corrective_actions.cases.operations import give_part
from handbook.corrective_actions.cases.parts import Part
from handbook.documents.pictures import re_encoded
from handbook.documents.queries import store
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee
from handbook.people.queries import employee_by_number

PDF, LARGEST = "application/pdf", 8 * 1024 * 1024
WITH_FILE = (NoteKind.DOCUMENT, NoteKind.PICTURE)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that lies in the store under its SHA-256 already."""

    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """What a form hands over for the folder. `file`: of a paper or a photo; `witness`: a staff number, or empty."""

    idempotency_key: str
    kind: NoteKind
    title: str
    words: str
    is_proof: bool
    happened_at: datetime | None = None
    file: KeptFile | None = None
    witness: str = ""


def keep_file(kind: NoteKind, data: bytes) -> KeptFile:
    """Put the bytes of a paper or a photo into the store, outside of any transaction; a photo is written anew.

    Raises Invalid for a photo that cannot be read, and for a paper that is no PDF or too large. Nothing of a PDF is
    ever carried out: it is handed to whoever may read the folder as the bytes that came.
    """
    if kind is NoteKind.PICTURE:
        picture = re_encoded(data)
        return KeptFile(store().put(picture.data), picture.media_type)
    if len(data) > LARGEST:
        raise Invalid(_("File: it has more than 8 MB. Make it smaller."))
    if not data.startswith(b"%PDF-"):
        raise Invalid(_("File: it is no PDF. Print it into one, or take a photo of it."))
    return KeptFile(store().put(data), PDF)


def add_note(actor: Actor, case_id: str, draft: NoteDraft) -> str:
    """Put something into the folder and return its id; the same form sent twice is one entry.

    Whoever is named as a witness is concerned from now on: witnesses neither decide nor approve nor hear an appeal.
    Raises Refused for whoever does not look into the case, Invalid for a paper or photo without a file or an unknown
    witness.
    """
    case, parties = worked_on(actor, case_id)
    same = select(CaseNote.id).where(CaseNote.idempotency_key == draft.idempotency_key)
    earlier = session_of_transaction().scalar(same)
    if earlier is not None:
        return earlier
    if not policy.may_investigate(actor, parties):
        raise Refused(_("Only the person who looks into this case puts something into its folder."))
    if (draft.kind in WITH_FILE) != (draft.file is not None):
        raise Invalid(_("File: a paper and a photo need one, a note and a talk have none."))
    if draft.happened_at is not None and draft.happened_at > clock.now():
        raise Invalid(_("When it was: this day and time are still to come."))
    witness = _witness(draft.witness)
    note = CaseNote(
        kind=draft.kind.value,
        title=draft.title,
        words=draft.words,
        happened_at=draft.happened_at,
        is_proof=draft.is_proof,
        witness_id=witness.id if witness else None,
        witness_name=witness.name if witness else "",
        idempotency_key=draft.idempotency_key,
        file_sha256=draft.file.sha256 if draft.file else None,
        media_type=draft.file.media_type if draft.file else None,
        **of_case(case),
        **by_columns(actor),
    )
    record_evidence(note)
    if witness is not None:
        give_part(actor, case.id, witness.id, Part.WITNESS)
    return note.id


def release(actor: Actor, case_id: str, note_id: str) -> None:
    """Give an entry of the folder to the person: with the written notice they read it. Twice is once."""
    case, parties = worked_on(actor, case_id)
    if not policy.may_investigate(actor, parties):
        raise Refused(_("Only the person who looks into this case gives something of its folder to the person."))
    release_all(actor, case, [note_id])


def _witness(staff_number: str) -> Employee | None:
    try:
        return employee_by_number(staff_number) if staff_number else None
    except NotFound as nobody:
        raise Invalid(_("Who saw it: %(nobody)s", nobody=nobody)) from nobody


def release_all(actor: Actor, case: Case, note_ids: Sequence[str]) -> None:
    """Give entries of the folder to the person; raise Invalid for one that is not in this folder."""
    session = session_of_transaction()
    known = set(session.scalars(select(CaseNote.id).where(CaseNote.case_id == case.id)))
    given = set(session.scalars(select(CaseReleased.note_id).where(CaseReleased.case_id == case.id)))
    if not set(note_ids) <= known:
        raise Invalid(_("What you give to the person: choose from the folder of this case."))
    for note_id in note_ids:
        if note_id not in given:
            record_evidence(CaseReleased(note_id=note_id, **of_case(case), **by_columns(actor)))
