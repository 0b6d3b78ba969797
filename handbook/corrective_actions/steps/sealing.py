"""The job that seals letters: the letter once as base, for each later event a new document with all earlier pages."""

import json
from typing import Any

from handbook.company.queries import company
from handbook.core import jobs
from handbook.core.faults import fault_point
from handbook.core.jobs import JobRun
from handbook.core.transaction import end_read, transaction
from handbook.corrective_actions.steps import papers, queries, sheets
from handbook.corrective_actions.steps.changing import SEAL
from handbook.corrective_actions.steps.models import StepReceived, StepRefused, StepServed, StepStatement
from handbook.corrective_actions.steps.models_appeals import AppealDecided, AppealLodged
from handbook.corrective_actions.steps.pages import Paper, StepPage
from handbook.corrective_actions.steps.papers import LetterRows
from handbook.corrective_actions.steps.sheets import Place, Proven
from handbook.documents.evidence import evidence_attachment, record_fingerprint
from handbook.documents.operations import keep, new_code, seal_document
from handbook.documents.queries import Document, documents_of, store
from handbook.documents.seal import Attachment, render_document, render_pages
from handbook.documents.spelling import spelled
from handbook.ledger.checkpoints import take_checkpoint
from handbook.settings import ROOT

__all__ = ["SEAL", "seal_letter"]

MEDIA_TYPE = "application/pdf"
_PAPERS = ROOT / "templates" / "papers"


@jobs.handler(SEAL)
def seal_letter(job: JobRun) -> dict[str, Any]:
    """Seal the record of this job, after every earlier record of the same letter that still waits."""
    action_id, wanted = str(job.payload["action_id"]), str(job.payload["record_id"])
    before: Document | None = None
    sealed = 0
    for paper in queries.step_for_sealing(action_id).papers:
        if paper.document is None:
            _seal(queries.step_for_sealing(action_id), paper, before)
            sealed += 1
        before = documents_of([paper.record_id])[paper.record_id]
        if paper.record_id == wanted:
            break
    return {"sealed": sealed}


def _seal(page: StepPage, paper: Paper, before: Document | None) -> None:
    with transaction():
        note = take_checkpoint().note
    rows = _rows(page)
    earlier = [other.record_id for other in page.papers if other.position <= paper.position]
    laid_open = [page.laid_open.id] if page.laid_open and rows.served.laid_open_at else []
    decided = [rows.proposed.id, *(row.id for row in rows.approved), *laid_open]
    attached = evidence_attachment([*decided, *earlier], note)
    code = new_code()
    sheet, style = _sheet(rows, paper, _proven(attached), before, code)
    letter = papers.letter_html(rows) if before is None else ""
    reason, served_at = f"{rows.proposed.reference}: {paper.kind}", rows.served.served_at
    end_read()
    files = store()
    css = _css("papers", "letter")
    base = (
        files.get(before.base_sha256)
        if before
        else spelled(letter, lambda html: render_document(html, css, at=served_at)).pdf
    )
    kept = [files.get(name) for name in before.pages] if before else []
    pages = [*kept, *spelled(sheet, lambda html: render_pages([html], _css(style)))]
    fault_point("while-sealing-letter")
    predecessor = before.sha256 if before else None
    sealed = seal_document("letter", paper.record_id, code, base, pages, [attached], reason, predecessor)
    with transaction():
        keep(sealed)


def _rows(page: StepPage) -> LetterRows:
    served = page.served
    if served is None:
        raise RuntimeError(f"the step {page.action.reference} is not served, there is nothing to seal")
    # Another letter of the same day may be served later: only what was live before this one is named in it.
    before = [
        row for row in queries.live_on(page.action.subject_id, served.served_on) if row.served_on < served.served_on
    ]
    return LetterRows(company=company(), proposed=page.proposal, approved=page.approvals, served=served, earlier=before)


def _sheet(
    rows: LetterRows, paper: Paper, proven: dict[str, Proven], before: Document | None, code: str
) -> tuple[str, str]:
    """Return the new sheet, and the name of the style in which it is set."""
    row = paper.row
    if before is None or isinstance(row, StepServed):
        return sheets.served_sheet(rows, proven, code), "letter_sheet"
    place = Place(proven[row.id], before.sha256, len(before.pages) + 1, code)
    if isinstance(row, StepStatement):
        return sheets.statement_sheet(rows, row, place), "letter_sheet"
    if isinstance(row, StepReceived):
        return sheets.received_sheet(rows, row, place), "letter_sheet"
    if isinstance(row, StepRefused):
        return sheets.refused_sheet(rows, row, place), "letter_sheet"
    if isinstance(row, AppealLodged):
        return sheets.appeal_receipt_page(rows, row, place), "letter_page"
    if isinstance(row, AppealDecided):
        return sheets.appeal_result_page(rows, row, place), "letter_page"
    return sheets.lapsed_page(rows, row, place), "letter_page"


def _proven(attached: Attachment) -> dict[str, Proven]:
    records = json.loads(attached.data)["records"]
    return {one["record"]["id"]: Proven(one["position"], record_fingerprint(one["record"])) for one in records}


def _css(*names: str) -> str:
    return "\n".join((_PAPERS / f"{name}.css").read_text(encoding="utf-8") for name in names)
