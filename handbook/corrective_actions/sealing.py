"""The job that seals letters: the letter once as base, for each later event a new document with all earlier pages."""

import json
from typing import Any

from handbook.company.queries import company
from handbook.core import jobs
from handbook.core.faults import fault_point
from handbook.core.jobs import JobRun
from handbook.core.transaction import end_read, transaction
from handbook.corrective_actions import papers, queries
from handbook.corrective_actions.ladder import ladder_on
from handbook.corrective_actions.operations import SEAL
from handbook.corrective_actions.pages import Paper, StepPage
from handbook.corrective_actions.papers import LetterRows, Proven
from handbook.documents.evidence import evidence_attachment, record_fingerprint
from handbook.documents.operations import keep, new_code, seal_document
from handbook.documents.queries import Document, documents_of, store
from handbook.documents.seal import Attachment, render_document, render_pages
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
    attached = evidence_attachment([rows.proposed.id, rows.approved.id, *earlier], note)
    code = new_code()
    sheet = _sheet(page, rows, paper, _proven(attached), before, code)
    letter = papers.letter_html(rows) if before is None else ""
    reason, served_at = f"{rows.proposed.reference}: {paper.kind}", rows.served.served_at
    end_read()
    files = store()
    css = _css("papers", "letter")
    base = files.get(before.base_sha256) if before else render_document(letter, css, at=served_at).pdf
    kept = [files.get(name) for name in before.pages] if before else []
    pages = [*kept, *render_pages([sheet], _css("letter_sheet"))]
    fault_point("while-sealing-letter")
    predecessor = before.sha256 if before else None
    sealed = seal_document("letter", paper.record_id, code, base, pages, [attached], reason, predecessor)
    with transaction():
        keep(sealed)


def _rows(page: StepPage) -> LetterRows:
    if page.approval is None or page.served is None:
        raise RuntimeError(f"the step {page.action.reference} is not served, there is nothing to seal")
    day = page.served.served_on
    return LetterRows(
        company=company(),
        ladder=ladder_on(day),
        proposed=page.proposal,
        approved=page.approval,
        served=page.served,
        earlier=queries.live_before(page.action.subject_id, day),
    )


def _sheet(
    page: StepPage, rows: LetterRows, paper: Paper, proven: dict[str, Proven], before: Document | None, code: str
) -> str:
    if before is None:
        return papers.served_sheet(rows, proven, code)
    stand, number = proven[paper.record_id], len(before.pages) + 1
    if page.received and paper.record_id == page.received.id:
        return papers.received_sheet(rows, page.received, stand, before.sha256, number, code)
    statement = next(row for row in page.statements if row.id == paper.record_id)
    return papers.statement_sheet(rows, statement, stand, before.sha256, number, code)


def _proven(attached: Attachment) -> dict[str, Proven]:
    records = json.loads(attached.data)["records"]
    return {one["record"]["id"]: Proven(one["position"], record_fingerprint(one["record"])) for one in records}


def _css(*names: str) -> str:
    return "\n".join((_PAPERS / f"{name}.css").read_text(encoding="utf-8") for name in names)
