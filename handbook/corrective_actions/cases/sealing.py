"""The job that seals the letters of a case: one sealed document for each letter."""

import json
from typing import Any

from handbook.company.queries import company
from handbook.core import jobs
from handbook.core.db import db
from handbook.core.faults import fault_point
from handbook.core.jobs import JobRun
from handbook.core.transaction import end_read, transaction
from handbook.corrective_actions.cases import papers
from handbook.corrective_actions.cases.folder_kinds import AnswerKind
from handbook.corrective_actions.cases.models import Case, CaseClosed, CaseEnded
from handbook.corrective_actions.cases.models_hearing import HearingSet
from handbook.corrective_actions.cases.models_telling import CaseNotice, CaseSuspension
from handbook.corrective_actions.cases.papers import CaseLetter, LetterRow
from handbook.corrective_actions.cases.seal_jobs import SEAL
from handbook.corrective_actions.cases.story import story_of
from handbook.documents.evidence import evidence_attachment, record_fingerprint
from handbook.documents.operations import keep, new_code, seal_document
from handbook.documents.queries import documents_of
from handbook.documents.seal import render_document, render_pages
from handbook.documents.spelling import spelled
from handbook.ledger.checkpoints import take_checkpoint
from handbook.people.models import Employee
from handbook.settings import ROOT

__all__ = ["SEAL", "seal_case_letter"]

_PAPERS = ROOT / "templates" / "papers"
_KINDS: tuple[Any, ...] = (CaseNotice, HearingSet, CaseSuspension, CaseClosed, CaseEnded)


@jobs.handler(SEAL)
def seal_case_letter(job: JobRun) -> dict[str, Any]:
    """Seal the letter about the record of this job; one that is sealed already stays as it is."""
    case_id, record_id = str(job.payload["case_id"]), str(job.payload["record_id"])
    if documents_of([record_id]):
        return {"sealed": 0}
    _seal(_letter(case_id, record_id), record_id)
    return {"sealed": 1}


def _letter(case_id: str, record_id: str) -> CaseLetter:
    case = db.session.get_one(Case, case_id)
    subject = db.session.get_one(Employee, case.subject_id)
    rows = (db.session.get(kind, record_id) for kind in _KINDS)
    row: LetterRow = next(found for found in rows if found is not None)
    story = story_of(case_id) if isinstance(row, CaseNotice | HearingSet) else None
    released = story.released if story and isinstance(row, CaseNotice) else ()
    given = tuple(note for note in released if note.recorded_at <= row.recorded_at)
    # A hearing that the person set themself was moved by the rule on companions, not by their own hand.
    moved_itself = isinstance(row, HearingSet) and row.by_id == subject.id
    wish = story.newest(AnswerKind.POSTPONE) if story and moved_itself else None
    decider = db.session.get_one(Employee, case.decider_id).name
    return CaseLetter(row, case, subject.name, subject.staff_number, company(), given, decider, wish)


def _seal(letter: CaseLetter, record_id: str) -> None:
    row, case = letter.row, letter.case
    reason, at = f"{case.reference}: {papers.letter_name(row)}", row.recorded_at
    html = papers.letter_html(letter)
    with transaction():
        note = take_checkpoint().note
    attached = evidence_attachment([record_id], note)
    proven = json.loads(attached.data)["records"][0]
    code = new_code()
    sheet = papers.sheet_html(
        _letter(case.id, record_id), proven["position"], record_fingerprint(proven["record"]), code
    )
    end_read()
    base = spelled(html, lambda words: render_document(words, _css("papers", "letter"), at=at)).pdf
    pages = spelled(sheet, lambda words: render_pages([words], _css("letter_sheet")))
    fault_point("while-sealing-letter")
    sealed = seal_document("letter", record_id, code, base, pages, [attached], reason)
    with transaction():
        keep(sealed)


def _css(*names: str) -> str:
    return "\n".join((_PAPERS / f"{name}.css").read_text(encoding="utf-8") for name in names)
